"""A seat is freed and offered to the next in the reserve, who accepts it, declines it or lets it run out."""

from datetime import date, timedelta

from sqlalchemy import select

from otbor.domain.applications import OfferStatus, RatingKind
from otbor.services import corrections, enrolment, offers, papers, ratings, seating
from otbor.storage.models import (
    Application,
    AuditEntry,
    AuditPayload,
    Campaign,
    EnrolmentRow,
    Group,
    Meeting,
    Offer,
    Refusal,
    TieDecision,
)
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.desk import FINAL_DAY, Desk, number
from tests.services.school import meeting
from tests.services.small_campaign import text

ANSWER_BY = FINAL_DAY + timedelta(days=3)


def freed(at: At, ordinal: int = 1) -> Desk:
    """After the recommendation one of those recommended has withdrawn."""
    desk = at("recommended")
    corrections.withdraw(desk.office, desk.id(ordinal), "переезд")
    return desk


def state(desk: Desk, code: str) -> tuple[int, list[list[str]]]:
    """Free seats of a group and its reserve, by numbers."""
    with desk.office.question() as session:
        campaign = session.get_one(Campaign, desk.campaign)
        final = ratings.newest(session, desk.campaign, RatingKind.FINAL)
        group = session.get_one(Group, desk.groups[code])
        waiting = seating.reserve(session, campaign, final, group)
        numbers = [[session.get_one(Application, i).number for i in equals] for _, equals in waiting]
        return seating.free_seats(session, campaign, final)[code], numbers


def made(desk: Desk, offer: int) -> tuple[str, OfferStatus]:
    """To whom an offer was made and what became of it."""
    with desk.office.question() as session:
        row = session.get_one(Offer, offer)
        return row.application.number, row.status


def test_a_freed_seat_goes_to_the_next_who_accepts_it(at: At) -> None:
    desk = freed(at)
    assert state(desk, "8Ф") == (1, [[number(3)]])
    offered = offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY)
    assert made(desk, offered.offer_id) == (number(3), OfferStatus.OFFERED)
    assert state(desk, "8Ф") == (0, [])
    offers.accept_offer(desk.office, offered.offer_id)
    with desk.refused("offer.answered_already"):
        offers.accept_offer(desk.office, offered.offer_id)
    with desk.refused("enrolment.holds_a_seat"):
        enrolment.refuse(desk.office, desk.id(3), "нет мест")
    enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY)
    with desk.office.question() as session:
        assert desk.id(3) in session.scalars(select(EnrolmentRow.application_id)).all()


def test_a_declined_seat_goes_on_and_in_the_end_nobody_waits(at: At) -> None:
    desk = freed(at)
    offered = offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY)
    offers.decline_offer(desk.office, offered.offer_id)
    assert made(desk, offered.offer_id) == (number(3), OfferStatus.DECLINED)
    with desk.refused("offer.nobody_waits"):
        offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY)


def test_an_offer_runs_out_after_its_last_day_only(at: At) -> None:
    desk = freed(at)
    offered = offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY)
    desk.clock.on(ANSWER_BY)
    with desk.refused("offer.still_open"):
        offers.expire_offer(desk.office, offered.offer_id)
    desk.clock.on(ANSWER_BY + timedelta(days=1))
    with desk.refused("offer.too_late"):
        offers.accept_offer(desk.office, offered.offer_id)
    offers.expire_offer(desk.office, offered.offer_id)
    assert made(desk, offered.offer_id) == (number(3), OfferStatus.RUN_OUT)
    assert state(desk, "8Ф") == (1, [])


def named(desk: Desk, ordinal: int, reason: str = "жребий", day: date = FINAL_DAY) -> offers.Named:
    """The commission names one of equals."""
    return offers.Named(desk.id(ordinal), reason, meeting(day, "равные на освободившееся место"))


def test_among_equals_the_commission_names_one_at_a_meeting(at: At) -> None:
    desk = freed(at, 4)
    group = desk.groups["8И"]
    protocol = text(papers.issue_final_protocol(desk.office, desk.rating(RatingKind.FINAL)).pdf)
    assert state(desk, "8И") == (1, [[number(5), number(7)]])
    with desk.refused("offer.equals"):
        offers.offer(desk.office, group, ANSWER_BY)
    with desk.refused("enrolment.no_tie_reason"):
        offers.offer(desk.office, group, ANSWER_BY, named(desk, 7, " "))
    with desk.refused("offer.equals"):
        offers.offer(desk.office, group, ANSWER_BY, named(desk, 3))
    with desk.refused("enrolment.meeting_too_early", "26"):
        offers.offer(desk.office, group, ANSWER_BY, named(desk, 7, day=FINAL_DAY - timedelta(days=1)))
    offered = offers.offer(desk.office, group, ANSWER_BY, named(desk, 7))
    assert made(desk, offered.offer_id) == (number(7), OfferStatus.OFFERED)
    with desk.office.question() as session:
        decision = session.scalars(select(TieDecision).order_by(TieDecision.number.desc())).first()
        assert decision is not None
        assert (decision.equals, decision.given) == ([desk.id(5), desk.id(7)], [desk.id(7)])
        assert (decision.reason, decision.offer_id) == ("жребий", offered.offer_id)
        assert session.get_one(Meeting, decision.meeting_id).agenda == "равные на освободившееся место"
    again = text(papers.issue_final_protocol(desk.office, desk.rating(RatingKind.FINAL)).pdf)
    assert again.count("жребий") == protocol.count("жребий") == 0, "the protocol of the recommendation stays as it was"


def test_no_seat_no_day_no_group_no_offer(at: At) -> None:
    desk = freed(at)
    with desk.refused("offer.no_free_seat"):
        offers.offer(desk.office, desk.groups["8И"], ANSWER_BY)
    with desk.refused("offer.day_past"):
        offers.offer(desk.office, desk.groups["8Ф"], date(2026, 5, 25))
    with desk.refused("offer.unknown_group"):
        offers.offer(desk.office, 99, ANSWER_BY)
    with desk.refused("offer.unknown"):
        offers.decline_offer(desk.office, 99)
    acquainted = at("acquainted")
    with acquainted.refused("campaign.out_of_order", "17"):
        offers.offer(acquainted.office, acquainted.groups["8Ф"], ANSWER_BY)
    final = at("final")
    with final.refused("offer.not_recommended_yet", "26"):
        offers.offer(final.office, final.groups["8Ф"], ANSWER_BY)


def test_who_has_left_accepts_nothing(at: At) -> None:
    desk = freed(at)
    offered = offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY)
    corrections.withdraw(desk.office, desk.id(3), "переезд")
    with desk.refused("application.withdrawn"):
        offers.accept_offer(desk.office, offered.offer_id)
    offers.decline_offer(desk.office, offered.offer_id)


def moving_up(at: At) -> tuple[Desk, int]:
    """2 holds its second wish and is offered its first."""
    desk = at("final")
    with desk.office.transaction() as work:  # the second wish has two seats now
        work.session.get_one(Group, desk.groups["8И"]).seats = 2
        work.commit()
    enrolment.decide_tie(desk.office, desk.campaign, [number(3)], "больше олимпиад", meeting(FINAL_DAY))
    enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    return desk, offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY).offer_id


def test_no_order_takes_a_child_that_is_to_say_which_seat_it_wants(at: At) -> None:
    desk, offered = moving_up(at)
    first = enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY)
    assert first.enrolled == 2
    assert first.warnings[0].id == "enrolment.answers_wait"
    assert number(2) in sentence(first.warnings[0])
    with desk.refused("enrolment.nobody_left"):
        enrolment.order_enrolment(desk.office, desk.campaign, "46-у", FINAL_DAY)
    desk.clock.on(FINAL_DAY + timedelta(days=1))
    offers.accept_offer(desk.office, offered)
    with desk.refused("enrolment.order_before_answer", "28"):
        enrolment.order_enrolment(desk.office, desk.campaign, "46-у", FINAL_DAY)
    second = enrolment.order_enrolment(desk.office, desk.campaign, "46-у", FINAL_DAY + timedelta(days=1))
    assert (second.enrolled, second.warnings) == (1, ())
    assert offers.holder_ids(desk.office, desk.campaign)[desk.id(2)] == desk.groups["8Ф"]


def both_offered(at: At) -> tuple[Desk, int, int]:
    """2 has no seat and is offered its first wish and its second one."""
    desk = at("final")
    enrolment.decide_tie(desk.office, desk.campaign, [number(3)], "больше олимпиад", meeting(FINAL_DAY))
    enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    for ordinal in (1, 4):
        corrections.withdraw(desk.office, desk.id(ordinal), "переезд")
    made = [offers.offer(desk.office, desk.groups[code], ANSWER_BY) for code in ("8Ф", "8И")]
    assert [offered.application_id for offered in made] == [desk.id(2), desk.id(2)]
    return desk, made[0].offer_id, made[1].offer_id


def test_the_seat_accepted_last_is_held_whichever_was_offered_first(at: At) -> None:
    desk, wanted_more, wanted_less = both_offered(at)
    offers.accept_offer(desk.office, wanted_less)
    desk.clock.on(FINAL_DAY, 10)
    offers.accept_offer(desk.office, wanted_more)
    assert offers.holder_ids(desk.office, desk.campaign)[desk.id(2)] == desk.groups["8Ф"]
    assert offers.seats_left(desk.office, desk.campaign) == {"8Ф": 0, "8И": 1}
    assert state(desk, "8И") == (1, [[number(5), number(7)]])


def test_who_has_what_it_wants_more_leaves_the_other_offer_to_the_next(at: At) -> None:
    desk, wanted_more, wanted_less = both_offered(at)
    notice = text(papers.issue_reserve_notice(desk.office, desk.id(2)).pdf)
    assert "занять можно одно" in notice
    assert notice.index("8Ф, физико-математический. Ответ") < notice.index("8И, информационно-технологический. Ответ")
    offers.accept_offer(desk.office, wanted_more)
    assert made(desk, wanted_less) == (number(2), OfferStatus.DECLINED)
    assert state(desk, "8И") == (1, [[number(5), number(7)]])


def test_a_seat_offered_to_who_has_withdrawn_is_free(at: At) -> None:
    desk, _ = moving_up(at)
    corrections.withdraw(desk.office, desk.id(2), "переезд")
    assert offers.seats_left(desk.office, desk.campaign) == {"8Ф": 1, "8И": 1}


def test_a_freed_seat_goes_down_the_whole_chain_and_what_is_left_waits_for_the_next_wave(at: At) -> None:
    """1 leaves 8Ф; 2 moves up from 8И; of the equals 5 and 7 the commission names 7, then 5; nobody is left for 8Ф."""
    desk = at("final")
    with desk.office.transaction() as work:  # the second wish has two seats now
        work.session.get_one(Group, desk.groups["8И"]).seats = 2
        work.commit()
    enrolment.decide_tie(desk.office, desk.campaign, [number(3)], "больше олимпиад", meeting(FINAL_DAY))
    enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    assert offers.holder_ids(desk.office, desk.campaign)[desk.id(2)] == desk.groups["8И"]
    assert offers.seats_left(desk.office, desk.campaign) == {"8Ф": 0, "8И": 0}
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    assert state(desk, "8И") == (0, [[number(5), number(7)]])
    offers.accept_offer(desk.office, offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY).offer_id)
    assert state(desk, "8Ф") == (0, [])
    assert state(desk, "8И") == (1, [[number(5), number(7)]])
    first = offers.offer(desk.office, desk.groups["8И"], ANSWER_BY, named(desk, 7))
    assert state(desk, "8И") == (0, [[number(5)]])
    offers.decline_offer(desk.office, first.offer_id)
    assert offers.waiting(desk.office, desk.campaign, desk.groups["8И"]) == [desk.id(5)]
    offers.accept_offer(desk.office, offers.offer(desk.office, desk.groups["8И"], ANSWER_BY).offer_id)
    assert enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY).enrolled == 4
    enrolment.record_leaving(desk.office, desk.id(3), FINAL_DAY, "приказ об отчислении № 50-у от 26.05.2026")
    with desk.refused("offer.nobody_waits"):
        offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY)
    assert offers.seats_left(desk.office, desk.campaign) == {"8Ф": 1, "8И": 0}


def test_who_was_refused_is_offered_a_freed_seat_and_accepting_it_lifts_the_refusal(at: At) -> None:
    desk = at("recommended")
    enrolment.refuse(desk.office, desk.id(3), "нет мест")
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    assert state(desk, "8Ф") == (1, [[number(3)]])
    offered = offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY)
    offers.accept_offer(desk.office, offered.offer_id)
    with desk.office.question() as session:
        row = session.scalars(select(Refusal)).one()  # never deleted
        assert (row.reason, row.lifted_at, row.lifted_by_id) == ("нет мест", desk.clock.now, offered.offer_id)
        told = session.scalars(
            select(AuditPayload.content).join(AuditEntry).where(AuditEntry.act == "accept_offer")
        ).one()
        assert told["refusal_lifted"]
    with desk.refused("application.not_refused", "11"):
        corrections.return_copies(desk.office, desk.id(3), FINAL_DAY, "Сидорова М. О.")
    enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY)
    with desk.office.question() as session:
        assert desk.id(3) in session.scalars(select(EnrolmentRow.application_id)).all()


def test_a_declined_offer_leaves_the_refusal_as_it_is(at: At) -> None:
    desk = at("recommended")
    enrolment.refuse(desk.office, desk.id(3), "нет мест")
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    offers.decline_offer(desk.office, offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY).offer_id)
    with desk.office.question() as session:
        assert session.scalars(select(Refusal.lifted_at)).all() == [None]


def test_who_is_to_answer_an_offer_is_not_refused(at: At) -> None:
    desk = freed(at)
    offered = offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY)
    with desk.refused("enrolment.offer_open"):
        enrolment.refuse(desk.office, desk.id(3), "нет мест")
    offers.decline_offer(desk.office, offered.offer_id)
    enrolment.refuse(desk.office, desk.id(3), "нет мест")


def test_the_seat_of_who_left_after_the_order_is_offered_on(at: At) -> None:
    desk = at("enrolled")
    assert state(desk, "8Ф") == (0, [[number(3)]])
    enrolment.record_leaving(desk.office, desk.id(1), FINAL_DAY, "приказ об отчислении № 50-у от 26.05.2026")
    assert state(desk, "8Ф") == (1, [[number(3)]])
    offers.accept_offer(desk.office, offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY).offer_id)
    assert enrolment.order_enrolment(desk.office, desk.campaign, "51-у", FINAL_DAY).enrolled == 1
    with desk.office.question() as session:
        rows = session.scalars(select(EnrolmentRow).where(EnrolmentRow.group_id == desk.groups["8Ф"])).all()
        assert [(row.application.number, row.left_on) for row in rows] == [
            (number(1), FINAL_DAY),
            (number(2), None),
            (number(3), None),
        ]
    for again in (corrections.withdraw, enrolment.refuse):
        with desk.refused("application.left"):
            again(desk.office, desk.id(1), "передумали")


def test_leaving_needs_an_order_its_own_paper_and_a_day_since(at: At) -> None:
    paper = "приказ об отчислении № 50-у от 26.05.2026"
    recommended = at("recommended")
    with recommended.refused("enrolment.not_enrolled"):
        enrolment.record_leaving(recommended.office, recommended.id(1), FINAL_DAY, paper)
    desk = at("enrolled")
    with desk.refused("enrolment.no_leaving_paper"):
        enrolment.record_leaving(desk.office, desk.id(1), FINAL_DAY, " ")
    for day in (FINAL_DAY - timedelta(days=1), FINAL_DAY + timedelta(days=1)):
        with desk.refused("enrolment.leaving_day"):
            enrolment.record_leaving(desk.office, desk.id(1), day, paper)
    enrolment.record_leaving(desk.office, desk.id(1), FINAL_DAY, paper)
    with desk.refused("application.left"):
        enrolment.record_leaving(desk.office, desk.id(1), FINAL_DAY, paper)
