"""Papers on the screen and on the way to the printer."""
