"""A form that was not finished (черновик): kept while it is typed, offered again after a crash or a break.

It lies in the database, so that it is encrypted wherever the school's data are, and goes in the transaction that
registers it. It is no act of the procedure: nothing is written into the audit trail, and no list changes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services.office import Office
from otbor.storage.models import FormDraft


@dataclass(frozen=True)
class KeptDraft:
    """What was typed: ``content`` as the form gave it, when it was kept last and by whom."""

    content: dict[str, Any]
    kept_at: datetime
    kept_by: str


def keep(office: Office, campaign_id: int, content: dict[str, Any]) -> None:
    """Keep ``content`` (plain JSON values) in place of what was kept for this campaign on this computer."""
    if Right.REGISTER not in office.rights:
        raise Refused(Finding("office.no_right", values={"operator": office.operator, "act": "keep"}))
    with office.database.writing() as session:
        row = _row(session, office, campaign_id)
        if row is None:
            row = FormDraft(campaign_id=campaign_id, origin=office.origin)
            session.add(row)
        row.kept_at, row.kept_by, row.content = office.clock(), office.operator, content
        session.commit()


def kept(office: Office, campaign_id: int) -> KeptDraft | None:
    """What was kept for this campaign on this computer, None when nothing is."""
    with office.question() as session:
        row = _row(session, office, campaign_id)
        return None if row is None else KeptDraft(row.content, row.kept_at, row.kept_by)


def forget(office: Office, campaign_id: int) -> None:
    """Let the draft go, because the person cleared the form."""
    with office.database.writing() as session:
        forget_in(session, office, campaign_id)
        session.commit()


def forget_in(session: Session, office: Office, campaign_id: int) -> None:
    """Let the draft go in the transaction that registers it."""
    session.execute(delete(FormDraft).where(FormDraft.campaign_id == campaign_id, FormDraft.origin == office.origin))


def _row(session: Session, office: Office, campaign_id: int) -> FormDraft | None:
    return session.scalars(
        select(FormDraft).where(FormDraft.campaign_id == campaign_id, FormDraft.origin == office.origin)
    ).one_or_none()
