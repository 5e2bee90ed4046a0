"""Papers: data in, PDF bytes out."""
