"""Fixtures of the storage's tests."""

from tests.storage.mounting import mount

__all__ = ["mount"]
