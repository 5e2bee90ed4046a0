"""Papers before the intake: the notice (извещение, п. 10) and the order on commissions (п. 12)."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from otbor.documents import commission_order, notice, notice_large
from otbor.documents.kit import qr
from otbor.domain import campaign as domain
from otbor.domain.campaign import TermId, last_test_day, tests_of
from otbor.domain.commissions import Role, Standing
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts
from otbor.services.papers.printing import Printing, newest, put_out, wording_of
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import Campaign, CommissionRow

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
    """Issue the director's order on the commissions (п. 12) under its own number; raises :class:`Refused` before it."""
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        rows = work.session.scalars(
            select(CommissionRow).where(CommissionRow.campaign_id == campaign_id).order_by(CommissionRow.id)
        ).all()
        if not rows:
            raise Refused(Finding("paper_registry.no_commissions", paragraph="12"))
        say = words(office)
        director, director_post = facts.director(campaign)
        data = commission_order.CommissionOrder(
            campaign=campaign.title,
            basis=(facts.regulation_cited(campaign, say, "commissions_basis"),),
            commissions=tuple(_commission(row, say) for row in rows),
            duties=say.lines("commissions_duties"),
            director=director,
            director_post=director_post,
        )
        printing = Printing(campaign, "commissions", data, rows[0].formed_on, rows[0].order_number)
        issued = put_out(work, commission_order, printing)
        work.commit()
    return issued


def _commission(row: CommissionRow, say: OfficeWords) -> commission_order.Commission:
    seats = (
        commission_order.Seat(
            say(f"role_{m.role.value}"), m.person, say("parent") if m.standing is Standing.PARENT else m.post
        )
        for m in sorted(row.members, key=lambda m: (_ROLES.index(m.role), m.id))
    )
    return commission_order.Commission(row.title, tuple(seats))
