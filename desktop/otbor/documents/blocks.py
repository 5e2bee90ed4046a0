"""A paper as plain blocks, one under another: what its large print and its page for the site are made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otbor.documents import notice, public_list
from otbor.documents.kit.paper import Issue
from otbor.documents.kit.rating import points
from otbor.wording.forms import Form, Words
from otbor.wording.numbers import long_date


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the paper's own title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Items:
    """A numbered list."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table with a caption; the cell number ``head`` of a row names the row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    head: int = 0


Block = Heading | Text | Items | Grid


def notice_blocks(data: notice.Notice, issue: Issue, wording: Form) -> Iterator[Block]:
    """The notice (п. 10) in the words of its form, all seven items."""
    words = notice.filled(data, issue, wording)
    yield from _head(issue, words)
    yield Text(words("intro"))
    yield Heading(words("item_seats"))
    yield _grid(
        words, "item_seats", ("group", "subjects", "seats"), [(g.group, g.subjects, str(g.seats)) for g in data.groups]
    )
    yield Heading(words("item_procedure"))
    yield from map(Text, data.procedure)
    stages = [(s.what, words("day" if s.start == s.end else "period", start=s.start, end=s.end)) for s in data.stages]
    yield _grid(words, "item_procedure", ("stage", "dates"), stages)
    yield Heading(words("item_intake"))
    yield Text(words("intake"))
    yield Heading(words("item_form"))
    yield Text(words("form"))
    yield Heading(words("item_tests"))
    yield Text(words("tests"))
    if data.tests:
        columns = ("test_subjects", "test_kind", "test_groups", "test_dates")
        yield _grid(words, "item_tests", columns, [t.cells for t in data.tests])
    yield Heading(words("item_portfolio"))
    yield Items(data.portfolio)
    yield Heading(words("item_other"))
    yield from map(Text, data.other)
    yield Text(f"{data.director_post} {data.director}")


def public_list_blocks(data: public_list.PublicList, issue: Issue, wording: Form) -> Iterator[Block]:
    """The public list of a rating in the words of its form: numbers, points, places, no names."""
    words = public_list.filled(data, issue, wording)
    yield from _head(issue, words)
    yield Text(words("intro_final" if data.final else "intro_preliminary"))
    header = (words("rating_place"), words("list_number"), words("rating_total"), words("list_note"))
    for group in data.groups:
        rated = sum(row.place is not None for row in group.rows)
        title = words("group_title", group=group.group, seats=group.seats, rated=rated)
        yield Heading(title)
        yield Grid(
            title,
            header,
            tuple(
                ("—" if row.place is None else str(row.place), row.number, points(row.total), row.note)
                for row in group.rows
            ),
            head=1,
        )
    yield Text(words("note"))


def _head(issue: Issue, words: Words) -> Iterator[Block]:
    yield Heading(" ".join(filter(None, (words("kind"), words("subtitle")))), level=1)
    yield Text(issue.school)
    yield Text(f"{long_date(issue.dated)}, №\u00a0{issue.number}, {issue.place}")


def _grid(words: Words, caption: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Grid:
    title = words(caption).partition(". ")[2] or words(caption)
    return Grid(title, tuple(words(f"column_{name}") for name in columns), tuple(rows))
