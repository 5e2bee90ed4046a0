"""Рейтинговый лист and the counts of a protocol: shared by the preliminary and the final one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from otbor.documents.kit.flow import MM, Section, Strip, body_width
from otbor.documents.kit.meeting import Meeting, heard, opened
from otbor.documents.kit.paper import Issue
from otbor.documents.kit.requisites import appendix, part, small
from otbor.documents.kit.tables import PAD, Column, Row, holding, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Words

_SIZE = 9  # points
_NUMBER = 24  # mm, the column of registration numbers
_NAME = 38  # mm that a name needs at least
_NARROW, _TOTAL, _DECIDED = 9, 13, 18  # mm: a column of points at least, the total, what parted equals


@dataclass(frozen=True)
class Rated:
    """A participant in the rating; ``points`` by component, ``keys`` by tie key (None: not needed or not known).

    ``decided_by`` names what parted it from the one above («16.2», «решение комиссии»), empty where totals did it.
    """

    place: int
    number: str
    name: str
    points: tuple[Decimal | None, ...]
    total: Decimal
    keys: tuple[Decimal | None, ...] = ()
    decided_by: str = ""


@dataclass(frozen=True)
class Unrated:
    """A participant listed apart (п. 20): below the minimum, did not come."""

    number: str
    name: str
    reason: str
    total: Decimal | None = None


@dataclass(frozen=True)
class RatingSheet:
    """The rating of one group; ``components`` and ``keys`` are titles of columns."""

    group: str
    seats: int
    components: tuple[str, ...]
    keys: tuple[str, ...]
    rated: tuple[Rated, ...]
    unrated: tuple[Unrated, ...] = ()


@dataclass(frozen=True)
class SchemeChange:
    """Another version of the local act than before («№ 1 (2026.1)»); ``bases`` name each act of change and why."""

    before: str
    after: str
    bases: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """How many; ``left``: withdrawn, annulled or not admitted; ``other``: without a place for another reason (something
    is awaited or lacking). They must add up, else :class:`ValueError`."""

    group: str
    filed: int
    left: int
    admitted: int
    absent: int
    below: int
    rated: int
    other: int = 0

    def __post_init__(self) -> None:
        listed = self.absent + self.below + self.other + self.rated
        if self.filed != self.left + self.admitted or self.admitted != listed:
            raise ValueError(f"the counts do not add up: {self}")


def points(value: Decimal | None) -> str:
    """Points as papers show them: decimal comma, a dash for none."""
    return "—" if value is None else format(value, "f").replace(".", ",")


def opening(
    issue: Issue, meeting: Meeting, counts: tuple[Counts, ...], change: SchemeChange | None, words: Words
) -> list[Strip]:
    """What the protocols of both ratings begin with: head, heading, who came, agenda, heard, both versions of the local
    act where it was changed, the counts."""
    strips = opened(issue, meeting, words) + heard(words)
    if change is not None:
        told = words("scheme_changed", before=change.before, after=change.after, bases=change.bases)
        strips += paragraph(told, before=4)
    strips += paragraph(words("counts_intro"), before=4, after=4, keep=True)
    return strips + _counts_table(counts, words)


def _counts_table(counts: tuple[Counts, ...], words: Words) -> list[Strip]:
    """One row a group; the column of other reasons only where there are any."""
    other = ["other"] if any(c.other for c in counts) else []
    keys = ["filed", "left", "admitted", "absent", "below", *other, "rated"]
    columns = [
        Column(words("counts_group")),
        *(Column(words(f"counts_{key}"), 19 if other else 21, Align.CENTRE) for key in keys),
    ]
    rows = (Row((c.group, *(str(getattr(c, key)) for key in keys))) for c in counts)
    return table(columns, rows, size=9 if other else 10)


def rating_sections(sheets: Sequence[RatingSheet], words: Words) -> list[Section]:
    """Every sheet as an appendix, numbered from 1."""
    return [rating_section(sheet, words, words("appendix", appendix=n)) for n, sheet in enumerate(sheets, 1)]


def rating_section(sheet: RatingSheet, words: Words, place_of_appendix: str) -> Section:
    """The sheet as an appendix on pages of its own, lying when its columns are many or wide."""
    cells = [[*map(points, r.points), points(r.total), *map(points, r.keys)] for r in sheet.rated]
    titles = [*sheet.components, words("rating_total"), *(words("rating_key", key=key) for key in sheet.keys)]
    total = len(sheet.components)
    widths = [
        holding(values, _TOTAL if n == total else _NARROW, _SIZE) for n, values in enumerate(_columns(titles, cells))
    ]
    number = holding((r.number for r in sheet.rated), _NUMBER, _SIZE)
    told = bool(sheet.keys) or any(r.decided_by for r in sheet.rated)
    decided = holding((word for r in sheet.rated for word in r.decided_by.split()), _DECIDED, _SIZE)
    needed = 10 + number + _NAME + sum(widths) + (decided if told else 0)
    landscape = needed > body_width() / MM
    room = body_width(landscape=landscape)
    pads = 2 * PAD / MM * (len(widths) + (4 if told else 3))
    scale = min(1.0, (room / MM - pads) / (needed - pads))  # too many columns for a lying sheet: smaller, never cut
    strips = appendix(place_of_appendix, words("rating_title", group=sheet.group), landscape=landscape)
    text = words("rating_seats", seats=sheet.seats, rated=len(sheet.rated))
    strips += paragraph(text, indent=0, size=11, width=room, after=4, keep=True)

    def scaled(width: float) -> float:
        return (width - 2 * PAD / MM) * scale + 2 * PAD / MM

    columns = [
        Column(words("rating_place"), scaled(10), Align.CENTRE, upright=True),
        Column(words("rating_number"), scaled(number), Align.CENTRE),
        Column(words("rating_name")),
        *(
            Column(title, scaled(width), Align.CENTRE, upright=True)
            for title, width in zip(titles, widths, strict=True)
        ),
    ]
    if told:
        columns.append(Column(words("rating_decided"), scaled(decided), Align.CENTRE))
    rows = (
        Row(
            (str(r.place), r.number, r.name, *line, *([r.decided_by] if told else [])),
            bold=frozenset({0, 3 + total}),
        )
        for r, line in zip(sheet.rated, cells, strict=True)
    )
    strips += table(columns, rows, size=_SIZE * scale, width=room)
    if told:
        strips += small(words("rating_note"), landscape=landscape)
    return Section(strips + _unrated(sheet, words, landscape=landscape), landscape)


def _columns(titles: list[str], cells: list[list[str]]) -> Iterable[Iterable[str]]:
    return zip(*cells, strict=True) if cells else ([] for _ in titles)


def _unrated(sheet: RatingSheet, words: Words, *, landscape: bool) -> list[Strip]:
    if not sheet.unrated:
        return []
    columns = [
        Column(words("rating_number"), holding((u.number for u in sheet.unrated), _NUMBER, _SIZE), Align.CENTRE),
        Column(words("rating_name")),
        Column(words("rating_total"), 18, Align.CENTRE),
        Column(words("rating_reason"), 50),
    ]
    rows = (Row((u.number, u.name, points(u.total), u.reason)) for u in sheet.unrated)
    strips = part(words("rating_unrated"), landscape=landscape)
    return strips + table(columns, rows, size=_SIZE, width=body_width(landscape=landscape))
