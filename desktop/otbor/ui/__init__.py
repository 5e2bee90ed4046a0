"""The window: widgets only; no rule, no SQL, no file format."""
