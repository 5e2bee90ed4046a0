"""The sheet being drawn: a thin pen over the canvas that writes the operators of the page itself.

reportlab's own text object costs most of the time of a long table; the pen keeps what a font's subset made of each
letter and leaves to reportlab only what is rare. Lengths are points, ``y`` grows upwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from otbor.documents.kit import fonts


@dataclass(frozen=True)
class SignatureField:
    """Where a signature goes: page from 0, rectangle ``(x0, y0, x1, y1)`` in points, name of the field in the file."""

    page: int
    rect: tuple[float, float, float, float]
    name: str


@dataclass(frozen=True)
class TableShape:
    """A table as drawn: widths of its columns and size of its type in points, which titles stand upright, and how high
    the row of titles is, in points."""

    widths: tuple[float, ...]
    upright: tuple[bool, ...]
    size: float
    height: float


class Sheet:
    """The page being drawn, its number in the file (from 0), and what was met so far: signature fields, and tables by
    the titles of their columns."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.page = 0
        self.fields: list[SignatureField] = []
        self.tables: dict[tuple[str, ...], TableShape] = {}
        self._letters: dict[str, dict[str, str]] = {face: {} for face in fonts.FACES}
        self._names: dict[str, str] = {}

    def text(self, x: float, y: float, text: str, face: str, size: float, stretch: float = 0) -> None:
        """Set ``text`` with its base line at ``y``; ``stretch`` points are added to every space."""
        letters = self._letters[face]
        try:
            coded = "".join([letters[letter] for letter in text])
        except KeyError:
            if not self._learn(face, text):
                self.canvas.setFont(face, size)
                self.canvas.drawString(x, y, text, wordSpace=stretch or None)
                return
            coded = "".join([letters[letter] for letter in text])
        font = f"{self._names[face]} {size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm"
        if stretch:
            self.write(f"BT {font} {stretch:.3f} Tw ({coded}) Tj 0 Tw ET")
        else:
            self.write(f"BT {font} ({coded}) Tj ET")

    def lines(self, lines: Iterable[tuple[float, float, float, float]], thickness: float = 0.5) -> None:
        """Straight lines ``(x0, y0, x1, y1)`` of one thickness."""
        path = "\n".join([f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l" for x0, y0, x1, y1 in lines])
        self.write(f"{thickness:g} w\n{path}\nS")

    def write(self, operators: str) -> None:
        """Put ``operators`` of PDF into the page as they are."""
        self.canvas._code.append(operators)  # noqa: SLF001 - the page's own list, the only fast way into it

    def _learn(self, face: str, text: str) -> bool:
        """Ask the font for the codes of new letters; False when one falls out of its first subset of 256."""
        font, document = pdfmetrics.getFont(face), self.canvas._doc  # noqa: SLF001
        for letter in sorted(set(text) - self._letters[face].keys()):  # the order of a set differs in every process
            ((subset, code),) = font.splitString(letter, document)
            if subset:
                return False
            self._letters[face][letter] = self.canvas._escape(code)  # noqa: SLF001
        self._names[face] = font.getSubsetInternalName(0, document)
        return True
