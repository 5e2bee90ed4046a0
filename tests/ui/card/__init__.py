"""Stories of the card of an application."""
