"""The overview: where the campaign stands by the calendar, what is in the way, and counts that add up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, select, update

from otbor.domain.applications import AppealOutcome, Channel, HowTold, RatingKind
from otbor.domain.campaign import Stage, TermId
from otbor.domain.commissions import CommissionKind, Role
from otbor.domain.documents_required import missing_documents
from otbor.domain.findings import Refused
from otbor.domain.intake import DocumentDraft, handed
from otbor.services import (
    acquaintance,
    appeals,
    campaigns,
    corrections,
    enrolment,
    intake,
    likeness,
    offers,
    readiness,
    rules,
)
from otbor.services.appeals import Decision
from otbor.services.office import Office
from otbor.services.overview import Overview, Road, State, overview, working_days_left
from otbor.services.readiness import Place, slow_blockers
from otbor.storage.models import Application, CommissionRow, EntranceTest, MemberRow, School, Sitting
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.crowd import crowd
from tests.services.desk import FINAL_DAY, PRELIMINARY_DAY, Desk, number
from tests.services.school import (
    NOTICE_ITEMS,
    SCHOOL,
    SECRETARY,
    Clock,
    application,
    campaign_draft,
    conflict_meeting,
    meeting,
    planned,
)


def road_of(office: Office, campaign_id: int) -> Road:
    shown = overview(office, campaign_id)
    assert shown.road is not None
    assert all(sentence(blocker.finding) for blocker in shown.road.blockers)
    return shown.road


def road(desk: Desk) -> Road:
    return road_of(desk.office, desk.campaign)


def ids(road: Road) -> list[str]:
    return [blocker.finding.id for blocker in road.blockers]


def states(road: Road) -> list[str]:
    return [stage.state.value for stage in road.stages]


def done(shown: Overview) -> dict[Place, bool]:
    return {step.place: step.done for step in shown.steps}


def test_a_new_school_is_told_what_to_begin_with(office: Office) -> None:
    shown = overview(office, None)
    assert (shown.today, shown.road) == (date(2026, 2, 10), None)
    assert done(shown) == {Place.SCHOOL: False, Place.CAMPAIGN: False, Place.COMMISSIONS: False}
    campaigns.set_up_school(office, SCHOOL)
    assert done(overview(office, None)) == {Place.SCHOOL: True, Place.CAMPAIGN: False, Place.COMMISSIONS: False}
    with pytest.raises(Refused) as refused:
        overview(office, 99)
    assert refused.value.finding.id == "campaign_data.no_campaign"


def test_today_is_the_schools_day(office: Office, clock: Clock) -> None:
    campaigns.set_up_school(office, replace(SCHOOL, time_zone="Asia/Kamchatka"))
    clock.now = datetime(2026, 2, 10, 13, 0, tzinfo=UTC)
    assert overview(office, None).today == date(2026, 2, 11)


def test_a_planned_campaign_waits_for_its_notice_and_commissions(office: Office, clock: Clock) -> None:
    campaign = planned(office)
    shown = road_of(office, campaign)
    assert ids(shown) == ["readiness.notice_not_published", "readiness.no_commissions"]
    assert [(b.place, b.finding.paragraph, b.blocks) for b in shown.blockers] == [
        (Place.CAMPAIGN, "10", True),
        (Place.COMMISSIONS, "12", True),
    ]
    assert (shown.next_step, states(shown)) == ("публикация извещения", ["now", *["ahead"] * 4])
    assert [d.term for d in shown.deadlines][:3] == [TermId.NOTICE, TermId.COMMISSIONS, TermId.INTAKE_PLANNED]
    clock.on(date(2026, 3, 2))
    campaigns.publish_notice(office, campaign, NOTICE_ITEMS)
    shown = road_of(office, campaign)
    assert ids(shown) == ["readiness.no_commissions"]
    assert shown.next_step == "создание и изменение состава комиссий"
    assert shown.deadlines[0].term is TermId.COMMISSIONS


def test_a_term_that_is_over_is_said_before_the_act_is_tried(office: Office, clock: Clock) -> None:
    campaign = planned(office)
    clock.on(date(2026, 4, 2))
    shown = road_of(office, campaign)
    over = [b.finding for b in shown.blockers if b.finding.id == "readiness.term_over"]
    assert [(f.paragraph, f.values["limit"]) for f in over] == [("10", date(2026, 3, 7)), ("12.1", date(2026, 3, 26))]
    assert all(deadline.left < 0 for deadline in shown.deadlines[:2])
    with pytest.raises(Refused):
        campaigns.publish_notice(office, campaign, NOTICE_ITEMS)


def test_a_plan_that_the_calendar_has_overtaken_is_named(office: Office) -> None:
    campaign = planned(office)
    assert "schedule.sitting_on_day_off" not in ids(road_of(office, campaign))
    with office.database.writing() as session:
        session.execute(update(School).values(days_off=["2026-05-12"]))
        session.commit()
    shown = road_of(office, campaign)
    assert ids(shown).count("schedule.sitting_on_day_off") == 3
    assert date(2026, 5, 12) in shown.days_off


def test_a_commission_of_a_wrong_composition_blocks(at: At) -> None:
    desk = at("open")
    with desk.office.database.writing() as session:
        wrong = select(MemberRow).join(CommissionRow, CommissionRow.id == MemberRow.commission_id)
        kind = CommissionRow.kind == CommissionKind.ADMISSION
        session.scalars(wrong.where(kind, MemberRow.person == SECRETARY)).one().role = Role.MEMBER
        session.execute(update(CommissionRow).where(~kind).values(until=date(2026, 4, 1)))
        session.commit()
    shown = road(desk)
    assert ids(shown) == [*["commission.out_of_office"] * 4, "commission.secretary"]
    assert {blocker.place for blocker in shown.blockers} == {Place.COMMISSIONS}


def test_the_stages_lie_one_after_another_with_working_days(at: At) -> None:
    desk = at("open")
    desk.clock.on(date(2026, 4, 15))
    shown = road(desk)
    assert [(s.stage, s.first, s.last, s.length, s.left) for s in shown.stages] == [
        (Stage.PREPARATION, date(2026, 3, 2), date(2026, 4, 5), 24, None),
        (Stage.INTAKE, date(2026, 4, 6), date(2026, 4, 22), 13, 5),
        (Stage.EXAMINATION, date(2026, 4, 23), date(2026, 5, 19), 17, 6),
        (Stage.RATING, date(2026, 5, 20), date(2026, 6, 10), 16, 23),
        (Stage.DECISION, date(2026, 6, 11), date(2026, 6, 30), 13, 39),
    ]
    assert states(shown) == ["behind", "now", "ahead", "ahead", "ahead"]
    assert [(day.day, day.reserve) for day in shown.test_days] == [
        (date(2026, 5, 12), False),
        (date(2026, 5, 19), True),
    ]
    assert {date(2026, 5, 1), date(2026, 6, 12), date(2026, 4, 18)} <= shown.days_off
    assert [(d.term, d.due, d.paragraph, d.left) for d in shown.deadlines[:2]] == [
        (TermId.INTAKE_PLANNED, date(2026, 4, 22), "11", 5),
        (TermId.PRELIMINARY, date(2026, 5, 26), "22", 27),
    ]


def test_days_left_are_working_days_after_today(at: At) -> None:
    desk = at("open")
    with desk.office.question() as session:
        calendar = rules.calendar(desk.office, session.scalars(select(School)).one())
    friday, monday = date(2026, 4, 17), date(2026, 4, 20)
    assert working_days_left(calendar, friday, friday) == 0
    assert working_days_left(calendar, friday, monday) == 1
    assert working_days_left(calendar, monday, friday) == -1
    assert working_days_left(calendar, date(2026, 4, 19), date(2026, 4, 18)) == -1  # past is past on a day off, too


def test_the_intake_counts_add_up(at: At) -> None:
    desk = at("filed")
    corrections.annul(desk.office, desk.id(6), "записано дважды")
    corrections.withdraw(desk.office, desk.id(7), "заявление матери")
    by_portal = replace(
        application("Ёлкина", "Зоя", ("8И", "8Ф"), filed_at=datetime(2026, 4, 6, 21, 30, tzinfo=UTC)),
        channel=Channel.EPGU,
        documents=(),
    )
    desk.clock.on(date(2026, 4, 8))
    intake.register(desk.office, desk.campaign, by_portal)
    shown = road(desk)
    counts = shown.counts
    assert (counts.filed, counts.in_force, counts.annulled, counts.withdrawn) == (8, 6, 1, 1)
    assert counts.by_channel == ((Channel.IN_PERSON, 5), (Channel.EPGU, 1))
    assert (counts.incomplete, counts.uncompared, counts.without_receipt) == (1, 5, 6)
    assert [(g.code, g.seats, g.first, g.wanted, g.per_seat) for g in shown.groups] == [
        ("8Ф", 2, 3, 4, Decimal("2.00")),
        ("8И", 1, 3, 4, Decimal("4.00")),
    ]
    assert sum(group.first for group in shown.groups) == counts.in_force
    assert [(day, n) for day, n in shown.days.by_day if n] == [(date(2026, 4, 6), 7), (date(2026, 4, 7), 1)]
    assert shown.days.outside == 0
    assert ids(shown) == ["readiness.documents_missing", "readiness.documents_uncompared", "readiness.receipts_waiting"]
    missing, _uncompared, receipts = shown.blockers
    assert not missing.blocks
    assert missing.applications == ((desk.id(8), number(8)),)
    assert [n for _, n in receipts.applications] == [number(1), number(2), number(3)]
    assert shown.next_step == "экспертиза документов"


def test_a_document_is_missing_where_the_rule_of_the_intake_says_so(at: At) -> None:
    desk = at("open")
    drafts = [
        application("Анин"),
        replace(application("Бунин"), documents=()),
        replace(application("Вагин"), foreign_citizen=True),
        replace(application("Гарин"), documents=(DocumentDraft("other", "Грамота"),)),
    ]
    people = drafts[0].representatives[0]
    drafts.append(replace(application("Дудин"), representatives=(people, replace(people, identity_shown=False))))
    drafts.append(
        replace(
            application("Ежов"),
            foreign_citizen=True,
            documents=tuple(DocumentDraft(k, k) for k in ("marks", "kinship", "right_to_stay", "identity")),
            representatives=(replace(people, identity_shown=False),),
        )
    )
    for draft in drafts:
        intake.register(desk.office, desk.campaign, draft)
    with desk.office.question() as session:
        campaign = rules.campaign_row(session, desk.campaign)
        profile, value = rules.regulation(campaign), rules.campaign_value(campaign)
        by_rule = [
            bool(
                missing_documents(profile, intake.documents_asked(profile, value, draft.foreign_citizen), handed(draft))
            )
            for draft in drafts
        ]
    assert by_rule == [False, True, True, True, True, False]
    assert road(desk).counts.incomplete == sum(by_rule)


def test_applications_of_other_days_are_counted_beside_the_chart(at: At) -> None:
    desk = at("filed")
    with desk.office.database.writing() as session:
        session.execute(
            update(Application).where(Application.ordinal == 1).values(filed_at=desk.clock.now - timedelta(30))
        )
        session.commit()
    shown = road(desk)
    assert (sum(n for _, n in shown.days.by_day), shown.days.outside) == (6, 1)


def test_an_empty_campaign_counts_nothing(at: At) -> None:
    shown = road(at("open"))
    assert (shown.counts.filed, shown.counts.by_channel, shown.blockers) == (0, (), ())
    assert [(g.first, g.per_seat) for g in shown.groups] == [(0, Decimal(0)), (0, Decimal(0))]


def test_look_alikes_are_told_apart_from_what_is_quick(at: At) -> None:
    desk = at("filed")
    (pair,) = likeness.like_pairs(desk.office, desk.campaign)
    (told,) = slow_blockers(desk.office, desk.campaign, Stage.INTAKE)
    assert (told.finding.id, told.finding.values["count"]) == ("readiness.look_alikes", 1)
    assert (told.place, told.applications) == (Place.JOURNAL, ((pair.second, ", ".join(pair.numbers)),))
    assert told.numbers == pair.numbers
    assert not told.blocks
    assert slow_blockers(desk.office, desk.campaign, Stage.PREPARATION) == ()
    likeness.tell_apart(desk.office, pair.first, pair.second, "разные свидетельства о рождении")
    assert slow_blockers(desk.office, desk.campaign, Stage.INTAKE) == ()


def test_the_examination_waits_for_what_the_rating_would_be_refused_for(at: At) -> None:
    desk = at("filed")
    desk.clock.on(date(2026, 4, 23))
    shown = road(desk)
    assert ids(shown)[:5] == [*["rating.sheet_open"] * 3, "rating.not_examined", "rating.not_admitted"]
    assert shown.blockers[3].finding.values["numbers"] == [number(1), number(2), number(3), "…"]
    assert (shown.blockers[0].place, shown.blockers[3].place) == (Place.ELSEWHERE, Place.JOURNAL)
    assert shown.next_step == "составление предварительного рейтинга"
    assert not any(b.blocks for b in road(at("marked")).blockers)


def test_between_the_ratings_families_and_appeals_are_waited_for(at: At) -> None:
    desk = at("preliminary")
    shown = road(desk)
    assert shown.stage is Stage.RATING
    assert ids(shown)[0] == "rating.appeals_open"
    (told,) = [b for b in shown.blockers if b.finding.id == "readiness.not_acquainted"]
    assert (told.finding.paragraph, told.finding.values["count"]) == ("23", 7)
    assert told.finding.values["due"] == date(2026, 5, 25)
    rating = desk.rating()
    for ordinal in range(1, 8):
        acquaintance.mark_acquaintance(desk.office, rating, desk.id(ordinal), HowTold.SIGNED, PRELIMINARY_DAY)
    filed = appeals.file_appeal(
        desk.office, desk.id(5), desk.tests["информатика"], PRELIMINARY_DAY, "не учтено решение"
    )
    shown = road(desk)
    assert {d.term: d.due for d in shown.deadlines} == {
        TermId.ACQUAINTANCE: date(2026, 5, 25),
        TermId.APPEAL: date(2026, 5, 22),  # everybody has known since the first day
        TermId.APPEAL_CONSIDERED: date(2026, 5, 26),
        TermId.FINAL: date(2026, 5, 26),
        TermId.ACQUAINTANCE_FINAL: shown.deadlines[-1].due,
    }
    desk.clock.on(date(2026, 5, 25))
    shown = road(desk)
    assert [b.finding.id for b in shown.blockers if b.blocks] == ["rating.appeals_undecided"]
    decision = Decision(AppealOutcome.REJECTED, "оценено верно", votes_for=3, votes_against=0)
    appeals.decide_appeal(desk.office, filed.appeal_id, decision, conflict_meeting(date(2026, 5, 25)))
    shown = road(desk)
    assert not any(blocker.blocks for blocker in shown.blockers)
    assert TermId.APPEAL_CONSIDERED not in {d.term for d in shown.deadlines}


def test_the_decision_goes_from_the_tie_to_the_order(at: At) -> None:
    desk = at("final")
    shown = road(desk)
    assert (shown.stage, shown.next_step) == (Stage.DECISION, "рекомендация к зачислению")
    assert ids(shown) == ["readiness.not_recommended", "readiness.not_acquainted"]
    assert shown.blockers[1].finding.paragraph == "27"
    (tie,) = slow_blockers(desk.office, desk.campaign, Stage.DECISION)
    assert tie.finding.id == "enrolment.tie_waits"
    assert sentence(tie.finding)
    enrolment.decide_tie(desk.office, desk.campaign, [number(2)], "больше предметов", meeting(FINAL_DAY))
    enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    assert slow_blockers(desk.office, desk.campaign, Stage.DECISION) == ()
    shown = road(desk)
    assert (shown.next_step, ids(shown)[0]) == ("приказ о зачислении", "readiness.not_ordered")
    assert shown.blockers[0].finding.values["count"] == 3
    enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY)
    final = desk.rating(RatingKind.FINAL)
    for ordinal in range(1, 8):
        acquaintance.mark_acquaintance(desk.office, final, desk.id(ordinal), HowTold.SIGNED, FINAL_DAY)
    shown = road(desk)
    assert (shown.next_step, shown.blockers, states(shown)[-1]) == ("", (), State.NOW.value)
    desk.clock.on(date(2026, 7, 1))
    shown = road(desk)
    assert set(states(shown)) == {State.BEHIND.value}
    assert all(stage.left is None for stage in shown.stages)


def test_offers_that_nobody_answered_are_named(at: At) -> None:
    desk = at("recommended")
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    offers.offer(desk.office, desk.groups["8Ф"], FINAL_DAY + timedelta(days=3))
    (told,) = [b for b in road(desk).blockers if b.finding.id == "readiness.offers_open"]
    assert (told.finding.values["count"], told.blocks) == (1, False)


def test_a_campaign_without_tests_has_its_stages_too(at: At) -> None:
    desk = at("open")
    with desk.office.database.writing() as session:
        for row in (*session.scalars(select(Sitting)), *session.scalars(select(EntranceTest))):
            session.delete(row)
        session.commit()
    shown = road(desk)
    assert shown.test_days == ()
    assert all(before.last < after.first for before, after in zip(shown.stages[:3], shown.stages[1:3], strict=False))
    assert all(stage.first <= stage.last for stage in shown.stages)


def test_a_campaign_between_the_planned_ones_is_checked_against_them(office: Office, clock: Clock) -> None:
    campaign = planned(office)
    draft = replace(campaign_draft(), code="2026-8б")
    assert campaigns.plan(office, draft).campaign_id != campaign
    assert not any(b.finding.id == "schedule.overlaps_planned" for b in road_of(office, campaign).blockers)


@contextmanager
def statements(office: Office) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(office.database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(office.database.engine, "before_cursor_execute", note)


def test_many_applications_are_counted_by_the_database(at: At) -> None:
    desk = at("filed")
    crowd(desk.office, desk.campaign, 20)
    with statements(desk.office) as few:
        before = road(desk).counts
    crowd(desk.office, desk.campaign, 600, since=2000)
    with statements(desk.office) as many:
        shown = road(desk)
    assert len(many) == len(few)  # however many there are
    assert not any("surname" in statement for statement in many)  # no application is loaded
    assert shown.counts.filed == before.filed + 600
    assert shown.counts.filed == shown.counts.in_force + shown.counts.annulled + shown.counts.withdrawn
    assert sum(n for _, n in shown.counts.by_channel) == shown.counts.in_force
    assert sum(group.first for group in shown.groups) == shown.counts.in_force
    assert sum(n for _, n in shown.days.by_day) + shown.days.outside == shown.counts.filed
    assert len([b for b in shown.blockers if len(b.applications) == readiness.SHOWN]) == 3
