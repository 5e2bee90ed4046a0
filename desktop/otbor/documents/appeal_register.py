"""Журнал регистрации апелляций (пп. 24–25): every appeal with its term, decision, old and new points."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.conflict_protocol import Change
from otbor.documents.kit.flow import Section, Strip, body_width
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import points
from otbor.documents.kit.requisites import head
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "appeal_register"


@dataclass(frozen=True)
class Registered:
    """An appeal; ``outcome`` names the text ``outcome_<…>`` of the form, empty while undecided."""

    appeal: int
    filed_on: date
    in_time: bool
    applicant: str
    child: str
    representative: str
    claim: str
    outcome: str = ""
    protocol: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class AppealRegister:
    """Appeals by number; who keeps the register."""

    campaign: str
    appeals: tuple[Registered, ...]
    keeper: str
    keeper_post: str


def render(data: AppealRegister, issue: Issue, wording: Form | None = None) -> Paper:
    """The register as a PDF, a lying sheet; field ``keeper``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "appeals": data.appeals,
        },
    )
    room = body_width(landscape=True)
    body = head(issue, words, landscape=True)
    body += _table(data, words, room) if data.appeals else paragraph(words("none"), width=room)
    decided = sum(bool(a.outcome) for a in data.appeals)
    changed = sum(any(c.after != c.before for c in a.changes) for a in data.appeals)
    total = words("total", filed=len(data.appeals), decided=decided, changed=changed)
    body += paragraph(total, indent=0, width=room, before=6)
    signer = Signer(data.keeper_post, data.keeper, "keeper")
    strips = signed(body, [signer], words, width=room)
    return write(Draft(issue, words, words("title"), [Section(strips, landscape=True)]))


def _table(data: AppealRegister, words: Words, room: float) -> list[Strip]:
    columns = [
        Column(words("column_appeal"), 12, Align.CENTRE),
        Column(words("column_filed"), 22, Align.CENTRE),
        Column(words("rating_number"), 26, Align.CENTRE),
        Column(words("column_people"), 50),
        Column(words("column_claim")),
        Column(words("column_decision"), 46),
        Column(words("column_points"), 24, Align.CENTRE),
    ]
    return table(columns, (_row(appeal, words) for appeal in data.appeals), size=9, width=room, high=True)


def _row(appeal: Registered, words: Words) -> Row:
    filed = f"{appeal.filed_on:%d.%m.%Y}" + ("" if appeal.in_time else f"\n{words('late')}")
    decision = ""
    if appeal.outcome:
        decision = words("decision", outcome=words(f"outcome_{appeal.outcome}"), protocol=appeal.protocol)
    moved = (f"{points(c.before)} → {points(c.after)}" for c in appeal.changes)
    return Row(
        (
            str(appeal.appeal),
            filed,
            appeal.applicant,
            f"{appeal.child}\n{appeal.representative}",
            appeal.claim,
            decision,
            "\n".join(moved),
        )
    )
