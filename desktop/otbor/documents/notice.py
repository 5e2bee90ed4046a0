"""Извещение о проведении индивидуального отбора (п. 10): all seven items."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.flow import Section, Strip, gap
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, part
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, numbered, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "notice"


@dataclass(frozen=True)
class OfferedGroup:
    """A class with its seats and the subjects studied in depth (or the profile)."""

    group: str
    subjects: str
    seats: int


@dataclass(frozen=True)
class Stage:
    """A stage (п. 17) or a step of it, from ``start`` to ``end`` (the same day for one day)."""

    what: str
    start: date
    end: date


@dataclass(frozen=True)
class AnnouncedTest:
    """A test: its subjects, form, codes of the groups; ``dates``: when and where each sitting is, in words."""

    subjects: tuple[str, ...]
    kind: str
    groups: tuple[str, ...]
    dates: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """What a row of the table of tests says of it."""
        return ", ".join(self.subjects), self.kind, ", ".join(self.groups), "; ".join(self.dates)


@dataclass(frozen=True)
class Notice:
    """The seven items of п. 10; ``procedure``, ``portfolio`` and ``other`` one sentence each."""

    campaign: str
    groups: tuple[OfferedGroup, ...]
    procedure: tuple[str, ...]
    stages: tuple[Stage, ...]
    intake_start: date
    intake_end: date
    intake_where: str
    application_form: str
    tests: tuple[AnnouncedTest, ...]
    portfolio: tuple[str, ...]
    other: tuple[str, ...]
    director: str
    director_post: str


def render(data: Notice, issue: Issue, wording: Form | None = None) -> Paper:
    """The notice as a PDF; field ``director``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = filled(data, issue, wording or form(NAME))
    body: list[Strip] = head(issue, words) + paragraph(words("intro"))
    body += part(words("item_seats")) + _groups(data.groups, words)
    body += part(words("item_procedure")) + [s for line in data.procedure for s in paragraph(line)]
    body += [gap(4), *_stages(data.stages, words)]
    body += part(words("item_intake")) + paragraph(words("intake"))
    body += part(words("item_form")) + paragraph(words("form"))
    body += part(words("item_tests")) + paragraph(words("tests"), after=4, keep=True) + _tests(data.tests, words)
    body += part(words("item_portfolio")) + numbered(data.portfolio)
    body += part(words("item_other")) + [s for line in data.other for s in paragraph(line)]
    strips = signed(body, [Signer(data.director_post, data.director, "director")], words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))


def filled(data: Notice, issue: Issue, wording: Form) -> Words:
    """The texts of the form, in print and on the site."""
    return worded(
        wording,
        issue,
        data.campaign,
        {
            "intake_start": data.intake_start,
            "intake_end": data.intake_end,
            "intake_where": data.intake_where,
            "application_form": data.application_form,
            "tests_count": len(data.tests),
            "groups": data.groups,
            "procedure": data.procedure,
            "stages": data.stages,
            "announced": data.tests,
            "portfolio": data.portfolio,
            "further": data.other,
        },
    )


def _groups(groups: tuple[OfferedGroup, ...], words: Words) -> list[Strip]:
    columns = [
        Column(words("column_group"), 50),
        Column(words("column_subjects")),
        Column(words("column_seats"), 22, Align.CENTRE),
    ]
    return table(columns, (Row((g.group, g.subjects, str(g.seats))) for g in groups), size=11)


def _stages(stages: tuple[Stage, ...], words: Words) -> list[Strip]:
    columns = [Column(words("column_stage")), Column(words("column_dates"), 56, Align.CENTRE)]
    rows = (Row((s.what, words("day" if s.start == s.end else "period", start=s.start, end=s.end))) for s in stages)
    return table(columns, rows, size=11)


def _tests(tests: tuple[AnnouncedTest, ...], words: Words) -> list[Strip]:
    columns = [
        Column(words("column_test_subjects"), 46),
        Column(words("column_test_kind"), 42),
        Column(words("column_test_groups"), 34),
        Column(words("column_test_dates")),
    ]
    return table(columns, (Row(t.cells) for t in tests), size=11)
