"""Workbooks and CSV, read and written."""
