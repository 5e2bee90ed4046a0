"""A desk of the tests: an office whose campaign stands at a named step, copied from a database that is made once.

Seven families: places in 8Ф (two seats) are 1 — 48 points, 2 and 3 — 40 points each, shared at the last seat, 6 did not
come to physics; in 8И (one seat) 4 — 44, 2 — 38, 5 and 7 — 28 each.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from otbor.domain.applications import HowTold, RatingKind
from otbor.domain.campaign import Basis
from otbor.domain.findings import Refused
from otbor.services import acquaintance, enrolment, intake, ratings
from otbor.services.office import Office
from otbor.storage.database import open_database
from otbor.storage.models import Application, AuditEntry, Campaign, RatingSnapshot
from otbor.wording.findings import sentence
from tests.services.school import Clock, application, examined, meeting, opened

CAMPAIGN = 1
SEATS = (2, 1)
PRELIMINARY_DAY, FINAL_DAY = date(2026, 5, 20), date(2026, 5, 26)
FAMILIES: dict[int, tuple[str, str, tuple[str, ...]]] = {
    1: ("Иванов", "Пётр", ("8Ф",)),
    2: ("Петрова", "Анна", ("8Ф", "8И")),
    3: ("Сидоров", "Олег", ("8Ф",)),
    4: ("Кузнецов", "Глеб", ("8И",)),
    5: ("Орлова", "Нина", ("8И",)),
    6: ("Лебедев", "Яков", ("8Ф",)),
    7: ("Волков", "Марк", ("8И",)),
}
POINTS: dict[int, dict[str, int | None]] = {
    1: {"математика": 20, "физика": 18},
    2: {"математика": 15, "физика": 15, "информатика": 15},
    3: {"математика": 15, "физика": 15},
    4: {"математика": 18, "информатика": 18},
    5: {"математика": 10, "информатика": 10},
    6: {"математика": 20, "физика": None},
    7: {"математика": 10, "информатика": 10},
}


@dataclass(frozen=True)
class Desk:
    """An office at work: the clock to be set, and the row ids by what people call them."""

    office: Office
    clock: Clock
    campaign: int
    tests: dict[str, int]
    groups: dict[str, int]

    def id(self, ordinal: int) -> int:
        """Row id of the application with this ordinal number."""
        with self.office.question() as session:
            return session.scalars(select(Application.id).where(Application.ordinal == ordinal)).one()

    def row(self, ordinal: int) -> Application:
        """The application with this ordinal number, as it is now."""
        with self.office.question() as session:
            return session.scalars(select(Application).where(Application.ordinal == ordinal)).one()

    def rating(self, kind: RatingKind = RatingKind.PRELIMINARY) -> int:
        """Row id of the newest rating of a kind."""
        with self.office.question() as session:
            return ratings.newest(session, self.campaign, kind).id

    @contextmanager
    def refused(self, identity: str, paragraph: str | None = None) -> Iterator[None]:
        """The act inside is refused for ``identity``, says so in a sentence that can be filled, and leaves no trace."""
        before = self._entries()
        with pytest.raises(Refused) as refusal:
            yield
        assert refusal.value.finding.id == identity, [f.id for f in refusal.value.findings]
        assert paragraph in {None, refusal.value.finding.paragraph}
        assert all(sentence(finding) for finding in refusal.value.findings)
        assert self._entries() == before

    def _entries(self) -> int:
        with self.office.question() as session:
            return session.scalar(select(func.count(AuditEntry.id))) or 0


def transfers(desk: Desk) -> Desk:
    """The desk, its campaign also for a transfer from another school (п. 8.3)."""
    with desk.office.transaction() as work:
        campaign = work.session.get_one(Campaign, desk.campaign)
        campaign.bases = [Basis.ADMISSION, Basis.TRANSFER_FROM]
        work.commit()
    return desk


def number(ordinal: int) -> str:
    """The registration number of an ordinal."""
    return f"2026-8-{ordinal:04}"


def _open(office: Office, clock: Clock) -> None:
    assert opened(office, clock, SEATS) == CAMPAIGN
    clock.on(date(2026, 4, 7))


def _filed(office: Office, clock: Clock) -> None:
    for ordinal, (surname, given, groups) in FAMILIES.items():
        filed_at = datetime(2026, 4, 6, 8, ordinal, tzinfo=UTC)
        intake.register(office, CAMPAIGN, application(surname, given, groups, filed_at=filed_at))


def _marked(office: Office, clock: Clock) -> None:
    examined(office, clock, CAMPAIGN, {number(ordinal): points for ordinal, points in POINTS.items()})


def _preliminary(office: Office, clock: Clock) -> None:
    ratings.build_preliminary(office, CAMPAIGN, meeting(PRELIMINARY_DAY))


def _acquainted(office: Office, clock: Clock) -> None:
    with office.question() as session:
        rating = session.scalars(select(RatingSnapshot.id)).one()
        ids = session.scalars(select(Application.id)).all()
    for identity in ids:
        acquaintance.mark_acquaintance(office, rating, identity, HowTold.SIGNED, PRELIMINARY_DAY)


def _final(office: Office, clock: Clock) -> None:
    clock.on(FINAL_DAY)
    ratings.build_final(office, CAMPAIGN, meeting(FINAL_DAY))


def _recommended(office: Office, clock: Clock) -> None:
    enrolment.decide_tie(office, CAMPAIGN, [number(2)], "больше предметов школьной олимпиады", meeting(FINAL_DAY))
    enrolment.recommend(office, CAMPAIGN, meeting(FINAL_DAY))


def _enrolled(office: Office, clock: Clock) -> None:
    enrolment.order_enrolment(office, CAMPAIGN, "45-у", FINAL_DAY)


STEPS: dict[str, Callable[[Office, Clock], None]] = {
    "open": _open,
    "filed": _filed,
    "marked": _marked,
    "preliminary": _preliminary,
    "acquainted": _acquainted,
    "final": _final,
    "recommended": _recommended,
    "enrolled": _enrolled,
}
"""The steps of the campaign, each going on from the one before."""


class Templates:
    """Databases of every step, made when first asked for."""

    def __init__(self, folder: Path, empty: Path) -> None:
        self._folder = folder
        self._made: dict[str, tuple[Path, datetime]] = {"": (empty, Clock().now)}

    def copy(self, step: str, path: Path) -> datetime:
        """Copy the database of ``step`` to ``path``; gives when it was left."""
        names = ["", *STEPS]
        if step not in self._made:
            mine = self._folder / f"{step}.otbor"
            clock = Clock()
            clock.now = self.copy(names[names.index(step) - 1], mine)
            database = open_database(mine)
            STEPS[step](Office(database, "Белова А. С.", clock=clock), clock)
            database.close()
            self._made[step] = mine, clock.now
        source, left = self._made[step]
        shutil.copyfile(source, path)
        return left


def desk_of(office: Office, clock: Clock) -> Desk:
    """A desk over an office that has its campaign."""
    with office.question() as session:
        campaign = session.get_one(Campaign, CAMPAIGN)
        tests = {test.name: test.id for test in campaign.tests}
        groups = {group.code: group.id for group in campaign.groups}
    return Desk(office, clock, CAMPAIGN, tests, groups)
