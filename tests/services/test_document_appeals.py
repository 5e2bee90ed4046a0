"""A family appeals against the points for documents; what the commission accepts stands beside what was rejected."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from otbor.domain.applications import AppealAbout, AppealOutcome, RatingKind
from otbor.domain.commissions import Relation
from otbor.domain.intake import DocumentDraft
from otbor.domain.participants import Achievement, Key, Kind
from otbor.domain.values import State
from otbor.services import appeals, commissions, corrections, enrolment, expertise, journal, ledger, papers, ratings
from otbor.services.appeals import Decision
from otbor.services.document_appeals import Accepted
from otbor.services.expertise import Expertise
from otbor.storage.models import (
    AchievementRow,
    Appeal,
    AuditEntry,
    AuditPayload,
    Campaign,
    ExpertiseEntry,
    Meeting,
    PointsEntry,
    RatingRow,
)
from tests.services.conftest import At
from tests.services.desk import CAMPAIGN, FINAL_DAY, POINTS, PRELIMINARY_DAY, STEPS, Desk, number
from tests.services.school import CHAIR, CONFLICT, conflict_meeting, examined, meeting
from tests.services.small_campaign import text

DAY = date(2026, 5, 21)
WON = Achievement("16.2", "Всероссийская олимпиада", "призёр", "физика", "региональный", date(2026, 1, 20))
MATHS_MARK: Key = (Kind.MARK, "математика")
PHYSICS_MARK: Key = (Kind.MARK, "физика")
PETROVA, SIDOROV = 2, 3


@pytest.fixture
def desk(at: At) -> Desk:
    """Rated and acquainted; of Сидоров a diploma was rejected, of Петрова the mark in maths."""
    desk = at("filed")
    diploma = [DocumentDraft("portfolio", "Диплом призёра")]
    corrections.add_documents(desk.office, desk.id(SIDOROV), diploma, achievements=[WON])
    examined(desk.office, desk.clock, CAMPAIGN, {number(ordinal): points for ordinal, points in POINTS.items()})
    no_seal = Expertise({_diploma(desk): "нет печати"})
    expertise.score_documents(desk.office, desk.id(SIDOROV), no_seal, [CHAIR])
    unsigned = Expertise({}, {MATHS_MARK: "выписка не заверена"})
    expertise.score_documents(desk.office, desk.id(PETROVA), unsigned, [CHAIR])
    STEPS["preliminary"](desk.office, desk.clock)
    STEPS["acquainted"](desk.office, desk.clock)
    return desk


def _diploma(desk: Desk) -> int:
    with desk.office.question() as session:
        return session.scalars(select(AchievementRow.id)).one()


def file(desk: Desk, ordinal: int = SIDOROV) -> int:
    """File an appeal about documents; gives its row id."""
    return appeals.file_appeal(desk.office, desk.id(ordinal), None, PRELIMINARY_DAY, "просим зачесть").appeal_id


def decide(desk: Desk, appeal: int, accepted: Accepted, outcome: AppealOutcome = AppealOutcome.MARKING_ERROR) -> None:
    """Decide it at a meeting of the next day."""
    desk.clock.on(DAY)
    decision = Decision(outcome, "печать на обороте", votes_for=3, accepted=accepted)
    appeals.decide_appeal(desk.office, appeal, decision, conflict_meeting(DAY))


def test_a_rejected_diploma_is_accepted_and_its_rejection_stays(desk: Desk) -> None:
    appeal = file(desk)
    decide(desk, appeal, Accepted(frozenset({_diploma(desk)})))
    with desk.office.question() as session:
        row = session.get_one(Appeal, appeal)
        assert (row.about, row.test_name) == (AppealAbout.DOCUMENTS, "")
        assert (row.old_points, row.new_points, row.group_points) == (Decimal(10), Decimal(18), {"8Ф": ["10", "18"]})
        entries = session.scalars(select(ExpertiseEntry).order_by(ExpertiseEntry.id)).all()
        assert [(e.accepted, e.reason, e.appeal_id) for e in entries] == [
            (True, "", None),
            (False, "нет печати", None),
            (True, "апелляция № 1: печать на обороте", appeal),
        ]
        assert entries[-1].decided_by == ["Жукова М. А.", "Титов П. Р.", "Фомина Д. И."]
        told = select(AuditPayload.content).join(AuditEntry).where(AuditEntry.act == "decide_appeal")
        assert session.scalars(told).one()["achievements"] == [_diploma(desk)]
    assert [(r.about, r.test) for r in journal.appeals(desk.office, CAMPAIGN)] == [(AppealAbout.DOCUMENTS, "")]


def test_the_final_rating_and_both_protocols_tell_of_it(desk: Desk) -> None:
    decide(desk, file(desk), Accepted(frozenset({_diploma(desk)})))
    with desk.office.question() as session:
        protocol = session.scalars(select(Meeting.id).join(Appeal, Appeal.meeting_id == Meeting.id)).one()
    printed = text(papers.issue_conflict_protocol(desk.office, protocol).pdf)
    assert "баллы за документы (8Ф): было 10, стало 18" in printed
    assert "представленные документы" in printed
    desk.clock.on(FINAL_DAY)
    final = ratings.build_final(desk.office, CAMPAIGN, meeting(FINAL_DAY)).rating_id
    with desk.office.question() as session:
        places = select(RatingRow.place, RatingRow.total).where(RatingRow.rating_id == final)
        mine = session.execute(places.where(RatingRow.application_id == desk.id(SIDOROV))).one()
        assert tuple(mine) == (1, Decimal(48))
        moved = ratings.moved(
            session,
            ratings.newest(session, CAMPAIGN, RatingKind.PRELIMINARY),
            ratings.newest(session, CAMPAIGN, RatingKind.FINAL),
        )
        assert {m.number: m.appeals for m in moved} == {number(SIDOROV): (1,), number(1): ()}
    enrolment.recommend(desk.office, CAMPAIGN, meeting(FINAL_DAY))
    assert "апелляция № 1: баллы за документы (8Ф), 10 → 18" in text(
        papers.issue_final_protocol(desk.office, final).pdf
    )


def test_a_mark_that_was_not_accepted_stands_again_in_every_group(desk: Desk) -> None:
    appeal = file(desk, PETROVA)
    decide(desk, appeal, Accepted(values={MATHS_MARK: Decimal(5)}))
    with desk.office.question() as session:
        row = session.get_one(Appeal, appeal)
        assert row.group_points == {"8Ф": ["0", "10"], "8И": ["0", "8"]}  # without one mark none could be given
        entries = ledger.history(session, desk.id(PETROVA), MATHS_MARK)
        assert [(e.value.state, e.value.number) for e in entries] == [
            (State.KNOWN, Decimal(5)),
            (State.ANNULLED, None),
            (State.KNOWN, Decimal(5)),
        ]
        assert entries[-1].decided_by == ("Жукова М. А.", "Титов П. Р.", "Фомина Д. И.")
        assert session.scalars(select(PointsEntry.appeal_id).order_by(PointsEntry.id)).all()[-1] == appeal


def test_a_rejected_appeal_about_documents_changes_nothing(desk: Desk) -> None:
    appeal = file(desk)
    decide(desk, appeal, Accepted(), AppealOutcome.REJECTED)
    with desk.office.question() as session:
        row = session.get_one(Appeal, appeal)
        assert (row.old_points, row.new_points) == (Decimal(10), Decimal(10))
        assert len(session.scalars(select(ExpertiseEntry)).all()) == 2


def test_one_appeal_about_documents_beside_those_about_tests(desk: Desk) -> None:
    file(desk)
    with desk.refused("appeal.twice", "24"):
        file(desk)
    appeals.file_appeal(desk.office, desk.id(SIDOROV), desk.tests["физика"], PRELIMINARY_DAY, "прошу проверить")


def test_only_what_was_rejected_is_accepted(desk: Desk) -> None:
    appeal, won = file(desk), _diploma(desk)
    with desk.refused("expertise.not_its_achievement"):
        decide(desk, appeal, Accepted(frozenset({won + 1})))
    with desk.refused("expertise.no_such_value"):
        decide(desk, appeal, Accepted(values={(Kind.MARK, "химия"): Decimal(5)}))
    with desk.refused("expertise.below_zero"):
        decide(desk, appeal, Accepted(values={PHYSICS_MARK: Decimal(-1)}))
    with desk.refused("appeal.test_by_itself", "24"):
        decide(desk, appeal, Accepted(values={(Kind.TEST, "физика"): Decimal(20)}))
    with desk.refused("appeal.change_without_upholding", "25"):
        decide(desk, appeal, Accepted(frozenset({won})), AppealOutcome.REJECTED)
    expertise.score_documents(desk.office, desk.id(SIDOROV), Expertise(), [CHAIR])  # thought better of it
    with desk.refused("appeal.not_rejected"):
        decide(desk, appeal, Accepted(frozenset({won})))


def test_each_appeal_is_decided_by_what_it_is_about(desk: Desk) -> None:
    documents = file(desk)
    test = appeals.file_appeal(desk.office, desk.id(SIDOROV), desk.tests["физика"], PRELIMINARY_DAY, "прошу")
    with desk.refused("appeal.documents_by_themselves", "24"):
        decide(desk, test.appeal_id, Accepted(frozenset({_diploma(desk)})))
    points = Decision(AppealOutcome.MARKING_ERROR, "не зачтён диплом", Decimal(2), votes_for=3)
    with desk.refused("appeal.points_are_counted"):
        appeals.decide_appeal(desk.office, documents, points, conflict_meeting(DAY))


def test_who_has_a_tie_does_not_decide_about_documents_either(desk: Desk) -> None:
    commissions.recuse(desk.office, desk.id(SIDOROV), CONFLICT[2], Relation.RELATIVE, "тётя")
    appeal = file(desk)
    with desk.refused("commission.recusal_relative", "5"):
        decide(desk, appeal, Accepted())


def test_a_region_may_know_no_appeals_about_documents(desk: Desk) -> None:
    with desk.office.transaction() as work:
        campaign = work.session.get_one(Campaign, CAMPAIGN)
        profile = campaign.regulation_text.decode()
        start = profile.index('[[appeal_reasons]]\nid = "document_points"')
        campaign.regulation_text = (profile[:start] + profile[profile.index("# ── Зачисление") :]).encode()
        work.commit()
    with desk.refused("appeal.no_such_ground", "24"):
        file(desk)
