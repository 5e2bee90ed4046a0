"""Texts of papers and names in cases: edited, tried, saved, given back; each by the widgets that a person uses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from otbor.services import names, wording_files
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.tasks import Worker
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.names import NamesPart
from otbor.ui.settings.wording import WordingPart
from otbor.ui.settings.wording_help import repeated
from otbor.wording import forms
from otbor.wording.declension import Case, Gender
from otbor.wording.filters import FILTERS
from tests.services.small_campaign import open_copy, taken_in
from tests.ui.settings.place import Place, place_over
from tests.ui.typing_keys import type_text

STRANGER = "Нгуен Ван Ань"


@pytest.fixture
def place(tmp_path: Path, qtbot: QtBot) -> Iterator[Place]:
    """The settings in the days of the intake, with a folder for the school's copies."""
    office, clock = open_copy(taken_in(), tmp_path / "school.otbor", tmp_path)
    workplace = Workplace(office, Memory(tmp_path / "window.ini"))
    workplace.set_campaign(1)
    yield place_over(workplace, clock, qtbot)
    workplace.close()
    office.database.close()


def wording(place: Place, form: str = "receipt") -> WordingPart:
    """The texts of papers, in front, with the form looked through."""
    part = place.open("wording")
    assert isinstance(part, WordingPart)
    place.section.go(("wording", form))
    place.until(lambda: part.form_box.chosen() == form and part.tried is not None)
    return part


def replaced(part: WordingPart, old: str, new: str) -> None:
    """Select ``old`` in the text and type ``new`` over it."""
    found = part.editor.document().find(old)
    assert not found.isNull(), old
    part.editor.setTextCursor(found)
    type_text(part.editor, new)


def tried(place: Place, part: WordingPart) -> None:
    """Wait until what was typed is looked through."""
    place.until(lambda: part.tried is not None)


def test_a_text_is_edited_previewed_saved_and_given_back(place: Place) -> None:
    part = wording(place)
    shipped = part.editor.toPlainText()
    assert not part.save_button.isEnabled()
    assert not part.restore_button.isEnabled()
    place.until(lambda: part.pane.paper is not None)
    before = part.pane.paper
    replaced(part, "РАСПИСКА", "РАСПИСКА ЛИЦЕЯ")
    assert part.unsaved()
    assert part.form_box.currentText().endswith("•")
    tried(place, part)
    reading = part.pane.findChildren(Worker)  # on a slow machine there were looks at the half-typed text before
    place.until(lambda: part.pane.paper is not before and not any(worker.busy for worker in reading))
    part.pane.look_for("РАСПИСКА ЛИЦЕЯ")
    place.qtbot.waitSignal(part.pane.searched).wait()
    assert wording_files.edited_forms(place.workplace.glance) == (), "nothing counts before it is saved"
    place.press_save()
    assert "Расписка" in place.until_told()
    assert not part.unsaved()
    assert wording_files.edited_forms(place.workplace.glance) == ("receipt",)
    assert "текст школы" in part.form_box.currentText()
    own = part.editor.toPlainText()
    assert "РАСПИСКА ЛИЦЕЯ" in own
    part.restore_button.click()
    place.until_told(2)
    assert part.editor.toPlainText() == shipped
    place.told[-1].acts[0][1]()  # what was given back is taken again
    place.until_told(3)
    assert "РАСПИСКА ЛИЦЕЯ" in wording_files.wording_text(place.workplace.glance, "receipt")


def test_what_forbids_is_said_while_typing_and_is_not_saved(place: Place) -> None:
    part = wording(place)
    replaced(part, "{child}", "{kid}")
    tried(place, part)
    assert "kid" in part.remarks.text
    assert "child" in part.remarks.text  # unused: a warning
    assert not part.save_button.isEnabled()
    part.back.click()
    tried(place, part)
    assert part.remarks.text == ""
    assert not part.unsaved()


def test_a_typed_text_waits_while_another_paper_is_looked_at(place: Place) -> None:
    part = wording(place)
    replaced(part, "РАСПИСКА", "КВИТАНЦИЯ")
    wording(place, "order")
    assert "КВИТАНЦИЯ" not in part.editor.toPlainText()
    assert part.unsaved()
    part.entered()
    wording(place, "receipt")
    assert "КВИТАНЦИЯ" in part.editor.toPlainText()
    part.back.click()
    assert not part.unsaved()


def test_what_may_be_put_in_is_explained_and_put_in(place: Place) -> None:
    part = wording(place)
    assert {f"|{name}" for name in FILTERS} <= part.help.buttons.keys()
    assert {"{child}", "attached"} <= part.help.buttons.keys()
    part.editor.moveCursor(QTextCursor.MoveOperation.End)
    part.tabs.setCurrentWidget(part.help)
    part.help.buttons["{child}"].click()
    assert part.editor.toPlainText().endswith("{child}")
    assert repeated("missing", "чего ещё нет, без полей") == "{missing}"
    rows = forms.explained("receipt").rows
    assert repeated("attached", rows["attached"]) == "{% for строка in attached %}{строка.title}{% endfor %}"
    part.back.click()


def test_every_list_of_every_paper_is_put_in_as_the_checker_takes_it(place: Place) -> None:
    for name in forms.names():
        told, text = forms.explained(name), wording_files.wording_text(place.workplace.glance, name)
        for row, meaning in told.rows.items():
            with_list = text.replace("[texts]\n", f"[texts]\n# {repeated(row, meaning)}\n")
            assert not [f for f in forms.check(name, with_list) if f.id != "form.unused_placeholder"]


def test_a_copy_that_cannot_be_read_is_given_back(place: Place) -> None:
    own = place.workplace.glance.own
    assert own is not None
    (own / "forms").mkdir()
    (own / "forms" / "receipt.toml").write_bytes("version = 2\nтексты".encode("cp1251"))
    part = wording(place)
    assert "UTF-8" in part.remarks.text
    assert not part.editor.isEnabled()
    part.restore_button.click()
    place.until_told()
    assert part.editor.isEnabled()
    tried(place, part)
    assert part.remarks.text == ""


def test_a_refused_saving_is_told_and_the_text_stays(place: Place) -> None:
    part = wording(place)
    replaced(part, "РАСПИСКА", "КВИТАНЦИЯ")
    own = place.workplace.glance.own
    assert own is not None
    (own / "forms").write_text("no folder", "utf-8")
    place.press_save()
    place.until_told()
    assert part.unsaved()
    assert "КВИТАНЦИЯ" in part.editor.toPlainText()
    part.discard()


# Names


def cases(place: Place) -> NamesPart:
    """The names in cases, in front."""
    part = place.open("names")
    assert isinstance(part, NamesPart)
    return part


def test_a_name_that_the_rules_do_not_know_is_said_once(place: Place) -> None:
    part = cases(place)
    place.until(lambda: not place.workplace.busy)
    assert not part.none.isHidden()
    part.name.setFocus()
    type_text(part.name, STRANGER)
    place.enter()
    assert part.fields[Case.GENITIVE.value] == STRANGER
    part.gender.choose(Gender.MALE)
    assert (
        part.fields[Case.DATIVE.value]
        == names.name_card(place.workplace.glance, STRANGER, Gender.MALE).forms[Case.DATIVE]
    )
    part.fields[Case.GENITIVE.value] = "Нгуена Ван Аня"
    assert part.unsaved()
    part.show_target("Золя Мария Петровна")
    assert STRANGER in part.card.remarks.text, "first what is typed is saved"
    assert part.fields[Case.GENITIVE.value] == "Нгуена Ван Аня"
    place.press_save()
    assert STRANGER in place.until_told()
    card = names.name_card(place.workplace.glance, STRANGER)
    assert card.forms[Case.GENITIVE] == "Нгуена Ван Аня"
    assert not part.unsaved()


def test_a_case_given_back_to_the_rules_is_forgotten(place: Place) -> None:
    part, person = cases(place), "Золя Мария Петровна"
    part.show_target(person)
    by_rule = part.fields[Case.DATIVE.value]
    part.fields[Case.DATIVE.value] = "Золе Марии Петровне"
    place.press_save()
    place.until_told()
    assert names.name_card(place.workplace.glance, person).told == {Case.DATIVE}
    part.fields[Case.DATIVE.value] = ""
    place.press_save()
    place.until_told(2)
    assert names.name_card(place.workplace.glance, person).told == frozenset()
    assert part.fields[Case.DATIVE.value] == by_rule


def test_what_is_no_name_is_refused_beside_it(place: Place) -> None:
    part = cases(place)
    part.show_name("Иванова")
    place.press_save()
    place.until(lambda: part.card.remarks.text)
    assert not place.told
