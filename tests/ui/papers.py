"""Real papers for the tests of preview and print."""

from functools import cache

from otbor.ui.papers.paper_file import PaperFile
from tests.documents.samples_more import ALL


@cache
def pdf(name: str) -> bytes:
    """The bytes of a sample of ``tests.documents``."""
    return ALL[name]().pdf


def paper(name: str, number: str = "1", title: str = "Документ") -> PaperFile:
    """A sample as the window handles it."""
    return PaperFile(number, title, lambda: pdf(name))
