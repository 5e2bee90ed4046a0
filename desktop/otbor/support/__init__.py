"""Where things lie, translation, the clock."""
