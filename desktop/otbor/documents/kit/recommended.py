"""Lists of who is recommended (п. 26), by group: an appendix of the final protocol, and a paper of its own."""

from dataclasses import dataclass
from decimal import Decimal

from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.rating import points
from otbor.documents.kit.requisites import appendix, part
from otbor.documents.kit.tables import Column, Row, holding, table
from otbor.documents.kit.text import Align
from otbor.wording.forms import Words


@dataclass(frozen=True)
class Recommended:
    """One recommended participant, with place and total of the final rating."""

    number: str
    name: str
    place: int
    total: Decimal


@dataclass(frozen=True)
class RecommendedGroup:
    """The recommended of one group."""

    group: str
    seats: int
    people: tuple[Recommended, ...]


def recommended_tables(groups: tuple[RecommendedGroup, ...], words: Words) -> list[Strip]:
    """A titled list for every group."""
    numbers = [person.number for group in groups for person in group.people]
    columns = [
        Column(words("list_no"), 12, Align.CENTRE),
        Column(words("rating_number"), holding(numbers, 28, 10), Align.CENTRE),
        Column(words("rating_name")),
        Column(words("list_place"), 22, Align.CENTRE),
        Column(words("list_total"), 22, Align.CENTRE),
    ]
    strips: list[Strip] = []
    for group in groups:
        title = words("recommended_group", group=group.group, seats=group.seats, recommended=len(group.people))
        rows = (Row((str(n), p.number, p.name, str(p.place), points(p.total))) for n, p in enumerate(group.people, 1))
        strips += part(title) + table(columns, rows)
    return strips


def recommended_section(groups: tuple[RecommendedGroup, ...], words: Words, place_of_appendix: str) -> Section:
    """The lists as an appendix."""
    return Section(appendix(place_of_appendix, words("recommended_title")) + recommended_tables(groups, words))
