"""Electronic signatures on papers and their verification."""
