"""Registration while the computer fails: told in plain words, nothing typed is lost, the same press works later."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from otbor.services import drafts, registration
from otbor.storage.database import Database
from otbor.ui.kit.failures import Family
from tests.services.desk import CAMPAIGN
from tests.ui.registration.conftest import Sit
from tests.ui.registration.hands import CONTROL, Secretary
from tests.ui.troubles import no_room, taken

LONG = f"г. Бор, {'Верхняя Набережная улица, ' * 400}д. 1"  # no page of the file has so much room left

NOTHING: dict[str, str] = {}


def written(secretary: Secretary) -> None:
    """A whole application, its address a long one."""
    secretary.whole()
    secretary.form.sheet.child.address.setText(LONG)


def in_vain(secretary: Secretary) -> str:
    """Ctrl+Enter that fails; what the notice says."""
    before, count = secretary.form.sheet.state(), secretary.count()
    with secretary.qtbot.waitSignal(secretary.workplace.noticed):
        secretary.press(Qt.Key.Key_Return, CONTROL)
    assert secretary.form.sheet.state() == before
    assert secretary.count() == count
    assert "Всё набранное осталось на месте" in secretary.form.status.text()
    return secretary.notices[-1].text


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (no_room, ("не осталось места", "Освободите место и повторите")),
        (taken, ("занята другой программой", "повторите действие")),
    ],
)
def test_the_same_press_works_once_the_trouble_is_over(
    sit: Sit, trouble: Callable[[Database], AbstractContextManager[None]], said: tuple[str, ...]
) -> None:
    secretary = sit()
    written(secretary)
    with trouble(secretary.desk.office.database):
        told = in_vain(secretary)
    assert secretary.notices[-1].family is Family.TROUBLE
    assert all(part in told for part in said)
    secretary.register()
    assert secretary.desk.row(8).address == LONG
    assert drafts.kept(secretary.desk.office, CAMPAIGN) is None


def test_a_draft_that_the_disk_cannot_take_is_told_below_and_typing_goes_on(sit: Sit) -> None:
    secretary = sit()
    database = secretary.desk.office.database
    with no_room(database):
        with secretary.qtbot.waitSignal(secretary.form.draft.keeper.failed):
            secretary.type("Зайцев")
            secretary.form.sheet.child.address.setText(LONG)
        assert "не осталось места" in secretary.form.status.text()
        secretary.type(" Фёдор")
        assert secretary.form.sheet.child.name.surname.text() == "Зайцев Фёдор"
    with secretary.qtbot.waitSignal(secretary.form.drafted):
        secretary.type(" Ильич")
    kept = drafts.kept(secretary.desk.office, CAMPAIGN)
    assert kept is not None
    assert kept.content["child"]["address"] == LONG


def test_a_fault_of_the_program_costs_no_letter_either(
    sit: Sit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secretary = sit()
    secretary.whole()
    monkeypatch.setattr("otbor.support.faults.data_folder", lambda: tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(registration, "take_in", lambda *_asked: NOTHING["нет"])
        told = in_vain(secretary)
    assert secretary.notices[-1].family is Family.FAULT
    assert str(next(tmp_path.glob("*.log"))) in told
    with monkeypatch.context() as broken, secretary.qtbot.captureExceptions() as raised:
        broken.setattr(secretary.form.sheet, "typed", lambda _clock: NOTHING["нет"])  # in the slot itself
        secretary.press(Qt.Key.Key_Return, CONTROL)
    assert len(raised) == 1
    secretary.register()
