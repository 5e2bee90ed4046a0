"""``python -m otbor`` is the same program as the command ``otbor``."""

from otbor.app.cli import main

main()
