"""The window's frame: the rail, the search box, notices, and how a database is opened."""
