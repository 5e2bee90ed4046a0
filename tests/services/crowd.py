"""Thousands of applications written at once, past the acts: to measure what is to be quick with many."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, select

from otbor.domain.applications import ApplicationStatus, Channel, CopyKind
from otbor.domain.campaign import Basis
from otbor.services.office import Office
from otbor.storage.models import Applicant, Application, Document, Group, Representative, Wish


def crowd(office: Office, campaign_id: int, number: int, *, since: int = 1000) -> None:
    """Write ``number`` applications of different children, numbered after ``since``, over the days of the intake."""
    ids = range(since + 1, since + number + 1)
    with office.database.writing() as session:
        groups = session.scalars(select(Group.id).where(Group.campaign_id == campaign_id)).all()
        session.execute(insert(Applicant), [{"id": n} for n in ids])
        session.execute(insert(Application), [_application(campaign_id, n) for n in ids])
        session.execute(insert(Representative), [_representative(n) for n in ids])
        wishes = [
            {"application_id": n, "group_id": group, "rank": rank}
            for n in ids
            for rank, group in enumerate(groups[n % 2 :] if n % 3 else groups, 1)
        ]
        session.execute(insert(Wish), wishes)
        session.execute(insert(Document), [_document(n) for n in ids if n % 10])
        session.commit()


def _name(n: int) -> tuple[str, str]:
    letters = "абвгдежзиклмнопрстуф"
    word = "".join(letters[n // 20**place % 20] for place in range(4))
    return f"Фам{word}", f"Имя{word[::-1]}"


def _application(campaign_id: int, n: int) -> dict[str, object]:
    surname, given = _name(n)
    filed = datetime(2026, 4, 6, 5, 0, tzinfo=UTC) + timedelta(days=n % 17, minutes=n % 600)
    return {
        "id": n,
        "campaign_id": campaign_id,
        "applicant_id": n,
        "series": "",
        "ordinal": n,
        "number": f"2026-8-{n:04}",
        "filed_at": filed,
        "recorded_at": filed,
        "accepted_by": "Белова А. С.",
        "channel": list(Channel)[n % 4],
        "surname": surname,
        "given": given,
        "patronymic": "",
        "sort_key": f"{surname}\t{given}\t".casefold(),
        "search_key": f"{surname} {given}".casefold(),
        "birth_date": date(2012, 1, 1) + timedelta(days=n % 700),
        "birth_place": "г. Нижний Новгород",
        "address": f"г. Нижний Новгород, ул. Ванеева, д. {n}, кв. {n % 90}",
        "consent": True,
        "basis": Basis.ADMISSION,
        "status": ApplicationStatus.ANNULLED if n % 50 == 0 else ApplicationStatus.REGISTERED,
        "receipt_given_at": filed if n % 4 else None,
    }


def _representative(n: int) -> dict[str, object]:
    surname, _given = _name(n)
    return {
        "application_id": n,
        "surname": surname,
        "given": "Мария",
        "phone": f"+79{n:09}",
        "identity_shown": n % 20 > 0,
    }


def _document(n: int) -> dict[str, object]:
    received = datetime(2026, 4, 6, 9, tzinfo=UTC)
    return {
        "application_id": n,
        "kind": "marks",
        "title": "Выписка отметок за 7 класс",
        "copy_kind": CopyKind.SHOWN_WITH_ORIGINAL if n % 2 else CopyKind.ORIGINAL,
        "sheets": 1,
        "received_at": received,
        "compared_at": received if n % 6 else None,
    }
