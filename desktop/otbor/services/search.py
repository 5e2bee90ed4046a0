"""One search for everything that a person types (поиск): a number, a name with ё or е, a telephone."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select

from otbor.domain.applications import ApplicationStatus
from otbor.domain.people import search_key
from otbor.services.office import Office
from otbor.storage.models import Application, Campaign, Representative

_DIGITS_OF_A_PHONE = 4  # fewer would find half of the journal


@dataclass(frozen=True)
class Found:
    """An application that was found; ``campaign_id`` is its campaign, ``campaign`` that one's code."""

    application_id: int
    campaign_id: int
    campaign: str
    number: str
    child: str
    born: date
    status: ApplicationStatus


def find(office: Office, text: str, *, limit: int = 20) -> list[Found]:
    """Applications of all campaigns that ``text`` names, the newest campaign first, by name within it.

    Each word of a name may stand anywhere in it, the first letters suffice; four digits or more are looked for in
    numbers and telephones, fewer in the last digits of numbers. Nothing is found for an empty text.
    """
    words = search_key(text).split()
    if not words:
        return []
    with office.question() as session:
        rows = session.execute(
            select(Application, Campaign.code)
            .join(Campaign, Campaign.id == Application.campaign_id)
            .where(or_(_by_name(words), _by_digits(text)))
            .order_by(Campaign.starts.desc(), Application.sort_key, Application.id)
            .limit(limit)
        )
        return [_found(row, campaign) for row, campaign in rows]


def _by_name(words: list[str]) -> ColumnElement[bool]:
    """Every word begins a word of the name."""
    return and_(
        *(
            or_(
                Application.search_key.startswith(word, autoescape=True),
                Application.search_key.contains(f" {word}", autoescape=True),
            )
            for word in words
        )
    )


def _by_digits(text: str) -> ColumnElement[bool]:
    digits = re.sub(r"\D", "", text)
    if not digits:
        return false()
    numbers = [Application.number == text.strip()]
    if digits == text.strip():
        numbers.append(Application.number.endswith(digits, autoescape=True))
    if len(digits) < _DIGITS_OF_A_PHONE:
        return or_(*numbers)
    owners = select(Representative.application_id).where(Representative.phone.contains(_subscriber(digits)))
    return or_(*numbers, Application.number.contains(text.strip(), autoescape=True), Application.id.in_(owners))


def _subscriber(digits: str) -> str:
    """Digits of a telephone without the country or trunk code that families write in several ways."""
    return digits[1:] if len(digits) == len("89101234567") and digits[0] in "78" else digits


def _found(row: Application, campaign: str) -> Found:
    child = " ".join(filter(None, (row.surname, row.given, row.patronymic)))
    return Found(row.id, row.campaign_id, campaign, row.number, child, row.birth_date, row.status)
