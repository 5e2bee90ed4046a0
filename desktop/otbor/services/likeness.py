"""Applications that look alike (похожие заявления): shown in pairs, told apart or linked by a person, remembered.

Nothing is ever merged: twins and namesakes stay two children, and the same child in two applications is only linked.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.applications import ApplicationStatus
from otbor.domain.findings import Finding, Refused
from otbor.domain.people import DuplicateIndex, FullName, Likeness, Person
from otbor.domain.rights import Right
from otbor.services.corrections import application_row
from otbor.services.office import Changes, Office, act
from otbor.storage.models import Application, LikenessAnswer, Representative


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
        answered = _answered(session)
        index, pairs, seen = DuplicateIndex(), [], list[tuple[int, str]]()
        for identity, number, person in _people(session, campaign_id):
            for place, likeness in index.add(person):
                other, other_number = seen[place]
                if (other, identity) not in answered:
                    pairs.append(LikePair(other, identity, (other_number, number), likeness))
            seen.append((identity, number))
        return pairs


def _people(session: Session, campaign_id: int) -> Iterator[tuple[int, str, Person]]:
    """Children of applications in force as far as duplicates are concerned: bare columns, for there may be 10,000."""
    of_campaign = (Application.campaign_id == campaign_id, Application.status == ApplicationStatus.REGISTERED)
    names, phones = dict[int, str](), defaultdict[int, list[str]](list)
    adults = (
        select(
            Representative.application_id,
            Representative.phone,
            Representative.surname,
            Representative.given,
            Representative.patronymic,
        )
        .join(Application, Application.id == Representative.application_id)
        .where(*of_campaign)
        .order_by(Representative.id)
    )
    for identity, phone, *name in session.execute(adults):
        names.setdefault(identity, str(FullName(*name)))
        phones[identity].append(phone)
    children = (
        select(
            Application.id,
            Application.number,
            Application.birth_date,
            Application.address,
            Application.surname,
            Application.given,
            Application.patronymic,
        )
        .where(*of_campaign)
        .order_by(Application.id)
    )
    for identity, number, born_on, address, *name in session.execute(children):
        person = Person(FullName(*name), born_on, names.get(identity, ""), tuple(phones[identity]), address)
        yield identity, number, person


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
