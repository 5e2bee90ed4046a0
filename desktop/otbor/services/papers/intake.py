"""Papers of the intake (1 этап, п. 11): the journal, receipts singly and in one file, copies given back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from otbor.documents import copies_return, journal, receipt
from otbor.documents.kit.paper import Paper
from otbor.domain.applications import ApplicationStatus
from otbor.domain.campaign import TermId, last_test_day, tests_of
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.corrections import application_row
from otbor.services.numbers import next_number
from otbor.services.office import Changes, Office, Progress, Work, act, no_progress
from otbor.services.papers import facts
from otbor.services.papers.printing import (
    Entry,
    Printing,
    author,
    enter,
    keep,
    newest_of_kind,
    put_out,
    record,
    wording_of,
)
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import Application, Campaign, IssuedPaper, Wish
from otbor.support.clock import local_time
from otbor.wording import forms

BATCH = "receipts"


@act(Right.ISSUE)
def issue_receipt(office: Office, application_id: int) -> Issued:
    """Issue the receipt for an application's documents (расписка, п. 11) under its registration number.

    The first one is noted in the journal. Raises :class:`Refused` for an application annulled or withdrawn.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        issued = put_out(work, receipt, _Receipts(work, campaign).printing(application))
        application.receipt_given_at = application.receipt_given_at or work.now
        issued = replace(issued, changes=work.changes())
        work.commit()
    return issued


class _Receipts:
    """Receipts of a campaign from what is stored; what all of them share is looked up once."""

    def __init__(self, work: Work, campaign: Campaign) -> None:
        self._work, self._campaign = work, campaign
        self._say, self._posts = words(work.office), facts.Posts(work, campaign)
        self._profile, self._value = rules.regulation(campaign), rules.campaign_value(campaign)
        self._zone = work.school().time_zone
        ends = last_test_day(self._value)
        self._terms = (
            rules.deadlines(work, campaign).chain(ends, campaign.preliminary_on, campaign.final_on) if ends else {}
        )

    def printing(self, application: Application) -> Printing:
        """The receipt about to be issued."""
        subject, today = f"application:{application.id}", self._work.today()
        return Printing(self._campaign, subject, self._data(application), today, application.number, application)

    def _data(self, application: Application) -> receipt.Receipt:
        return receipt.Receipt(
            campaign=self._campaign.title,
            filed_at=local_time(application.filed_at, self._zone).replace(tzinfo=None),
            child=facts.child(application),
            born=application.birth_date,
            representative=facts.representative_name(application),
            groups=facts.groups_of(application),
            documents=facts.attached(application, self._say),
            missing=facts.missing(self._profile, self._value, application),
            dates=tuple(self._dates(application)),
            accepted_by=facts.signed(application.accepted_by),
            post=self._posts.of(application.accepted_by),
        )

    def _dates(self, application: Application) -> Iterator[receipt.NextDate]:
        """What the family has before it: the intake's end, its tests, the terms of acquaintance."""
        say, preliminary_on = self._say, self._campaign.preliminary_on
        yield receipt.NextDate(say("date_intake"), self._campaign.intake_closes)
        wanted = {wish.group.code for wish in application.wishes}
        tests = {
            (sitting.day, test.title, test.form)
            for group in self._value.groups
            if group.code in wanted
            for test in tests_of(self._value, group)
            for sitting in test.sittings
            if not sitting.reserve
        }
        for day, test, form in sorted(tests):
            yield receipt.NextDate(say("date_test", test=test, form=form), day)
        if not self._terms:
            return
        if preliminary_on is None:
            yield receipt.NextDate(say("date_acquaintance_until"), self._terms[TermId.ACQUAINTANCE])
        else:
            yield receipt.NextDate(say("date_acquaintance"), preliminary_on, self._terms[TermId.ACQUAINTANCE])
        yield receipt.NextDate(say("date_final_until"), self._terms[TermId.ACQUAINTANCE_FINAL])


@dataclass(frozen=True)
class Batch:
    """Receipts in one file: the file's own row, how many are in it, refusals by application."""

    paper_id: int
    number: str
    pdf: bytes
    receipts: tuple[int, ...]
    refused: dict[int, Refused]
    changes: Changes


@dataclass(frozen=True)
class _Sheet:
    """A receipt of a batch before it is drawn."""

    application: Application
    entry: Entry
    data: receipt.Receipt


@act(Right.ISSUE)
def issue_receipts(
    office: Office, campaign_id: int, application_ids: Sequence[int] | None = None, progressed: Progress = no_progress
) -> Batch:
    """Issue receipts in one file, each registered for itself; those not given yet when none are named.

    What cannot be printed is left out and told. Raises :class:`Refused` when nothing is left to print.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        applications = _to_print(work.session, campaign, application_ids)
        receipts, printed = _Receipts(work, campaign), newest_of_kind(work.session, campaign.id, receipt.NAME)
        sheets = []
        for done, application in enumerate(applications, 1):
            printing = receipts.printing(application)
            last = printed.get(printing.subject)
            sheets.append(_Sheet(application, enter(work, receipt.NAME, printing, last), printing.data))
            progressed(done, len(applications))
        sheets.sort(key=lambda sheet: sheet.entry.issue.number)  # as the file has them
        wording = wording_of(work, receipt.NAME)
        paper, refused = _render(sheets, wording)
        sheets = [sheet for sheet in sheets if sheet.application.id not in refused]
        batch = _batch_row(work, campaign)
        keep(work, batch, paper)
        first_page = 0
        for sheet, pages in zip(sheets, paper.parts, strict=True):
            row, application = sheet.entry.row, sheet.application
            row.first_page, row.page_count = first_page, pages
            first_page += pages
            row.title, row.form_version = receipt.title(sheet.data, sheet.entry.issue, wording), paper.form
            row.within_id = batch.id
            work.session.add(row)
            application.receipt_given_at = application.receipt_given_at or work.now
        work.session.flush()
        record(work, batch, None, [sheet.entry.row.number for sheet in sheets])
        ids = tuple(sheet.entry.row.id for sheet in sheets)
        outcome = Batch(batch.id, batch.number, paper.pdf, ids, refused, work.changes())
        work.commit()
    return outcome


def _to_print(session: Session, campaign: Campaign, application_ids: Sequence[int] | None) -> Sequence[Application]:
    wanted = (
        select(Application)
        .where(Application.campaign_id == campaign.id, Application.status == ApplicationStatus.REGISTERED)
        .order_by(Application.series, Application.ordinal)
        .options(*_LOADED)
    )
    if application_ids is None:
        return session.scalars(wanted.where(Application.receipt_given_at.is_(None))).all()
    return session.scalars(wanted.where(Application.id.in_(application_ids))).all()


_LOADED = (
    selectinload(Application.representatives),
    selectinload(Application.documents),
    selectinload(Application.wishes).joinedload(Wish.group),
)


def _render(sheets: Sequence[_Sheet], wording: forms.Form) -> tuple[Paper, dict[int, Refused]]:
    """One file of the receipts that can be set, and the refusals of the others, looked for only when there are any."""
    if not sheets:
        raise Refused(Finding("paper_registry.no_receipts"))
    try:
        return receipt.render_batch([(sheet.data, sheet.entry.issue) for sheet in sheets], wording), {}
    except Refused as refusal:
        refused = dict(_refusals(sheets, wording))
        good = [(s.data, s.entry.issue) for s in sheets if s.application.id not in refused]
        if not good:
            raise refusal from None
        return receipt.render_batch(good, wording), refused


def _refusals(sheets: Sequence[_Sheet], wording: forms.Form) -> Iterator[tuple[int, Refused]]:
    for sheet in sheets:
        try:
            receipt.render(sheet.data, sheet.entry.issue, wording)
        except Refused as refusal:
            yield sheet.application.id, refusal


def _batch_row(work: Work, campaign: Campaign) -> IssuedPaper:
    number = str(next_number(work.session, f"paper:{campaign.id}:{BATCH}"))
    return IssuedPaper(
        campaign_id=campaign.id,
        kind=BATCH,
        subject=f"batch:{number}",
        number=number,
        repetition=0,
        issued_on=work.today(),
        issued_at=work.now,
        author=work.office.operator,
        fingerprint="",
    )


@act(Right.ISSUE)
def issue_journal(office: Office, campaign_id: int) -> Issued:
    """Issue the journal of applications (журнал приёма заявлений, п. 11), annulled and withdrawn ones visible."""
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        keeper, keeper_post = facts.keeper(work, campaign)
        director, director_post = facts.director(campaign)
        data = journal.Journal(
            campaign=campaign.title,
            start=campaign.intake_opens,
            end=campaign.intake_closes,
            entries=tuple(_journal_entries(work, campaign)),
            keeper=keeper,
            keeper_post=keeper_post,
            director=director,
            director_post=director_post,
        )
        issued = put_out(work, journal, Printing(campaign, "journal", data, work.today()))
        work.commit()
    return issued


def _journal_entries(work: Work, campaign: Campaign) -> Iterator[journal.Entry]:
    say, zone = words(work.office), work.school().time_zone
    rows = work.session.scalars(
        select(Application)
        .where(Application.campaign_id == campaign.id)
        .order_by(Application.series, Application.ordinal)
        .options(*_LOADED)
    )
    for row in rows:
        given = row.receipt_given_at
        yield journal.Entry(
            number=row.number,
            filed_at=local_time(row.filed_at, zone).replace(tzinfo=None),
            channel=say(f"channel_{row.channel.value}"),
            child=facts.child(row),
            born=row.birth_date,
            representative=facts.representative_name(row),
            phone=facts.phone(facts.representative(row).phone),
            groups=tuple(wish.group.code for wish in row.wishes),
            documents=facts.attached(row, say),
            accepted_by=row.accepted_by,
            receipt="" if given is None else f"{facts.day_of(work, given):%d.%m.%Y}",
            marks=tuple(_marks(work, row, say)),
            struck=row.status is not ApplicationStatus.REGISTERED,
        )


def _marks(work: Work, row: Application, say: OfficeWords) -> Iterator[str]:
    if row.late_reason:
        yield say("mark_late", reason=row.late_reason)
    added = sorted({facts.day_of(work, d.received_at) for d in row.documents if d.added_later})
    yield from (say("mark_added", day=day) for day in added)
    if row.status is not ApplicationStatus.REGISTERED and row.status_at is not None:
        yield say(f"mark_{row.status.value}", day=facts.day_of(work, row.status_at), reason=row.status_reason)
    if row.copies_returned_on is not None:
        yield say("mark_returned", day=row.copies_returned_on)


@act(Right.ISSUE)
def issue_copies_return(office: Office, application_id: int) -> Issued:
    """Issue the act on copies given back (акт возврата копий, п. 11).

    Raises :class:`Refused` when the copies of the application were not returned.
    """
    with office.transaction() as work:
        application = application_row(work, application_id, in_force=False)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        requested, returned = application.copies_requested_on, application.copies_returned_on
        if requested is None or returned is None:
            values: dict[str, Any] = {"number": application.number}
            raise Refused(Finding("paper_registry.copies_not_returned", values=values, paragraph="11"))
        subject = f"application:{application.id}"
        data = _copies(work, campaign, application, requested, author(work, campaign, copies_return.NAME, subject))
        issued = put_out(work, copies_return, Printing(campaign, subject, data, returned, application=application))
        work.commit()
    return issued


def _copies(
    work: Work, campaign: Campaign, application: Application, requested: date, given_by: str
) -> copies_return.CopiesReturn:
    say = words(work.office)
    return copies_return.CopiesReturn(
        campaign=campaign.title,
        applicant=application.number,
        child=facts.child(application),
        representative=facts.representative_name(application),
        applied_on=requested,
        documents=tuple(facts.attached_one(document, say) for document in application.documents),
        given_by=facts.signed(given_by),
        given_by_post=facts.Posts(work, campaign).of(given_by),
        received_by=facts.signed(application.copies_returned_to),
    )
