"""A form that was not finished (черновик): kept while it is typed, offered again after a crash or a break.

It lies in the database, so that it is encrypted wherever the school's data are, and goes in the transaction that
registers it. Each window keeps its own; what one that is gone left behind is another's. It is no act of the procedure:
nothing is written into the audit trail, and no list changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, not_, or_, select, update
from sqlalchemy.orm import Session

from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services.office import Office
from otbor.storage.models import FormDraft

_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True)
class KeptDraft:
    """What was typed: ``content`` as the form gave it, when it was kept last, by whom and in which window.

    ``foreign``: that is no window of this person.
    """

    content: dict[str, Any]
    kept_at: datetime
    kept_by: str
    window: str
    foreign: bool = False


def keep(office: Office, campaign_id: int, content: dict[str, Any]) -> None:
    """Keep ``content`` (plain JSON values) in place of what this window kept for this campaign."""
    if Right.REGISTER not in office.rights:
        raise Refused(Finding("office.no_right", values={"operator": office.operator, "act": "keep"}))
    with office.database.writing() as session:
        row = _row(session, office, campaign_id)
        if row is None:
            row = FormDraft(campaign_id=campaign_id, window=office.window)
            session.add(row)
        row.kept_at, row.kept_by, row.content = office.clock(), office.operator, content
        session.commit()


def kept(office: Office, campaign_id: int) -> KeptDraft | None:
    """What this window kept for this campaign, or else what was left behind (:func:`take_over` it); None for neither.

    Left behind is the draft of a window that is gone. Which windows of another person are, nobody knows here: theirs is
    left behind when it was not touched for a day, for its computer may be gone, too.
    """
    with office.question() as session:
        row = _row(session, office, campaign_id) or _left_behind(session, office, campaign_id)
        if row is None:
            return None
        foreign = not row.window.startswith(_person(office)) and row.window != office.window
        return KeptDraft(row.content, row.kept_at, row.kept_by, row.window, foreign)


def take_over(office: Office, campaign_id: int, kept: KeptDraft) -> None:
    """Take a draft that was left behind out of its window: it is this one's own, or goes where this one has its own,
    whose form is to hold it by now.

    One that another was quicker to take, and one that was typed on in since, stays where it is.
    """
    same = FormDraft.window == kept.window, FormDraft.kept_at == kept.kept_at
    left = FormDraft.campaign_id == campaign_id, *same
    with office.database.writing() as session:
        if _row(session, office, campaign_id) is None:
            session.execute(update(FormDraft).where(*left).values(window=office.window))
        else:
            session.execute(delete(FormDraft).where(*left))
        session.commit()


def forget(office: Office, campaign_id: int) -> None:
    """Let the draft go, because the person cleared the form."""
    with office.database.writing() as session:
        forget_in(session, office, campaign_id)
        session.commit()


def forget_in(session: Session, office: Office, campaign_id: int) -> None:
    """Let the draft go in the transaction that registers it."""
    session.execute(delete(FormDraft).where(FormDraft.campaign_id == campaign_id, FormDraft.window == office.window))


def _row(session: Session, office: Office, campaign_id: int) -> FormDraft | None:
    return session.scalars(
        select(FormDraft).where(FormDraft.campaign_id == campaign_id, FormDraft.window == office.window)
    ).one_or_none()


def _left_behind(session: Session, office: Office, campaign_id: int) -> FormDraft | None:
    """The newest draft of a window that is gone."""
    mine = FormDraft.window.startswith(_person(office), autoescape=True)
    forgotten = and_(not_(mine), FormDraft.kept_at < office.clock() - _FORGOTTEN)
    gone = or_(FormDraft.window.in_(office.gone()), forgotten)
    return session.scalars(
        select(FormDraft)
        .where(FormDraft.campaign_id == campaign_id, gone)
        .order_by(mine.desc(), FormDraft.kept_at.desc())
    ).first()


def _person(office: Office) -> str:
    """What the windows of this person begin with."""
    return office.window.partition("/")[0] + "/"
