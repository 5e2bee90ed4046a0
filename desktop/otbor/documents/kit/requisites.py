"""The head of a paper: school, kind, date, number, place (реквизиты 05–10, 15 ГОСТ Р 7.0.97), and its usual parts."""

from collections.abc import Sequence

from otbor.documents.kit import fonts
from otbor.documents.kit.flow import Strip, body_width, gap, kept
from otbor.documents.kit.paper import Issue
from otbor.documents.kit.sheet import Sheet
from otbor.documents.kit.text import Align, centred, fitted, line_strip, paragraph
from otbor.wording.forms import Words
from otbor.wording.numbers import long_date

_NUMBER = 0.6  # part of the line that the number of a paper may take, the date needs the rest


def head(issue: Issue, words: Words, *, landscape: bool = False) -> list[Strip]:
    """Founder, school, contacts, kind, subtitle, date with number, place; kept together and with what follows.

    Takes ``kind`` and ``subtitle`` (may be empty) from ``words``.
    """
    room = body_width(landscape=landscape)
    strips: list[Strip] = []
    if issue.founder:
        strips += centred(issue.founder, size=11, width=room)
    strips += centred(issue.school, face=fonts.BOLD, size=12, width=room)
    if issue.contacts:
        strips += centred(issue.contacts, size=9, width=room)
    strips += [_rule(room), gap(10)]
    strips += centred(words("kind"), face=fonts.BOLD, size=14, width=room)
    if subtitle := words("subtitle"):
        strips += centred(subtitle, size=12, face=fonts.BOLD, width=room)
    strips += [gap(8), *_date_and_number(issue, room)]
    if issue.place:
        strips += centred(issue.place, size=11, width=room)
    return kept([*strips, gap(10)])


def heading(text: str) -> list[Strip]:
    """Heading of the text («О зачислении …»): left, bold, no wider than half a sheet and a bit."""
    return paragraph(
        text, face=fonts.BOLD, align=Align.LEFT, indent=0, width=body_width() * 0.62, after=8, keep=True, even=True
    )


def part(text: str, *, landscape: bool = False) -> list[Strip]:
    """A heading inside the text: bold, kept with what follows."""
    return paragraph(
        text,
        face=fonts.BOLD,
        align=Align.LEFT,
        indent=0,
        width=body_width(landscape=landscape),
        before=8,
        after=3,
        keep=True,
    )


def appendix(text: str, title: str, *, landscape: bool = False) -> list[Strip]:
    """Head of an appendix: «Приложение 1 к протоколу …» at the right, its title centred below."""
    room = body_width(landscape=landscape)
    strips = paragraph(text, size=11, align=Align.LEFT, indent=room * 0.58, hang=room * 0.58, width=room, keep=True)
    return [*strips, gap(8, keep=True), *centred(title, face=fonts.BOLD, width=room), gap(6, keep=True)]


def pair(label: str, value: str, *, keep: bool = False) -> list[Strip]:
    """«Label: value», its further lines hanging; ``keep`` holds it with what follows."""
    return paragraph(f"{label} {value}", align=Align.LEFT, indent=0, hang=18, keep=keep)


def people(title: str, lines: Sequence[str]) -> list[Strip]:
    """A titled list of people, one a line: present members, absent members."""
    strips = paragraph(title, align=Align.LEFT, indent=0, keep=True)
    return strips + [s for line in lines for s in paragraph(line, align=Align.LEFT, indent=18, hang=30)]


def small(text: str, *, landscape: bool = False) -> list[Strip]:
    """A note in small letters."""
    return paragraph(text, size=9, align=Align.LEFT, indent=0, width=body_width(landscape=landscape), before=6)


def cited(acts: Sequence[str]) -> list[str]:
    """The acts that an order rests on, a line each, as one sentence that goes on below them."""
    return [f"–\u00a0{act}{',' if number == len(acts) else ';'}" for number, act in enumerate(acts, 1)]


def ordering(basis: Sequence[str], words: Words) -> list[Strip]:
    """What every order begins its text with: the preamble, the acts it rests on, ПРИКАЗЫВАЮ."""
    strips = paragraph(words("preamble"), keep=True) + [s for line in cited(basis) for s in paragraph(line)]
    return strips + paragraph(words("order_word"), indent=0, before=6, after=6, keep=True)


def _rule(room: float) -> Strip:
    def draw(sheet: Sheet, left: float, top: float) -> None:
        sheet.lines([(left, top - 4, left + room, top - 4)], 0.8)

    return Strip(6, draw)


def _date_and_number(issue: Issue, room: float) -> list[Strip]:
    date_line = line_strip(long_date(issue.dated), fonts.REGULAR, 12, room, Align.LEFT)
    number = f"№\u00a0{issue.number}" if issue.number else ""
    lines = fitted(number, fonts.REGULAR, 12, room * _NUMBER)
    number_line, *more = [line_strip(line, fonts.REGULAR, 12, room, Align.RIGHT) for line in lines]

    def draw(sheet: Sheet, left: float, top: float) -> None:
        date_line.draw(sheet, left, top)
        number_line.draw(sheet, left, top)

    return [Strip(date_line.height, draw), *more]
