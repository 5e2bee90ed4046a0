"""Pages of one paper out of the file of a batch: for looking and printing, the same bytes every time."""

import hashlib
import re
from io import BytesIO

import pypdfium2

from otbor.support.pdfium import PDFIUM

_MADE = re.compile(rb"/CreationDate ?\(D:[^)]*\)")  # the moment of cutting, which tells nothing of the paper
_ID = re.compile(rb"/ID ?\[<([0-9A-F]{32})><[0-9A-F]{32}>\]\s*>>\s*startxref\s+\d+\s+%%EOF\s*\Z")


def cut(pdf: bytes, first: int, count: int) -> bytes:
    """``count`` pages of ``pdf`` from ``first`` (from 0) on, with the marks of its signatures as part of the picture.

    The cut holds nothing of the other pages. It is no PDF/A and bears no signature: the file of the batch does.
    """
    with PDFIUM:
        source, made, written = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new(), BytesIO()
        try:
            source.init_forms()
            numbers = range(first, first + count)
            if source.formenv:  # only a signed file has fields
                for number in numbers:
                    page = source[number]
                    page.flatten()
                    page.close()
            made.import_pages(source, list(numbers))
            made.save(written)
        finally:
            made.close()
            source.close()
    return _settled(written.getvalue())


def _settled(pdf: bytes) -> bytes:
    """``pdf`` without what differs from run to run, and of the same length: the time, the chance of its id."""
    pdf = _MADE.sub(lambda found: b" " * len(found[0]), pdf)
    chance = _ID.search(pdf)
    if chance is None:
        raise ValueError("PDFium writes the end of a file in another way")
    return pdf.replace(chance[1], hashlib.sha256(pdf[: chance.start()]).hexdigest()[:32].upper().encode())
