"""Papers before the intake: the notice (извещение, п. 10), the orders on commissions and their changes (п. 12)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from otbor.documents import commission_change, commission_order, notice, notice_large
from otbor.documents.kit import qr
from otbor.domain import campaign as domain
from otbor.domain.campaign import TermId, last_test_day, tests_of
from otbor.domain.commissions import Role, Standing
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.commission_changes import changes, members_then
from otbor.services.commissions import MemberDraft, commission_rows, member_draft
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts
from otbor.services.papers.printing import Printing, newest, put_out, wording_of
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import Campaign, CommissionChange

_ROLES = tuple(Role)
_NOTICE = "notice"  # what the notice of a campaign is about, as the register has it


@act(Right.ISSUE)
def issue_notice(office: Office, campaign_id: int) -> Issued:
    """Issue the notice of the selection (извещение, п. 10) with its seven items; raises :class:`Refused` before it was
    published."""
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        data, published_on = _notice(work, campaign)
        issued = put_out(work, notice, Printing(campaign, _NOTICE, data, published_on))
        work.commit()
    return issued


@act(Right.ISSUE)
def issue_notice_large(office: Office, campaign_id: int) -> Issued:
    """Issue the notice in large print, in the words of the issued one and with its number.

    Raises :class:`Refused` before that was issued, and when the data are no longer those that it was made of.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        row = newest(work.session, campaign.id, notice.NAME, _NOTICE)
        if row is None:
            raise Refused(Finding("paper_content.notice_not_issued"))
        data, _ = _notice(work, campaign)
        if qr.fingerprint(data) != row.fingerprint:
            raise Refused(Finding("paper_content.other_data", values={"title": row.title}))
        large = notice_large.LargeNotice(data, wording_of(work, notice.NAME), row.number)
        printing = Printing(campaign, f"paper:{row.repeats_id or row.id}", large, row.issued_on)
        issued = put_out(work, notice_large, printing)
        work.commit()
    return issued


def _notice(work: Work, campaign: Campaign) -> tuple[notice.Notice, date]:
    """The seven items of the notice (п. 10) and the day of its publication; raises :class:`Refused` before that."""
    items = campaign.notice
    if campaign.notice_published_on is None or items is None:
        raise Refused(Finding("paper_registry.notice_not_published", paragraph="10"))
    say, value = words(work.office), rules.campaign_value(campaign)
    director, director_post = facts.director(campaign)
    data = notice.Notice(
        campaign=campaign.title,
        groups=tuple(_offered(campaign, value)),
        procedure=_lines(items["procedure"]),
        stages=tuple(_stages(work, campaign, value, say)),
        intake_start=campaign.intake_opens,
        intake_end=campaign.intake_closes,
        intake_where=items["intake_dates"].strip(),
        application_form=_sentence(items["application_form"]),
        tests=tuple(_tests(value, say)),
        portfolio=_lines(items["portfolio"]),
        other=_lines(items["other"]),
        director=director,
        director_post=director_post,
    )
    return data, campaign.notice_published_on


def _lines(text: str) -> tuple[str, ...]:
    return tuple(_sentence(line) for line in text.splitlines() if line.strip())


def _sentence(text: str) -> str:
    """``text`` as a sentence of the notice: a capital letter, a full stop."""
    text = text.strip()
    stop = "" if text.endswith((".", "!", "?", ":", ";")) else "."
    return facts.capital(text) + stop


def _offered(campaign: Campaign, value: domain.Campaign) -> Iterator[notice.OfferedGroup]:
    for row, group in zip(campaign.groups, value.groups, strict=True):
        studied = ", ".join(group.subjects) or group.profile
        yield notice.OfferedGroup(facts.group_title(row), studied, group.seats)


def _stages(work: Work, campaign: Campaign, value: domain.Campaign, say: OfficeWords) -> Iterator[notice.Stage]:
    """All stages in order: what is planned by its day, the rest by the latest day that the terms allow."""
    yield notice.Stage(say("stage_intake"), campaign.intake_opens, campaign.intake_closes)
    days = sorted((s.day, t.title) for t in value.tests for s in t.sittings if not s.reserve)
    for day, test in days:
        yield notice.Stage(say("stage_test", test=test), day, day)
    if (ends := last_test_day(value)) is not None:
        chain = rules.deadlines(work, campaign).chain(ends, campaign.preliminary_on, campaign.final_on)
        planned = {TermId.PRELIMINARY: campaign.preliminary_on, TermId.FINAL: campaign.final_on}
        for term, latest in chain.items():
            day = planned.get(term) or latest
            yield notice.Stage(say(f"stage_{term.value}"), day, day)
    yield notice.Stage(say("stage_end"), campaign.ends, campaign.ends)


def _tests(value: domain.Campaign, say: OfficeWords) -> Iterator[notice.AnnouncedTest]:
    for test in value.tests:
        days = (say("test_day_reserve" if s.reserve else "test_day", day=s.day, room=s.room) for s in test.sittings)
        yield notice.AnnouncedTest(
            subjects=tuple(test.subjects),
            kind=test.form,
            groups=tuple(g.code for g in value.groups if test in tests_of(value, g)),
            dates=tuple(days),
        )


@act(Right.ISSUE)
def issue_commission_order(office: Office, campaign_id: int) -> Issued:
    """Issue the director's order on the commissions (п. 12) under its own number, as it created them: what further
    orders changed is in papers of theirs. Raises :class:`Refused` before it."""
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        rows = commission_rows(work.session, campaign_id)
        if not rows:
            raise Refused(Finding("paper_registry.no_commissions", paragraph="12"))
        say = words(office)
        director, director_post = facts.director(campaign)
        created = {change.commission_id: change.before for change in reversed(changes(work.session, campaign_id))}
        data = commission_order.CommissionOrder(
            campaign=campaign.title,
            basis=(facts.regulation_cited(campaign, say, "commissions_basis"),),
            commissions=tuple(
                commission_order.Commission(
                    row.title,
                    _seats(members_then(created[row.id]) if row.id in created else map(member_draft, row.members), say),
                )
                for row in rows
            ),
            duties=say.lines("commissions_duties"),
            director=director,
            director_post=director_post,
        )
        printing = Printing(campaign, "commissions", data, rows[0].formed_on, rows[0].order_number)
        issued = put_out(work, commission_order, printing)
        work.commit()
    return issued


@act(Right.ISSUE)
def issue_commission_change(office: Office, campaign_id: int, order_number: str) -> Issued:
    """Issue a further order on the composition of commissions (приказ об изменении состава, п. 12) under its number.

    Raises :class:`Refused` for a number that no such order of the campaign bears.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        made = [one for one in changes(work.session, campaign_id) if one.order_number == order_number]
        if not made:
            raise Refused(Finding("paper_content.no_change_order", values={"order": order_number}))
        say = words(office)
        director, director_post = facts.director(campaign)
        first = made[0].commission
        by_commission: dict[int, list[CommissionChange]] = {}
        for one in made:
            by_commission.setdefault(one.commission_id, []).append(one)
        data = commission_change.CommissionChange(
            campaign=campaign.title,
            basis=(facts.regulation_cited(campaign, say, "commissions_basis"),),
            order=say("order_cited", day=first.formed_on, number=first.order_number),
            commissions=tuple(_changed(steps, say) for steps in by_commission.values()),
            director=director,
            director_post=director_post,
        )
        printing = Printing(campaign, f"change:{made[0].id}", data, made[0].ordered_on, order_number)
        issued = put_out(work, commission_change, printing)
        work.commit()
    return issued


def _changed(steps: Sequence[CommissionChange], say: OfficeWords) -> commission_change.Changed:
    """A commission as one order changes it, however many times that order was written down."""
    was, now = ({m.person: m for m in members_then(kept)} for kept in (steps[0].before, steps[-1].after))
    stayed = [(was[person], member) for person, member in now.items() if person in was]
    return commission_change.Changed(
        title=steps[0].commission.title,
        reason="; ".join(dict.fromkeys(step.reason.rstrip(".") for step in steps)),
        left=_seats((m for person, m in was.items() if person not in now), say),
        joined=_seats((m for person, m in now.items() if person not in was), say),
        altered=tuple(
            commission_change.Altered(new.person, ", ".join(before), ", ".join(after))
            for old, new in stayed
            if (before := _sits_as(old, say)) != (after := _sits_as(new, say))
        ),
        seats=_seats(now.values(), say),
    )


def _seats(members: Iterable[MemberDraft], say: OfficeWords) -> tuple[commission_order.Seat, ...]:
    """Members as an order lists them: the chair first."""

    def seat(member: MemberDraft) -> commission_order.Seat:
        role, post = _sits_as(member, say)
        return commission_order.Seat(role, member.person, post)

    return tuple(map(seat, sorted(members, key=lambda m: _ROLES.index(m.role))))


def _sits_as(member: MemberDraft, say: OfficeWords) -> tuple[str, str]:
    """Role, and post or whom one represents."""
    post = say("parent") if member.standing is Standing.PARENT else member.post
    return say(f"role_{member.role.value}"), post
