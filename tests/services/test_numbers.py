"""Numbers without holes: several writers at once, some of whom change their mind."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import select

from otbor.domain.findings import Refused
from otbor.services import audit, intake
from otbor.services.numbers import next_number
from otbor.services.office import Office
from otbor.storage.database import open_database
from otbor.storage.models import Application, Counter
from tests.services.conftest import At
from tests.services.desk import CAMPAIGN
from tests.services.school import Clock, application

WRITERS, EACH = 4, 12


def _writer(path: Path, clock: Clock, seed: int, start: threading.Barrier) -> int:
    chance, registered = random.Random(seed), 0  # noqa: S311 - a repeatable test
    database = open_database(path)
    office = Office(database, f"оператор {seed}", clock=clock)
    start.wait()
    for number in range(EACH):
        draft = application(f"Иванов-{seed}", f"Пётр{number}")
        with office.transaction() as work:
            intake.register(office, CAMPAIGN, draft, series="Н" if seed % 2 else "")
            if chance.random() < 0.6:  # else the operator thinks better of it
                work.commit()
                registered += 1
    database.close()
    return registered


def test_numbers_have_no_holes_and_no_repeats_whoever_writes(at: At) -> None:
    desk = at("open")
    start = threading.Barrier(WRITERS)
    with ThreadPoolExecutor(WRITERS) as pool:
        path = desk.office.database.path
        done = list(pool.map(lambda seed: _writer(path, desk.clock, seed, start), range(WRITERS)))
    assert 0 < sum(done) < WRITERS * EACH
    with desk.office.question() as session:
        for series, mine in (("", done[0] + done[2]), ("Н", done[1] + done[3])):
            numbers = session.scalars(select(Application.ordinal).where(Application.series == series)).all()
            assert sorted(numbers) == list(range(1, mine + 1))
        assert audit.verify(session).broken_at is None


def test_a_refused_registration_gives_its_number_back(at: At) -> None:
    desk = at("open")
    desk.clock.now = desk.clock.now.replace(month=5)
    for _ in range(3):
        try:
            intake.register(desk.office, desk.campaign, application(filed_at=desk.clock.now))
        except Refused:
            continue
    with desk.office.question() as session:
        assert session.scalars(select(Counter.last).where(Counter.register == "journal:1")).all() == []


def test_each_register_counts_for_itself(office: Office) -> None:
    with office.transaction() as work:
        numbers = [next_number(work.session, register) for register in ("a", "a", "b", "a")]
        numbers += [next_number(work.session, "a", "Н")]
        work.commit()
    assert numbers == [1, 2, 1, 3, 1]
