"""Stories of the register of issued papers."""
