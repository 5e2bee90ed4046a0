"""Протокол конфликтной комиссии (пп. 24–25): every appeal, old and new points, decision, reason, vote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.meeting import Meeting, Vote, closed, opened, voted
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import points
from otbor.documents.kit.requisites import pair, part
from otbor.documents.kit.tables import Column, Row, holding, table
from otbor.documents.kit.text import Align
from otbor.wording.forms import Form, Words, form

NAME = "conflict_protocol"


class Reason(StrEnum):
    """How an appeal was decided; the sentence is the form's text ``reason_<value>``."""

    REJECTED = "rejected"  # отклонить
    TECHNICAL = "technical"  # удовлетворить: техническая ошибка
    MARKING = "marking"  # удовлетворить: ошибка оценивания
    NOT_CONSIDERED = "not_considered"  # не рассматривается: срок пропущен


@dataclass(frozen=True)
class Change:
    """Points of one thing appealed against; equal when they stay."""

    what: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class Appeal:
    """One appeal; ``late`` when it was filed after its term;

    ``represented``: whether the family came; ``vote`` None when none was taken.
    """

    number: str
    filed_on: date
    applicant: str
    name: str
    representative: str
    claim: str
    heard: str
    changes: tuple[Change, ...]
    reason: Reason
    grounds: str
    vote: Vote | None
    late: bool = False
    represented: bool = True


@dataclass(frozen=True)
class ConflictProtocol:
    """``protocol`` of the preliminary rating, by date and number; ``audit`` the head of the audit chain."""

    campaign: str
    meeting: Meeting
    protocol: str
    appeals: tuple[Appeal, ...]
    audit: str


def render(data: ConflictProtocol, issue: Issue, wording: Form | None = None) -> Paper:
    """The protocol as a PDF; fields ``chair``, ``secretary``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "protocol": data.protocol,
            "count": len(data.appeals),
            "appeals": data.appeals,
        },
    )
    body = opened(issue, data.meeting, words)
    for number, appeal in enumerate(data.appeals, 1):
        body += _appeal(number, appeal, words)
    body += part(words("summary_title")) + _summary(data.appeals, words)
    return write(Draft(issue, words, words("title"), [Section(closed(body, data.meeting, None, data.audit, words))]))


def _appeal(order: int, appeal: Appeal, words: Words) -> list[Strip]:
    title = words(
        "appeal_title",
        order=order,
        appeal=appeal.number,
        filed_on=appeal.filed_on,
        representative=appeal.representative,
    )
    strips = part(f"{title} {words('late')}" if appeal.late else title)
    strips += pair(words("label_applicant"), words("applicant", name=appeal.name, applicant=appeal.applicant))
    came = words("came" if appeal.represented else "did_not_come")
    strips += pair(words("label_representative"), f"{appeal.representative} ({came})")
    strips += pair(words("label_claim"), appeal.claim) + pair(words("label_heard"), appeal.heard)
    for change in appeal.changes:
        key = "changed" if change.before != change.after else "unchanged"
        text = words(key, what=change.what, before=points(change.before), after=points(change.after))
        strips += pair(words("label_points"), text)
    strips += pair(words("label_decision"), words(f"reason_{appeal.reason}"), keep=True)
    strips += pair(words("label_grounds"), appeal.grounds, keep=appeal.vote is not None)
    return strips + voted(appeal.vote, words) if appeal.vote else strips


def _summary(appeals: Sequence[Appeal], words: Words) -> list[Strip]:
    columns = [
        Column(words("rating_number"), holding((a.applicant for a in appeals), 28, 10), Align.CENTRE),
        Column(words("summary_what"), 44),
        Column(words("summary_before"), 22, Align.CENTRE),
        Column(words("summary_after"), 22, Align.CENTRE),
        Column(words("summary_decision")),
    ]
    rows = (
        Row((a.applicant, c.what, points(c.before), points(c.after), words(f"reason_{a.reason}")))
        for a in appeals
        for c in a.changes
    )
    return table(columns, rows)
