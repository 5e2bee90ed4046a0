"""One module per act of the procedure, its questions beside it; the only writers."""
