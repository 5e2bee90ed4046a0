"""The settings at work in a test: the section, what it tells, and waiting for what it does on other threads."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otbor.services.planning import StoredCampaign, stored_campaign
from otbor.ui.kit.workplace import Link, Notice, Workplace
from otbor.ui.settings.campaign import CampaignPart
from otbor.ui.settings.groups import GroupsPart
from otbor.ui.settings.notice import NoticePart
from otbor.ui.settings.numbering import NumberingPart
from otbor.ui.settings.school import SchoolPart
from otbor.ui.settings.section import SettingsSection
from tests.services.school import Clock


@dataclass
class Place:
    """The section over a database, shown; ``told`` and ``went`` are what it said and where it led."""

    section: SettingsSection
    workplace: Workplace
    clock: Clock
    qtbot: QtBot
    told: list[Notice] = field(default_factory=list)
    went: list[Link] = field(default_factory=list)

    def open(self, part: str) -> QWidget:
        """Bring a part to the front."""
        self.section.go(part)
        self.until(lambda: self.section.settled)
        return self.section.parts[part]

    @property
    def school(self) -> SchoolPart:
        """The school's card, in front."""
        part = self.open("school")
        assert isinstance(part, SchoolPart)
        return part

    @property
    def campaign(self) -> CampaignPart:
        """The campaign, in front."""
        part = self.open("campaign")
        assert isinstance(part, CampaignPart)
        return part

    @property
    def groups(self) -> GroupsPart:
        """Groups and seats, in front."""
        part = self.open("groups")
        assert isinstance(part, GroupsPart)
        return part

    @property
    def numbering(self) -> NumberingPart:
        """The numbering, in front."""
        part = self.open("numbering")
        assert isinstance(part, NumberingPart)
        return part

    @property
    def notice(self) -> NoticePart:
        """The notice, in front."""
        part = self.open("notice")
        assert isinstance(part, NoticePart)
        return part

    def stored(self) -> StoredCampaign:
        """The window's campaign as it is stored now."""
        assert self.workplace.campaign is not None
        return stored_campaign(self.workplace.glance, self.workplace.campaign)

    def press_save(self) -> None:
        """Ctrl+S."""
        self.section.acts["settings-save"].trigger()

    def until(self, true: Callable[[], object]) -> None:
        """Wait for a condition."""
        self.qtbot.waitUntil(lambda: bool(true()))

    def until_told(self, number: int = 1) -> str:
        """Wait for so many notices; gives the text of the last."""
        self.until(lambda: len(self.told) >= number)
        return self.told[-1].text

    def enter(self) -> QWidget | None:
        """Press Enter in the field that has the focus; gives the field that has it then."""
        focused = QApplication.focusWidget()
        assert focused is not None
        self.qtbot.keyClick(focused, Qt.Key.Key_Return)
        return QApplication.focusWidget()


def place_over(workplace: Workplace, clock: Clock, qtbot: QtBot) -> Place:
    """The settings of ``workplace``, shown and with the focus."""
    section = SettingsSection(workplace)
    place = Place(section, workplace, clock, qtbot)
    workplace.noticed.connect(place.told.append)
    workplace.went.connect(place.went.append)
    qtbot.addWidget(section, before_close_func=SettingsSection.shut)
    section.resize(1180, 700)
    with qtbot.waitExposed(section):
        section.show()
    section.activateWindow()
    section.entered()
    return place
