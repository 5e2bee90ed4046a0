"""Visible mark of an electronic signature (отметка об электронной подписи), after ГОСТ Р 7.0.97: a PDF of one page."""

import tomllib
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from otbor.documents.kit import fonts
from otbor.documents.kit.flow import MM
from otbor.documents.kit.pdfa import Properties, open_canvas
from otbor.documents.kit.standards import standard
from otbor.domain.findings import Finding, Refused
from otbor.support.places import resource
from otbor.wording.templates import fill

STAMP_WIDTH, STAMP_HEIGHT = 60 * MM, 17 * MM  # the place that the signature block keeps

_FORM = "forms/signature_stamp.toml"
_LARGEST, _SMALLEST, _STEP = 8.5, 5.0, 0.25  # points
_LEADING = 1.15
_FRAME, _MARGIN, _ROUND = 0.8, 5.0, 4.0  # points
_AIR = 0.3  # of the size: above, below and under the heading
_INK = (0.10, 0.16, 0.42)  # dark blue, nearly black when printed grey

_Line = tuple[str, str]  # face, text


@dataclass(frozen=True)
class StampFacts:
    """What the mark says: the owner as the certificate names him, its serial number and term; ``signed_on`` chooses the
    edition of the standard."""

    owner: str
    serial: str
    valid_from: date
    valid_to: date
    test: bool
    signed_on: date


def draw_stamp(
    facts: StampFacts, width: float = STAMP_WIDTH, height: float = STAMP_HEIGHT, own: Path | None = None
) -> bytes:
    """The mark as a PDF of one page of ``width`` × ``height`` points, the largest type that fits, fonts embedded.

    A test certificate's mark says so in place of the words on a signature; ``own`` is the school's folder of wording.
    Raises :class:`Refused` (``signing.stamp_too_small``) if even the smallest legible type does not fit.
    """
    form = _form(resource(_FORM, own))
    heading, body = _texts(facts, form)
    size, lines = _fitted(heading, body, width, height)
    properties = Properties(form["title"], facts.owner, standard(facts.signed_on, own), facts.signed_on)
    canvas, buffer = open_canvas(properties, (width, height))
    canvas.setStrokeColorRGB(*_INK)
    canvas.setFillColorRGB(*_INK)
    canvas.setLineWidth(_FRAME)
    canvas.roundRect(_FRAME, _FRAME, width - 2 * _FRAME, height - 2 * _FRAME, _ROUND)
    leading = size * _LEADING
    baseline = (height + leading * len(lines) + size * _AIR) / 2 - size * 0.9
    for place, (face, text) in enumerate(lines):
        canvas.setFont(face, size)
        if face == fonts.BOLD:
            canvas.drawCentredString(width / 2, baseline, text)
        else:
            if lines[place - 1][0] == fonts.BOLD:
                baseline -= size * _AIR
            canvas.drawString(_MARGIN + _FRAME, baseline, text)
        baseline -= leading
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@cache
def _form(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _texts(facts: StampFacts, form: dict[str, Any]) -> tuple[list[str], list[str]]:
    values = asdict(facts)
    heading = [form["test"]["title"], form["test"]["note"]] if facts.test else [form["title"]]
    return [fonts.clean(text) for text in heading], [fonts.clean(fill(line, values)) for line in form["lines"]]


def _fitted(heading: list[str], body: list[str], width: float, height: float) -> tuple[float, list[_Line]]:
    """The largest size whose wrapped lines fit, and these lines."""
    room, size = width - 2 * (_MARGIN + _FRAME), _LARGEST
    while size >= _SMALLEST:
        lines = [(fonts.BOLD, part) for text in heading for part in _wrapped(text, fonts.BOLD, size, room)]
        lines += [(fonts.REGULAR, part) for text in body for part in _wrapped(text, fonts.REGULAR, size, room)]
        if size * (len(lines) * _LEADING + 3 * _AIR) <= height - 2 * _FRAME:
            return size, lines
        size -= _STEP
    raise Refused(Finding("signing.stamp_too_small", values={"lines": len(heading) + len(body)}))


def _wrapped(text: str, face: str, size: float, room: float) -> list[str]:
    """``text`` in lines not wider than ``room``: broken at spaces, a longer word anywhere."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if fonts.width(joined, face, size) <= room:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if fonts.width(lines[-1] + letter, face, size) > room:
                lines.append("")
            lines[-1] += letter
    return lines
