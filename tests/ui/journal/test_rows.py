"""What a secretary sees in the journal: order, filters, views, totals, what others wrote, what went wrong."""

from collections.abc import Sequence
from datetime import date
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from otbor.services import corrections, intake, journal_view
from otbor.services.journal_filter import Column, Days, Filter, Mark, Order
from otbor.services.office import Office
from otbor.storage.database import open_database
from otbor.ui.journal import columns
from otbor.ui.journal.column_filter import ColumnFilter
from otbor.ui.journal.dialogs import ColumnsDialog, LineDialog
from otbor.ui.journal.section import JournalSection
from otbor.ui.journal.views import View, ready, saved
from otbor.ui.kit.failures import Family
from tests.services.desk import number
from tests.services.school import application
from tests.ui.conftest import WorkplaceAt
from tests.ui.journal.conftest import SeatAt
from tests.ui.typing_keys import type_text


def test_a_click_on_a_title_sorts_and_a_second_one_turns_it(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.shows("01", "02", "03", "04", "05", "06", "07")
    header = seat.section.rows.table.horizontalHeader()
    section = columns.ALL.index(Column.CHILD)
    place = QPoint(header.sectionViewportPosition(section) + 20, header.height() // 2)
    seat.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    seat.shows("07", "01", "04", "06", "05", "02", "03")
    table = seat.section.rows.table
    table.setFixedHeight(header.height() * 3)
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    assert table.verticalScrollBar().value()
    seat.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    seat.shows("03", "02", "05", "06", "04", "01", "07")
    assert table.verticalScrollBar().value() == 0, "another order is seen from its beginning"


def test_typing_finds_after_a_pause_and_an_emptied_field_shows_all(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.act("journal-filter")
    asked: list[object] = []
    seat.section.rows.bar.changed.connect(lambda: asked.append(None))
    type_text(seat.section.rows.bar.text, "петрОва")
    seat.shows("02")
    assert len(asked) == 1
    seat.qtbot.waitUntil(lambda: seat.total() == "Показано: 1 · 1 действует")
    seat.section.rows.bar.text.clear()
    seat.shows("01", "02", "03", "04", "05", "06", "07")


def test_a_letter_paints_the_rows_once_and_moves_nothing(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    rows = seat.section.rows
    place, painted = rows.table.geometry(), Painted()
    QCoreApplication.processEvents()
    rows.table.viewport().installEventFilter(painted)
    with seat.qtbot.waitSignal(rows.came):
        type_text(rows.bar.text, "п")
    seat.qtbot.waitUntil(lambda: painted.times > 0)
    for _round in range(3):  # what was posted meanwhile, and by that
        QCoreApplication.processEvents()
    assert painted.times == 1
    assert rows.table.geometry() == place


class Painted(QObject):
    """Counts how often a widget is painted."""

    times = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.times += event.type() == QEvent.Type.Paint
        return False


def test_enter_in_the_field_goes_on_to_the_rows(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.section.activateWindow()
    seat.act("journal-filter")
    type_text(seat.section.rows.bar.text, "0003")
    seat.qtbot.keyClick(seat.section.rows.bar.text, Qt.Key.Key_Return)
    seat.shows("03")
    assert seat.section.rows.table.hasFocus()


def test_who_finds_nothing_gets_the_way_back(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.section.rows.bar.set_filter(Filter(text="нетакого"))
    seat.shows()
    assert seat.section.rows.empty.heading.text() == "Ничего не найдено"
    with seat.qtbot.waitSignal(seat.section.rows.bar.text.textChanged):  # by it Qt takes the cross in the field away
        seat.qtbot.mouseClick(seat.section.rows.empty.button, Qt.MouseButton.LeftButton)
    seat.shows("01", "02", "03", "04", "05", "06", "07")


def test_a_column_is_filtered_by_choice_and_the_chip_mends_it(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.section.rows.ask_filter(Column.GROUPS)
    dialog = seat.section.rows.dialog
    assert isinstance(dialog, ColumnFilter)
    assert [dialog.list.item(row).text() for row in range(2)] == [
        "8Ф — физико-математический",
        "8И — информационно-технологический",
    ]
    dialog.list.item(1).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    seat.shows("02", "04", "05", "07")
    chip = seat.section.rows.bar.chips[Column.GROUPS]
    assert "8И" in chip.toolTip()
    seat.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    again = seat.section.rows.dialog
    assert isinstance(again, ColumnFilter)
    assert again.list.item(1).checkState() is Qt.CheckState.Checked
    seat.qtbot.mouseClick(again.clear, Qt.MouseButton.LeftButton)
    seat.shows("01", "02", "03", "04", "05", "06", "07")


def test_days_and_texts_have_filters_of_their_own(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.section.rows.table.setCurrentIndex(seat.section.rows.model.index(0, columns.ALL.index(Column.FILED)))
    seat.act("journal-filter-column")
    dialog = seat.section.rows.dialog
    assert isinstance(dialog, ColumnFilter)
    assert date(*dialog.first.box.date().getDate()) == seat.desk.clock.now.date(), "by the office's clock"
    dialog.first.setChecked(True)
    dialog.first.box.setDate(dialog.first.box.date().addYears(-50))
    dialog.last.setChecked(True)
    dialog.last.box.setDate(dialog.first.box.date())
    dialog.accept()
    seat.shows()
    seat.act("journal-all")
    seat.shows("01", "02", "03", "04", "05", "06", "07")
    seat.section.rows.ask_filter(Column.REPRESENTATIVE)
    dialog = seat.section.rows.dialog
    assert isinstance(dialog, ColumnFilter)
    type_text(dialog.text, "орлова")
    dialog.accept()
    seat.shows("05")


def test_ready_views_narrow_the_journal(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    corrections.withdraw(seat.desk.office, seat.desk.id(4), "заявление матери")
    box = seat.section.rows.bar.views
    assert [box.itemText(row) for row in range(box.count())] == [view.name for view in ready()]
    seat.section.rows.show_view(ready()[-1])
    seat.shows("04")
    seat.section.rows.show_view(ready()[3])
    seat.shows("01", "02", "03", "05", "06", "07")


def test_a_view_of_ones_own_keeps_filter_order_and_columns_but_nothing_typed(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    section = seat.section
    waiting = {Column.RECEIPT: frozenset({Mark.AWAITED.value})}
    section.rows.bar.set_filter(
        Filter("петрова", {Column.ADDRESS: "горького"}, {Column.FILED: Days(recent=7)}, waiting)
    )
    section.rows.model.sort(columns.ALL.index(Column.CHILD), Qt.SortOrder.DescendingOrder)
    section.rows.table.show_columns([Column.NUMBER, Column.CHILD, Column.PHONE])
    seat.act("journal-save-view")
    dialog = section.rows.dialog
    assert isinstance(dialog, LineDialog)
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    assert not buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    type_text(dialog.line, "Обзвон")
    dialog.accept()
    assert "не сохраняются" in seat.told("Обзвон").text
    [view] = saved(seat.workplace.memory)
    order, shown = Order(Column.CHILD, descending=True), (Column.NUMBER, Column.CHILD, Column.PHONE)
    assert view == View("Обзвон", Filter(days={Column.FILED: Days(recent=7)}, among=waiting), order, shown, own=True)
    section.rows.show_view(ready()[0])
    section.rows.table.show_columns(columns.ALL)
    section.rows.show_view(view)
    assert section.rows.table.shown_columns() == list(shown)
    seat.shows("03", "02", "05", "06", "04", "01", "07")
    seat.act("journal-remove-view")
    assert saved(seat.workplace.memory) == []
    seat.press("Отменить")
    assert saved(seat.workplace.memory) == [view]


def test_the_views_of_the_program_stay(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.act("journal-remove-view")
    assert "всегда" in seat.notices[-1].text
    seat.section.rows.save_view("Сегодня")
    assert "выберите другое имя" in seat.notices[-1].text
    assert saved(seat.workplace.memory) == []


def test_columns_are_chosen_moved_and_remembered(seat_at: SeatAt, qtbot: QtBot) -> None:
    seat = seat_at("filed")
    seat.act("journal-columns")
    dialog = seat.section.rows.dialog
    assert isinstance(dialog, ColumnsDialog)
    dialog.list.setCurrentRow(2)  # the groups
    qtbot.mouseClick(dialog.up, Qt.MouseButton.LeftButton)
    for row in range(3, dialog.list.count()):
        dialog.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    dialog.accept()
    shown = [Column.NUMBER, Column.GROUPS, Column.CHILD]
    assert seat.section.rows.table.shown_columns() == shown
    seat.section.shut()
    again = JournalSection(seat.workplace)
    qtbot.addWidget(again)
    assert again.rows.table.shown_columns() == shown


def test_annulled_rows_stay_struck_through_and_say_so(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    corrections.annul(seat.desk.office, seat.desk.id(2), "записано дважды")
    seat.act("journal-reload")
    seat.qtbot.waitUntil(lambda: "1 аннулировано" in seat.total())
    model = seat.section.rows.model

    def cell(column: Column, role: Qt.ItemDataRole) -> object:
        return model.index(1, columns.ALL.index(column)).data(role)

    assert seat.numbers() == ["01", "02", "03", "04", "05", "06", "07"]
    assert cell(Column.STATUS, Qt.ItemDataRole.DisplayRole) == "аннулировано"
    assert cell(Column.CHILD, Qt.ItemDataRole.FontRole).strikeOut()  # type: ignore[attr-defined]  # a QFont
    assert cell(Column.STATUS, Qt.ItemDataRole.FontRole) is None
    assert cell(Column.RECEIPT, Qt.ItemDataRole.DisplayRole) == "—"
    assert "записано дважды" in str(cell(Column.CHILD, Qt.ItemDataRole.ToolTipRole))
    assert seat.total() == "Показано: 7 · 6 действуют · 1 аннулировано"
    assert seat.section.rows.totals.parts.text().startswith("Действующие по первому желанию: 8Ф — 3, 8И — 3")


def test_answers_to_what_was_asked_before_are_not_shown(seat_at: SeatAt, monkeypatch: pytest.MonkeyPatch) -> None:
    seat, begun, gate = seat_at("filed"), Event(), Event()

    def slow(office: Office, wanted: Sequence[int]) -> list[journal_view.Line]:
        begun.set()
        gate.wait(10)
        return real(office, wanted)

    real = journal_view.block
    with monkeypatch.context() as patched:
        patched.setattr(journal_view, "block", slow)
        seat.section.rows.reload()
        seat.qtbot.waitUntil(begun.is_set)
        seat.workplace.set_campaign(None)  # too late for a question that is being answered
    assert seat.section.rows.totals.shown.text() == ""
    gate.set()
    seat.qtbot.waitUntil(lambda: not seat.workplace.busy)
    assert seat.numbers() == []


def test_a_new_question_for_rows_does_not_lose_what_the_filters_offer(seat_at: SeatAt) -> None:
    seat, gate = seat_at("filed"), Event()
    rows = seat.section.rows
    seat.workplace.ask(lambda _office, _steps: gate.wait(10))  # a window that is being made
    rows.other_campaign()
    rows.bar.set_filter(Filter(text="ив"))
    gate.set()
    seat.qtbot.waitUntil(lambda: not seat.workplace.busy)
    rows.ask_filter(Column.GROUPS)
    assert isinstance(rows.dialog, ColumnFilter)
    assert rows.dialog.list.count() == 2


def test_a_filter_that_is_looked_at_and_left_stays(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    rows = seat.section.rows
    for chosen, column in (
        (Filter(days={Column.FILED: Days(recent=1)}), Column.FILED),
        (Filter(among={Column.NUMBER: frozenset({number(2)})}), Column.NUMBER),
    ):
        rows.bar.set_filter(chosen)
        rows.ask_filter(column)
        assert isinstance(rows.dialog, ColumnFilter)
        rows.dialog.accept()
        assert rows.bar.filter == chosen
        rows.ask_filter(column)
        assert isinstance(rows.dialog, ColumnFilter)
        rows.dialog.clear.click()
        assert rows.bar.filter == Filter()


def test_what_another_program_writes_appears_and_the_place_is_kept(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.choose(3, 5)
    other = open_database(seat.desk.office.database.path)
    writer = Office(other, "Громов О. И.", clock=seat.desk.clock)
    intake.register(writer, seat.desk.campaign, application("Ёлкин", "Ян"))
    other.close()
    seat.workplace.look_around()
    seat.shows("01", "02", "03", "04", "05", "06", "07", "08")
    assert seat.section.rows.table.selected() == [seat.desk.id(3), seat.desk.id(5)]
    assert seat.section.rows.table.current == seat.desk.id(5)


def test_a_link_goes_to_the_row_of_an_application(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    seat.section.go(seat.desk.id(6))
    assert seat.section.rows.table.current == seat.desk.id(6)


def test_a_database_that_vanishes_is_told_once_and_the_window_lives(seat_at: SeatAt) -> None:
    seat = seat_at("filed")
    path = seat.desk.office.database.path
    seat.section.rows.model.refresh()
    seat.desk.office.database.close()
    for beside in path.parent.glob(f"{path.name}*"):
        beside.unlink()
    path.mkdir()
    seat.section.rows.table.viewport().update()
    seat.section.rows.table.scrollToBottom()
    seat.qtbot.waitUntil(lambda: bool(seat.notices))
    seat.section.grab()
    [notice] = seat.notices
    assert notice.family is Family.TROUBLE
    assert seat.section.rows.model.index(0, 0).data() == "…"
    seat.act("journal-reload")  # asked again, told again
    seat.qtbot.waitUntil(lambda: len(seat.notices) > 1)
    path.rmdir()


def test_a_school_without_a_campaign_is_shown_where_to_go(workplace_at: WorkplaceAt, qtbot: QtBot) -> None:
    workplace, _desk = workplace_at("filed")
    workplace.set_campaign(None)
    section = JournalSection(workplace)
    qtbot.addWidget(section)
    links: list[tuple[str, object]] = []
    workplace.went.connect(lambda link: links.append((link.section, link.target)))
    qtbot.mouseClick(section.rows.empty.button, Qt.MouseButton.LeftButton)
    assert links == [("settings", "campaign")]
    section.shut()
