"""Commissions are looked through before the order and changed by a further one; protocols keep who sat in them."""

from dataclasses import replace
from datetime import date

import pytest

from otbor.domain.commissions import CommissionKind, Role, Standing
from otbor.domain.findings import Severity
from otbor.services import campaigns, commission_changes, commission_view, papers, signatures
from otbor.services.commissions import CommissionDraft, MemberDraft
from otbor.services.office import Office
from otbor.services.papers import again
from tests.services.conftest import At
from tests.services.desk import Desk
from tests.services.school import CHAIR, MEMBER, SCHOOL, campaign_draft, commission_drafts, member
from tests.services.small_campaign import text
from tests.signing import samples

NEW = member("Ершова Ольга Павловна")
ORDERED = date(2026, 4, 7)


def admission(desk: Desk) -> commission_view.StoredCommission:
    """The приёмная комиссия."""
    return commission_view.stored_commissions(desk.office, desk.campaign).commissions[0]


def without(draft: CommissionDraft, *persons: str) -> tuple[MemberDraft, ...]:
    return tuple(one for one in draft.members if one.person not in persons)


def change(desk: Desk, members: tuple[MemberDraft, ...], order: str = "15-од", day: date = ORDERED) -> None:
    reason = "длительная болезнь" if order else ""
    commission_changes.change_members(desk.office, admission(desk).commission_id, members, order, day, reason)


def test_a_new_campaign_begins_with_all_commissions_of_the_rules(office: Office) -> None:
    campaigns.set_up_school(office, SCHOOL)
    campaign = campaigns.plan(office, campaign_draft()).campaign_id
    stored = commission_view.stored_commissions(office, campaign)
    assert (stored.commissions, stored.formed_on, stored.paper_id) == ((), None, None)
    assert Standing.PARENT not in stored.standings[CommissionKind.SUBJECT]
    drafts = commission_view.draft_commissions(office, campaign)
    assert [draft.subjects for draft in drafts] == [(), ("математика",), ("физика",), ("информатика",), ()]
    found = commission_view.review_draft(office, campaign, drafts, date(2026, 3, 16))
    assert {f.id for f in found.about[0]} == {"commission.chair", "commission.secretary", "commission.no_parents"}
    assert found.whole == ()
    fewer = commission_view.review_draft(office, campaign, drafts[:2])
    assert [f.id for f in fewer.whole] == ["commission.missing"] + ["commission.subject_unmarked"] * 2
    good = commission_view.review_draft(office, campaign, commission_drafts(), date(2026, 4, 30))
    assert [f.id for f in good.whole if f.severity is Severity.FORBIDS] == ["schedule.commissions_missed"]


def test_the_order_and_its_paper_are_known(at: At) -> None:
    desk = at("open")
    stored = commission_view.stored_commissions(desk.office, desk.campaign)
    assert (stored.order_number, stored.formed_on, stored.paper_id) == ("12-од", date(2026, 3, 16), None)
    assert stored.people[CHAIR] == "учитель"
    assert stored.commissions[0].quorum == 3
    issued = papers.issue_commission_order(desk.office, desk.campaign)
    assert commission_view.stored_commissions(desk.office, desk.campaign).paper_id == issued.paper_id


def test_a_member_is_replaced_by_a_further_order(at: At) -> None:
    desk = at("open")
    before = admission(desk).draft
    change(desk, (*without(before, MEMBER), NEW))
    after = admission(desk)
    assert {one.person for one in after.draft.members} == {one.person for one in before.members} - {MEMBER} | {
        NEW.person
    }
    (told,) = commission_view.stored_commissions(desk.office, desk.campaign).changes
    assert (told.commission, told.order, told.on) == ("приёмная комиссия", "15-од", ORDERED)
    assert (told.left, told.joined) == ((MEMBER,), (NEW.person,))
    change(desk, (*after.draft.members, member("Юдин Яков Ильич", Role.DEPUTY), member("Чехова Анна Львовна")))
    assert admission(desk).quorum == 4


def test_a_further_order_is_a_paper_and_the_first_stays_what_it_was(at: At) -> None:
    """Who leaves, who comes, who sits otherwise; the order that created the commissions names those whom it named."""
    desk = at("open")
    created = text(papers.issue_commission_order(desk.office, desk.campaign).pdf)
    before = admission(desk).draft
    other = next(one for one in before.members if one.person not in {CHAIR, MEMBER})
    change(desk, (*without(before, MEMBER, other.person), NEW, replace(other, post="методист")))
    conflict = commission_view.stored_commissions(desk.office, desk.campaign).commissions[-1]
    grown = (*conflict.draft.members, member("Юдин Яков Ильич"))
    commission_changes.change_members(
        desk.office, conflict.commission_id, grown, "15-од", ORDERED, "Служебная записка от 06.04.2026."
    )
    assert commission_view.change_orders(desk.office, desk.campaign) == (("15-од", ORDERED),)
    issued = papers.issue_commission_change(desk.office, desk.campaign, "15-од")
    found = text(issued.pdf)
    assert issued.number == "15-од"
    assert "Приказ № 15-од от 07.04.2026" in issued.title
    assert "от 16.03.2026 № 12-од" in found
    for told in (MEMBER, NEW.person, "методист", "Юдин Яков Ильич", "Причина: Служебная записка от 06.04.2026."):
        assert told in found
    left, joined, now = (found.index(told) for told in ("Вывести из состава", "Ввести в состав", "действующей"))
    assert left < found.index(MEMBER) < joined < found.index(NEW.person) < now
    assert MEMBER not in found[now:]
    assert again.repeat(desk.office, issued.paper_id).number == "15-од"
    repeated = text(papers.issue_commission_order(desk.office, desk.campaign).pdf)
    assert repeated.replace("ПОВТОРНО ", "") == created
    with desk.refused("paper_content.no_change_order"):
        papers.issue_commission_change(desk.office, desk.campaign, "16-од")


@pytest.mark.parametrize(
    ("members", "order", "day", "finding"),
    [
        ((), "15-од", ORDERED, "commission.chair"),
        (None, "15-од", ORDERED, "commission_data.same_members"),
        ((NEW,), "", ORDERED, "commission_data.no_change_order"),
        ((NEW,), "15-од", date(2026, 4, 8), "commission_data.order_to_come"),
        ((NEW,), "15-од", date(2026, 3, 1), "commission_data.order_too_early"),
        ((NEW,), "12-од", ORDERED, "commission_data.order_of_creation"),
    ],
)
def test_a_change_of_members_is_refused(
    at: At, members: tuple[MemberDraft, ...] | None, order: str, day: date, finding: str
) -> None:
    desk = at("open")
    before = admission(desk).draft
    given = without(before, CHAIR) if members == () else (*before.members, *(members or ()))
    with desk.refused(finding):
        change(desk, given, order, day)


def test_two_further_orders_of_other_days_have_other_numbers(at: At) -> None:
    desk = at("open")
    change(desk, (*admission(desk).draft.members, NEW))
    grown = (*admission(desk).draft.members, member("Юдин Яков Ильич"))
    with desk.refused("commission_data.order_other_day"):
        change(desk, grown, "15-од", date(2026, 4, 6))
    change(desk, grown)  # the same order, once more
    change(desk, without(admission(desk).draft, NEW.person))
    found = text(papers.issue_commission_change(desk.office, desk.campaign, "15-од").pdf)
    assert found.count("Приёмная комиссия") == 1
    assert NEW.person not in found, "who came and left by one order was never in the composition"
    assert found.count("длительная болезнь") == 1


def test_nothing_is_added_to_a_further_order_that_is_signed(at: At) -> None:
    """In the file or beside it: a repetition would say what nobody has signed."""
    desk = at("open")
    desk.clock.now = samples.NOW
    director = signatures.open_key(desk.office, samples.container(samples.DIRECTOR), samples.PASSWORD)
    for order, signed in (
        ("15-од", lambda paper: signatures.sign(desk.office, paper, director, "director")),
        ("16-од", lambda paper: signatures.sign_detached(desk.office, paper, director)),
    ):
        before = admission(desk).draft.members
        change(desk, (*before, member(f"Новый Пётр {order}")), order)
        issued = papers.issue_commission_change(desk.office, desk.campaign, order)
        change(desk, (*before, member(f"Другой Пётр {order}")), order)  # nobody has signed it yet
        signed(papers.issue_commission_change(desk.office, desk.campaign, order).paper_id)
        with desk.refused("commission_data.order_signed"):
            change(desk, (*before, NEW), order)
        assert issued.number == order
    change(desk, (*admission(desk).draft.members, NEW), "17-од")


def test_who_has_sat_in_a_meeting_stays(at: At) -> None:
    desk = at("preliminary")
    chair = next(one for one in admission(desk).draft.members if one.role is Role.CHAIR)
    heir = member("Ершова Ольга Павловна", Role.CHAIR, Standing.HEAD)
    day = desk.clock.now.date()
    with desk.refused("commission_data.member_has_acted"):
        change(desk, (*without(admission(desk).draft, chair.person), heir), "15-од", day)
    change(desk, (*admission(desk).draft.members, replace(heir, role=Role.DEPUTY)), "15-од", day)
    assert len(admission(desk).draft.members) == 5


def test_an_unknown_commission_is_refused(at: At) -> None:
    desk = at("open")
    with desk.refused("commission_data.unknown"):
        commission_changes.change_members(desk.office, 999, (), "15-од", ORDERED, "болезнь")
