"""The columns of the register: a width that a person chose stays, the room that is left is used."""

import pytest
from PySide6.QtWidgets import QApplication

from otbor.ui.issued.model import ABOUT, KIND, NUMBER
from otbor.ui.issued.table import PapersTable
from otbor.ui.kit.theme import Look, dress
from tests.ui.issued.conftest import Opened


def test_a_width_of_ones_own_stays_and_else_the_room_is_used(opened: Opened) -> None:
    section, _desk = opened()
    table = section.table
    header = table.horizontalHeader()
    section.resize(1900, 660)
    header.resizeSection(KIND, header.sectionSize(KIND) - 40)
    assert header.length() == table.viewport().width(), "no gap is left at the edge"
    header.resizeSection(ABOUT, 333)
    section.resize(1800, 660)
    assert header.sectionSize(ABOUT) == 333
    table.keep()
    again = PapersTable(section.model, section.workplace.memory, section)
    again.resize(1500, 400)
    assert again.horizontalHeader().sectionSize(ABOUT) == 333


def test_columns_stay_as_wide_in_letters_as_they_were(opened: Opened, qapp: QApplication) -> None:
    section, _desk = opened()
    header = section.table.horizontalHeader()
    header.resizeSection(KIND, 150)
    header.resizeSection(NUMBER, least := header.minimumSectionSize())
    header.resizeSection(ABOUT, 333)
    dress(qapp, Look.LIGHT, 200)
    assert header.sectionSize(KIND) == pytest.approx(300, abs=6)
    assert header.sectionSize(ABOUT) == pytest.approx(666, abs=12)
    assert header.sectionSize(NUMBER) == pytest.approx(2 * least, abs=2)
    dress(qapp, Look.LIGHT, 100)
    assert header.sectionSize(KIND) == pytest.approx(150, abs=6)
    assert header.sectionSize(NUMBER) == pytest.approx(least, abs=2)
