"""What a secretary does with many rows: receipts, comparison, export; refusals by row, the way back in the notice."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from otbor.domain.findings import Finding, Trouble
from otbor.domain.rights import Right
from otbor.exchange.workbook import open_book
from otbor.services import corrections, mass_acts
from otbor.services.journal_filter import Column, Filter
from otbor.services.office import Changes, Office
from otbor.storage.models import AuditEntry, Document
from otbor.ui.journal import columns
from otbor.ui.journal.dialogs import ComparerDialog, LineDialog, RefusalsDialog
from otbor.ui.journal.section import JournalSection
from otbor.ui.kit.actions import Action
from otbor.ui.kit.failures import Family
from otbor.ui.kit.targets import JournalRows
from otbor.ui.kit.theme import Look, dress
from otbor.ui.kit.workplace import Workplace
from tests.services.desk import Desk
from tests.services.school import MEMBER
from tests.ui.conftest import WorkplaceAt
from tests.ui.journal.conftest import Seat, SeatAt


def _given(desk: Desk) -> list[int]:
    return [ordinal for ordinal in range(1, 8) if desk.row(ordinal).receipt_given_at is not None]


def _compared(desk: Desk) -> int:
    with desk.office.question() as session:
        return session.scalar(select(func.count()).where(Document.compared_at.is_not(None))) or 0


def _exports(desk: Desk) -> int:
    with desk.office.question() as session:
        return session.scalar(select(func.count()).where(AuditEntry.act == "note_export")) or 0


def _refusals(seat: Seat) -> RefusalsDialog:
    return seat.section.findChildren(RefusalsDialog)[-1]


def test_receipts_are_noted_in_many_rows_one_is_left_out_and_all_is_undone(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    corrections.annul(seat.desk.office, seat.desk.id(2), "записано дважды")
    seat.choose(1, 2, 3)
    seat.act("journal-receipts-given")
    notice = seat.told("Отмечена выдача 2 расписок")
    assert "Пропущено 1 заявление" in notice.text
    assert _given(seat.desk) == [1, 3]
    seat.press("Показать почему…")
    dialog = _refusals(seat)
    number, why = (str(dialog.table.model().index(0, column).data()) for column in (0, 2))
    assert number.endswith("0002")
    assert "аннулировано" in why
    seat.qtbot.mouseClick(dialog.to_row, Qt.MouseButton.LeftButton)
    assert [(link.section, link.target) for link in seat.links] == [("journal", seat.desk.id(2))]
    seat.press("Отменить")
    seat.told("Отметка о выдаче снята")
    assert _given(seat.desk) == []


def test_a_mark_taken_back_can_be_set_again(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.choose(4)
    seat.act("journal-receipts-given")
    seat.told("Отмечена выдача 1 расписки")
    seat.act("journal-receipts-back")
    seat.told("Отметка о выдаче снята")
    seat.press("Отменить")
    seat.told("Отмечена выдача 1 расписки")
    assert _given(seat.desk) == [4]


def test_what_was_done_before_a_trouble_is_told_and_can_be_undone(
    seat_at: SeatAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, real = seat_at("filed"), mass_acts.give_receipt

    def full(office: Office, application_id: int) -> Changes:
        if application_id == seat.desk.id(3):
            raise Trouble(Finding("database.disk_full", values={"path": office.database.path}))
        return real(office, application_id)

    monkeypatch.setattr(mass_acts, "give_receipt", full)
    seat.choose(1, 2, 3, 4)
    seat.act("journal-receipts-given")
    notice = seat.told("не осталось места")
    assert "Отмечена выдача 2 расписок" in notice.text
    assert notice.family is Family.TROUBLE
    assert _given(seat.desk) == [1, 2]
    seat.press("Отменить")
    seat.told("Отметка о выдаче снята")
    assert _given(seat.desk) == []


def test_documents_are_compared_by_a_member_and_the_marks_undone(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.choose(1, 3)
    seat.act("journal-compare")
    dialog = seat.section.findChild(ComparerDialog)
    assert isinstance(dialog, ComparerDialog)
    assert dialog.members.currentText() == "Белова А. С."  # who is at work is offered first
    dialog.members.setCurrentIndex(dialog.members.findData(MEMBER))
    dialog.accept()
    seat.told("2 заявлений")
    assert _compared(seat.desk) == 2
    seat.press("Отменить")
    seat.told("снята")
    assert _compared(seat.desk) == 0


def test_a_comparison_is_taken_back_for_a_reason(seat_at: SeatAt, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = seat_at("filed")
    monkeypatch.setattr(seat.section.mass, "ask_member", lambda _members, _count, then: then(MEMBER))
    seat.choose(1)
    seat.act("journal-compare")
    seat.told("1 заявления")
    seat.choose(1, 4)
    seat.act("journal-uncompare")
    dialog = seat.section.findChild(LineDialog)
    assert isinstance(dialog, LineDialog)
    dialog.line.setText("не тот оригинал")
    dialog.accept()
    assert "Пропущено 1 заявление" in seat.told("снята").text
    assert _compared(seat.desk) == 0


def test_a_comparison_after_its_stage_asks_for_its_reason_once(
    seat_at: SeatAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = seat_at("final")
    monkeypatch.setattr(seat.section.mass, "ask_member", lambda _members, _count, then: then(MEMBER))
    seat.choose(1, 3)
    seat.act("journal-compare")
    assert "Пропущено 2 заявления" in seat.told("Пропущено").text
    seat.qtbot.waitUntil(lambda: seat.section.findChild(LineDialog) is not None)
    dialog = seat.section.findChild(LineDialog)
    assert isinstance(dialog, LineDialog)
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "«сличение копий с оригиналами» сейчас не выполняется" in said
    dialog.line.setText("решение комиссии от 26.05.2026")
    dialog.accept()
    seat.told("2 заявлений")
    assert _compared(seat.desk) == 2


def test_nobody_compares_before_the_commission_is_there(seat_at: SeatAt, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = seat_at("filed")
    monkeypatch.setattr(mass_acts, "comparers", lambda _office, _campaign: ())
    seat.choose(1)
    seat.act("journal-compare")
    seat.press("Открыть комиссии")
    assert [(link.section, link.target) for link in seat.links] == [("settings", "commissions")]


def test_receipts_are_printed_in_one_file_and_the_mark_can_be_undone(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    corrections.annul(seat.desk.office, seat.desk.id(2), "записано дважды")
    seat.choose(1, 2, 3)
    seat.act("journal-print-receipts")
    assert "Пропущено 1 заявление" in seat.told("Готовы 2 расписки").text
    shown = seat.section.mass.papers
    assert shown is not None
    seat.qtbot.waitUntil(lambda: shown.pane.view.count == 2)
    assert _given(seat.desk) == [1, 3]
    seat.press("Отметить как невыданные")
    seat.told("Отметка о выдаче снята")
    assert _given(seat.desk) == []


def test_nothing_is_done_without_a_chosen_row(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.section.rows.table.clearSelection()
    for name in ("print-receipts", "receipts-given", "receipts-back", "compare", "uncompare"):
        seat.notices.clear()
        seat.act(f"journal-{name}")
        assert "выберите" in seat.told("строк").text.lower()


def test_what_is_seen_is_exported_and_put_on_record(seat_at: SeatAt, tmp_path: Path) -> None:
    seat = seat_at("filed")
    seat.section.rows.table.show_columns([Column.CHILD, Column.NUMBER, Column.PHONE, Column.FILED])
    seat.section.rows.model.sort(2, Qt.SortOrder.DescendingOrder)
    seat.shows("03", "02", "05", "06", "04", "01", "07")
    for name in ("журнал.csv", "журнал.xlsx"):
        seat.section.rows.export_to(tmp_path / name)
        seat.told(name)
    with (tmp_path / "журнал.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0] == ["Ребёнок", "№", "Телефон", "Подано"]
    assert rows[1][0] == "Сидоров Олег Иванович"
    assert rows[1][3] == "06.04.2026 11:03"
    assert rows[1][2].startswith("'+7")  # a spreadsheet starts no formula
    sheet = open_book(tmp_path / "журнал.xlsx").sheet("Журнал")
    assert len(list(sheet.rows)) == 8
    seat.qtbot.waitUntil(lambda: _exports(seat.desk) == 2)


def test_the_file_gets_the_ending_of_the_chosen_kind(
    seat_at: SeatAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = seat_at("filed")
    answer = (str(tmp_path / "июнь"), "Таблица CSV (*.csv)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: answer)
    seat.act("journal-export")
    seat.told("июнь.csv")
    assert (tmp_path / "июнь.csv").is_file()


def test_a_file_that_cannot_be_written_is_told(seat_at: SeatAt, tmp_path: Path) -> None:
    seat = seat_at("filed")
    seat.section.rows.export_to(tmp_path / "нет" / "журнал.csv")
    seat.qtbot.waitUntil(lambda: bool(seat.notices))
    assert seat.notices[-1].family is not None


class _Card(QWidget):
    """A card that notes what it is asked."""

    def __init__(self, _workplace: Workplace) -> None:
        super().__init__()
        self.shown: list[int | None] = []
        self.closed = False

    def show_application(self, application_id: int | None) -> None:
        self.shown.append(application_id)

    def enter(self) -> None:
        self.setFocus()

    def declare(self) -> list[Action]:
        return [Action("card-correct", "Исправить", lambda: None, "F2", right=Right.CORRECT)]

    def take_acts(self, acts: Mapping[str, QAction]) -> None:
        assert "card-correct" in acts

    def unsaved(self) -> list[str]:
        return []

    def shut(self) -> None:
        self.closed = True


class _Form(QWidget):
    """A form that says it has registered."""

    registered = Signal(int)
    left = Signal()

    def __init__(self, _workplace: Workplace) -> None:
        super().__init__()
        self.acts: dict[str, QAction] = {}
        self.begun = 0

    def begin(self) -> None:
        self.begun += 1

    def unsaved(self) -> list[str]:
        return []

    def shut(self) -> None:
        pass


def test_where_there_is_room_for_one_the_card_takes_the_place_of_the_rows(
    workplace_at: WorkplaceAt, qtbot: QtBot
) -> None:
    workplace, desk = workplace_at("filed")
    section = JournalSection(workplace, _Card, _Form)
    qtbot.addWidget(section)
    section.resize(600, 500)
    section.show()
    card = section.card
    assert isinstance(card, _Card)
    qtbot.waitUntil(lambda: section.rows.model.rowCount() == 7)
    assert section.rows.table.isVisible()
    assert not card.isVisible()
    section.go(desk.id(3))
    assert (card.isVisible(), section.rows.table.isVisible()) == (True, False)
    assert card.shown[-1] == desk.id(3)
    back = next(one for one in section.findChildren(QPushButton) if one.text() == "К списку (F4)")
    qtbot.waitUntil(lambda: back.width() > 0)
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert (card.isVisible(), section.rows.table.isVisible()) == (False, True)
    assert section.rows.table.hasFocus()
    qtbot.keyClick(section.rows.table, Qt.Key.Key_Return)
    assert card.hasFocus()
    section.go(JournalRows.INCOMPLETE)  # rows were asked for
    assert (card.isVisible(), section.rows.table.isVisible()) == (False, True)
    section.resize(1300, 700)
    qtbot.waitUntil(lambda: card.isVisible() and section.rows.table.isVisible())
    section.shut()


def test_a_link_to_a_row_that_the_filter_hides_shows_its_card_and_leaves_it_to_the_person(
    workplace_at: WorkplaceAt, qtbot: QtBot
) -> None:
    workplace, desk = workplace_at("filed")
    section = JournalSection(workplace, _Card, _Form)
    qtbot.addWidget(section)
    section.resize(1300, 700)
    section.show()
    card, rows = section.card, section.rows
    assert isinstance(card, _Card)
    rows.bar.set_filter(Filter(text="сидоров"))
    qtbot.waitUntil(lambda: list(rows.model.ids) == [desk.id(3)] and card.shown[-1] == desk.id(3))
    section.go(desk.id(5))
    assert card.shown[-1] == desk.id(5)
    rows.bar.set_filter(Filter(text="о"))  # other rows, the person is still on the same
    qtbot.waitUntil(lambda: rows.model.rowCount() > 1 and not workplace.busy)
    with qtbot.waitSignal(rows.table.rested):
        rows.table.rested.emit()
    assert card.shown[-1] == desk.id(5)
    rows.table.selectRow(rows.table.currentIndex().row() + 1)
    qtbot.waitUntil(lambda: card.shown[-1] == rows.table.current)
    asked = len(card.shown)
    rows.reload()
    qtbot.waitUntil(lambda: not rows.reading)
    assert len(card.shown) == asked  # the link was followed once
    section.shut()


def test_the_names_take_what_is_left_until_a_person_chooses_their_width(seat_at: SeatAt) -> None:
    table = seat_at("filed").section.rows.table
    header, names = table.horizontalHeader(), columns.ALL.index(Column.CHILD)
    narrow = header.sectionSize(names)
    table.show_columns([Column.NUMBER, Column.CHILD])
    assert header.sectionSize(names) > narrow
    header.resizeSection(names, 200)
    table.show_columns(columns.SHOWN_FIRST)
    assert header.sectionSize(names) == 200


def test_columns_are_as_wide_in_letters_at_another_size_of_the_text(
    seat_at: SeatAt, qtbot: QtBot, qapp: QApplication
) -> None:
    seat = seat_at("filed")
    header, number = seat.section.rows.table.horizontalHeader(), columns.ALL.index(Column.NUMBER)
    before = header.sectionSize(number)
    dress(qapp, Look.LIGHT, 150)
    assert header.sectionSize(number) == pytest.approx(before * 1.5, abs=2)
    seat.section.shut()
    dress(qapp, Look.LIGHT, 100)
    again = JournalSection(seat.workplace)  # widths that were kept at 150 %
    qtbot.addWidget(again)
    assert again.rows.table.horizontalHeader().sectionSize(number) == pytest.approx(before, abs=2)


def test_the_first_row_is_chosen_when_the_journal_opens(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    assert seat.section.rows.table.selected() == [seat.desk.id(1)]


def test_the_card_follows_the_row_and_the_form_takes_the_place_of_the_table(
    workplace_at: WorkplaceAt, qtbot: QtBot
) -> None:
    workplace, desk = workplace_at("filed")
    section = JournalSection(workplace, _Card, _Form)
    qtbot.addWidget(section)
    section.resize(1300, 700)
    section.show()
    section.ahead()
    card, form = section.card, section.form
    assert isinstance(card, _Card)
    assert isinstance(form, _Form)
    qtbot.waitUntil(lambda: section.rows.model.rowCount() == 7)
    section.rows.table.selectRow(2)
    qtbot.waitUntil(lambda: card.shown[-1] == desk.id(3))
    section.acts["journal-card"].trigger()
    assert not card.isVisible()
    qtbot.keyClick(section.rows.table, Qt.Key.Key_Return)
    assert card.isVisible()
    section.go("register")
    assert form.isVisible()
    assert form.begun == 1
    assert not section.acts["journal-print-receipts"].isEnabled()  # Ctrl+P is the form's
    section.turn_card()  # put away by the person
    form.registered.emit(desk.id(5))
    form.left.emit()
    assert section.rows.table.current == desk.id(5)
    assert section.rows.table.hasFocus()
    assert not card.isVisible()
    section.turn_card()
    assert section.acts["journal-print-receipts"].isEnabled()
    qtbot.waitUntil(lambda: card.shown[-1] == desk.id(5))
    section.shut()
    assert card.closed
