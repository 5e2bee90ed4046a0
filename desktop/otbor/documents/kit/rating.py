"""Рейтинговый лист and the counts of a protocol: shared by the preliminary and the final one."""

from dataclasses import dataclass
from decimal import Decimal

from otbor.documents.kit.flow import Section, Strip, body_width
from otbor.documents.kit.requisites import appendix, part, small
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Words

_LANDSCAPE_FROM = 9  # columns of numbers that an upright sheet has room for, and one more


@dataclass(frozen=True)
class Rated:
    """A participant in the rating; ``points`` by component, ``keys`` by tie key (None: not needed or not known).

    ``decided_by`` names what parted equals («16.2», «решение комиссии»), empty where totals did it.
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
class Counts:
    """How many; ``left``: withdrawn, annulled or not admitted. They must add up, else :class:`ValueError`."""

    group: str
    filed: int
    left: int
    admitted: int
    absent: int
    below: int
    rated: int

    def __post_init__(self) -> None:
        if self.filed != self.left + self.admitted or self.admitted != self.absent + self.below + self.rated:
            raise ValueError(f"the counts do not add up: {self}")


def points(value: Decimal | None) -> str:
    """Points as papers show them: decimal comma, a dash for none."""
    return "—" if value is None else format(value, "f").replace(".", ",")


def counts_table(counts: tuple[Counts, ...], words: Words) -> list[Strip]:
    """One row a group."""
    columns = [
        Column(words("counts_group")),
        *(
            Column(words(f"counts_{key}"), 21, Align.CENTRE)
            for key in ("filed", "left", "admitted", "absent", "below", "rated")
        ),
    ]
    rows = (Row((c.group, *map(str, (c.filed, c.left, c.admitted, c.absent, c.below, c.rated)))) for c in counts)
    return table(columns, rows)


def rating_section(sheet: RatingSheet, words: Words, place_of_appendix: str) -> Section:
    """The sheet as an appendix on pages of its own, lying when it has many columns."""
    numbers = len(sheet.components) + len(sheet.keys)
    landscape = numbers >= _LANDSCAPE_FROM
    strips = appendix(place_of_appendix, words("rating_title", group=sheet.group), landscape=landscape)
    room = body_width(landscape=landscape)
    text = words("rating_seats", seats=sheet.seats, rated=len(sheet.rated))
    strips += paragraph(text, indent=0, size=11, width=room, after=4, keep=True)
    columns = [
        Column(words("rating_place"), 10, Align.CENTRE, upright=True),
        Column(words("rating_number"), 24, Align.CENTRE),
        Column(words("rating_name")),
        *(Column(title, 9, Align.CENTRE, upright=True) for title in sheet.components),
        Column(words("rating_total"), 13, Align.CENTRE, upright=True),
        *(Column(words("rating_key", key=key), 9, Align.CENTRE, upright=True) for key in sheet.keys),
    ]
    if sheet.keys:
        columns.append(Column(words("rating_decided"), 18, Align.CENTRE))
    total = 3 + len(sheet.components)
    rows = (
        Row(
            (
                str(r.place),
                r.number,
                r.name,
                *map(points, r.points),
                points(r.total),
                *map(points, r.keys),
                *([r.decided_by] if sheet.keys else []),
            ),
            bold=frozenset({0, total}),
        )
        for r in sheet.rated
    )
    strips += table(columns, rows, size=9, width=room)
    if sheet.keys:
        strips += small(words("rating_note"), landscape=landscape)
    return Section(strips + _unrated(sheet, words, landscape=landscape), landscape)


def _unrated(sheet: RatingSheet, words: Words, *, landscape: bool) -> list[Strip]:
    if not sheet.unrated:
        return []
    columns = [
        Column(words("rating_number"), 24, Align.CENTRE),
        Column(words("rating_name")),
        Column(words("rating_total"), 18, Align.CENTRE),
        Column(words("rating_reason"), 50),
    ]
    rows = (Row((u.number, u.name, points(u.total), u.reason)) for u in sheet.unrated)
    strips = part(words("rating_unrated"), landscape=landscape)
    return strips + table(columns, rows, size=9, width=body_width(landscape=landscape))
