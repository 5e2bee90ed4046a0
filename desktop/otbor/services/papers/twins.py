"""Twins of issued papers (редактируемые копии): DOCX of orders and protocols, pages for the site.

A twin is made of the data that the paper was made of, which its fingerprint proves: other data are refused.
"""

from importlib import import_module
from types import ModuleType
from typing import Any

from sqlalchemy.orm import Session

from otbor.documents import blocks, html, notice, public_list
from otbor.documents.kit import qr
from otbor.documents.kit.paper import Issue
from otbor.documents.twin_blocks import TWINS
from otbor.documents.twins import twin
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.office import Office, act
from otbor.services.papers.printing import requisites, wording_of
from otbor.services.papers.registry import paper_row
from otbor.storage.models import IssuedPaper


@act(Right.ISSUE)
def docx_twin(office: Office, paper_id: int, data: Any) -> bytes:
    """The DOCX of an issued order or protocol: the same content, not the same bytes, and never the paper itself.

    Raises :class:`Refused` for a paper without a twin, for other ``data`` than the paper was made of, and for a
    template of the school that cannot be used.
    """
    with office.transaction() as work:
        row = _made_of(work.session, paper_id, data)
        if row.kind not in TWINS:
            raise Refused(Finding("paper_content.no_twin", values={"title": row.title}))
        kind: ModuleType = import_module(f"otbor.documents.{row.kind}")
        made = twin(kind, data, _issue(office, work.session, row), wording_of(work, row.kind), office.own)
        work.record("docx_twin", {"paper": row.kind, "number": row.number})
        work.commit()
    return made


@act(Right.ISSUE)
def notice_fragment(office: Office, paper_id: int, data: notice.Notice) -> str:
    """An issued notice (п. 10) as an HTML fragment for a page of the site; raises as :func:`docx_twin` does."""
    with office.transaction() as work:
        row = _made_of(work.session, paper_id, data)
        issue = _issue(office, work.session, row)
        made = html.fragment(blocks.notice_blocks(data, issue, wording_of(work, notice.NAME)))
        work.record("notice_fragment", {"number": row.number})
        work.commit()
    return made


@act(Right.ISSUE)
def public_list_page(office: Office, paper_id: int, data: public_list.PublicList) -> str:
    """An issued public list as a page that a screen reader can read, no names; raises as :func:`docx_twin` does."""
    with office.transaction() as work:
        row = _made_of(work.session, paper_id, data)
        issue = _issue(office, work.session, row)
        made = html.page(row.title, blocks.public_list_blocks(data, issue, wording_of(work, public_list.NAME)))
        work.record("public_list_page", {"number": row.number})
        work.commit()
    return made


def _made_of(session: Session, paper_id: int, data: Any) -> IssuedPaper:
    row = paper_row(session, paper_id)
    if qr.fingerprint(data) != row.fingerprint:
        raise Refused(Finding("paper_content.other_data", values={"title": row.title}))
    return row


def _issue(office: Office, session: Session, row: IssuedPaper) -> Issue:
    """The requisites of the paper, without its QR: that belongs to the paper alone."""
    return requisites(office, rules.campaign_row(session, row.campaign_id), row.number, row.issued_on)
