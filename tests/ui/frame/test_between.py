"""What leads from one section of the real window to another, and what the window tells before it goes."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from threading import Event
from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton, QToolBar, QTreeWidget
from pytestqt.qtbot import QtBot

from otbor.app.places import places
from otbor.domain.findings import Finding, Trouble
from otbor.services import drafts, journal_view
from otbor.services.journal_filter import Filter
from otbor.services.office import Office
from otbor.ui.card.pane import CardPane
from otbor.ui.frame.window import MainWindow
from otbor.ui.journal.section import JournalSection
from otbor.ui.kit.targets import JournalRows
from otbor.ui.kit.tasks import Steps, still_running
from otbor.ui.overview.section import OverviewSection
from otbor.ui.registration.form import RegistrationForm
from otbor.ui.settings.section import SettingsSection
from tests.services.desk import Desk, number
from tests.ui.conftest import WorkplaceAt
from tests.ui.registration.test_trouble import LONG
from tests.ui.troubles import no_room
from tests.ui.typing_keys import type_text
from tests.ui.watch import cover

Made = tuple[MainWindow, Desk]


@pytest.fixture
def window(qtbot: QtBot, workplace_at: WorkplaceAt) -> Iterator[Made]:
    """The window with its real sections, the overview in front."""
    workplace, desk = workplace_at("filed")
    desk.clock.on(date(2026, 4, 8))
    made = MainWindow(workplace, places(), desk.office.database.path)
    made.resize(1366, 768)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made, desk
    made.leaving.ask = lambda _titles, then: then()
    made.leaving.leave(made.close)


def journal(window: MainWindow) -> JournalSection:
    section = window.section("journal")
    assert isinstance(section, JournalSection)
    return section


def seen(window: MainWindow) -> list[str]:
    """The last digits of the numbers in the journal's rows."""
    model = journal(window).rows.model
    return [model.index(row, 0).data()[-2:] for row in range(model.rowCount())]


def press(qtbot: QtBot, buttons: Sequence[QPushButton], text: str) -> None:
    qtbot.mouseClick(next(one for one in buttons if one.text() == text), Qt.MouseButton.LeftButton)


def new_form(qtbot: QtBot, window: MainWindow) -> RegistrationForm:
    """An empty form of registration, ready to be typed in."""
    with qtbot.waitSignal(window.complete):
        window.make_ahead()
    cover().held.clear()  # how long the making of a section takes is measured where nothing else runs
    window.workplace.go("journal", "register")
    form = journal(window).form
    assert isinstance(form, RegistrationForm)
    qtbot.waitUntil(lambda: form.draft.keeper.campaign is not None and not window.workplace.busy)
    return form


def typed_correction(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    """A correction that was begun."""
    card = journal(window).card
    assert isinstance(card, CardPane)
    with qtbot.waitSignal(card.loaded):
        window.workplace.go("journal", desk.id(2))
    card.correct()
    assert card.form is not None
    field = card.form.fields["surname"].control
    assert isinstance(field, QLineEdit)
    type_text(field, "а")


def test_a_count_opens_its_rows_and_all_are_one_press_away(qtbot: QtBot, window: Made) -> None:
    shown, desk = window
    wanted = [line.number[-2:] for line in incomplete(desk)]
    overview = shown.section("overview")
    assert isinstance(overview, OverviewSection)
    qtbot.waitUntil(lambda: bool(overview.cards.links))
    press(qtbot, overview.cards.links, "Неполные документы")
    assert shown.current == "journal"
    qtbot.waitUntil(lambda: seen(shown) == wanted)
    bar = journal(shown).rows.bar
    assert bar.views.currentText() == "Неполные документы"
    assert [chip.toolTip() for chip in bar.chips.values()] == ["Документы: не хватает документов"]
    assert bar.clear.isVisible()
    qtbot.mouseClick(bar.clear, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(seen(shown)) == 7)
    assert bar.views.currentText() == "Все"
    assert bar.filter == Filter()


def incomplete(desk: Desk) -> list[journal_view.Line]:
    """Applications that lack a document."""
    lines = journal_view.block(desk.office, journal_view.ids(desk.office, desk.campaign).tolist())
    return [line for line in lines if line.missing and line.in_force]


def test_every_name_of_rows_opens_a_view(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    for rows in JournalRows:
        shown.workplace.go("journal", rows)
        assert journal(shown).rows.view.rows is rows
        assert journal(shown).rows.bar.views.currentText() == journal(shown).rows.view.name


def test_rows_are_named_by_their_numbers(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    journal(shown).register()
    shown.workplace.go("journal", (number(2), number(5)))
    qtbot.waitUntil(lambda: seen(shown) == ["02", "05"])
    assert journal(shown).rows.table.isVisible()  # the form that was open has made way
    [chip] = journal(shown).rows.bar.chips.values()
    assert chip.toolTip() == f"№: {number(2)}, {number(5)}"
    journal(shown).rows.save_view("двое")
    assert journal(shown).rows.view.filter == Filter()  # numbers of children are not kept on this computer


def test_the_form_has_the_height_of_the_bar(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    shown.show_section("journal")
    [bar] = [one for one in shown.findChildren(QToolBar) if one.windowTitle() == "Журнал"]
    assert bar.isVisible()
    shown.workplace.go("journal", "register")
    assert not bar.isVisible()
    form = journal(shown).form
    assert form is not None
    form.acts["form-leave"].trigger()
    assert bar.isVisible()


def test_a_new_application_can_be_begun_before_the_journal_is_made(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    assert "journal" not in shown.sections
    shown.activateWindow()
    qtbot.keyClick(shown, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "journal" in shown.sections and journal(shown).form is not None)
    form = journal(shown).form
    assert isinstance(form, RegistrationForm)
    qtbot.waitUntil(form.isVisible)
    form.leave()
    qtbot.keyClick(shown, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)  # its own key now
    qtbot.waitUntil(form.isVisible)


def test_keys_of_the_form_are_told_and_work_only_where_it_is_seen(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    with qtbot.waitSignal(shown.complete):
        shown.make_ahead()  # the form of an open journal too
    cover().held.clear()  # how long the making of a section takes is measured where nothing else runs
    shown.show_keys()
    tree = shown.findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    heads = [tree.topLevelItem(place) for place in range(tree.topLevelItemCount())]
    [form_keys] = [head for head in heads if head is not None and head.text(0) == "Форма регистрации"]
    keys = {form_keys.child(row).text(1) for row in range(form_keys.childCount())}
    assert {"Ctrl+Return", "Ctrl+P", "Alt+Ins"} <= keys
    form = journal(shown).form
    assert form is not None
    assert not any(action.isEnabled() for action in form.acts.values())
    shown.workplace.go("journal", "register")
    assert all(action.isEnabled() for action in form.acts.values())
    shown.show_section("overview")
    assert not any(action.isEnabled() for action in form.acts.values())


def test_a_window_with_something_unsaved_asks_before_it_goes(qtbot: QtBot, window: Made) -> None:
    shown, desk = window
    typed_correction(qtbot, shown, desk)
    settings = shown.section("settings")
    assert isinstance(settings, SettingsSection)
    shown.workplace.go("settings", "school")
    part = settings.parts["school"]
    qtbot.waitUntil(lambda: settings.settled and part.settled)
    field = next(one for one in part.findChildren(QLineEdit) if one.isVisible() and not one.isReadOnly())
    type_text(field, "ъ")
    asked: list[tuple[Sequence[str], Callable[[], object]]] = []
    shown.leaving.ask = lambda titles, then: asked.append((titles, then))
    assert not shown.close()
    [(titles, then)] = asked
    assert list(titles) == [f"Исправление заявления № {number(2)}", "Настройки: Карточка школы"]
    assert shown.isVisible()
    with qtbot.waitSignal(shown.closed):
        then()
    assert not shown.isVisible()


def test_the_question_goes_back_by_itself(qtbot: QtBot, window: Made) -> None:
    shown, desk = window
    typed_correction(qtbot, shown, desk)
    assert not shown.close()
    dialog = shown.findChild(QMessageBox)
    assert isinstance(dialog, QMessageBox)
    assert number(2) in dialog.informativeText()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert shown.isVisible()


def test_a_window_without_anything_typed_just_goes(window: Made) -> None:
    shown, _desk = window
    assert shown.close()


def test_the_window_waits_for_what_was_begun_and_stays_alive(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    over, done = Event(), []

    def act(_office: Office, steps: Steps) -> None:
        over.wait(10)
        steps.step(1, 2)
        done.append("to its end")

    shown.workplace.act(act)
    assert not shown.close()
    assert "закончится" in shown.notices.text
    press(qtbot, shown.notices.buttons, "Остаться")
    over.set()
    qtbot.waitUntil(lambda: not shown.workplace.writing)
    assert done == ["to its end"], "an act is not broken off by a press on the cross"
    assert shown.isVisible()
    over.clear()
    shown.workplace.act(act)
    assert not shown.close()
    with qtbot.waitSignal(shown.closed):
        over.set()
    assert done == ["to its end"] * 2
    assert not still_running()


def test_what_was_begun_can_be_broken_off(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window

    begun = Event()

    def endless(_office: Office, steps: Steps) -> None:
        begun.set()
        while True:
            steps.check()
            sleep(0.001)

    shown.workplace.act(endless)
    assert begun.wait(10)
    assert not shown.close()
    with qtbot.waitSignal(shown.closed):
        press(qtbot, shown.notices.buttons, "Прервать и закрыть")
    assert not still_running()


def test_the_window_stays_to_tell_of_an_act_that_failed(qtbot: QtBot, window: Made) -> None:
    shown, _desk = window
    over = Event()

    def fail(_office: Office, _steps: Steps) -> None:
        over.wait(10)
        raise Trouble(Finding("database.disk_full", values={"path": "школа.otbor"}))

    shown.workplace.act(fail)
    assert not shown.close()
    over.set()
    qtbot.waitUntil(lambda: not shown.workplace.writing)
    assert shown.isVisible()
    assert "места" in shown.notices.text
    shown.workplace.act(fail, told=False)  # told beside its fields
    over.clear()
    assert not shown.close()
    over.set()
    qtbot.waitUntil(lambda: not shown.workplace.writing)
    assert shown.notices.text == "", "the window does not go"
    assert shown.close()


def test_an_act_that_hangs_is_left_behind_when_the_person_says_so(qtbot: QtBot, window: Made) -> None:
    shown, desk = window
    over, done = Event(), []
    form = new_form(qtbot, shown)
    shown.workplace.act(lambda _office, _steps: over.wait(30))  # a token that does not answer
    form.sheet.child.name.surname.setText("Ильин")
    form.draft.keeper.keep()
    shown.workplace.act(lambda _office, _steps: done.append("begun although the window is gone"))
    typed_correction(qtbot, shown, desk)
    assert not shown.close()
    asked: list[Callable[[], object]] = []
    shown.leaving.ask = lambda _titles, then: asked.append(then)
    press(qtbot, shown.notices.buttons, "Прервать и закрыть")
    press(qtbot, shown.notices.buttons, "Закрыть сразу")
    assert len(asked) == 1  # what is typed and not saved is asked about all the same
    assert shown.isVisible()
    assert not shown.close()  # the person went back to it, and is asked as before
    assert "закончится" in shown.notices.text
    press(qtbot, shown.notices.buttons, "Прервать и закрыть")
    press(qtbot, shown.notices.buttons, "Закрыть сразу")
    [_back, then] = asked
    with qtbot.waitSignal(shown.closed):
        then()
    assert still_running()
    kept = drafts.kept(desk.office, desk.campaign)
    assert kept is not None
    assert "Ильин" in str(kept.content)
    over.set()
    qtbot.waitUntil(lambda: not still_running())
    assert done == []


def test_a_draft_that_fails_on_its_way_is_told_before_the_window_goes(qtbot: QtBot, window: Made) -> None:
    shown, desk = window
    form = new_form(qtbot, shown)
    over = Event()
    shown.workplace.act(lambda _office, _steps: over.wait(10))
    form.sheet.child.name.surname.setText("Ильин")
    form.sheet.child.address.setText(LONG)
    form.draft.keeper.keep()  # the second is over: it waits behind the act
    asked: list[Sequence[str]] = []
    shown.leaving.ask = lambda titles, _then: asked.append(titles)
    with no_room(desk.office.database):
        assert not shown.close()
        assert asked == []
        over.set()
        qtbot.waitUntil(lambda: bool(asked))
    [[named]] = asked
    assert "на экране" in named
