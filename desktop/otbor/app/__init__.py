"""The command line, the demo and the self-test: the only room that knows everybody."""
