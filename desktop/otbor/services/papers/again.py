"""What is made of an issued paper later: a repetition («повторно»), its editable twin, a table of the list in it.

The register keeps the bytes of a paper, not what it was made of. A twin's data are gathered anew by issuing the paper
in a transaction that is rolled back; the paper's fingerprint proves that they are the same.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import audit, papers
from otbor.services.commissions import MeetingDraft
from otbor.services.office import Office, act
from otbor.services.papers.registry import Issued, paper_row
from otbor.storage.models import IssuedPaper, Meeting

_Make = Callable[[Office, IssuedPaper, tuple[int, ...]], Issued]  # with the numbers in its subject
_NUMBER = re.compile(r"(?<=:)\d+")


class Twin(StrEnum):
    """A form in which a paper may be had besides its PDF; the ending of its file."""

    DOCX = "docx"  # the same content, to be edited
    HTML = "html"  # a page for the site
    XLSX = "xlsx"  # the list as it stands now
    CSV = "csv"


def offered(office: Office, paper_id: int) -> tuple[Twin, ...]:
    """The twins that :func:`save_twin` makes of a paper: a question for the reading thread."""
    with office.question() as session:
        return twins_of(paper_row(session, paper_id).kind)


@act(Right.ISSUE)
def repeat(office: Office, paper_id: int) -> Issued:
    """Issue a paper once more («повторно»): the number and the date of the first, made from what is stored now.

    Raises :class:`Refused` (``paper_registry.not_repeatable_…``) for a paper that alone knows what it says,
    ``paper_registry.other_subject`` when what it would be about is another thing by now, and as its own act does.
    """
    with office.transaction() as work:
        row = paper_row(work.session, paper_id)
        made = _make(office, row)
        second = paper_row(work.session, made.paper_id)
        if (second.subject, second.number) != (row.subject, row.number):
            raise Refused(Finding("paper_registry.other_subject", values={"title": row.title}))
        work.commit()
    return made


def twins_of(kind: str) -> tuple[Twin, ...]:
    """The forms in which a paper of this kind may be had."""
    from otbor.documents.twin_blocks import TWINS  # noqa: PLC0415 - reportlab is loaded when a paper is asked for

    found = [Twin.DOCX] if kind in TWINS else []
    if kind in _PAGES:
        found.append(Twin.HTML)
    if kind in _LISTS:
        found += [Twin.XLSX, Twin.CSV]
    return tuple(found)


@act(Right.ISSUE)
def save_twin(office: Office, paper_id: int, path: Path) -> None:
    """Write a twin of a paper to ``path``; its ending says which.

    Raises :class:`Refused` for a paper without that twin, when the data are no longer those that the paper was made of
    (``paper_content.other_data``), and as the twin's own act does; :class:`OSError` when the file cannot be written.
    """
    with office.question() as session:
        row = paper_row(session, paper_id)
    wanted = path.suffix.lower().removeprefix(".")
    if wanted not in twins_of(row.kind):
        raise Refused(Finding("paper_content.no_twin", values={"title": row.title}))
    if wanted in {Twin.XLSX, Twin.CSV}:
        papers.export_list(office, row.campaign_id, papers.ListKind(_LISTS[row.kind]), path)
    elif wanted == Twin.DOCX:
        path.write_bytes(papers.docx_twin(office, paper_id, _data(office, paper_id)))
    else:
        page: str = getattr(papers, _PAGES[row.kind])(office, paper_id, _data(office, paper_id))
        path.write_text(page, "utf-8")


def _data(office: Office, paper_id: int) -> Any:
    """What the paper would be made of now; nothing is issued.

    A protocol prints the head of the audit chain, which goes on with every act: the paper's own head is found by its
    fingerprint.
    """
    with office.transaction() as work:  # left without a commit
        row = paper_row(work.session, paper_id)
        made, fingerprint, issued_at = _make(office, row).data, row.fingerprint, row.issued_at
        heads = audit.heads_at(work.session, issued_at) if hasattr(made, "audit") else ()
    from otbor.documents.kit import qr  # noqa: PLC0415 - as above

    then = (replace(made, audit=head) for head in heads)
    return next((data for data in then if qr.fingerprint(data) == fingerprint), made)


def _make(office: Office, row: IssuedPaper) -> Issued:
    if row.kind in _NEVER:
        raise Refused(Finding(f"paper_registry.not_repeatable_{row.kind}", values={"title": row.title}))
    return _maker(row.kind, row.subject)(office, row, tuple(int(number) for number in _NUMBER.findall(row.subject)))


def _maker(kind: str, subject: str) -> _Make:
    if subject == "blank":
        return _BLANKS[kind]
    return _MAKERS[kind]


def _application(row: IssuedPaper) -> int:
    if row.application_id is None:
        raise ValueError(f"{row.kind} {row.number} is about no application")
    return row.application_id


def _of_application(act_name: str) -> _Make:
    return lambda office, row, _: getattr(papers, act_name)(office, _application(row))


def _of_subject(act_name: str) -> _Make:
    return lambda office, _, numbers: getattr(papers, act_name)(office, numbers[0])


def _of_campaign(act_name: str) -> _Make:
    return lambda office, row, _: getattr(papers, act_name)(office, row.campaign_id)


def _consent(act_name: str) -> _Make:
    return lambda office, row, numbers: getattr(papers, act_name)(office, row.campaign_id, numbers[0], numbers[1])


def _meeting(office: Office, meeting_id: int) -> MeetingDraft:
    """A meeting as it was held, by which its protocol finds it."""
    with office.question() as session:
        row = session.get_one(Meeting, meeting_id)
        return MeetingDraft(row.held_on, tuple(row.present), row.agenda)


def _explanation(office: Office, row: IssuedPaper, numbers: tuple[int, ...]) -> Issued:
    group = row.subject.split(":", 3)[-1]
    return papers.issue_explanation(office, numbers[0], numbers[1], group)


def _addendum(office: Office, row: IssuedPaper, _numbers: tuple[int, ...]) -> Issued:
    day = date.fromisoformat(row.subject.rpartition(":")[2])
    return papers.issue_receipt_addendum(office, _application(row), day)


_NEVER = frozenset({"receipts", "publication_mark", "destruction_act"})
"""Kinds that are not made anew: their own sentences say why, and what to do instead."""
_BLANKS: Mapping[str, _Make] = {
    name: _of_campaign(f"issue_{name}")
    for name in ("application_form", "processing_consent", "publication_consent", "appeal_form")
}
_MAKERS: Mapping[str, _Make] = {
    "receipt": _of_application("issue_receipt"),
    "application_form": _of_application("issue_application"),
    "withdrawal": _of_application("issue_withdrawal"),
    "copies_request": _of_application("issue_copies_request"),
    "copies_return": _of_application("issue_copies_return"),
    "inventory": _of_application("issue_inventory"),
    "case_cover": _of_application("issue_case_cover"),
    "expertise_sheet": _of_application("issue_expertise_sheet"),
    "refusal_notice": _of_application("issue_refusal_notice"),
    "reserve_notice": _of_application("issue_reserve_notice"),
    "processing_consent": _consent("issue_processing_consent"),
    "publication_consent": _consent("issue_publication_consent"),
    "test_sheet": _of_subject("issue_test_sheet"),
    "code_register": _of_subject("issue_code_register"),
    "attendance_sheet": lambda office, row, numbers: papers.issue_attendance_sheet(
        office, numbers[0], by_codes=row.subject.endswith(":codes")
    ),
    "admitted_list": lambda office, row, _: papers.issue_admitted_list(
        office, row.campaign_id, named=row.subject.endswith(":named")
    ),
    "appeal_form": lambda office, row, numbers: (
        papers.issue_appeal(office, numbers[0])
        if row.subject.startswith("appeal:")
        else papers.issue_appeal_form(office, row.campaign_id, numbers[0])
    ),
    "appeal_register": _of_campaign("issue_appeal_register"),
    "receipt_addendum": _addendum,
    "true_copy": _of_application("issue_true_copy"),
    "explanation": _explanation,
    "documents_protocol": lambda office, row, numbers: papers.issue_documents_protocol(
        office, row.campaign_id, _meeting(office, numbers[0])
    ),
    "subject_protocol": lambda office, _, numbers: papers.issue_subject_protocol(
        office, numbers[0], _meeting(office, numbers[1])
    ),
    "journal": _of_campaign("issue_journal"),
    "notice": _of_campaign("issue_notice"),
    "notice_large": _of_campaign("issue_notice_large"),
    "commission_order": _of_campaign("issue_commission_order"),
    "commission_change": lambda office, row, _: papers.issue_commission_change(office, row.campaign_id, row.number),
    "founder_report": _of_campaign("issue_founder_report"),
    "conflict_protocol": _of_subject("issue_conflict_protocol"),
    "preliminary_protocol": _of_subject("issue_preliminary_protocol"),
    "final_protocol": _of_subject("issue_final_protocol"),
    "acquaintance_sheet": _of_subject("issue_acquaintance_sheet"),
    "public_list": _of_subject("issue_public_list"),
    "recommendation": _of_subject("issue_recommendation"),
    "order": _of_subject("issue_order"),
}
_PAGES: Mapping[str, str] = {"notice": "notice_fragment", "public_list": "public_list_page"}
_LISTS: Mapping[str, str] = {
    "journal": "journal",
    "admitted_list": "admitted",
    "preliminary_protocol": "preliminary",
    "final_protocol": "final",
    "public_list": "public",
    "recommendation": "recommended",
    "order": "enrolled",
    "appeal_register": "appeals",
}
