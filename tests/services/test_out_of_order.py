"""Acts that the profile calls excusable (п. 17): refused out of their stage, done with a reason on record."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from otbor.domain.applications import AppealOutcome
from otbor.domain.campaign import Act
from otbor.domain.intake import DocumentDraft
from otbor.domain.regulation import parse_regulation
from otbor.domain.values import known
from otbor.services import appeals, commissions, corrections, examinations, expertise, ratings
from otbor.services.corrections import Correction
from otbor.storage.models import Appeal, AuditEntry, AuditPayload, Document
from otbor.support.places import resource
from tests.services.conftest import At
from tests.services.desk import FINAL_DAY, Desk
from tests.services.school import CHAIR, MATHS, MEMBER, commission_drafts, conflict_meeting, meeting

BEFORE = date(2026, 4, 1)
"""A day of the preparation: where families came before the intake, everything else is too early."""
REASON = "решение комиссии от 01.04.2026 № 3"
LATE = appeals.Decision(AppealOutcome.NOT_CONSIDERED, "срок пропущен")

Do = Callable[[Desk, str], object]


def _documents(desk: Desk) -> list[int]:
    with desk.office.question() as session:
        return list(session.scalars(select(Document.id).where(Document.application_id == desk.id(1))))


def _file(desk: Desk, reason: str) -> appeals.Filed:
    return appeals.file_appeal(desk.office, desk.id(3), desk.tests["физика"], FINAL_DAY, "прошу", reason=reason)


def _decide(desk: Desk, reason: str) -> appeals.Decided:
    with desk.office.question() as session:
        filed = session.scalars(select(Appeal.id)).one()
    return appeals.decide_appeal(desk.office, filed, LATE, conflict_meeting(FINAL_DAY), out_of_order=reason)


EARLY: dict[Act, tuple[Do, str]] = {
    Act.CORRECT: (lambda d, r: corrections.correct(d.office, d.id(1), 1, Correction(address="г. Бор"), r), ""),
    Act.ANNUL: (lambda d, r: corrections.annul(d.office, d.id(1), r), ""),
    Act.WITHDRAW: (lambda d, r: corrections.withdraw(d.office, d.id(1), r), ""),
    Act.ADD_DOCUMENTS: (
        lambda d, r: corrections.add_documents(d.office, d.id(1), [DocumentDraft("other", "Грамота")], reason=r),
        "",
    ),
    Act.CHANGE_GROUPS: (lambda d, r: corrections.change_groups(d.office, d.id(1), ["8И"], r), ""),
    Act.COMPARE_DOCUMENTS: (
        lambda d, r: corrections.compare_documents(d.office, d.id(1), _documents(d), MEMBER, reason=r),
        "",
    ),
    Act.RETURN_COPIES: (
        lambda d, r: corrections.return_copies(d.office, d.id(1), BEFORE, "мать", reason=r),
        "application.not_refused",
    ),
    Act.SCORE_DOCUMENTS: (
        lambda d, r: expertise.score_documents(d.office, d.id(1), expertise.Expertise(), [CHAIR], r),
        "",
    ),
    Act.ADMIT: (lambda d, r: examinations.admit(d.office, d.id(1), reason=r), ""),
    Act.GIVE_CODES: (lambda d, r: examinations.give_codes(d.office, d.tests["физика"], reason=r), ""),
    Act.ENTER_POINTS: (
        lambda d, r: examinations.enter_points(d.office, d.tests["математика"], "МА-0", known(1), [MATHS], r),
        "examination.unknown_code",
    ),
    Act.CLOSE_SHEET: (lambda d, r: examinations.close_sheet(d.office, d.tests["математика"], [MATHS], reason=r), ""),
    Act.GIVE_RESERVE_DAY: (
        lambda d, r: examinations.give_reserve_day(d.office, d.id(1), d.tests["физика"], r),
        "examination.not_admitted",
    ),
    Act.SHOW_WORK: (
        lambda d, r: examinations.show_work(d.office, d.id(1), d.tests["физика"], reason=r),
        "examination.sheet_open",
    ),
}
"""What is done to a family that came before the intake, and what still refuses it once the stage is excused."""

LATER: dict[Act, tuple[Do, str]] = {
    Act.FORM_COMMISSIONS: (
        lambda d, r: commissions.form_commissions(
            d.office, d.campaign, commission_drafts(), "13-од", FINAL_DAY, reason=r
        ),
        "commission_data.formed_already",
    ),
    Act.CHANGE_GROUPS: (
        lambda d, r: corrections.change_groups(d.office, d.id(1), ["8И"], r),
        "application.groups_settled",
    ),
    Act.SHOW_WORK: (lambda d, r: examinations.show_work(d.office, d.id(1), d.tests["физика"], reason=r), ""),
    Act.BUILD_FINAL: (lambda d, r: ratings.build_final(d.office, d.campaign, meeting(FINAL_DAY), reason=r), ""),
    Act.FILE_APPEAL: (_file, ""),
    Act.DECIDE_APPEAL: (_decide, ""),
}
"""The same after the final rating."""

ELSEWHERE = {Act.REGISTER, Act.MARK_ACQUAINTANCE}
"""A late application has its own story (пп. 11, 17); a mark of acquaintance needs a rating: its stage has come."""


@pytest.mark.parametrize("name", EARLY)
def test_what_comes_too_early_needs_a_reason(at: At, name: Act) -> None:
    desk = at("filed")
    desk.clock.on(BEFORE)
    _excused(desk, name, *EARLY[name])


@pytest.mark.parametrize("name", LATER)
def test_what_comes_too_late_needs_a_reason(at: At, name: Act) -> None:
    desk = at("final")
    if name is Act.DECIDE_APPEAL:
        _file(desk, REASON)
    _excused(desk, name, *LATER[name])


def _excused(desk: Desk, name: Act, do: Do, then: str) -> None:
    """Refused without a reason; with one done and recorded, or refused for what ``then`` names."""
    with desk.refused("campaign.out_of_order", "17"):
        do(desk, " ")
    with desk.refused(then) if then else nullcontext():
        do(desk, REASON)
    if not then:
        assert REASON in {_newest(desk, name).get(key) for key in ("reason", "out_of_order")}


def _newest(desk: Desk, name: Act) -> dict[str, Any]:
    with desk.office.question() as session:
        kept = select(AuditPayload.content).join(AuditEntry).where(AuditEntry.act == name.value)
        return dict(session.scalars(kept.order_by(AuditEntry.id.desc())).first() or {})


def test_every_excusable_act_is_here() -> None:
    path = resource("regulation/nizhny-novgorod-2020.toml")
    acts = parse_regulation(path.read_text("utf-8"), path.name).acts
    assert {name for name, rule in acts.items() if rule.excusable} == EARLY.keys() | LATER.keys() | ELSEWHERE
