"""The card is read: everything of one application, its points explained, its papers opened, all of it copied."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPushButton

from otbor.domain.people import FullName
from otbor.services import card, corrections, intake, papers
from otbor.storage.models import LikenessAnswer
from otbor.ui.card.explanation import ExplanationDialog
from otbor.ui.kit.actions import make_all
from otbor.ui.kit.workplace import Link
from tests.services.desk import number
from tests.services.school import application
from tests.ui.card.conftest import Place
from tests.ui.typing_keys import type_text

PlaceAt = Callable[[str], Place]


def test_the_card_shows_everything_and_copies_it(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.show(2)
    text = place.text()
    for part in (number(2), "Петрова", "20.05.2012", "Петрова Мария Олеговна", "Выписка отметок за 7 класс", "лично"):
        assert part in text
    assert "1. 8Ф — физико-математический\n2. 8И — информационно-технологический" in text
    assert "○ не сличено с оригиналом" in text
    assert "Заявление зарегистрировано" in text
    place.pane.copy()
    assert QGuiApplication.clipboard().text() == text


def test_another_application_replaces_the_first_and_none_leaves_it_calm(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.pane.show_application(place.desk.id(1))
    place.show(2)  # asked before the first had come
    place.says("Петрова")
    place.pane.show_application(None)
    assert place.pane.sheet is None
    assert place.pane.head.isHidden()
    place.pane.acts.annul()
    assert place.notices[-1].text == "Сначала выберите заявление в журнале."


def test_what_another_person_wrote_is_shown_at_once(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.show(1)
    with place.qtbot.waitSignal(place.pane.loaded):
        place.workplace.act(lambda office, _s: corrections.annul(office, place.desk.id(1), "ошибка"))
    place.says("Аннулировано")


def test_acts_that_make_no_sense_are_grey(place_at: PlaceAt) -> None:
    place = place_at("filed")
    made = make_all(place.pane.declare(), place.workplace.rights, place.pane)
    place.pane.take_acts(made)
    assert not any(action.isEnabled() for action in made.values())
    place.show(1)
    assert made["card-annul"].isEnabled()
    assert not made["card-return"].isEnabled()
    corrections.withdraw(place.desk.office, place.desk.id(1), "переезд")
    place.show(1)
    assert made["card-return"].isEnabled()
    assert not made["card-correct"].isEnabled()


def test_every_act_has_its_own_keys(place_at: PlaceAt) -> None:
    place = place_at("filed")
    keys = [act.shortcut for act in place.pane.declare()]
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_points_open_their_explanation_and_its_paper(place_at: PlaceAt) -> None:
    place = place_at("final")
    place.show(1)
    [link] = [b for b in _buttons(place) if "итоговый рейтинг" in b.accessibleName()]
    place.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    place.qtbot.waitUntil(lambda: place.pane.acts.dialog is not None)
    dialog = place.pane.acts.dialog
    assert isinstance(dialog, ExplanationDialog)
    root = dialog.tree.topLevelItem(0)
    assert root is not None
    assert root.text(1) == "48"
    assert root.childCount() > 1
    dialog.copy()
    component, copied = root.child(0), QGuiApplication.clipboard().text()
    assert component is not None
    act = component.child(0)
    assert act is not None
    assert act.text(0).startswith("Правило: ")
    assert act.text(0) in copied
    assert "48" in copied
    dialog.print_wanted.emit()
    place.qtbot.waitUntil(lambda: place.papers("explanation") == 1 and bool(place.pane.acts.desk.windows))
    dialog.close()


def test_an_issued_paper_is_opened_as_it_was(place_at: PlaceAt) -> None:
    place = place_at("filed")
    papers.issue_receipt(place.desk.office, place.desk.id(1))
    place.show(1)
    [link] = [b for b in _buttons(place) if "Расписка в получении" in b.accessibleName()]
    place.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    place.qtbot.waitUntil(lambda: bool(place.pane.acts.desk.windows))
    window = place.pane.acts.desk.windows[0]
    place.qtbot.waitUntil(lambda: window.pane.paper is not None)
    assert place.papers() == 1


def test_the_receipt_is_given_from_the_card(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.show(1)
    place.says("ещё не выдана")
    with place.qtbot.waitSignal(place.pane.loaded):
        place.pane.head.buttons["card-receipt"].click()
    assert place.papers("receipt") == 1
    place.says("выдана 07.04.2026")


def test_every_paper_of_the_card_is_printed_or_says_why_not(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.show(1)
    printing = [act for act in place.pane.declare() if act.id.startswith("card-print-")]
    done, told = 0, 0
    for act in printing:
        before, said = place.papers(), len(place.notices)
        act.callback()
        place.answered(before, said)
        done, told = done + (place.papers() > before), told + (len(place.notices) > said)
    assert (done, told) == (7, 3)  # nothing added, nothing compared, nothing given back
    place.qtbot.waitUntil(lambda: bool(place.pane.acts.desk.windows))


def test_twins_stand_side_by_side_and_are_told_apart(place_at: PlaceAt) -> None:
    place = place_at("filed")
    twin = replace(application("Петрова", "Анна", ("8Ф", "8И")), child=FullName("Петрова", "Инна", "Ивановна"))
    other = intake.register(place.desk.office, place.desk.campaign, twin).application_id
    place.show(2)
    place.says("Петрова Анна Иванович | Петрова Инна Ивановна")
    [apart] = [b for b in _buttons(place) if b.text() == "Это другой ребёнок…"]
    place.qtbot.mouseClick(apart, Qt.MouseButton.LeftButton)
    assert "основание" in place.refused()
    type_text(place.decision().fields()["reason"], "два свидетельства о рождении")
    place.sure()
    with place.desk.office.question() as session:
        answer = session.query(LikenessAnswer).one()
    assert (answer.same, answer.reason) == (False, "два свидетельства о рождении")
    place.says("Это разные дети.")
    gone: list[Link] = []
    place.workplace.went.connect(gone.append)
    [there] = [b for b in _buttons(place) if b.text() == "Открыть его карточку"]
    place.qtbot.mouseClick(there, Qt.MouseButton.LeftButton)
    assert (gone[0].section, gone[0].target) == ("journal", other)


def test_the_same_child_is_linked(place_at: PlaceAt) -> None:
    place = place_at("filed")
    intake.register(place.desk.office, place.desk.campaign, application("Петрова", "Анна", ("8И",)))
    place.show(2)
    [same] = [b for b in _buttons(place) if b.text() == "Это он же…"]
    place.qtbot.mouseClick(same, Qt.MouseButton.LeftButton)
    type_text(place.decision().fields()["reason"], "одно свидетельство")
    place.sure()
    [alike] = card.application_card(place.desk.office, place.desk.id(2)).alike
    assert alike.answer is not None
    assert alike.answer.same


def test_earlier_events_are_shown_when_asked_for(place_at: PlaceAt) -> None:
    place = place_at("final")
    place.show(1)
    [more] = [b for b in _buttons(place) if "событи" in b.text()]
    before = len(place.pane.findChildren(QLabel))
    place.says("Заявление зарегистрировано")
    place.qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert not more.isVisible()
    assert len(place.pane.findChildren(QLabel)) > before


def test_every_control_has_a_name(place_at: PlaceAt) -> None:
    place = place_at("final")
    place.show(1)
    place.pane.correct()
    controls = [*_buttons(place), *place.pane.findChildren(QLineEdit), *place.pane.findChildren(QComboBox)]
    focusable = [c for c in controls if c.focusPolicy() & Qt.FocusPolicy.TabFocus and c.isVisible()]
    focusable = [c for c in focusable if not c.objectName().startswith("qt_")]  # parts of a control that has a name
    assert len(focusable) > 15
    nameless = [c for c in focusable if not c.accessibleName() and not (isinstance(c, QAbstractButton) and c.text())]
    assert nameless == []
    assert all(isinstance(action, QAction) for action in place.pane.head.acts.values())


def _buttons(place: Place) -> list[QPushButton]:
    return place.pane.findChildren(QPushButton)
