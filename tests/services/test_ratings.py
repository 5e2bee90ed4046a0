"""The ratings: frozen when built, told to every family, final only when nobody may appeal any more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from otbor.domain.applications import AppealOutcome, HowTold, RatingKind
from otbor.domain.intake import DocumentDraft
from otbor.domain.participants import Kind
from otbor.domain.values import State, Value
from otbor.services import (
    acquaintance,
    appeals,
    corrections,
    enrolment,
    expertise,
    intake,
    ledger,
    offers,
    papers,
    ratings,
)
from otbor.services.corrections import Correction
from otbor.storage.models import Acquaintance, Campaign, EntranceTest, RatingSnapshot
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.desk import FINAL_DAY, PRELIMINARY_DAY, Desk, number
from tests.services.school import CHAIR, MATHS, MEMBER, SECRETARY, application, conflict_meeting, meeting
from tests.services.small_campaign import text


def places(desk: Desk, rating: int) -> dict[tuple[str, str], tuple[int | None, Decimal | None]]:
    """(group, number) → (place, total)."""
    with desk.office.question() as session:
        rows = session.get_one(RatingSnapshot, rating).rows
        return {(row.group.code, row.application.number): (row.place, row.total) for row in rows}


def test_the_preliminary_rating_is_the_schemes_and_its_counts_add_up(at: At) -> None:
    desk = at("marked")
    corrections.withdraw(desk.office, desk.id(7), "переезд")
    built = ratings.build_preliminary(desk.office, desk.campaign, meeting(PRELIMINARY_DAY))
    assert (built.number, built.warnings) == (1, ())
    assert places(desk, built.rating_id) == {
        ("8Ф", number(1)): (1, Decimal(48)),
        ("8Ф", number(2)): (2, Decimal(40)),
        ("8Ф", number(3)): (2, Decimal(40)),
        ("8Ф", number(6)): (None, None),
        ("8И", number(4)): (1, Decimal(44)),
        ("8И", number(2)): (2, Decimal(38)),
        ("8И", number(5)): (3, Decimal(28)),
    }
    with desk.office.question() as session:
        counts = session.get_one(RatingSnapshot, built.rating_id).counts
    assert counts["8И"] | {"filed": 4, "withdrawn": 1, "admitted": 3, "rated": 3} == counts["8И"]
    assert counts["8Ф"] | {"filed": 4, "admitted": 4, "rated": 3, "absent": 1} == counts["8Ф"]


def test_no_rating_before_every_sheet_is_closed_and_every_document_examined(at: At) -> None:
    desk = at("marked")
    late = replace(application("Опоздавший", "Ефим"), late_reason="болел")
    intake.register(desk.office, desk.campaign, late)
    with desk.refused("rating.not_examined", "18"):
        ratings.build_preliminary(desk.office, desk.campaign, meeting(PRELIMINARY_DAY))
    expertise.score_documents(desk.office, desk.id(8), expertise.Expertise(), [CHAIR])
    with desk.refused("rating.not_admitted"):
        ratings.build_preliminary(desk.office, desk.campaign, meeting(PRELIMINARY_DAY))
    corrections.annul(desk.office, desk.id(8), "испытания прошли")
    with desk.office.transaction() as work:
        work.session.get_one(EntranceTest, desk.tests["физика"]).sheet_closed_at = None
        work.commit()
    with desk.refused("rating.sheet_open", "22"):
        ratings.build_preliminary(desk.office, desk.campaign, meeting(PRELIMINARY_DAY))


def test_a_rating_belongs_to_its_stage(at: At) -> None:
    filed = at("filed")
    with filed.refused("campaign.out_of_order", "17"):
        ratings.build_preliminary(filed.office, filed.campaign, meeting(date(2026, 4, 7)))
    marked = at("marked")
    with marked.refused("campaign.out_of_order", "17"):
        ratings.build_final(marked.office, marked.campaign, meeting(PRELIMINARY_DAY))
    final = at("final")
    with final.refused("campaign.out_of_order", "17"):
        ratings.build_final(final.office, final.campaign, meeting(FINAL_DAY))


def test_a_late_rating_is_warned_about(at: At) -> None:
    desk = at("marked")
    desk.clock.on(date(2026, 5, 28))
    built = ratings.build_preliminary(desk.office, desk.campaign, meeting(date(2026, 5, 28)))
    assert [(f.id, f.paragraph) for f in built.warnings] == [("schedule.term_missed", "22")]


def test_a_meeting_has_its_quorum_its_members_and_its_day(at: At) -> None:
    desk = at("marked")
    whole = meeting(PRELIMINARY_DAY)
    with desk.refused("commission_data.no_quorum"):
        ratings.build_preliminary(desk.office, desk.campaign, replace(whole, present=(CHAIR, SECRETARY)))
    with desk.refused("commission_data.no_quorum"):  # three times the same is one
        ratings.build_preliminary(desk.office, desk.campaign, replace(whole, present=(CHAIR, CHAIR, CHAIR)))
    with desk.refused("commission_data.no_member"):
        ratings.build_preliminary(desk.office, desk.campaign, replace(whole, present=(CHAIR, SECRETARY, MEMBER, MATHS)))
    with desk.refused("commission_data.meeting_to_come"):
        ratings.build_preliminary(desk.office, desk.campaign, meeting(date(2026, 5, 21)))
    with desk.refused("commission.out_of_office"):
        ratings.build_preliminary(desk.office, desk.campaign, meeting(date(2026, 3, 1)))


def test_a_second_preliminary_rating_does_not_touch_the_first(at: At) -> None:
    desk = at("preliminary")
    first = desk.rating()
    before = places(desk, first)
    new = Correction(values={(Kind.MARK, "физика"): Value(State.ANNULLED)})
    corrections.correct(desk.office, desk.id(1), desk.row(1).version, new, "чужая выписка")
    second = ratings.build_preliminary(desk.office, desk.campaign, meeting(PRELIMINARY_DAY, "исправление"))
    assert second.number == 2
    assert places(desk, first) == before
    assert places(desk, second.rating_id)["8Ф", number(1)] == (None, None)


def test_an_awaited_value_is_shown_in_the_preliminary_rating_and_stops_the_final_one(at: At) -> None:
    desk = at("marked")
    new = Correction(values={(Kind.MARK, "физика"): Value(State.AWAITED)})
    corrections.correct(desk.office, desk.id(1), desk.row(1).version, new, "выписка в пути")
    built = ratings.build_preliminary(desk.office, desk.campaign, meeting(PRELIMINARY_DAY))
    assert [f.id for f in built.warnings] == ["rating.awaited"]
    desk.clock.on(date(2026, 6, 8))
    with desk.refused("rating.awaited"):
        ratings.build_final(desk.office, desk.campaign, meeting(date(2026, 6, 8)))


def test_every_family_gets_to_know_its_rating_once(at: At) -> None:
    desk = at("preliminary")
    rating = desk.rating()
    desk.clock.on(date(2026, 5, 21))
    acquaintance.mark_acquaintance(desk.office, rating, desk.id(1), HowTold.SIGNED, PRELIMINARY_DAY)
    with desk.office.question() as session:
        marked = session.scalars(select(Acquaintance)).one()
        assert (marked.acquainted_on, marked.how, marked.entered_by) == (
            PRELIMINARY_DAY,
            HowTold.SIGNED,
            "Белова А. С.",
        )
    with desk.refused("rating.acquainted_already"):
        acquaintance.mark_acquaintance(desk.office, rating, desk.id(1), HowTold.SIGNED, PRELIMINARY_DAY)
    for day in (date(2026, 5, 19), date(2026, 5, 22)):
        with desk.refused("rating.acquaintance_day", "23"):
            acquaintance.mark_acquaintance(desk.office, rating, desk.id(2), HowTold.SIGNED, day)
    with desk.refused("rating.unknown"):
        acquaintance.mark_acquaintance(desk.office, 99, desk.id(2), HowTold.SIGNED, PRELIMINARY_DAY)
    intake.register(desk.office, desk.campaign, replace(application("Новый", "Ефим"), late_reason="болел"))
    with desk.refused("rating.not_in_it"):
        acquaintance.mark_acquaintance(desk.office, rating, desk.id(8), HowTold.SIGNED, PRELIMINARY_DAY)


def test_each_familys_term_runs_from_its_own_day(at: At) -> None:
    desk = at("preliminary")
    desk.clock.on(date(2026, 5, 22))
    rating = desk.rating()
    acquaintance.mark_acquaintance(desk.office, rating, desk.id(1), HowTold.SIGNED, PRELIMINARY_DAY)
    acquaintance.mark_acquaintance(desk.office, rating, desk.id(2), HowTold.DID_NOT_COME, date(2026, 5, 22))
    with desk.office.transaction() as work:
        snapshot = work.session.get_one(RatingSnapshot, rating)
        campaign = work.session.get_one(Campaign, desk.campaign)
        last = [acquaintance.appeal_last_day(work, campaign, snapshot, desk.id(ordinal)) for ordinal in (1, 2, 3)]
        assert last == [date(2026, 5, 22), date(2026, 5, 27), date(2026, 5, 27)]
        assert acquaintance.appeal_term_end(work, campaign, snapshot) == date(2026, 5, 27)


def test_no_final_rating_while_somebody_may_appeal(at: At) -> None:
    desk = at("acquainted")
    desk.clock.on(date(2026, 5, 22))
    with desk.refused("rating.appeals_open", "24"):
        ratings.build_final(desk.office, desk.campaign, meeting(date(2026, 5, 22)))
    desk.clock.on(date(2026, 5, 25))
    with desk.refused("rating.meeting_in_appeal_term", "24"):  # typed later, but the meeting was held too early
        ratings.build_final(desk.office, desk.campaign, meeting(date(2026, 5, 22)))
    assert ratings.build_final(desk.office, desk.campaign, meeting(date(2026, 5, 25))).warnings == ()


def test_no_final_rating_while_an_appeal_waits_unless_its_family_has_left(at: At) -> None:
    desk = at("acquainted")
    filed = appeals.file_appeal(desk.office, desk.id(3), desk.tests["физика"], PRELIMINARY_DAY, "прошу проверить")
    appeals.file_appeal(desk.office, desk.id(5), desk.tests["математика"], PRELIMINARY_DAY, "прошу проверить")
    desk.clock.on(FINAL_DAY)
    with desk.refused("rating.appeals_undecided", "26"):
        ratings.build_final(desk.office, desk.campaign, meeting(FINAL_DAY))
    rejected = appeals.Decision(AppealOutcome.REJECTED, "критерии соблюдены", votes_for=3)
    appeals.decide_appeal(desk.office, filed.appeal_id, rejected, conflict_meeting(FINAL_DAY))
    corrections.withdraw(desk.office, desk.id(5), "переезд")
    with desk.refused("rating.before_appeal", "26"):
        ratings.build_final(desk.office, desk.campaign, meeting(date(2026, 5, 25)))
    ratings.build_final(desk.office, desk.campaign, meeting(FINAL_DAY))


def test_what_came_after_the_preliminary_rating_is_examined_before_the_final_one(at: At) -> None:
    desk = at("acquainted")
    corrections.add_documents(desk.office, desk.id(1), [DocumentDraft("portfolio", "Диплом")])
    desk.clock.on(FINAL_DAY)
    with desk.refused("rating.not_examined", "18"):
        ratings.build_final(desk.office, desk.campaign, meeting(FINAL_DAY))


def test_the_final_rating_says_what_moved_and_by_which_appeal(at: At) -> None:
    desk = at("acquainted")
    filed = appeals.file_appeal(desk.office, desk.id(3), desk.tests["физика"], PRELIMINARY_DAY, "прошу проверить")
    upheld = appeals.Decision(AppealOutcome.MARKING_ERROR, "не зачтена задача 4", Decimal(2), votes_for=3)
    appeals.decide_appeal(desk.office, filed.appeal_id, upheld, conflict_meeting(PRELIMINARY_DAY))
    desk.clock.on(FINAL_DAY)
    ratings.build_final(desk.office, desk.campaign, meeting(FINAL_DAY))
    with desk.office.question() as session:
        before = ratings.newest(session, desk.campaign, RatingKind.PRELIMINARY)
        after = ratings.newest(session, desk.campaign, RatingKind.FINAL)
        moved = ratings.moved(session, before, after)
    assert [(m.number, m.before, m.after, m.appeals) for m in moved] == [
        (number(3), (2, Decimal(40)), (2, Decimal(42)), (1,)),
        (number(2), (2, Decimal(40)), (3, Decimal(40)), ()),
    ]


def test_an_appeal_found_after_the_final_rating_has_it_built_anew(at: At) -> None:
    """A letter of 21 May comes with the post of the 26th: 3 stands alone at the last seat then."""
    desk = at("final")
    first, late = desk.rating(RatingKind.FINAL), "апелляция от 21.05.2026 получена почтой 26.05.2026"
    before = places(desk, first)
    assert enrolment.waiting_question(desk.office, desk.campaign) is not None
    filed = appeals.file_appeal(
        desk.office, desk.id(3), desk.tests["физика"], date(2026, 5, 21), "прошу проверить", reason=late
    )
    assert filed.in_time
    upheld = appeals.Decision(AppealOutcome.MARKING_ERROR, "не зачтена задача 4", Decimal(2), votes_for=3)
    decided = appeals.decide_appeal(
        desk.office, filed.appeal_id, upheld, conflict_meeting(FINAL_DAY), out_of_order=late
    )
    assert [warning.id for warning in decided.warnings] == ["appeal.after_final"]
    assert "№ 2 от 26.05.2026" in sentence(decided.warnings[0])
    desk.clock.on(date(2026, 5, 27))
    anew = ratings.build_final(desk.office, desk.campaign, meeting(date(2026, 5, 27), "рейтинг заново"), reason=late)
    assert places(desk, first) == before
    assert places(desk, anew.rating_id)["8Ф", number(3)] == (2, Decimal(42))
    assert enrolment.waiting_question(desk.office, desk.campaign) is None
    enrolment.recommend(desk.office, desk.campaign, meeting(date(2026, 5, 27)))
    assert set(offers.holder_ids(desk.office, desk.campaign)) == {desk.id(1), desk.id(3), desk.id(4)}
    said = text(papers.issue_final_protocol(desk.office, anew.rating_id).pdf)
    assert f"взамен утверждённого протоколом приёмной комиссии от 26.05.2026 № 2. Основание: {late}." in said
    assert "апелляция № 1" in said
    with desk.refused("enrolment.recommended_already", "26"):
        ratings.build_final(desk.office, desk.campaign, meeting(date(2026, 5, 27)), reason=late)


@pytest.mark.parametrize("kind", list(RatingKind))
def test_there_is_no_rating_before_it_is_built(at: At, kind: RatingKind) -> None:
    desk = at("marked")
    with desk.office.question() as session, desk.refused(f"rating.no_{kind}"):
        ratings.newest(session, desk.campaign, kind)


def test_every_point_of_a_rating_has_its_author(at: At) -> None:
    desk = at("preliminary")
    with desk.office.question() as session:
        for ordinal in (1, 2, 3):
            for key in ledger.in_force(session, [desk.id(ordinal)])[desk.id(ordinal)]:
                for entry in ledger.history(session, desk.id(ordinal), key):
                    assert entry.entered_by
                    assert entry.reason
                    assert entry.decided_by or key[0] is Kind.MARK
