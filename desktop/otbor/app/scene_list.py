"""What «otbor screenshots» draws: every section, page and dialog of the window, in the days of the intake and after."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from otbor.app.scenes import Named, dialog, open_dialog, open_place, place, settle, trigger
from otbor.app.scenes_of_beginning import new_school, part_of, planned
from otbor.app.scenes_of_journal import card, explanation, of_card, of_journal, of_registration
from otbor.exchange.tables import write_xlsx
from otbor.exchange.workbook import open_book
from otbor.services import papers
from otbor.support.places import resources
from otbor.ui.exchange.section import ExchangeSection
from otbor.ui.exchange.way import Step
from otbor.ui.frame.window import MainWindow
from otbor.ui.issued.section import IssuedSection
from otbor.ui.kit import dates
from otbor.ui.kit.failures import Family
from otbor.ui.kit.workplace import Notice
from otbor.ui.settings import section as settings
from otbor.ui.settings.campaign import CampaignPart
from otbor.ui.settings.commissions import CommissionsPart
from otbor.ui.settings.scheme import FORM, MOVES, TEXT, VERSIONS, SchemePart
from otbor.ui.settings.wording import WordingPart

__all__ = ["intake", "new_school", "planned", "rated"]

_APPLICATIONS = resources() / "demo" / "applications.xlsx"
_CHANGED = ("Фамилия ребенка", "Имя", "Отчество", "Телефон", "Дата рожд.", "ФИО родителя (законного представителя)")
_NEW = (  # the first of them looks like a twin of a child of the journal
    ("Щербакова", "Софья", "Ивановна"),
    ("Мельников", "Артём", "Игоревич", "89202340022", "03.02.2012", "Мельникова Ольга Викторовна"),
    ("Ульянова", "Дарья", "Павловна", "89202340033", "21.07.2012", "Ульянов Павел Андреевич"),
)


def intake() -> list[Named]:
    """The window in the days of the intake."""
    return [
        ("overview", place("overview")),
        ("journal", place("journal")),
        *of_journal(),
        *of_card(),
        *of_registration(),
        *_of_exchange(),
        *_of_papers(),
        *((f"settings-{part.id}", place("settings", part.id)) for part in settings.PARTS),
        *_of_settings(),
        *_of_frame(),
        ("exchange-alike", _alike),
        ("exchange-result", _brought_in),  # the last: it writes
    ]


def rated() -> list[Named]:
    """What there is only once there are ratings."""
    return [
        ("overview-rated", place("overview")),
        ("card-rated", card),
        ("explanation", explanation),
        ("settings-commissions-change", _change_of_members),
        ("settings-scheme-moves", _moves),
    ]


# Exchange


def _of_exchange() -> list[Named]:
    return [
        ("exchange", place("exchange")),
        ("exchange-unreadable", _no_workbook),
        ("exchange-columns", _exchange(1)),
        ("exchange-check", _exchange(2)),
        ("exchange-bring", _exchange(3)),
    ]


def _exchange(steps: int) -> Callable[[MainWindow], Iterator[QWidget]]:
    """So many steps after the opening of the demo's workbook."""

    def scene(window: MainWindow) -> Iterator[QWidget]:
        _through(window, _APPLICATIONS, steps)
        yield window

    return scene


def _through(window: MainWindow, workbook: Path, steps: int) -> ExchangeSection:
    open_place(window, "exchange", workbook)
    section = window.section("exchange")
    if not isinstance(section, ExchangeSection):
        raise TypeError(type(section).__name__)
    for _step in range(steps):
        section.forward()
        settle(window)
    return section


def _no_workbook(window: MainWindow) -> Iterator[QWidget]:
    """A file that is not a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Заявления.xlsx"
        file.write_text("Фамилия;Имя", "utf-8")
        _through(window, file, 0)
    yield window


def _alike(window: MainWindow) -> Iterator[QWidget]:
    """A row of a workbook beside the child of the journal that it looks like."""
    with tempfile.TemporaryDirectory() as folder:
        _through(window, _of_a_colleague(Path(folder)), 2)
    yield window


def _brought_in(window: MainWindow) -> Iterator[QWidget]:
    with tempfile.TemporaryDirectory() as folder:
        section = _through(window, _of_a_colleague(Path(folder)), 3)
    section.bring_in()
    settle(window)
    if section.step is not Step.RESULT:
        raise RuntimeError(section.bring.refused.text())
    yield window


def _of_a_colleague(folder: Path) -> Path:
    """A workbook of another laptop: a family that is in the journal already, and three that are not."""
    sheet = open_book(_APPLICATIONS).sheet("Заявления")
    header = [str(title) for title in sheet.rows[2]]
    rows = []
    for number, row in enumerate(sheet.rows[3 : 4 + len(_NEW)]):
        cells = dict(zip(header, row, strict=True)) | {"№ п/п": 201 + number}
        if number:
            cells |= dict(zip(_CHANGED, _NEW[number - 1], strict=False))
        rows.append(
            [
                None if value == "" else dates.day(value) if isinstance(value, date) else str(value)
                for value in cells.values()
            ]
        )
    write_xlsx(file := folder / "Заявления, второй ноутбук.xlsx", [("Заявления", header, rows)])
    return file


# Papers


def _of_papers() -> list[Named]:
    return [
        ("issued", _issued),
        ("issued-nothing", _no_paper),
        ("issued-signatures", _signatures),
        ("issued-queue", _queue),
        ("issued-sign", _sign),
        ("issue", dialog("issued", "issued-issue")),
        ("check", _check),
    ]


def _papers(window: MainWindow) -> IssuedSection:
    section = window.section("issued")
    if not isinstance(section, IssuedSection):
        raise TypeError(type(section).__name__)
    return section


def _issued(window: MainWindow) -> Iterator[QWidget]:
    """A paper of the register in its preview."""
    open_place(window, "issued")
    _papers(window).table.selectRow(0)
    settle(window)
    yield window


def _no_paper(window: MainWindow) -> Iterator[QWidget]:
    """A search among the papers without a hit."""
    open_place(window, "issued")
    bar = _papers(window).bar
    bar.text.setText("Ъ")
    bar.text.textEdited.emit("Ъ")
    settle(window)
    yield window
    bar.clear()
    settle(window)


def _signatures(window: MainWindow) -> Iterator[QWidget]:
    for drawn in _issued(window):
        pane = _papers(window).pane
        pane.tabs.setCurrentWidget(pane.signatures)
        settle(window)
        yield drawn


def _queue(window: MainWindow) -> Iterator[QWidget]:
    for drawn in _issued(window):
        trigger(window, "issued", "issued-queue")
        yield drawn
        _papers(window).pane.show_preview()


def _sign(window: MainWindow) -> Iterator[QWidget]:
    for drawn in _issued(window):
        trigger(window, "issued", "issued-sign")
        yield drawn


def _check(window: MainWindow) -> Iterator[QWidget]:
    """The check of an issued paper that somebody has changed since."""
    open_place(window, "issued")
    section = _papers(window)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Расписка.pdf"
        file.write_bytes(papers.content(window.workplace.glance, section.model.ids[0]) + b"% changed")
        section.checking.check([file])
        settle(window)
    yield window


# Settings


def _of_settings() -> list[Named]:
    return [
        ("settings-campaign-next", _new_campaign),
        ("settings-scheme-form", _scheme(FORM)),
        ("settings-scheme-text", _scheme(TEXT)),
        ("settings-scheme-versions", _scheme(VERSIONS)),
        ("settings-wording-help", _wording_help),
        ("settings-names-one", place("settings", ("names", "Золя Мария Петровна"))),
    ]


def _new_campaign(window: MainWindow) -> Iterator[QWidget]:
    open_place(window, "settings", ("campaign", "new"))
    yield window
    part_of(window, "campaign", CampaignPart).discard()
    settle(window)


def _scheme(page: int) -> Callable[[MainWindow], Iterator[QWidget]]:
    def scene(window: MainWindow) -> Iterator[QWidget]:
        open_place(window, "settings", "scheme")
        part_of(window, "scheme", SchemePart).show_page(page)
        settle(window)
        yield window

    return scene


def _moves(window: MainWindow) -> Iterator[QWidget]:
    """Whom another scheme would move: one that gives a prize-taker of 16.2 as much as a winner."""
    for drawn in _scheme(TEXT)(window):
        part = part_of(window, "scheme", SchemePart)
        part.text.setPlainText(part.draft.replace('"призёр" = 8', '"призёр" = 10'))
        part.show_page(MOVES)
        settle(window)
        part.compare()
        settle(window)
        yield drawn
        part.discard()
        settle(window)


def _wording_help(window: MainWindow) -> Iterator[QWidget]:
    open_place(window, "settings", ("wording", "receipt"))
    part = part_of(window, "wording", WordingPart)
    part.tabs.setCurrentWidget(part.help)
    settle(window)
    yield window


def _change_of_members(window: MainWindow) -> Iterator[QWidget]:
    open_place(window, "settings", "commissions")
    part = part_of(window, "commissions", CommissionsPart)
    part.begin_change(0)
    settle(window)
    yield window
    part.discard()
    settle(window)


# The frame


def _of_frame() -> list[Named]:
    return [
        ("search", _search("ив")),
        ("search-nothing", _search("ъъ")),
        ("keys", _keys),
        ("person", _person),
        ("leaving", _leaving),
        ("notice-refused", _notice("Заявление подано после окончания приёма (п. 11).", Family.REFUSED)),
        ("notice-trouble", _notice("На диске нет места: освободите его и повторите.", Family.TROUBLE)),
        ("notice-fault", _notice("В программе ошибка. Что было введено, осталось в полях.", Family.FAULT)),
    ]


def _search(text: str) -> Callable[[MainWindow], Iterator[QWidget]]:
    def scene(window: MainWindow) -> Iterator[QWidget]:
        open_place(window, "journal")
        window.search.setText(text)
        window.search.look()
        settle(window)
        yield window
        window.search.close_list()
        window.search.clear()

    return scene


def _keys(window: MainWindow) -> Iterator[QWidget]:
    window.show_keys()
    settle(window)
    yield open_dialog(window)


def _person(window: MainWindow) -> Iterator[QWidget]:
    window.ask_person()
    settle(window)
    yield open_dialog(window)


def _leaving(window: MainWindow) -> Iterator[QWidget]:
    """The question before something unsaved would be lost."""
    window.leaving.ask([window.places["settings"].title], lambda: None)
    settle(window)
    yield open_dialog(window)


def _notice(text: str, family: Family) -> Callable[[MainWindow], Iterator[QWidget]]:
    def scene(window: MainWindow) -> Iterator[QWidget]:
        open_place(window, "overview")
        window.tell(Notice(text, family))
        settle(window)
        yield window

    return scene
