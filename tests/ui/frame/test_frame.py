"""The frame: sections, search for everything, notices, looks, who is at work, what another program wrote."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QToolBar,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otbor.domain.findings import Refused
from otbor.domain.rights import Right
from otbor.services import corrections, intake
from otbor.services.office import Office
from otbor.storage.database import open_database
from otbor.ui.frame.window import MainWindow
from otbor.ui.kit.failures import Family
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.theme import Look, colours, remembered
from otbor.ui.kit.workplace import Link, Workplace
from tests.services.desk import CAMPAIGN, Desk, number
from tests.services.school import application
from tests.ui.conftest import WorkplaceAt
from tests.ui.sections import Reading, two_places
from tests.ui.typing_keys import type_text

Made = tuple[MainWindow, Desk]


@pytest.fixture
def window(qtbot: QtBot, workplace_at: WorkplaceAt) -> Iterator[Made]:
    workplace, desk = workplace_at("filed")
    made = MainWindow(workplace, two_places(), desk.office.database.path)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    with qtbot.waitSignal(made.complete):
        made.make_ahead()
    yield made, desk
    made.close()


def section(window: MainWindow, name: str) -> Reading:
    """One of the tests' sections."""
    found = window.sections[name]
    assert isinstance(found, Reading)
    return found


def look_for(qtbot: QtBot, window: MainWindow, text: str) -> list[str]:
    """What the search box offers for ``text``."""
    window.search.clear()
    with qtbot.waitSignal(window.search.offered):
        type_text(window.search, text)
    return [window.search.list.item(row).text() for row in range(window.search.list.count())]


def test_the_open_database_is_always_in_sight(window: Made) -> None:
    shown, desk = window
    path = desk.office.database.path
    assert any(str(path) in label.text() for label in shown.statusBar().findChildren(QLabel))
    assert path.name in shown.windowTitle()


def test_a_section_is_chosen_in_the_rail_and_by_its_key(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    qtbot.mouseClick(shown.rail.buttons["journal"], Qt.MouseButton.LeftButton)
    assert section(shown, "journal").isVisible()
    assert section(shown, "journal").line.hasFocus()
    qtbot.keyClick(shown, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert section(shown, "overview").isVisible()
    assert shown.rail.buttons["overview"].isChecked()


def test_a_section_begins_at_its_first_control_and_goes_on_where_it_was_left(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    there = section(shown, "journal")
    above = QLineEdit()
    layout = there.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(0, above)
    QWidget.setTabOrder(above, there.line)
    shown.show_section("journal")
    assert there.line.hasFocus()
    above.setFocus()
    shown.show_section("overview")
    shown.show_section("journal")
    assert above.hasFocus()
    shown.show_section("overview")
    above.hide()
    shown.show_section("journal")
    assert there.line.hasFocus()


def test_a_child_is_found_from_anywhere_and_opened_in_the_journal(qtbot: QtBot, window: Made) -> None:
    shown, desk = window
    qtbot.keyClick(shown, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert shown.search.hasFocus()
    [line] = look_for(qtbot, shown, "сидор")
    assert "Сидоров Олег" in line
    assert number(3) in line
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert section(shown, "journal").isVisible()
    assert section(shown, "journal").asked == [desk.id(3)]
    assert shown.search.text() == ""
    assert not shown.search.list.isVisible()


def test_an_act_is_found_by_its_name_and_by_other_words(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    for typed in ("новое заяв", "прием"):
        assert any("Новое заявление" in line for line in look_for(qtbot, shown, typed)), typed
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert section(shown, "journal").asked == ["new"]
    assert section(shown, "journal").isVisible()  # the act's own section has come to the front


def test_an_act_that_is_not_possible_now_is_named_and_not_done(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    act = section(shown, "journal").acts["journal-new"]
    act.setEnabled(False)
    [line] = look_for(qtbot, shown, "новое заяв")
    assert "Новое заявление" in line
    assert "сейчас нельзя" in line
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert section(shown, "journal").asked == []
    assert shown.search.list.isVisible()


def test_a_section_is_found_by_its_name_with_its_key(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    assert "Журнал   Ctrl+2" in look_for(qtbot, shown, "журн")
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert section(shown, "journal").isVisible()


def test_arrows_walk_the_found_and_escape_puts_them_away(qtbot: QtBot, window: Made) -> None:
    shown, desk = window
    lines = look_for(qtbot, shown, "2026-8")
    assert len(lines) == 7
    qtbot.keyClick(shown.search, Qt.Key.Key_Up)
    assert shown.search.list.currentRow() == 6
    qtbot.keyClick(shown.search, Qt.Key.Key_Down)
    qtbot.keyClick(shown.search, Qt.Key.Key_Down)
    qtbot.keyClick(shown.search, Qt.Key.Key_Escape)
    assert not shown.search.list.isVisible()
    assert shown.search.text() == "2026-8"
    assert section(shown, "journal").asked == []
    assert desk.row(1).number == number(1)


def test_enter_does_nothing_of_a_list_that_is_older_than_the_letters(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    look_for(qtbot, shown, "ор")
    with qtbot.waitSignal(shown.search.offered):
        type_text(shown.search, "лова")
        qtbot.keyClick(shown.search, Qt.Key.Key_Return)
        assert section(shown, "journal").asked == []
    assert shown.search.list.count() == 1
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert len(section(shown, "journal").asked) == 1


def test_nothing_found_says_what_to_try(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    [said] = look_for(qtbot, shown, "Щъ")
    assert "фамили" in said
    found = shown.search.list
    line = found.visualItemRect(found.item(0))
    assert found.viewport().rect().contains(line), "the whole sentence is seen"
    assert not found.horizontalScrollBar().isVisible()
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert section(shown, "journal").asked == []


def test_a_scanned_code_asks_for_its_paper(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    links: list[Link] = []
    shown.workplace.went.connect(links.append)
    type_text(shown.search, "otbor:receipt:12:9f2c")
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert [(link.section, link.target) for link in links] == [("issued", "otbor:receipt:12:9f2c")]


def test_an_act_tells_every_section_what_it_changed(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    draft = application("Новиков", "Лев", ("8Ф",))
    with qtbot.waitSignal(shown.workplace.changed) as changed:
        shown.workplace.act(lambda office, _steps: intake.register(office, CAMPAIGN, draft))
    [changes] = changed.args or []
    assert "application" in {table for table, _id in changes.rows}


def test_a_refusal_is_told_with_its_paragraph_and_nothing_else_happens(qtbot: QtBot, window: Made) -> None:
    shown, desk = window
    identity = desk.id(1)
    task = shown.workplace.act(lambda office, _steps: corrections.annul(office, identity, " "))
    with qtbot.waitSignal(task.failed) as failed:
        pass
    [failure] = failed.args or []
    assert failure.family is Family.REFUSED
    assert isinstance(failure.error, Refused)
    assert shown.notices.text == failure.text


def test_what_another_program_writes_is_told(qtbot: QtBot, window: Made) -> None:
    shown, desk = window
    other = open_database(desk.office.database.path)
    intake.register(Office(other, "Вторая А. А.", clock=desk.clock), CAMPAIGN, application("Новиков", "Лев", ("8Ф",)))
    other.close()
    with qtbot.waitSignal(shown.workplace.changed) as changed:
        shown.workplace.look_around()
    assert not (changed.args or [])[0].rows
    with qtbot.assertNotEmitted(shown.workplace.changed, wait=0):
        shown.workplace.look_around()


def test_a_notice_offers_to_undo(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    done: list[str] = []
    shown.workplace.tell("Заявление зарегистрировано", ("Аннулировать…", lambda: done.append("annul")), good=True)
    assert shown.notices.text == "Заявление зарегистрировано"
    held = shown.focusWidget()
    qtbot.mouseClick(shown.notices.buttons[0], Qt.MouseButton.LeftButton)
    assert done == ["annul"]
    assert shown.notices.text != ""  # it asks for a reason first, and may be thought better of
    assert shown.focusWidget() is held
    shown.workplace.tell("Строка убрана", ("Вернуть", lambda: done.append("back")))
    shown.notices.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(shown.notices.buttons[0], Qt.Key.Key_Space)
    assert done == ["annul", "back"]
    assert shown.notices.text == ""
    assert shown.section(shown.current).isAncestorOf(shown.focusWidget())  # not the rail beside it


def test_looks_and_scale_are_remembered(qtbot: QtBot, window: Made, qapp: QApplication) -> None:
    shown, _desk = window
    size = qapp.font().pointSizeF()

    def dressed(*, dark: bool, times: float) -> None:
        qtbot.waitUntil(lambda: bool(qapp.styleSheet()))
        assert colours(shown).dark is dark
        assert qapp.font().pointSizeF() == pytest.approx(size * times)

    shown.acts["window-look-dark"].trigger()
    dressed(dark=True, times=1)
    for _ in range(9):  # each takes the place of the one before, done or not
        shown.acts["window-larger"].trigger()
    dressed(dark=True, times=2)
    assert remembered(shown.workplace.memory) == (Look.DARK, 200)
    shown.acts["window-natural"].trigger()
    shown.acts["window-look-light"].trigger()
    dressed(dark=False, times=1)
    assert remembered(shown.workplace.memory) == (Look.LIGHT, 100)


def test_the_sheet_of_keys_has_every_key_once(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    shown.acts["window-keys"].trigger()
    dialog = shown.findChild(QDialog)
    assert isinstance(dialog, QDialog)
    tree = dialog.findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    listed = [
        (tree.topLevelItem(top).child(row).text(0), tree.topLevelItem(top).child(row).text(1))  # type: ignore[union-attr]
        for top in range(tree.topLevelItemCount())
        for row in range(tree.topLevelItem(top).childCount())  # type: ignore[union-attr]
    ]
    assert ("Новое заявление", "Ctrl+N") in listed
    keys = [key for _title, key in listed]
    assert len(keys) == len(set(keys))
    dialog.close()


def test_who_is_at_work_is_written_into_acts(qtbot: QtBot, window: Made) -> None:
    shown, desk = window
    shown.set_person("Орлова Н. В.")
    task = shown.workplace.act(
        lambda office, _steps: intake.register(office, CAMPAIGN, application("Новиков", "Лев", ("8Ф",)))
    )
    with qtbot.waitSignal(task.succeeded):
        pass
    assert desk.row(8).accepted_by == "Орлова Н. В."
    assert shown.rail.person.text() == "Орлова Н. В."
    shown.set_person("  ")
    assert shown.workplace.operator == "Орлова Н. В."


def test_another_person_sits_down_by_name(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    qtbot.mouseClick(shown.rail.person, Qt.MouseButton.LeftButton)
    [dialog] = shown.findChildren(QInputDialog)
    assert dialog.textValue() == shown.workplace.operator
    dialog.setTextValue("Орлова Н. В.")
    dialog.accept()
    assert shown.workplace.operator == "Орлова Н. В."
    shown.ask_person()
    [again] = [one for one in shown.findChildren(QInputDialog) if one.isVisible()]
    again.setTextValue("Никто")
    again.reject()
    assert shown.workplace.operator == "Орлова Н. В."


def test_what_a_person_may_not_do_is_not_shown(qtbot: QtBot, workplace_at: WorkplaceAt) -> None:
    full, desk = workplace_at("filed")
    office = replace(desk.office, rights=frozenset(Right) - {Right.RATE})
    workplace = Workplace(office, full.memory)
    made = MainWindow(workplace, two_places()[1:], desk.office.database.path)
    qtbot.addWidget(made)
    assert set(made.sections["journal"].acts) == {"journal-new"}
    made.close()


def test_a_section_is_made_when_it_is_asked_for(qtbot: QtBot, workplace_at: WorkplaceAt) -> None:
    workplace, desk = workplace_at("filed")
    made = MainWindow(workplace, two_places(), desk.office.database.path)
    qtbot.addWidget(made)
    assert set(made.sections) == {"overview"}
    workplace.go("journal", desk.id(3))
    assert section(made, "journal").asked == [desk.id(3)]
    assert [menu.title() for menu in made.findChildren(QMenu) if menu.actions()].count("Журнал") == 1
    made.close()


def test_the_section_that_was_in_front_is_there_again(qtbot: QtBot, workplace_at: WorkplaceAt) -> None:
    workplace, desk = workplace_at("filed")
    made = MainWindow(workplace, two_places(), desk.office.database.path)
    qtbot.addWidget(made)
    made.show_section("journal")
    made.close()
    again = MainWindow(Workplace(desk.office, workplace.memory), two_places(), desk.office.database.path)
    qtbot.addWidget(again)
    assert again.current == "journal"
    assert set(again.sections) == {"journal"}
    again.close()


def test_the_rail_keeps_names_while_there_is_room(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    button = shown.rail.buttons["journal"]
    shown.resize(1366, 768)
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    shown.rail.fit(600)
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    assert button.accessibleName() == "Журнал"


def test_size_and_campaign_are_there_again(qtbot: QtBot, window: Made) -> None:
    shown, desk = window
    shown.resize(780, 600)
    memory: Memory = shown.workplace.memory
    shown.close()
    workplace = Workplace(desk.office, memory)
    again = MainWindow(workplace, two_places()[:1], desk.office.database.path)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (780, 600)
    assert workplace.campaign == CAMPAIGN
    again.close()


def test_every_bar_button_can_be_reached_and_has_a_name(window: Made) -> None:
    shown, _desk = window
    bars = shown.findChildren(QToolBar)
    buttons = [bar.widgetForAction(action) for bar in bars for action in bar.actions()]
    assert buttons
    for button in buttons:
        assert button.accessibleName()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_focus_is_where_it_was_in_a_section(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    shown.show_section("journal")
    inner = section(shown, "journal").line
    shown.show_section("overview")
    inner.setFocus()  # what an act of that section does just before the section comes to the front
    shown.show_section("journal")
    assert inner.hasFocus()


def test_a_database_taken_away_is_told_once_by_itself_and_again_when_it_goes_once_more(
    qtbot: QtBot, window: Made
) -> None:
    shown, desk = window
    path = desk.office.database.path
    told: list[str] = []
    shown.workplace.noticed.connect(lambda notice: told.append(notice.text))

    def look() -> None:
        shown.workplace.look_around()
        qtbot.waitUntil(lambda: not shown.workplace.busy)

    away = path.rename(path.with_name("унесли.otbor"))
    look()
    look()
    [once] = told
    assert str(path) in once
    assert shown.notices.text == once
    act = shown.workplace.act(lambda office, _steps: intake.register(office, desk.campaign, application("Ёлкин", "Ян")))
    with qtbot.waitSignal(act.failed):
        pass
    away.rename(path)
    look()
    assert len(told) == 2
    path.rename(away)
    look()
    assert len(told) == 3
    away.rename(path)
