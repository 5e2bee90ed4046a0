"""The regulation as values and pure functions: no I/O, no clock, no text for people."""
