"""Issuing a paper: number, requisites, rendering from stored data, the register; printed again it says «повторно»."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.documents.kit import qr
from otbor.documents.kit.paper import Issue, Paper
from otbor.documents.kit.standards import standard
from otbor.services.names import overrides
from otbor.services.numbers import next_number
from otbor.services.office import Office, Work
from otbor.services.papers.registry import Issued, revision
from otbor.storage.models import Application, Campaign, IssuedPaper
from otbor.wording import forms


class PaperKind(Protocol):
    """A module of ``documents``: a kind of paper."""

    NAME: str

    def render(self, data: Any, issue: Issue, wording: forms.Form | None = None) -> Paper:
        """The paper of ``data``."""
        ...


@dataclass(frozen=True)
class Printing:
    """A paper about to be issued.

    ``subject`` tells what it is about («rating:1»): the same kind about the same subject is a repetition, with the
    number and the date of the first. ``number`` is given where the paper bears one that it already has (of the
    application, the order, the meeting), else the kind's next number is taken. ``as_of_today``: the paper tells how
    things stand, and once they stand otherwise it is another paper, of today.
    """

    campaign: Campaign
    subject: str
    data: Any
    dated: date
    number: str = ""
    application: Application | None = None
    as_of_today: bool = False


@dataclass(frozen=True)
class Entry:
    """A paper entered in the register and not drawn yet: its row and the requisites to draw it with."""

    row: IssuedPaper
    issue: Issue


def put_out(work: Work, kind: PaperKind, printing: Printing) -> Issued:
    """Issue one paper inside the act's transaction: register it, render it, keep its bytes.

    Raises :class:`Refused` when it cannot be rendered (a sign that the font lacks, an unusable copy of the wording):
    then nothing of the issue stays.
    """
    last = newest(work.session, printing.campaign.id, kind.NAME, printing.subject)
    if printing.as_of_today and last is not None and last.fingerprint != qr.fingerprint(printing.data):
        last, printing = None, replace(printing, dated=work.today())
    entry = enter(work, kind.NAME, printing, last)
    paper = kind.render(printing.data, entry.issue, wording_of(work, kind.NAME))
    keep(work, entry.row, paper)
    record(work, entry.row, printing.application)
    return Issued(entry.row.id, entry.row.number, paper.pdf, paper.title, work.changes(), printing.data)


def wording_of(work: Work, kind: str) -> forms.Form:
    """The form in force, declining names as the school said."""
    return forms.form(kind, work.office.own).declining(overrides(work.session))


def enter(work: Work, kind: str, printing: Printing, last: IssuedPaper | None) -> Entry:
    """The paper's requisites and its row, not yet added to the session; a repetition of ``last`` is linked to the first
    printing."""
    campaign, fingerprint = printing.campaign, qr.fingerprint(printing.data)
    number, dated = (last.number, last.issued_on) if last else (printing.number, printing.dated)
    row = IssuedPaper(
        campaign_id=campaign.id,
        application_id=None if printing.application is None else printing.application.id,
        kind=kind,
        subject=printing.subject,
        number=number or str(next_number(work.session, f"paper:{campaign.id}:{kind}")),
        repetition=last.repetition + 1 if last else 0,
        repeats_id=(last.repeats_id or last.id) if last else None,
        issued_on=dated,
        issued_at=work.now,
        author=work.office.operator,
        fingerprint=fingerprint,
        signature_fields=[],
    )
    issue = requisites(work.office, campaign, row.number, dated)
    return Entry(row, replace(issue, qr=qr.payload(kind, row.number, fingerprint), repeated=last is not None))


def requisites(office: Office, campaign: Campaign, number: str, dated: date) -> Issue:
    """Requisites of a paper of the campaign, from its copy of the school's card; without a QR."""
    card = campaign.school_card
    return Issue(
        founder=card["founder_name"],
        school=card["name"],
        contacts=card["address"],
        number=number,
        dated=dated,
        place=card["place"],
        standard=standard(dated, office.own),
        qr="",
    )


def newest(session: Session, campaign_id: int, kind: str, subject: str) -> IssuedPaper | None:
    """The newest printing of a paper."""
    printed = select(IssuedPaper).where(
        IssuedPaper.campaign_id == campaign_id, IssuedPaper.kind == kind, IssuedPaper.subject == subject
    )
    return session.scalars(printed.order_by(IssuedPaper.id.desc()).limit(1)).first()


def author(work: Work, campaign: Campaign, kind: str, subject: str) -> str:
    """Who issued a paper first, now the operator: whoever repeats it did not take in or give out what it tells of."""
    last = newest(work.session, campaign.id, kind, subject)
    if last is None:
        return work.office.operator
    return last.author if last.repeats_id is None else work.session.get_one(IssuedPaper, last.repeats_id).author


def newest_of_kind(session: Session, campaign_id: int, kind: str) -> dict[str, IssuedPaper]:
    """The newest printing of every paper of a kind, by its subject."""
    printed = select(IssuedPaper).where(IssuedPaper.campaign_id == campaign_id, IssuedPaper.kind == kind)
    return {row.subject: row for row in session.scalars(printed.order_by(IssuedPaper.repetition))}


def keep(work: Work, row: IssuedPaper, paper: Paper) -> None:
    """Write the row with its first revision: the bytes as made."""
    row.title, row.form_version = paper.title, paper.form
    row.page_count = paper.pages
    row.signature_fields = [asdict(field) for field in paper.fields]
    row.revisions = [revision(work, 0, paper.pdf)]
    work.session.add(row)
    work.session.flush()


def record(work: Work, row: IssuedPaper, application: Application | None, parts: Sequence[str] = ()) -> None:
    """Put the issue into the audit trail; ``parts`` are the numbers of the papers in a batch."""
    payload: dict[str, Any] = {
        "paper": row.kind,
        "number": row.number,
        "repetition": row.repetition,
        "fingerprint": row.fingerprint,
        "sha256": row.revisions[0].sha256,
    }
    work.record("issue_paper", payload | ({"parts": list(parts)} if parts else {}), application)
