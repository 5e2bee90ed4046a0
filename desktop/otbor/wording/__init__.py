"""Findings, refusals, scheme nodes and papers put into sentences."""
