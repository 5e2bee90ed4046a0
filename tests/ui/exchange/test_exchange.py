"""A secretary brings a workbook in through the window: every step with its good and its bad turns."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QTableView, QWidget
from sqlalchemy import func, select

from otbor.domain.people import FullName
from otbor.exchange.mapping import Role
from otbor.exchange.tables import write_xlsx
from otbor.exchange.workbook import open_book
from otbor.services import intake, likeness
from otbor.services.imports import Fate
from otbor.services.office import Changes
from otbor.storage.models import Application, AuditPayload, ImportRun, LikenessAnswer
from otbor.ui.exchange.files import Then
from otbor.ui.exchange.rows_model import Show
from otbor.ui.exchange.tables import CHOICES
from otbor.ui.exchange.taking import RowState
from otbor.ui.exchange.way import Step
from otbor.ui.kit.workplace import Link
from tests.exchange.samples import LICEY8, many_applications
from tests.services.school import application
from tests.ui.exchange.conftest import Importer, Sit

FAULTY = LICEY8 / "applications-with-faults.xlsx"
GOOD = LICEY8 / "applications.xlsx"
ENTER, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space


def in_journal(importer: Importer) -> int:
    with importer.desk.office.question() as session:
        return session.scalar(select(func.count(Application.id))) or 0


def head(path: Path, rows: int, *, without: str = "", first: str = "Заявления") -> Path:
    """A workbook with the first ``rows`` applications of the case, without the column ``without``."""
    sheet = open_book(GOOD).sheet("Заявления")
    keep = [place for place, value in enumerate(sheet.rows[2]) if value != without]
    cells = [[str(row[place]) if row[place] != "" else None for place in keep] for row in sheet.rows[2 : 3 + rows]]
    write_xlsx(path, [(first, [str(cell) for cell in cells[0]], cells[1:])])
    return path


# Step 1: the file


def test_a_workbook_is_dropped_anywhere_on_the_page(sit: Sit) -> None:
    importer = sit()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(FAULTY))])
    none, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    importer.section.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, button, none))
    importer.wait()
    assert importer.section.file.file.text() == FAULTY.name
    model = importer.section.file.sheets
    assert [[model.data(model.index(row, column)) for column in (0, 1, 2)] for row in range(4)] == [
        ["Заявления", "119", "Заявления"],
        ["Достижения", "178", "Достижения"],
        ["Испытания", "119", "Баллы испытаний"],
        ["Апелляции", "4", "Апелляции"],
    ]
    assert importer.taking.wanted == {Role.APPLICATIONS, Role.ACHIEVEMENTS}  # it is the time of the intake
    assert "приём документов" in str(model.data(model.index(2, 3)))


def test_a_workbook_is_chosen_by_key(sit: Sit, tmp_path: Path) -> None:
    importer = sit()
    asked: list[str] = []

    def answer(_parent: QWidget, folder: str, then: Then) -> None:
        asked.append(folder)
        then(GOOD)

    importer.section.ask_file = answer
    importer.act("choose").trigger()
    importer.wait()
    assert importer.taking.file == GOOD
    importer.act("choose").trigger()
    importer.wait()
    assert asked == ["", str(GOOD.parent)]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("фото.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200), "не таблица"),
        (
            "тайна.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "защищён паролем",
        ),
        ("пусто.xlsx", b"", "пуст"),
        ("пусто.csv", b";;\n;;\n", "нет ни одной заполненной ячейки"),
        (None, b"", "нет"),
    ],
)
def test_what_is_no_workbook_is_told_where_it_was_dropped(
    sit: Sit, tmp_path: Path, name: str | None, content: bytes, told: str
) -> None:
    importer = sit()
    path = tmp_path / (name or "нет.xlsx")
    if name:
        path.write_bytes(content)
    importer.open(path)
    assert importer.section.file.trouble.isVisible()
    assert told in importer.section.file.trouble.text()
    assert importer.section.taking is None
    importer.open(GOOD)
    assert not importer.section.file.trouble.isVisible()


def test_a_workbook_open_elsewhere_is_told_of(sit: Sit, tmp_path: Path) -> None:
    importer = sit()
    path = head(tmp_path / "книга.xlsx", 2)
    (tmp_path / "~$книга.xlsx").write_bytes(b"")
    importer.open(path)
    assert "открыта в другой программе" in importer.section.file.remarks.text()
    assert importer.section.main.isEnabled()


def test_a_sheet_is_taken_for_something_by_key(sit: Sit, tmp_path: Path) -> None:
    importer = sit()
    path = tmp_path / "странная.xlsx"
    write_xlsx(path, [("Лист1", ["Икс", "Игрек", "Зет"], [["1", "Иванов", "Пётр"]])])
    importer.open(path)
    assert not importer.section.main.isEnabled()
    table = importer.section.file.table
    table.setCurrentIndex(importer.section.file.sheets.index(0, 2))
    choose(importer, table, Role.APPLICATIONS)
    assert importer.taking.wanted == {Role.APPLICATIONS}
    importer.key(SPACE, table)
    assert importer.taking.wanted == set()
    importer.key(SPACE, table)
    importer.to(Step.COLUMNS)
    assert "телефон" in importer.section.columns.missing.text()
    assert not importer.section.main.isEnabled()


def choose(importer: Importer, table: QTableView, value: object, key: Qt.Key = ENTER) -> None:
    """Open the list in the current cell by a key and choose from it by the keyboard."""
    titles = [one for _title, one in table.currentIndex().data(CHOICES)]
    importer.key(key, table)
    [box] = [one for one in table.findChildren(QComboBox) if one.isVisible()]
    box.view().setCurrentIndex(box.model().index(titles.index(value), 0))
    importer.key(ENTER, box.view())
    importer.qtbot.waitUntil(table.hasFocus)  # the next column is a step of the arrows away


# Step 2: the columns


def test_a_heading_that_is_missing_is_named_and_mended(sit: Sit, tmp_path: Path) -> None:
    importer = sit()
    importer.open(head(tmp_path / "книга.xlsx", 3, without="Телефон"))
    importer.to(Step.COLUMNS)
    assert "Заявления: нет столбца, без которого внести нельзя: телефон." in importer.section.columns.missing.text()
    assert not importer.section.main.isEnabled()
    assert not importer.act("next").isEnabled()
    model, table = importer.section.columns.columns, importer.section.columns.table
    assert table.hasFocus()  # the button that led here leads no further yet
    names = [column.header for _sheet, column in model.rows]
    table.setCurrentIndex(model.index(names.index("Время"), 3))
    elsewhere = QShortcut(QKeySequence(Qt.Key.Key_F2), importer.section)  # the journal's, in a whole window
    with importer.qtbot.assertNotEmitted(elsewhere.activated, wait=0):
        choose(importer, table, "phone", Qt.Key.Key_F2)
    assert not importer.section.columns.missing.isVisible()
    assert model.data(model.index(names.index("Время"), 3)) == "телефон (нужно)"
    assert importer.section.main.isEnabled()
    table.setCurrentIndex(model.index(names.index("Время"), 3))
    choose(importer, table, "")
    assert model.data(model.index(names.index("Время"), 3)) == "не читается"


def test_a_mended_column_is_remembered_for_the_next_workbook(sit: Sit, tmp_path: Path) -> None:
    importer = sit()
    importer.open(head(tmp_path / "книга.xlsx", 1))
    importer.to(Step.COLUMNS)
    model, table = importer.section.columns.columns, importer.section.columns.table
    names = [column.header for _sheet, column in model.rows]
    place = names.index("Время")
    table.setCurrentIndex(model.index(place, 3))
    choose(importer, table, "")
    importer.to(Step.RESULT)
    importer.open(head(tmp_path / "вторая.xlsx", 2))
    importer.to(Step.COLUMNS)
    assert model.data(model.index(place, 3)) == "не читается"


# Step 3: the check


def test_every_wrong_row_is_shown_with_its_cell_and_its_data(sit: Sit) -> None:
    importer = sit()
    importer.open(FAULTY)
    importer.to(Step.CHECK)
    assert importer.section.rows.rows.shown is Show.REFUSED
    first = importer.texts()[0]
    assert first == ["С ошибками", "Заявления, 6", "3", "Владимиров Глеб Александрович", "Даты «31.02.2012» не бывает"]
    pane = importer.section.rows.pane
    assert pane.told.text().startswith("G6: Даты «31.02.2012» не бывает. Сверьте дату")
    assert ("Дата рожд.", "31.02.2012") in pane.cells.rows
    assert not pane.leave.isVisible()
    counts = importer.taking.counts()
    assert (
        counts.all
        == 119 + 178
        == counts.coming
        + sum(counts.of(state) for state in RowState if state not in {RowState.COMING, RowState.DOUBTFUL})
    )
    filters = importer.section.rows.filters
    shown = {}
    for show in Show:
        filters[show].click()
        shown[show] = len(importer.rows)
        assert filters[show].text().endswith(f": {shown[show]}")
    assert shown == {Show.ALL: 297, Show.REFUSED: 20, Show.DOUBTFUL: 3, Show.STAYING: 20}


def test_look_alikes_are_answered_by_key_and_remembered(sit: Sit) -> None:
    importer = sit()
    child = FullName("Кириллова", "Екатерина", "Михайловна")
    typed = intake.register(importer.desk.office, 1, replace(application(), child=child, birth_date=date(2012, 8, 23)))
    importer.open(GOOD)
    importer.to(Step.CHECK)
    importer.section.rows.filters[Show.DOUBTFUL].click()
    alike = [row for row in importer.rows if row.alike]
    assert [row.number for row in alike] == ["1", "61", "119"]
    comparison = importer.section.rows.pane.comparison
    assert comparison.isVisible()
    beside = [(mine.text(), theirs.text()) for mine, theirs in comparison._cells]
    assert beside[0] == ("Строка 4 книги", f"№ {typed.number} в журнале")
    assert beside[2] == (str(child), str(child))
    assert beside[4][1].startswith("≠ ")
    importer.act("same").trigger()
    assert importer.section.rows.current == alike[1]  # on to the next pair
    importer.act("other").trigger()
    importer.act("other").trigger()
    assert importer.taking.counts().unanswered == 0
    assert importer.taking.state_of(alike[0]) is RowState.SAME_CHILD
    importer.to(Step.BRING)
    assert not importer.section.bring.doubts.isVisible()
    importer.press_main()
    assert importer.step is Step.RESULT
    with importer.desk.office.question() as session:
        assert [answer.same for answer in session.scalars(select(LikenessAnswer))] == [False, False]
    assert likeness.like_pairs(importer.desk.office, 1) == []
    assert in_journal(importer) == 119  # the one typed by hand and all but its twin of the workbook


def test_an_answer_is_taken_back_by_giving_it_again(sit: Sit) -> None:
    importer = sit()
    importer.open(GOOD)
    importer.to(Step.CHECK)
    [first, second] = [row for row in importer.rows if row.alike]
    table = importer.section.rows.table
    table.selectRow(importer.rows.index(first))
    importer.act("same").trigger()
    table.selectRow(importer.rows.index(first))
    assert importer.section.rows.pane.comparison.same.isChecked()
    importer.act("same").trigger()
    assert importer.taking.answers == {}
    assert importer.taking.state_of(second) is RowState.DOUBTFUL


def test_a_row_is_left_out_and_taken_in_by_key(sit: Sit) -> None:
    importer = sit()
    importer.open(GOOD)
    importer.to(Step.CHECK)
    importer.section.rows.filters[Show.ALL].click()
    importer.section.rows.table.selectRow(0)
    coming = importer.taking.counts().coming
    importer.key(SPACE, importer.section.rows.table)
    assert importer.texts()[0][0] == "Оставлена вами"
    assert importer.taking.counts().coming == coming - 1
    assert importer.section.rows.pane.leave.text() == "Всё-таки внести строку"
    importer.act("leave").trigger()
    assert importer.taking.counts().coming == coming


def test_the_check_is_made_anew_when_the_journal_changes(sit: Sit) -> None:
    importer = sit()
    importer.open(GOOD)
    importer.to(Step.CHECK)
    before = len([row for row in importer.taking.checked.rows if row.alike]) if importer.taking.checked else 0
    child = FullName("Кириллова", "Екатерина", "Михайловна")
    draft = replace(application(), child=child, birth_date=date(2012, 8, 23))
    importer.workplace.act(lambda office, _steps: intake.register(office, 1, draft))
    importer.qtbot.waitUntil(
        lambda: (
            importer.taking.checked is not None
            and len([row for row in importer.taking.checked.rows if row.alike]) == before + 1
        ),
    )
    importer.wait()
    assert importer.step is Step.CHECK


def test_a_check_made_anew_leaves_a_person_where_she_was_and_waits_until_it_is_looked_at(sit: Sit) -> None:
    importer = sit()
    importer.open(GOOD)
    importer.to(Step.CHECK)
    importer.section.rows.filter(Show.ALL)
    importer.section.rows.table.selectRow(30)
    importer.section.rows.leave()
    importer.section.before.setFocus()
    where, first = importer.section.rows.current, importer.taking.checked
    assert importer.section.unsaved() == ["Импорт книги «applications.xlsx»"]
    importer.section.hide()
    importer.workplace.changed.emit(Changes())
    assert importer.section._task is None
    importer.section.show()
    importer.section.entered()
    importer.workplace.changed.emit(Changes())  # while it is checked: what it has read may be of before
    importer.wait()
    importer.qtbot.waitUntil(lambda: importer.taking.checked is not first)
    now = importer.section.rows.current
    assert where is not None
    assert now is not None
    assert (now.role, now.row, now is where) == (where.role, where.row, False)
    assert importer.section.rows.rows.shown is Show.ALL
    assert not importer.section.rows.table.hasFocus()
    assert importer.texts()[30][0] == "Оставлена вами"


def test_what_is_mended_during_a_check_is_not_overtaken_by_it(sit: Sit) -> None:
    importer = sit()
    importer.open(GOOD)
    importer.to(Step.COLUMNS)
    importer.section.main.click()
    model = importer.section.columns.columns
    assert model.setData(model.index(4, 3), "")  # a column is not to be read after all
    importer.wait()
    assert (importer.step, importer.taking.checked) == (Step.COLUMNS, None)


def test_trouble_with_a_file_is_not_told_over_the_next_one(sit: Sit, tmp_path: Path) -> None:
    importer = sit()
    importer.section.go(tmp_path / "нет.xlsx")
    task = importer.section._task
    assert task is not None
    importer.workplace._reader._pool.submit(lambda: None).result()  # it has failed, and nobody knows yet
    importer.section.go(GOOD)
    with importer.qtbot.waitSignal(task.ended):
        pass
    assert importer.section.file.trouble.isHidden()
    importer.wait()


def test_a_check_is_stopped(sit: Sit) -> None:
    importer = sit()
    importer.open(GOOD)
    importer.to(Step.COLUMNS)
    importer.section.main.click()
    importer.section.progress.stop.click()
    importer.wait()
    assert importer.step is Step.COLUMNS
    assert importer.taking.checked is None
    assert importer.section.main.isEnabled()


# Step 4 and 5: taking in


def test_the_faulty_workbook_comes_in_without_its_errors(sit: Sit, tmp_path: Path) -> None:
    importer = sit()
    importer.open(FAULTY)
    importer.to(Step.BRING)
    bring = importer.section.bring
    assert bring.heading.text() == "Войдут 277 строк"
    assert not importer.section.main.isEnabled()  # errors are in the way until a person says so
    importer.act("bring").trigger()
    assert in_journal(importer) == 0
    bring.without.click()
    assert importer.section.main.text() == "Внести: 277 строк"
    importer.act("next").trigger()
    assert in_journal(importer) == 0  # only its own button and its own key write
    importer.act("bring").trigger()
    importer.wait()
    assert importer.step is Step.RESULT
    assert in_journal(importer) == 111
    assert importer.notices[-1].good
    assert importer.notices[-1].text == f"Из книги «{FAULTY.name}» вошло: 277 строк."
    result = importer.section.result
    assert result.rows.rowCount() == 277
    went: list[Link] = []
    importer.workplace.went.connect(went.append)
    importer.key(ENTER, result.table)
    assert [(link.section, link.target) for link in went] == [("journal", result.rows.rows[0].application_id)]
    target = tmp_path / "не внесено.xlsx"
    importer.section.ask_target = lambda _parent, proposed, then: (
        then(target) if proposed.name == "applications-with-faults — не внесено.xlsx" else None
    )
    [(_title, save)] = importer.notices[-1].acts
    importer.open(GOOD)  # the notice is of the workbook that it names
    save()
    importer.qtbot.waitUntil(lambda: len(importer.notices) > 1)
    importer.wait()
    book = open_book(target)
    assert [(sheet.name, len(sheet.rows)) for sheet in book.sheets] == [("Заявления", 9), ("Достижения", 13)]
    assert book.sheets[0].rows[1][-2:] == [6.0, "Даты «31.02.2012» не бывает"]
    importer.qtbot.waitUntil(lambda: "note_export" in recorded(importer))


def recorded(importer: Importer) -> list[str]:
    with importer.desk.office.question() as session:
        return [str((row.content or {}).get("act")) for row in session.scalars(select(AuditPayload))]


def test_a_workbook_comes_in_once(sit: Sit) -> None:
    importer = sit()
    importer.open(GOOD)
    importer.to(Step.RESULT)
    number = in_journal(importer)
    assert number == 119
    importer.open(GOOD)
    assert "уже вносилась 22.04.2026" in importer.section.file.remarks.text()
    importer.to(Step.BRING)
    assert {row.fate for row in importer.taking.checked.rows} == {Fate.SAME} if importer.taking.checked else False
    assert not importer.section.main.isEnabled()
    assert in_journal(importer) == number


def test_a_stopped_import_writes_nothing(sit: Sit) -> None:
    importer = sit()
    importer.open(GOOD)
    importer.to(Step.BRING)
    importer.section.bring_in()
    task = importer.section._task
    assert task is not None
    importer.qtbot.waitSignal(task.progressed).wait()
    importer.section.progress.stop.click()
    importer.wait()
    assert importer.section.bring.refused.text() == "Остановлено: ничего не записано."
    assert in_journal(importer) == 0
    importer.press_main()
    assert in_journal(importer) == 119


def test_a_refusal_is_told_with_its_row(sit: Sit) -> None:
    importer = sit()
    importer.open(GOOD)
    importer.to(Step.BRING)
    importer.desk.clock.on(date(2026, 4, 6), 6)  # the computer's clock is set back: the rest is of days to come
    importer.press_main()
    assert importer.step is Step.BRING
    assert importer.section.bring.refused.text().startswith("Ничего не записано.")
    assert in_journal(importer) == 0
    assert not importer.section.main.isEnabled()
    importer.act("back").trigger()
    assert importer.section.rows.rows.shown is Show.REFUSED
    assert importer.rows
    assert "ещё не наступила" in importer.texts()[0][-1]


def test_a_workbook_of_a_campaign_left_meanwhile_is_not_shown_in_another(sit: Sit) -> None:
    importer = sit()
    campaign = importer.workplace.campaign
    importer.section.go(GOOD)
    task = importer.section._task
    assert task is not None
    with importer.qtbot.waitSignal(task.ended):
        importer.workplace.set_campaign(None)
        importer.workplace.set_campaign(campaign)
    assert importer.section.taking is None
    assert importer.step is Step.FILE
    assert importer.section.main.isHidden()


def test_an_import_that_ends_behind_another_campaign_is_told(sit: Sit) -> None:
    importer = sit()
    importer.open(GOOD)
    importer.to(Step.BRING)
    importer.section.bring_in()
    task = importer.section._task
    assert task is not None
    with importer.qtbot.waitSignal(task.ended):
        importer.workplace.set_campaign(None)
    assert importer.section.taking is None
    assert in_journal(importer) == 119
    assert importer.notices[-1].good
    assert importer.notices[-1].text.startswith(f"Из книги «{GOOD.name}» вошл")
    assert importer.notices[-1].acts == ()


# The whole


def test_ten_thousand_rows_do_not_hold_the_window(sit: Sit, tmp_path: Path) -> None:
    importer = sit()
    header, rows = many_applications(10_000)
    path = tmp_path / "large.xlsx"
    write_xlsx(path, [("Заявления", header, rows)])
    importer.open(path)
    importer.to(Step.CHECK)
    filters = importer.section.rows.filters
    filters[Show.ALL].click()
    assert len(importer.rows) == 10_000
    importer.section.rows.table.scrollToBottom()
    importer.section.rows.table.selectRow(9_000)
    importer.section.rows.leave()
    assert importer.taking.counts().all == 10_000


def test_without_a_campaign_there_is_a_link_to_plan_one(sit: Sit) -> None:
    importer = sit(campaign=False)
    assert importer.section.empty.isVisible()
    assert not importer.section.whole.isVisible()
    went: list[Link] = []
    importer.workplace.went.connect(went.append)
    [link] = importer.section.empty.findChildren(QAbstractButton)
    link.click()
    assert [(one.section, one.target) for one in went] == [("settings", "campaign")]
    importer.section.go(GOOD)
    assert importer.section.taking is None


def test_out_of_its_stage_a_sheet_is_only_checked(sit: Sit) -> None:
    importer = sit()
    importer.open(FAULTY)
    table = importer.section.file.table
    table.selectRow(2)
    importer.key(SPACE, table)
    assert "Сейчас только проверяется" in str(table.model().index(2, 3).data())
    importer.to(Step.CHECK)
    importer.section.rows.filters[Show.ALL].click()
    states = {importer.taking.state_of(row) for row in importer.rows if row.role is Role.TESTS}
    assert states == {RowState.LATER, RowState.REFUSED}
    assert Role.TESTS not in importer.taking.choices()


def test_every_control_has_a_name_and_every_act_its_own_key(sit: Sit) -> None:
    importer = sit()
    importer.open(FAULTY)
    importer.to(Step.CHECK)
    focusable = [
        one
        for one in importer.section.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.window() is importer.section.window()
    ]
    unnamed = [
        one for one in focusable if not one.accessibleName() and not (isinstance(one, QAbstractButton) and one.text())
    ]
    assert [type(one).__name__ for one in unnamed if one.objectName() != "qt_scrollarea_viewport"] == []
    keys = [act.shortcut().toString() for act in importer.section.acts.values()]
    assert all(keys)
    assert len(set(keys)) == len(keys)
    assert QApplication.focusWidget() is importer.section.rows.table


def test_another_campaign_begins_anew(sit: Sit) -> None:
    importer = sit()
    importer.open(GOOD)
    importer.to(Step.CHECK)
    importer.workplace.set_campaign(None)
    assert importer.section.taking is None
    assert importer.step is Step.FILE
    with importer.desk.office.question() as session:
        assert session.scalar(select(func.count(ImportRun.id))) == 0
