"""The settings over databases of the tests' campaign: empty, planned, and at each later step."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otbor.services import campaigns
from otbor.services.office import Office
from otbor.storage.database import open_database
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.workplace import Workplace
from tests.services.school import SCHOOL, Clock, planned
from tests.ui.conftest import WorkplaceAt
from tests.ui.settings.place import Place, place_over

PlaceAt = Callable[[str], Place]


@pytest.fixture
def place_at(workplace_at: WorkplaceAt, empty_database: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[PlaceAt]:
    """The settings at a step of the campaign, or before it: «empty», «school», «planned»."""
    opened: list[tuple[Workplace, Office]] = []

    def early(step: str) -> Place:
        path, clock = tmp_path / f"{step}.otbor", Clock()
        shutil.copyfile(empty_database, path)
        office = Office(open_database(path), "Белова А. С.", clock=clock)
        if step == "school":
            campaigns.set_up_school(office, SCHOOL)
        campaign = planned(office) if step == "planned" else None
        workplace = Workplace(office, Memory(tmp_path / "window.ini"))
        workplace.set_campaign(campaign)
        opened.append((workplace, office))
        return place_over(workplace, clock, qtbot)

    def put(step: str) -> Place:
        if step in {"empty", "school", "planned"}:
            return early(step)
        workplace, desk = workplace_at(step)
        return place_over(workplace, desk.clock, qtbot)

    yield put
    for workplace, office in opened:
        workplace.close()
        office.database.close()
