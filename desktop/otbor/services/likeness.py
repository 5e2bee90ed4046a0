"""Applications that look alike (похожие заявления): shown in pairs, told apart or linked by a person, remembered.

Nothing is ever merged: twins and namesakes stay two children, and the same child in two applications is only linked.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from otbor.domain.applications import ApplicationStatus
from otbor.domain.findings import Finding, Refused
from otbor.domain.people import DuplicateIndex, Likeness
from otbor.domain.rights import Right
from otbor.services.corrections import application_row
from otbor.services.intake import person_of
from otbor.services.office import Changes, Office, act
from otbor.storage.models import Application, LikenessAnswer


@dataclass(frozen=True)
class LikePair:
    """Two applications that look alike, and why; ``first`` was registered before ``second`` (row ids and numbers)."""

    first: int
    second: int
    numbers: tuple[str, str]
    likeness: Likeness


def like_pairs(office: Office, campaign_id: int) -> list[LikePair]:
    """Pairs of applications in force that look alike and that nobody has told apart or linked yet."""
    with office.question() as session:
        rows = session.scalars(
            select(Application)
            .where(Application.campaign_id == campaign_id, Application.status == ApplicationStatus.REGISTERED)
            .order_by(Application.id)
            .options(selectinload(Application.representatives))
        ).all()
        answered = _answered(session)
        index, pairs = DuplicateIndex(), []
        for row in rows:
            person = person_of(row)
            for place, likeness in index.matches(person):
                other = rows[place]
                if (other.id, row.id) not in answered:
                    pairs.append(LikePair(other.id, row.id, (other.number, row.number), likeness))
            index.add(person)
        return pairs


def _answered(session: Session) -> set[tuple[int, int]]:
    rows = session.execute(select(LikenessAnswer.first_id, LikenessAnswer.second_id))
    return {(first, second) for first, second in rows}


@act(Right.REGISTER)
def tell_apart(office: Office, first_id: int, second_id: int, reason: str, *, same: bool = False) -> Changes:
    """Remember that two applications are of different children («это другой ребёнок»), or with ``same`` of one.

    Of one child they are linked, each keeping what its family wrote. Raises :class:`Refused` without a reason, for one
    application named twice, and for a pair that was answered before.
    """
    with office.transaction() as work:
        first, second = sorted((application_row(work, first_id), application_row(work, second_id)), key=lambda a: a.id)
        values = {"first": first.number, "second": second.number}
        if first.id == second.id:
            raise Refused(Finding("likeness.one_application", values=values))
        if not reason.strip():
            raise Refused(Finding("likeness.no_reason", values=values))
        if (first.id, second.id) in _answered(work.session):
            raise Refused(Finding("likeness.answered_already", values=values))
        answer = LikenessAnswer(
            first_id=first.id,
            second_id=second.id,
            same=same,
            reason=reason.strip(),
            decided_by=office.operator,
            decided_at=work.now,
        )
        work.session.add(answer)
        if same:
            second.applicant_id = first.applicant_id
        work.record("tell_apart", {**values, "same": same, "reason": answer.reason}, second)
        changes = work.changes()
        work.commit()
    return changes
