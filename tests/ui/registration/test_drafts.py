"""What is typed and not registered: kept, put back, never lost to what comes late."""

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from otbor.domain.findings import Finding, Trouble
from otbor.services import drafts, registration
from tests.services.desk import CAMPAIGN, Desk
from tests.ui.registration.conftest import Sit
from tests.ui.registration.hands import ALT, CONTROL, done, receipt_ready


def test_a_crash_loses_nothing_that_was_typed(sit: Sit) -> None:
    secretary = sit()
    with secretary.qtbot.waitSignal(secretary.form.drafted):
        secretary.family("Петрова-Водкина Инна")
    with secretary.qtbot.waitSignal(secretary.form.drafted):
        secretary.group(Qt.Key.Key_2, Qt.Key.Key_1)
    before = secretary.form.sheet.state()
    secretary.form.hide()  # it is never shut: the program has crashed
    again = sit(before=secretary)
    assert again.form.sheet.state() == before
    assert "Белова А. С." in again.form.draft.offer.text
    assert len(again.form.draft.offer.buttons) == 2
    again.form.sheet.filing.consent.setChecked(True)
    again.register()
    assert drafts.kept(again.desk.office, CAMPAIGN) is None  # gone with the registration
    third = sit(before=again)
    assert third.form.draft.offer.isHidden()
    assert third.form.sheet.child.name.state() == ["", "", ""]


def test_the_draft_of_a_registered_application_is_not_kept_behind_it(sit: Sit) -> None:
    secretary, gate = sit(), Event()
    secretary.whole()
    secretary.workplace.act(lambda _office, _steps: gate.wait(10))  # a slow disk
    secretary.press(Qt.Key.Key_Return, CONTROL)
    secretary.form.draft.keeper.touch()  # a letter of the last moment
    secretary.press(Qt.Key.Key_Escape)  # and back to the journal
    with secretary.qtbot.waitSignal(secretary.form.registered):
        gate.set()
    done(secretary)
    assert drafts.kept(secretary.desk.office, CAMPAIGN) is None


def test_what_is_typed_before_the_draft_has_come_stays_and_the_draft_waits(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Зайцев Фёдор Ильич")
    secretary.press(Qt.Key.Key_Escape)
    done(secretary)
    gate = Event()
    secretary.workplace.ask(lambda _office, _steps: gate.wait(10))  # a long export
    again = sit(before=secretary, looked=False)
    again.whole()
    gate.set()
    again.qtbot.waitUntil(lambda: "вернётся" in again.form.draft.offer.text)
    assert again.form.sheet.child.name.state() == ["Зайцев", "Фёдор", "Ильич"]
    assert again.form.sheet.child.born.text() == "20.05.2012"
    secretary.qtbot.mouseClick(again.form.draft.offer.buttons[0], Qt.MouseButton.LeftButton)
    assert again.form.sheet.child.born.text() == ""  # the one that waited
    again.press(Qt.Key.Key_Delete, CONTROL)
    assert again.form.sheet.child.born.text() == "20.05.2012"  # nothing of the other is lost by it


def test_what_waited_is_kept_with_it_and_comes_back_when_it_is_registered(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Белкин Олег Ильич")
    secretary.press(Qt.Key.Key_Escape)
    done(secretary)
    gate = Event()
    secretary.workplace.ask(lambda _office, _steps: gate.wait(10))
    again = sit(before=secretary, looked=False)
    again.type("Зайцев Фёдор Ильич")
    with again.qtbot.waitSignal(again.form.drafted):
        gate.set()
    third = sit(before=again)  # after a crash
    assert third.form.sheet.child.name.state()[0].startswith("Зайцев")
    third.form.sheet.restore({})
    third.form.sheet.child.name.surname.setFocus()
    third.whole()
    third.register()
    receipt_ready(third)
    third.press(Qt.Key.Key_Return)
    assert third.form.sheet.child.name.state() == ["Белкин", "Олег", "Ильич"]


def test_registering_before_the_campaign_is_read_says_so(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    secretary = sit()
    form, real = secretary.form, registration.opening
    locked = Trouble(Finding("database.locked", values={"path": "школа.otbor"}))
    monkeypatch.setattr(registration, "opening", lambda *_asked: (_ for _ in ()).throw(locked))
    form._forget_campaign()
    form.begin()
    secretary.qtbot.waitUntil(lambda: bool(secretary.notices))
    secretary.press(Qt.Key.Key_Return, CONTROL)
    assert "Повторите" in form.status.text()
    monkeypatch.setattr(registration, "opening", real)
    secretary.press(Qt.Key.Key_Return, CONTROL)
    secretary.qtbot.waitUntil(lambda: form.questions is not None)


def test_a_kept_draft_may_be_left_for_a_new_form(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Зайцев Фёдор")
    with secretary.qtbot.waitSignal(secretary.form.left):
        secretary.press(Qt.Key.Key_Escape)
    secretary.qtbot.waitUntil(lambda: drafts.kept(secretary.desk.office, CAMPAIGN) is not None)
    again = sit(before=secretary)
    again.qtbot.mouseClick(again.form.draft.offer.buttons[1], Qt.MouseButton.LeftButton)
    assert again.form.sheet.child.name.state() == ["", "", ""]
    again.qtbot.waitUntil(lambda: drafts.kept(again.desk.office, CAMPAIGN) is None)


def test_a_draft_of_another_person_is_offered_and_stays_hers_until_it_is_wanted(sit: Sit) -> None:
    typing = sit()
    typing.line("Зайцев Фёдор Ильич")
    state = typing.form.sheet.state()
    typing.form.draft.clear()
    other = replace(typing.desk.office, window="вера/0")

    def leave_behind(desk: Desk) -> None:
        drafts.keep(other, CAMPAIGN, state)
        desk.clock.now += timedelta(days=2)

    again = sit(before=typing, prepare=leave_behind)
    offer = again.form.draft.offer
    assert "В другом окне" in offer.text
    assert again.form.draft.typed is None
    with again.qtbot.waitSignal(again.form.drafted):  # not wanted: it stays where it is
        again.type("Белова")
    assert drafts.kept(other, CAMPAIGN) is not None
    again.qtbot.mouseClick(offer.buttons[0], Qt.MouseButton.LeftButton)
    assert again.form.sheet.child.name.state() == ["Зайцев", "Фёдор", "Ильич"]
    again.qtbot.waitUntil(lambda: not again.workplace.writing and drafts.kept(other, CAMPAIGN) is None)
    kept = drafts.kept(again.desk.office, CAMPAIGN)
    assert kept is not None
    assert not kept.foreign
    again.form.draft.clear()  # what was typed before comes back
    assert again.form.sheet.child.name.surname.text() == "Белова"


def test_closing_the_window_keeps_the_last_letters(sit: Sit) -> None:
    secretary = sit()
    secretary.type("Зайц")
    secretary.form.shut()
    kept = drafts.kept(secretary.desk.office, CAMPAIGN)
    assert kept is not None
    assert kept.content["child"]["name"][0] == "Зайц"


def test_what_cannot_be_kept_is_named_before_the_window_goes(sit: Sit) -> None:
    """Once told, the person goes back to it; with the database there again it is kept and nothing is named."""
    secretary = sit()
    path = secretary.desk.office.database.path
    away = path.rename(path.with_name("унесли.otbor"))
    with secretary.qtbot.waitSignal(secretary.form.draft.keeper.failed):
        secretary.line("Зайцев Фёдор")
    [named] = secretary.form.unsaved()
    assert "на экране" in named
    away.rename(path)
    assert secretary.form.unsaved() == []
    kept = drafts.kept(secretary.desk.office, CAMPAIGN)
    assert kept is not None
    assert kept.content["child"]["name"][0] == "Зайцев"


def test_a_cleared_form_can_be_put_back(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Зайцев Фёдор Ильич")
    secretary.press(Qt.Key.Key_Delete, CONTROL)
    assert secretary.form.sheet.child.name.state() == ["", "", ""]
    [(_title, undo)] = secretary.notices[-1].acts
    undo()
    assert secretary.form.sheet.child.name.state() == ["Зайцев", "Фёдор", "Ильич"]


def test_another_campaign_has_a_form_of_its_own(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Зайцев Фёдор Ильич")
    secretary.workplace.set_campaign(None)
    assert secretary.form.sheet.child.name.state() == ["", "", ""]
    with secretary.qtbot.waitSignal(secretary.form.remarked):
        secretary.workplace.set_campaign(CAMPAIGN)
    assert secretary.form.sheet.child.name.state() == ["Зайцев", "Фёдор", "Ильич"]  # kept when it was left


def test_a_representative_is_taken_away_and_put_back(sit: Sit) -> None:
    secretary = sit()
    secretary.press(Qt.Key.Key_Insert, ALT)
    secretary.type("Зайцев")
    secretary.press(Qt.Key.Key_Delete, ALT)
    assert len(secretary.form.sheet.family.people) == 1
    [(_title, undo)] = secretary.notices[-1].acts
    undo()
    assert [person.name.surname.text() for person in secretary.form.sheet.family.people] == ["", "Зайцев"]


def test_a_document_taken_away_by_the_mouse_is_put_back(sit: Sit) -> None:
    secretary = sit()
    documents = secretary.form.sheet.documents
    documents.add()
    secretary.type("Грамота")
    away = next(b for b in documents.papers[-1].findChildren(QPushButton))
    secretary.qtbot.mouseClick(away, Qt.MouseButton.LeftButton)
    assert all(paper.asked for paper in documents.papers)
    [(_title, undo)] = secretary.notices[-1].acts
    undo()
    assert documents.papers[-1].title.text() == "Грамота"
