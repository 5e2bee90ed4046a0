"""What «otbor screenshots» draws: every section, page and dialog of the window, in the days of the intake and after."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from otbor.app.scenes import Named, dialog, open_dialog, open_place, place, settle, trigger
from otbor.app.scenes_of_journal import card, explanation, of_card, of_journal, of_registration
from otbor.services import papers
from otbor.support.places import resources
from otbor.ui.exchange.section import ExchangeSection
from otbor.ui.frame.window import MainWindow
from otbor.ui.issued.section import IssuedSection
from otbor.ui.kit.failures import Family
from otbor.ui.kit.workplace import Notice
from otbor.ui.settings import section as settings
from otbor.ui.settings.campaign import CampaignPart
from otbor.ui.settings.commissions import CommissionsPart
from otbor.ui.settings.scheme import SchemePart
from otbor.ui.settings.wording import WordingPart


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
        ("exchange-columns", _exchange(1)),
        ("exchange-check", _exchange(2)),
        ("exchange-bring", _exchange(3)),
    ]


def _exchange(steps: int) -> Callable[[MainWindow], Iterator[QWidget]]:
    """So many steps after the opening of the demo's workbook."""

    def scene(window: MainWindow) -> Iterator[QWidget]:
        open_place(window, "exchange", resources() / "demo" / "applications.xlsx")
        section = window.section("exchange")
        for _step in range(steps):
            if isinstance(section, ExchangeSection):
                section.forward()
            settle(window)
        yield window

    return scene


# Papers


def _of_papers() -> list[Named]:
    return [
        ("issued", _issued),
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
        file = Path(folder) / "Извещение.pdf"
        file.write_bytes(papers.content(window.workplace.glance, section.model.ids[0]) + b"% changed")
        section.checking.check([file])
        settle(window)
    yield window


# Settings


def _of_settings() -> list[Named]:
    return [
        ("settings-campaign-new", _new_campaign),
        ("settings-scheme-form", _scheme(1)),
        ("settings-scheme-text", _scheme(2)),
        ("settings-scheme-versions", _scheme(3)),
        ("settings-wording-help", _wording_help),
        ("settings-names-one", place("settings", ("names", "Золя Мария Петровна"))),
    ]


def _part(window: MainWindow, name: str) -> QWidget:
    section = window.section("settings")
    if not isinstance(section, settings.SettingsSection):
        raise TypeError(type(section).__name__)
    return section.parts[name]


def _new_campaign(window: MainWindow) -> Iterator[QWidget]:
    open_place(window, "settings", ("campaign", "new"))
    yield window
    part = _part(window, "campaign")
    if isinstance(part, CampaignPart):
        part.discard()
    settle(window)


def _scheme(page: int) -> Callable[[MainWindow], Iterator[QWidget]]:
    def scene(window: MainWindow) -> Iterator[QWidget]:
        open_place(window, "settings", "scheme")
        part = _part(window, "scheme")
        if isinstance(part, SchemePart):
            part.show_page(page)
        settle(window)
        yield window

    return scene


def _moves(window: MainWindow) -> Iterator[QWidget]:
    """Whom another scheme would move."""
    for drawn in _scheme(4)(window):
        part = _part(window, "scheme")
        if isinstance(part, SchemePart):
            part.compare()
        settle(window)
        yield drawn


def _wording_help(window: MainWindow) -> Iterator[QWidget]:
    open_place(window, "settings", ("wording", "receipt"))
    part = _part(window, "wording")
    if isinstance(part, WordingPart):
        part.tabs.setCurrentWidget(part.help)
    settle(window)
    yield window


def _change_of_members(window: MainWindow) -> Iterator[QWidget]:
    open_place(window, "settings", "commissions")
    part = _part(window, "commissions")
    if isinstance(part, CommissionsPart):
        part.begin_change(0)
        settle(window)
        yield window
        part.discard()
    settle(window)


# The frame


def _of_frame() -> list[Named]:
    return [
        ("search", _search),
        ("keys", _keys),
        ("person", _person),
        ("leaving", _leaving),
        ("notice-refused", _notice("Заявление подано после окончания приёма (п. 11).", Family.REFUSED)),
        ("notice-trouble", _notice("На диске нет места: освободите его и повторите.", Family.TROUBLE)),
        ("notice-fault", _notice("В программе ошибка. Что было введено, осталось в полях.", Family.FAULT)),
    ]


def _search(window: MainWindow) -> Iterator[QWidget]:
    open_place(window, "journal")
    window.search.setText("ив")
    window.search.look()
    settle(window)
    yield window
    window.search.close_list()
    window.search.clear()


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
    window.ask_leaving([window.places["settings"].title], lambda: None)
    settle(window)
    yield open_dialog(window)


def _notice(text: str, family: Family) -> Callable[[MainWindow], Iterator[QWidget]]:
    def scene(window: MainWindow) -> Iterator[QWidget]:
        open_place(window, "overview")
        window.tell(Notice(text, family))
        settle(window)
        yield window

    return scene
