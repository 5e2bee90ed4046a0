"""Tinos, the metric twin of Times New Roman: registered once, measured fast, never asked for a glyph it lacks."""

import re
import unicodedata
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from otbor.domain.findings import Finding, Refused
from otbor.support.places import resources

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"
_FILES = {
    REGULAR: "Tinos-Regular.ttf",
    BOLD: "Tinos-Bold.ttf",
    ITALIC: "Tinos-Italic.ttf",
    BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}
FACES = tuple(_FILES)
_EXCERPT = 40  # letters of the text that a refusal quotes


@cache
def widths(face: str) -> dict[str, float]:
    """Advance of every character of ``face``, in points at size 1; registers the faces at the first call."""
    if face not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(face, resources() / "fonts" / _FILES[face]))
    metrics = pdfmetrics.getFont(face).face
    return {chr(code): metrics.charWidths[code] / 1000 for code in metrics.charToGlyph}


@lru_cache(maxsize=8192)  # numbers, labels and group names come again and again
def width(text: str, face: str, size: float) -> float:
    """Width of cleaned ``text`` in points."""
    return size * sum(map(widths(face).__getitem__, text))


@cache
def _plain() -> frozenset[str]:
    """Characters that need no cleaning: in every face, normalised, neither control, format nor combining."""
    common = set.intersection(*(set(widths(face)) for face in _FILES))
    return frozenset(
        c
        for c in common
        if unicodedata.normalize("NFC", c) == c
        and not unicodedata.combining(c)
        and unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp"}
    )


def clean(text: str) -> str:
    """``text`` as it can be set: NFC, line ends and tabs as spaces, control and format characters stripped.

    Nothing in a text is markup, so nothing needs escaping. Raises :class:`Refused` (``paper.missing_glyph``) naming the
    first character that the font lacks: it would vanish from the page silently.
    """
    plain = _plain()
    if plain.issuperset(text):
        return text
    text = unicodedata.normalize("NFC", re.sub(r"[\t\r\n\v\f\u0085\u2028\u2029]+", " ", text))
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    known = widths(REGULAR)
    for place, char in enumerate(text):
        if char not in plain and (char not in known or any(char not in widths(face) for face in _FILES)):
            start = max(0, place - _EXCERPT // 2)
            values = {"glyph": f"U+{ord(char):04X}", "name": unicodedata.name(char, "без названия")}
            raise Refused(Finding("paper.missing_glyph", values=values, where=f"«{text[start : start + _EXCERPT]}»"))
    return text
