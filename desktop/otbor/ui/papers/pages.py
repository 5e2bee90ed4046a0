"""The pages of a PDF as pictures and as text, by PDFium; every call under the one lock of the library."""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw
from PySide6.QtGui import QImage

from otbor.domain.findings import Finding, Refused
from otbor.support.pdfium import PDFIUM
from otbor.ui.kit.tasks import Steps

_MOST_DOTS = 24_000_000  # of one picture, 96 MB: a page may claim any size, and zoom multiplies it

A4 = (595.28, 841.89)  # points

Box = tuple[float, float, float, float]  # left, bottom, right, top in points from the page's lower left corner


@dataclass(frozen=True)
class Hit:
    """A place where the searched text stands: its page, from 0, and a box for every line it covers."""

    page: int
    boxes: tuple[Box, ...]


class Pages:
    """An open PDF; use it from one thread at a time, :meth:`close` it at the end.

    ``sizes``: width and height of every page in points. Raises :class:`Refused` for bytes that are no readable PDF.
    """

    def __init__(self, pdf: bytes, name: str) -> None:
        self.name = name
        with PDFIUM:
            try:
                self._document = pypdfium2.PdfDocument(pdf)
            except pypdfium2.PdfiumError as error:
                locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
                raise Refused(
                    Finding("preview.locked" if locked else "preview.unreadable", values={"name": name})
                ) from None
            self._document.init_forms()  # stamps of signatures are drawn by their form fields
            self.sizes = tuple(self._size(page) for page in range(len(self._document)))
        if not self.sizes:
            self.close()
            raise Refused(Finding("preview.unreadable", values={"name": name}))
        self._texts: dict[int, tuple[str, list[int]]] = {}

    def picture(self, page: int, scale: float) -> QImage:
        """Page ``page``, from 0, at ``scale`` dots a point, at a lower one where the picture would be immense.

        Raises :class:`Refused` for a damaged page.
        """
        width, height = self.sizes[page]
        scale = min(scale, (_MOST_DOTS / max(1.0, width * height)) ** 0.5)
        with self._page(page) as opened:
            bitmap = opened.render(scale=scale, prefer_bgrx=True)
            try:
                image = QImage(
                    bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
                ).copy()
            finally:
                bitmap.close()
        return image

    def find(self, wanted: str, steps: Steps) -> list[Hit]:
        """Every place of ``wanted``: large and small letters, е and ё, kinds and runs of spaces are alike."""
        needle = " ".join("".join(_fold(sign) for sign in wanted).split())
        hits: list[Hit] = []
        for page in range(len(self.sizes)) if needle else ():
            steps.step(page, len(self.sizes))
            text, indices = self._text(page)
            start = text.find(needle)
            while start >= 0:
                first, last = indices[start], indices[start + len(needle) - 1]
                hits.append(Hit(page, self._boxes(page, first, last - first + 1)))
                start = text.find(needle, start + len(needle))
        return hits

    def close(self) -> None:
        """Let the document go."""
        with PDFIUM:
            self._document.close()

    def _size(self, page: int) -> tuple[float, float]:
        try:
            size: tuple[float, float] = self._document.get_page_size(page)
        except pypdfium2.PdfiumError:  # a damaged page keeps its place among the others
            return A4
        return size

    def _text(self, page: int) -> tuple[str, list[int]]:
        """The folded text of a page, and which sign of the page each of its letters is."""
        if page not in self._texts:
            with self._text_page(page) as text:
                signs = [chr(raw.FPDFText_GetUnicode(text, index)) for index in range(text.count_chars())]
            letters: list[str] = []
            indices: list[int] = []
            for index, sign in enumerate(signs):
                folded = _fold(sign)
                if folded and not (folded == " " and letters and letters[-1] == " "):
                    letters.append(folded)
                    indices.append(index)
            self._texts[page] = "".join(letters), indices
        return self._texts[page]

    def _boxes(self, page: int, first: int, count: int) -> tuple[Box, ...]:
        with self._text_page(page) as text:
            return tuple(text.get_rect(number) for number in range(text.count_rects(first, count)))

    @contextmanager
    def _page(self, page: int) -> Iterator[Any]:
        with PDFIUM:
            try:
                opened = self._document[page]
                try:
                    yield opened
                finally:
                    opened.close()
            except pypdfium2.PdfiumError:
                raise Refused(Finding("preview.damaged", values={"name": self.name, "page": page + 1})) from None

    @contextmanager
    def _text_page(self, page: int) -> Iterator[Any]:
        with self._page(page) as opened:
            text = opened.get_textpage()
            try:
                yield text
            finally:
                text.close()


def _fold(sign: str) -> str:
    """One letter as it is searched: exactly one or none, so that places stay countable."""
    if sign.isspace() or sign == "\0":
        return " "
    if sign in "\u00ad\u0002\ufffe":  # soft hyphens, and what PDFium gives for one at the end of a line
        return ""
    lower = sign.lower()
    return {"ё": "е", "\u2011": "-"}.get(lower, lower if len(lower) == 1 else sign)


def page_at(tops: list[float], place: float) -> int:
    """Which page holds ``place`` when pages begin at ``tops``, in rising order."""
    return max(0, bisect_right(tops, place) - 1)
