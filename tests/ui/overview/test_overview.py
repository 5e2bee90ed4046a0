"""The overview: what it shows of a campaign, and that everything on it leads to where it is mended."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from otbor.domain.campaign import Stage
from otbor.domain.findings import Finding, Trouble
from otbor.services import campaigns, corrections, intake, readiness
from otbor.services.likeness import like_pairs
from otbor.services.office import Changes, Office
from otbor.services.readiness import Blocker
from otbor.storage.database import open_database
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.targets import JournalRows
from otbor.ui.kit.theme import Look, dress
from otbor.ui.kit.workplace import Link, Workplace
from otbor.ui.overview.section import OverviewSection
from tests.services.crowd import crowd
from tests.services.desk import Desk, number
from tests.services.school import SCHOOL, Clock, application
from tests.ui.conftest import WorkplaceAt

Opened = Callable[..., tuple[OverviewSection, Desk]]


@pytest.fixture
def opened(qtbot: QtBot, workplace_at: WorkplaceAt) -> Iterator[Opened]:
    """The overview of a campaign at a step on a day, shown and answered."""
    made: list[OverviewSection] = []

    def show(step: str, day: date | None = None, many: int = 0) -> tuple[OverviewSection, Desk]:
        workplace, desk = workplace_at(step)
        if day is not None:
            desk.clock.on(day)
        if many:
            crowd(desk.office, desk.campaign, many)
        section = OverviewSection(workplace)
        section.resize(1180, 700)  # what is left of a window of 1366
        section.show()
        made.append(section)
        qtbot.addWidget(section)
        answered(qtbot, section)
        return section, desk

    yield show
    for section in made:
        section.hide()


@pytest.fixture
def workplace(empty_database: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Workplace]:
    """A place at work in a school that has nothing yet."""
    path = tmp_path / "new.otbor"
    shutil.copyfile(empty_database, path)
    database = open_database(path)
    made = Workplace(Office(database, "Белова А. С.", clock=Clock()), Memory(tmp_path / "window.ini"))
    yield made
    made.close()
    database.close()


def answered(qtbot: QtBot, section: OverviewSection) -> None:
    """Wait until nothing is asked any more."""
    qtbot.waitUntil(lambda: section.shown is not None and not section.busy)
    QApplication.sendPostedEvents()  # what was made anew is shown by the next turn of the loop


def texts(widget: QWidget) -> str:
    """Everything that labels and buttons say."""
    shown: list[QLabel | QPushButton] = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    return "\n".join(one.text() for one in shown if not one.isHidden())


def follow(qtbot: QtBot, section: OverviewSection, button: QPushButton) -> Link:
    """Press a link with the keyboard; where it leads."""
    button.setFocus()
    with qtbot.waitSignal(section.workplace.went) as went:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    [link] = went.args or []
    assert isinstance(link, Link)
    return link


def named(buttons: list[QPushButton], text: str) -> QPushButton:
    return next(button for button in buttons if button.text() == text)


def test_the_intake_is_shown_with_its_day_counts_and_stages(opened: Opened) -> None:
    section, _desk = opened("filed", date(2026, 4, 15))
    said = texts(section)
    for part in ("8 классы, 2026/2027 учебный год (2026-8)", "Сегодня — среда, 15 апреля", "Что мешает идти дальше"):
        assert part in said
    assert "Следующий шаг — экспертиза документов." in said
    described = section.timeline.accessibleDescription()
    assert "1 этап: приём документов: 6 апр. – 22 апр., 13 раб. дней; идёт, ещё 5 раб. дней" in described
    assert "подготовка: 2 мар. – 5 апр., 24 раб. дня; позади" in described
    assert "сегодня, 15 апр." in described
    assert "вторник, 12 мая — испытания: информатика, математика, физика" in described
    assert section.timeline.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_what_is_in_the_way_leads_to_where_it_is_mended(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened("filed", date(2026, 4, 8))
    assert "Не выданы расписки в получении документов: заявлений — 7 (п.\u00a011 Порядка)." in texts(section.blockers)
    link = follow(qtbot, section, named(section.blockers.links, f"№ {number(2)}"))
    assert link == Link("journal", desk.id(2))
    first = named(section.blockers.links, "Открыть журнал")
    assert follow(qtbot, section, first) == Link("journal", JournalRows.NOT_COMPARED)


def test_what_takes_long_to_look_for_is_told_too(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened("filed", date(2026, 4, 8))
    qtbot.waitUntil(lambda: "Похожие заявления ещё не разобраны: пар — 1" in texts(section.blockers))
    [pair] = like_pairs(desk.office, desk.campaign)
    card = named(section.blockers.links, f"№ {', '.join(pair.numbers)}")
    assert follow(qtbot, section, card) == Link("journal", pair.second)
    rows = [link for link in section.blockers.links if "Похожие заявления" in link.accessibleName()]
    assert follow(qtbot, section, rows[-1]) == Link("journal", pair.numbers)


def test_the_rating_waits_in_words_not_in_colour_alone(opened: Opened) -> None:
    section, _desk = opened("filed", date(2026, 5, 6))
    said = texts(section.blockers)
    assert said.index("Без этого следующий шаг невозможен") < said.index("Ведомость испытания «физика» не закрыта")
    assert said.index("Ведомость испытания «физика»") < said.index("Ещё предстоит сделать") < said.index("расписки")
    assert "сличите" not in said.split("Ещё предстоит сделать")[0].lower()


def test_the_preparation_leads_into_the_settings(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened("open", date(2026, 4, 6))
    with desk.office.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM commission_member")
        connection.exec_driver_sql("DELETE FROM commission")
        connection.exec_driver_sql("UPDATE campaign SET notice_published_on = NULL")
    section.workplace.changed.emit(Changes())
    answered(qtbot, section)
    links = section.blockers.links
    assert follow(qtbot, section, named(links, "Даты и извещение")) == Link("settings", "campaign")
    assert follow(qtbot, section, named(links, "Состав комиссий")) == Link("settings", "commissions")
    assert ("6 мар.", "публикация извещения (п. 10)") in [row[:2] for row in section.terms.texts]
    assert any("просрочено на" in left for _day, _text, left in section.terms.texts)


def test_counts_are_cards_that_lead_into_the_journal(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened("filed", date(2026, 4, 8))
    corrections.annul(desk.office, desk.id(6), "записано дважды")
    section.workplace.changed.emit(Changes(frozenset({("application", desk.id(6))})))
    qtbot.waitUntil(lambda: "в силе 6 · аннулировано 1" in texts(section.cards))
    filed = named(section.cards.links, "Подано заявлений")
    assert filed.accessibleName() == "Подано заявлений: 7, в силе 6 · аннулировано 1. Открыть журнал"
    assert follow(qtbot, section, filed) == Link("journal", JournalRows.ALL)
    incomplete = named(section.cards.links, "Неполные документы")
    assert follow(qtbot, section, incomplete) == Link("journal", JournalRows.INCOMPLETE)


def test_groups_add_up_in_the_table(opened: Opened) -> None:
    section, _desk = opened("filed", date(2026, 4, 8), many=60)
    table = section.groups.table
    rows = [[table.item(row, column).text() for column in range(5)] for row in range(table.rowCount())]  # type: ignore[union-attr]
    assert rows[0][0] == "8Ф, физико-математический"
    assert int(rows[0][2]) + int(rows[1][2]) == int(rows[2][2])
    assert rows[2][:2] == ["Всего", "3"]
    assert "Как поданы: лично" in section.groups.channels.text()


def test_the_chart_says_its_numbers(qtbot: QtBot, opened: Opened) -> None:
    section, _desk = opened("filed", date(2026, 4, 8))
    chart = section.chart
    assert chart.accessibleDescription() == "понедельник, 6 апреля — 7 заявлений"
    step = chart.width() / 17
    assert chart.tip_at(QPointF(step / 2 + 6, 30)) == "понедельник, 6 апреля — 7 заявлений"
    assert chart.tip_at(QPointF(step * 5.5, 30)) == "суббота, 11 апреля — 0 заявлений (выходной)"
    assert chart.tip_at(QPointF(-5, 30)) == ""


def test_tips_tell_the_stage_and_the_tests_under_the_pointer(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    section, _desk = opened("filed", date(2026, 4, 15))
    line = section.timeline
    place = line.place_of(date(2026, 5, 12))
    assert line.tip_at(place) == "вторник, 12 мая — испытания: информатика, математика, физика"
    assert line.tip_at(QPointF(20, line.height() / 2)).startswith("2 этап: экспертиза документов и испытания")
    assert line.tip_at(QPointF(20, 5)) == ""
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
    for widget in (line, section.chart):
        at = line.place_of(date(2026, 5, 12)).toPoint()
        QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    assert "12 мая" in told[0]
    assert "апреля — 0 заявлений" in told[1]


def test_a_new_application_is_counted_at_once(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened("filed", date(2026, 4, 8))
    draft = application("Ёлкина", "Зоя", filed_at=datetime(2026, 4, 8, 7, tzinfo=UTC))
    task = section.workplace.act(lambda office, _steps: intake.register(office, desk.campaign, draft))
    with qtbot.waitSignal(task.succeeded):
        pass
    qtbot.waitUntil(lambda: "в силе 8" in texts(section.cards))


def test_what_changed_out_of_sight_is_asked_for_when_it_is_seen_again(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened("filed", date(2026, 4, 8))
    section.hide()
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    section.workplace.changed.emit(Changes())
    assert not section.busy
    section.show()
    qtbot.waitUntil(lambda: "отозвано 1" in texts(section.cards))


def test_what_was_looked_for_in_another_campaign_is_not_told(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    section, _desk = opened("filed", date(2026, 4, 8))
    real, begun, gate = readiness.slow_blockers, Event(), Event()

    def slow(office: Office, campaign: int, stage: Stage) -> tuple[Blocker, ...]:
        begun.set()
        gate.wait(10)
        return real(office, campaign, stage)

    monkeypatch.setattr(readiness, "slow_blockers", slow)
    section.workplace.changed.emit(Changes())
    qtbot.waitUntil(begun.is_set)
    section.workplace.set_campaign(None)
    gate.set()
    qtbot.waitUntil(lambda: not section.workplace.busy)
    assert section._slow == ()  # what the next campaign's page begins with


def test_a_page_that_could_not_be_read_is_asked_for_when_it_is_seen_again(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    section, desk = opened("filed", date(2026, 4, 8))
    locked = Trouble(Finding("database.locked", values={"path": "школа.otbor"}))
    with monkeypatch.context() as broken:
        broken.setattr("otbor.ui.overview.section.overview", lambda *_asked: (_ for _ in ()).throw(locked))
        with qtbot.waitSignal(section.workplace.noticed):
            corrections.withdraw(desk.office, desk.id(1), "переезд")
            section.workplace.changed.emit(Changes())
        qtbot.waitUntil(lambda: not section.busy)
    section.hide()
    section.show()
    qtbot.waitUntil(lambda: "отозвано 1" in texts(section.cards))


def test_the_next_morning_has_its_own_today(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened("filed", date(2026, 4, 8))
    desk.clock.on(date(2026, 4, 9))
    QApplication.sendEvent(section, QEvent(QEvent.Type.WindowActivate))
    qtbot.waitUntil(lambda: "Сегодня — четверг, 9 апреля" in texts(section))


def test_the_focus_stays_on_the_link_when_the_list_is_made_anew(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened("filed", date(2026, 5, 6))
    section.activateWindow()
    before = named(section.blockers.links, f"№ {number(1)}")
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    draft = replace(application("Ёлкина", "Зоя"), documents=())
    desk.clock.on(date(2026, 4, 21))
    intake.register(desk.office, desk.campaign, draft)
    desk.clock.on(date(2026, 5, 6))
    section.workplace.changed.emit(Changes())
    qtbot.waitUntil(lambda: "Представлены не все документы" in texts(section.blockers))
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == f"№ {number(1)}"


def test_a_new_school_begins_with_its_card(qtbot: QtBot, workplace: Workplace) -> None:
    section = OverviewSection(workplace)
    qtbot.addWidget(section)
    section.show()
    answered(qtbot, section)
    said = texts(section.steps)
    places = [said.index(step) for step in ("1. Карточка школы", "2. Кампания", "3. Состав комиссий", "4. Извещение")]
    assert places == sorted(places)
    first = section.steps.links[0]
    assert first.accessibleName() == "Карточка школы: предстоит. Заполнить"
    assert follow(qtbot, section, first) == Link("settings", "school")
    assert not section.timeline.isVisible()
    campaigns.set_up_school(workplace.glance, SCHOOL)
    workplace.changed.emit(Changes())
    qtbot.waitUntil(lambda: section.steps.links[0].text() == "Посмотреть")
    assert follow(qtbot, section, section.steps.links[1]) == Link("settings", "campaign")
    section.hide()


def test_columns_and_sizes_follow_the_window(qtbot: QtBot, opened: Opened, qapp: QApplication) -> None:
    section, _desk = opened("filed", date(2026, 4, 15))

    def columns() -> int:
        origin = QPoint(0, 0)
        return len({part.mapTo(section, origin).x() for part in (section.blockers, section.groups)})

    assert columns() == 1
    section.resize(1730, 1000)
    qtbot.waitUntil(lambda: columns() == 2)
    before = section.timeline.height()
    dress(qapp, Look.DARK, 200)
    qtbot.waitUntil(lambda: columns() == 1)
    assert section.timeline.height() > before
    page = section.area.widget()
    assert page.minimumSizeHint().width() <= section.area.viewport().width()
    assert not page.grab().isNull()


def test_every_control_has_a_name_and_can_be_reached(opened: Opened) -> None:
    section, _desk = opened("filed", date(2026, 5, 6))
    controls = [w for w in section.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
    assert len(controls) > 10
    assert [type(w).__name__ for w in controls if not w.accessibleName()] == []
    spoken = [w.accessibleName() for w in controls if isinstance(w, QPushButton)]
    assert len(spoken) == len(set(spoken))  # no two links sound alike


def test_pages_of_all_steps_are_painted(opened: Opened) -> None:
    for step in ("preliminary", "final", "enrolled"):
        section, _desk = opened(step)
        assert not section.area.widget().grab().isNull()
        section.hide()
