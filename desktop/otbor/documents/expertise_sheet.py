"""Лист экспертизы документов (п. 18): points of one application by criterion, with the documents they rest on."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from otbor.documents.kit.attached import Attached
from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.meeting import Member
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import points
from otbor.documents.kit.requisites import head, pair, part, small
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "expertise_sheet"


@dataclass(frozen=True)
class Criterion:
    """A criterion of the local act with its points; ``steps``: what was counted, and on which document it rests."""

    title: str
    points: Decimal | None
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ForGroup:
    """The criteria as the scheme has them for one class."""

    group: str
    criteria: tuple[Criterion, ...]

    @property
    def total(self) -> Decimal:
        """Points for documents; what has none yet adds nothing."""
        return sum((c.points for c in self.criteria if c.points is not None), Decimal(0))


@dataclass(frozen=True)
class ExpertiseSheet:
    """``scheme``: the local act and its version; ``rejected``: what was not counted and why."""

    campaign: str
    applicant: str
    child: str
    scheme: str
    documents: tuple[Attached, ...]
    groups: tuple[ForGroup, ...]
    rejected: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]


def render(data: ExpertiseSheet, issue: Issue, wording: Form | None = None) -> Paper:
    """The sheet as a PDF; fields ``member1``, ….

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "scheme": data.scheme,
            "attached": data.documents,
            "groups": data.groups,
            "members": data.members,
        },
    )
    body: list[Strip] = head(issue, words)
    body += pair(words("label_number"), data.applicant) + pair(words("label_child"), data.child)
    body += paragraph(words("intro"), before=4)
    body += part(words("documents_title")) + _documents(data, words)
    for group in data.groups:
        title = words("group_title", group=group.group, total=points(group.total))
        body += part(title) + table(_columns(words), _rows(group), high=True)
    if data.rejected:
        columns = [Column(words("rejected_what")), Column(words("rejected_reason"), 80)]
        body += part(words("rejected_title")) + table(columns, (Row(pair_) for pair_ in data.rejected))
    signers = [
        Signer(words("member") if n == 1 else "", member.signed, f"member{n}")
        for n, member in enumerate(data.members, 1)
    ]
    strips = signed(body, signers, words, small(words("note")))
    return write(Draft(issue, words, words("title", applicant=data.applicant), [Section(strips)]))


def _documents(data: ExpertiseSheet, words: Words) -> list[Strip]:
    if not data.documents:
        return paragraph(words("no_documents"))
    columns = [
        Column(words("list_no"), 12, Align.CENTRE),
        Column(words("document")),
        Column(words("document_sheets"), 18, Align.CENTRE),
    ]
    return table(columns, (Row((str(n), d.title, str(d.sheets))) for n, d in enumerate(data.documents, 1)))


def _columns(words: Words) -> list[Column]:
    return [
        Column(words("criterion"), 40),
        Column(words("counted")),
        Column(words("rests_on"), 52),
        Column(words("points"), 16, Align.CENTRE),
    ]


def _rows(group: ForGroup) -> Iterator[Row]:
    """A row a step, each beside the document that it rests on; criterion and points stand once for all of them."""
    once, bold = frozenset({0, 3}), frozenset({3})
    for criterion in group.criteria:
        (text, document), *more = criterion.steps or (("—", ""),)
        yield Row((criterion.title, text, document or "—", points(criterion.points)), bold=bold)
        yield from (Row(("", text, document or "—", ""), joined=once) for text, document in more)
