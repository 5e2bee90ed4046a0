"""Acts from the card: annul, withdraw, copies back, documents, comparison; each with its paper, none by Enter."""

from collections.abc import Callable
from datetime import date
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from otbor.domain.applications import ApplicationStatus, CopyKind
from otbor.domain.findings import Finding, Refused, Trouble
from otbor.services import card, corrections, enrolment
from otbor.ui.card.add_documents import AddDecision
from otbor.ui.card.dialogs import CompareDecision, DocumentDecision, ReturnDecision, UncompareDecision
from otbor.ui.kit.decision import ReasonDecision
from otbor.ui.kit.failures import failure_of
from tests.services.desk import FINAL_DAY, number
from tests.services.school import MEMBER
from tests.ui.card.conftest import Place
from tests.ui.typing_keys import type_text

PlaceAt = Callable[[str], Place]


def _reason(place: Place, text: str) -> None:
    dialog = place.decision()
    assert isinstance(dialog, ReasonDecision | UncompareDecision)
    type_text(dialog.reason, text)


def test_annulling_asks_its_reason_and_enter_never_does_it(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.show(7)
    place.pane.acts.annul()
    dialog = place.decision()
    for widget in (dialog.fields()["reason"], dialog.sure):
        place.qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert place.acts("annul") == 0
    assert "Не указана причина" in place.refused()
    _reason(place, "записано дважды")
    place.sure()
    row = place.desk.row(7)
    assert (row.status, row.status_reason) == (ApplicationStatus.ANNULLED, "записано дважды")
    assert place.notices[-1].text == f"Заявление № {number(7)} аннулировано."
    place.says("записано дважды")
    place.notice("Журнал заявлений")
    assert place.papers("journal") == 1


def test_escape_changes_nothing(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.show(7)
    place.pane.acts.annul()
    place.qtbot.keyClick(place.decision(), Qt.Key.Key_Escape)
    assert place.pane.acts.dialog is None
    assert place.acts("annul") == 0


def test_the_first_field_that_is_wrong_has_the_focus(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ReturnDecision(parent, "", ["Иванова А. А."], QDate(2026, 4, 15))
    dialog.open()
    findings = [
        Finding("intake.channel_not_allowed", values={"channels": "лично"}, where=field) for field in ("day", "person")
    ]
    dialog.fail(failure_of(Refused(*findings)))
    assert [field.property("wrong") for field in (dialog.day, dialog.person)] == ["true", "true"]
    assert dialog.focusWidget() is dialog.day


def test_what_is_being_done_is_not_left(place_at: PlaceAt) -> None:
    place, gate = place_at("filed"), Event()
    place.show(1)
    place.pane.acts.add()
    dialog = place.decision()
    assert isinstance(dialog, AddDecision)
    type_text(dialog.lines[0].title, "Справка")
    place.workplace.act(lambda _office, _steps: gate.wait(10))  # a slow disk
    dialog.sure.click()
    dialog.reject()  # Esc
    dialog.close()
    assert dialog.isVisible()
    with place.qtbot.waitSignals([dialog.accepted, place.pane.loaded]):
        gate.set()
    assert place.notices[-1].text == "Принят 1 документ."


def test_what_another_writer_has_annulled_is_not_annulled_again(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.show(7)
    corrections.annul(place.desk.office, place.desk.id(7), "первый")
    place.pane.acts.annul()
    _reason(place, "второй")
    assert "аннулировано" in place.refused()
    assert place.desk.row(7).status_reason == "первый"
    place.decision().reject()


def test_trouble_with_the_disk_keeps_what_was_typed(place_at: PlaceAt, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_at("filed")
    place.show(7)

    def full(*_args: Any, **_kwargs: Any) -> None:
        raise Trouble(Finding("database.disk_full", values={"path": "school.otbor"}))

    monkeypatch.setattr(corrections, "withdraw", full)
    place.pane.acts.withdraw()
    _reason(place, "заявление матери")
    assert "мест" in place.refused()
    dialog = place.decision()
    assert isinstance(dialog, ReasonDecision)
    assert dialog.reason.text() == "заявление матери"
    assert dialog.sure.isEnabled()
    assert place.desk.row(7).status is ApplicationStatus.REGISTERED
    dialog.reject()


def test_withdrawing_gives_its_paper_and_then_the_copies(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.show(1)
    place.pane.acts.withdraw()
    _reason(place, "заявление матери от 07.04.2026")
    place.sure()
    assert place.desk.row(1).status is ApplicationStatus.WITHDRAWN
    place.notice("Отзыв заявления")
    assert place.papers("withdrawal") == 1
    dict(place.notices[-1].acts)["Вернуть копии…"]()
    dialog = place.decision()
    assert isinstance(dialog, ReturnDecision)
    assert dialog.person.currentText() == "Иванов Мария Олеговна"
    dialog.person.setCurrentText(" ")
    assert "кому возвращены" in place.refused()
    dialog.person.setCurrentText("Иванова М. О.")
    place.sure()
    row = place.desk.row(1)
    assert (row.copies_returned_on, row.copies_returned_to) == (date(2026, 4, 7), "Иванова М. О.")
    place.notice("Акт возврата")
    assert place.papers("copies_return") == 1


def test_copies_go_back_to_who_was_refused(place_at: PlaceAt) -> None:
    place = place_at("recommended")
    enrolment.refuse(place.desk.office, place.desk.id(3), "нет мест")
    place.show(3)
    place.says("нет мест")
    place.pane.acts.give_back()
    place.sure()
    assert place.desk.row(3).copies_requested_on == FINAL_DAY


def test_a_document_is_added_with_its_addendum(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.show(1)
    place.pane.acts.add()
    dialog = place.decision()
    assert isinstance(dialog, AddDecision)
    line = dialog.lines[0]
    line.title.clear()
    assert "ни одного документа" in place.refused()
    line.kind.setCurrentIndex(line.kind.findData("portfolio"))
    line.title.clear()
    type_text(line.title, "Диплом олимпиады")
    line.copy.setCurrentIndex(line.copy.findData(CopyKind.CERTIFIED.value))
    line.sheets.setValue(0)
    assert "не указано число листов" in place.refused()
    line.sheets.setValue(2)
    dialog.more.click()
    dialog.lines[1].title.setText("Справка")
    place.sure()
    added = [d for d in card.application_card(place.desk.office, place.desk.id(1)).documents if d.added_later]
    assert [d.title for d in added] == ["Диплом олимпиады", "Справка"]
    assert (added[0].kind, added[0].copy_kind, added[0].sheets) == ("portfolio", CopyKind.CERTIFIED, 2)
    assert place.notices[-1].text == "Приняты 2 документа."
    place.notice("Дополнение к расписке")
    assert place.papers("receipt_addendum") == 1


def test_a_document_after_its_stage_asks_for_its_reason_in_the_same_dialog(place_at: PlaceAt) -> None:
    place = place_at("final")
    place.show(1)
    place.pane.acts.add()
    dialog = place.decision()
    assert isinstance(dialog, AddDecision)
    line = dialog.lines[0]
    line.kind.setCurrentIndex(line.kind.findData("portfolio"))
    assert dialog.excuse.isHidden()
    assert "«приём дополнительных документов» сейчас не выполняется" in place.refused()
    assert not dialog.excuse.isHidden()
    assert dialog.focusWidget() is dialog.excuse.line
    assert "сейчас не выполняется" in place.refused()  # without a reason it stays refused
    type_text(dialog.excuse.line, "решение комиссии от 26.05.2026")
    place.sure()
    assert place.acts("add_documents") == 1


def test_copies_are_compared_after_the_stage_for_a_reason(place_at: PlaceAt) -> None:
    place = place_at("final")
    place.show(1)
    place.pane.acts.compare()
    assert "«сличение копий с оригиналами» сейчас не выполняется" in place.refused()
    type_text(place.decision().excuse.line, "оригинал принесён 26.05.2026")
    place.sure()
    assert place.acts("compare_documents") == 1


def test_copies_go_back_out_of_the_stage_for_a_reason(place_at: PlaceAt) -> None:
    place = place_at("filed")
    corrections.withdraw(place.desk.office, place.desk.id(3), "по семейным обстоятельствам")
    place.desk.clock.on(date(2026, 4, 1))  # of the preparation
    place.show(3)
    place.pane.acts.give_back()
    dialog = place.decision()
    assert isinstance(dialog, ReturnDecision)
    dialog.person.setEditText("Сидорова А. П.")
    assert "«возврат копий документов» сейчас не выполняется" in place.refused()
    type_text(dialog.excuse.line, "решение комиссии от 01.04.2026")
    place.sure()
    assert place.acts("return_copies") == 1


@pytest.mark.parametrize("name", ["annul", "withdraw"])
def test_the_reason_of_an_end_excuses_its_stage_too(place_at: PlaceAt, name: str) -> None:
    place = place_at("filed")
    place.desk.clock.on(date(2026, 4, 1))
    place.show(1)
    getattr(place.pane.acts, name)()
    dialog = place.decision()
    assert isinstance(dialog, ReasonDecision)
    assert "сейчас не выполняется" in place.refused()
    assert dialog.excuse.isHidden()  # the dialog asks for a reason already
    assert dialog.focusWidget() is dialog.reason
    type_text(dialog.reason, "заявление матери от 01.04.2026")
    place.sure()
    assert place.acts(name) == 1


def test_copies_are_compared_by_a_member_and_undone_at_once(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.show(1)
    [link] = [b for b in place.pane.findChildren(QPushButton) if b.text() == "Сличено с оригиналом…"]
    place.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    dialog = place.decision()
    assert isinstance(dialog, CompareDecision)
    [tick] = dialog.ticks.values()
    tick.setChecked(False)
    assert "ни одного документа" in place.refused()
    tick.setChecked(True)
    dialog.member.setCurrentIndex(dialog.member.findData(MEMBER))
    place.sure()
    place.says("✓ сличено с оригиналом: Громов О. И.")
    place.notice("Лист «Копия верна»")
    assert place.papers("true_copy") == 1
    dict(place.notices[-1].acts)["Отменить"]()
    place.says("○ не сличено с оригиналом")
    place.pane.acts.compare()
    again = place.decision()
    assert isinstance(again, CompareDecision)
    assert again.member.currentData() == MEMBER  # the same person compares all day
    again.reject()


def test_a_mark_is_taken_back_with_a_reason(place_at: PlaceAt) -> None:
    place = place_at("filed")
    [document] = card.application_card(place.desk.office, place.desk.id(1)).documents
    corrections.compare_documents(place.desk.office, place.desk.id(1), [document.document_id], MEMBER)
    place.show(1)
    place.pane.acts.uncompare()
    assert "Не указана причина" in place.refused()
    _reason(place, "не тот документ")
    place.sure()
    place.says("○ не сличено с оригиналом")
    place.says("не тот документ")


def test_a_slip_in_a_document_is_corrected_from_the_card(place_at: PlaceAt) -> None:
    place = place_at("filed")
    [document] = card.application_card(place.desk.office, place.desk.id(1)).documents
    corrections.compare_documents(place.desk.office, place.desk.id(1), [document.document_id], MEMBER)
    place.show(1)
    [link] = [b for b in place.pane.findChildren(QPushButton) if b.text() == "Исправить документ…"]
    place.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    dialog = place.decision()
    assert isinstance(dialog, DocumentDecision)
    _reason(place, "описка")
    assert "ничего не изменено" in place.refused()
    dialog.sheets.setValue(0)
    assert "не указано число листов" in place.refused()
    assert dialog.sheets.property("wrong") == "true"
    dialog.sheets.setValue(5)
    assert dialog.mark.isHidden()
    dialog.copy.setCurrentIndex(dialog.copy.findData(CopyKind.ELECTRONIC.value))
    assert "сличил(а) Громов О. И.: " in dialog.mark.text()
    assert not dialog.mark.isHidden()
    dialog.title.clear()
    type_text(dialog.title, "Табель")
    place.sure()
    place.says("электронная копия, 5 листов")
    place.says("○ не сличено с оригиналом")
    place.says("Листов: было «1», стало «5»")
    place.says("Сличил(а): было «Громов О. И.», стало пусто")
    assert place.notices[-1].text == f"Документ заявления № {number(1)} исправлен."
    place.notice("Расписка заново")
    assert place.papers("receipt") == 1
