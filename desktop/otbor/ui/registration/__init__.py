"""The form of registration: from the first letter to the receipt."""
