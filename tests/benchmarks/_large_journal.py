"""A journal of many applications, written in bulk: for benchmarks and for looking at."""

import random
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

_SURNAMES = ("Иванов", "Фёдоров", "Кузнецов", "Соколов", "Семёнов", "Лебедев", "Королёв", "Орлов", "Щербаков", "Ёлкин")
_GIVEN = ("Пётр", "Фёдор", "Олег", "Глеб", "Марк", "Яков", "Артём", "Семён", "Лев", "Тимур")
_PATRONYMICS = ("Иванович", "Олегович", "Артёмович", "Глебович", "Львович", "Петрович")
_AT_ONCE = 10_000


def fill(path: Path, count: int) -> int:
    """A database at ``path`` with a campaign of ``count`` applications; gives the campaign's row id."""
    from sqlalchemy import insert  # noqa: PLC0415 - not in anybody's time

    from otbor.storage.models import Applicant, Application, Document, Representative, Wish  # noqa: PLC0415
    from tests.services.school import Clock, new_office, opened  # noqa: PLC0415

    clock = Clock()
    office = new_office(path, clock)
    campaign = opened(office, clock)
    chance = random.Random(count)  # noqa: S311 - made-up children, no secrets
    with office.database.writing() as session:
        for start in range(1, count + 1, _AT_ONCE):
            ordinals = range(start, min(start + _AT_ONCE, count + 1))
            rows = [_application(campaign, ordinal, chance) for ordinal in ordinals]
            session.execute(insert(Applicant), [{"id": n, "uid": _uid()} for n in ordinals])
            session.execute(insert(Application), rows)
            session.execute(insert(Representative), [_representative(row, chance) for row in rows])
            session.execute(insert(Wish), [wish for row in rows for wish in _wishes(row["id"])])
            session.execute(insert(Document), [paper for row in rows for paper in _documents(row, chance)])
        session.commit()
    office.database.close()
    return campaign


def _uid() -> str:
    return uuid.uuid4().hex


def _application(campaign: int, ordinal: int, chance: random.Random) -> dict[str, Any]:
    from otbor.domain.applications import ApplicationStatus, Channel  # noqa: PLC0415
    from otbor.domain.campaign import Basis  # noqa: PLC0415
    from otbor.domain.people import FullName, search_key, sort_key  # noqa: PLC0415

    name = FullName(chance.choice(_SURNAMES), chance.choice(_GIVEN), chance.choice(_PATRONYMICS))
    filed_at = datetime(2026, 4, 6, 6, tzinfo=UTC) + timedelta(minutes=ordinal % 20_000)
    status = ApplicationStatus.REGISTERED if chance.random() < 0.97 else ApplicationStatus.ANNULLED
    return {
        "id": ordinal,
        "uid": _uid(),
        "campaign_id": campaign,
        "applicant_id": ordinal,
        "series": "",
        "ordinal": ordinal,
        "number": f"2026-8-{ordinal:06}",
        "filed_at": filed_at,
        "recorded_at": filed_at,
        "accepted_by": "Белова А. С.",
        "channel": chance.choice(tuple(Channel)),
        "external_number": str(chance.randrange(10**9)),
        "surname": name.surname,
        "given": name.given,
        "patronymic": name.patronymic,
        "sort_key": sort_key(name),
        "search_key": search_key(str(name)),
        "birth_date": date(2012, 1, 1) + timedelta(days=chance.randrange(365)),
        "birth_place": "г. Нижний Новгород",
        "address": f"г. Нижний Новгород, ул. Горького, д. {chance.randrange(200)}, кв. {chance.randrange(100)}",
        "foreign_citizen": False,
        "consent": True,
        "basis": Basis.ADMISSION,
        "named": {},
        "status": status,
        "status_reason": "" if status is ApplicationStatus.REGISTERED else "записано дважды",
        "receipt_given_at": filed_at if chance.random() < 0.7 else None,
        "version": 1,
    }


def _representative(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    return {
        "uid": _uid(),
        "application_id": row["id"],
        "surname": f"{row['surname']}а",
        "given": "Мария",
        "patronymic": "Олеговна",
        "phone": f"+79{chance.randrange(10**9):09}",
        "identity_shown": chance.random() < 0.9,
    }


def _wishes(identity: int) -> list[dict[str, Any]]:
    groups = (1, 2) if identity % 2 else (2, 1)
    return [
        {"uid": _uid(), "application_id": identity, "group_id": group, "rank": rank}
        for rank, group in enumerate(groups, 1)
    ]


def _documents(row: dict[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    from otbor.domain.applications import CopyKind  # noqa: PLC0415

    kinds = ("marks", "portfolio", "portfolio", "portfolio", "other")[: chance.randrange(1, 6)]
    start = 0 if chance.random() < 0.85 else 1
    return [
        {
            "uid": _uid(),
            "application_id": row["id"],
            "kind": kind,
            "title": "Выписка отметок за 7 класс",
            "copy_kind": CopyKind.SHOWN_WITH_ORIGINAL,
            "sheets": 1,
            "received_at": row["filed_at"],
            "compared_at": row["filed_at"] if chance.random() < 0.5 else None,
            "compared_by": "",
        }
        for kind in kinds[start:]
    ]
