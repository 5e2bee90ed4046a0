"""From the registered application to the receipt in the hands of the parent, and what was registered by mistake."""

from threading import Event

import pytest
from PySide6.QtCore import Qt

from otbor.domain.applications import ApplicationStatus
from otbor.services import papers
from otbor.ui.kit.decision import ReasonDecision
from otbor.ui.kit.failures import Family
from tests.services.desk import CAMPAIGN
from tests.ui.registration.conftest import Sit
from tests.ui.registration.hands import CONTROL, receipt_ready, row
from tests.ui.typing_keys import type_text


def test_ctrl_p_right_after_ctrl_enter_prints_when_the_receipt_is_made(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    with secretary.qtbot.waitSignal(secretary.form.receipt.printed):
        secretary.press(Qt.Key.Key_Return, CONTROL)
        secretary.press(Qt.Key.Key_P, CONTROL)
    assert [way.printer for way in secretary.printers.ways] == ["office"]


def test_a_receipt_is_made_and_printed_once_however_often_it_is_asked_for(sit: Sit) -> None:
    secretary, gate = sit(), Event()
    secretary.whole()
    identity = secretary.register()
    again = next(notice for notice in secretary.notices if notice.good).acts[0][1]
    again()  # while it is being made
    receipt_ready(secretary)
    real = secretary.form.receipt._open_printer
    secretary.form.receipt._open_printer = lambda way: (gate.wait(10), real(way))[1]
    secretary.press(Qt.Key.Key_P, CONTROL)
    secretary.press(Qt.Key.Key_P, CONTROL)
    with secretary.qtbot.waitSignal(secretary.form.receipt.printed):
        gate.set()
    secretary.qtbot.waitUntil(lambda: not secretary.form.receipt._worker.busy)
    assert len(secretary.printers.ways) == 1
    issued = papers.issued_papers(secretary.desk.office, CAMPAIGN, application_id=identity)
    assert [card.kind for card in issued] == ["receipt"]


@pytest.mark.qt_log_ignore("QPainter::begin", "does not support (propagateSizeHints|raise|grabbing the keyboard)")
def test_a_printer_that_fails_leaves_the_application_registered(sit: Sit) -> None:
    secretary = sit()
    secretary.printers.folder = secretary.printers.folder / "gone"
    secretary.whole()
    identity = secretary.register()
    receipt_ready(secretary)
    notices = len(secretary.notices)
    secretary.press(Qt.Key.Key_P, CONTROL)
    secretary.qtbot.waitUntil(lambda: len(secretary.notices) > notices)
    assert secretary.notices[-1].family is Family.TROUBLE
    assert row(secretary, identity).status is ApplicationStatus.REGISTERED


def test_without_a_printer_it_is_said(sit: Sit) -> None:
    secretary = sit()
    secretary.printers.choices = []
    secretary.form.receipt.look_for_printers()
    secretary.qtbot.waitUntil(lambda: secretary.form.receipt.printers.count() == 0)
    secretary.whole()
    secretary.register()
    receipt_ready(secretary)
    secretary.press(Qt.Key.Key_P, CONTROL)
    assert secretary.form.receipt.status.text()
    assert secretary.printers.ways == []


def test_the_receipt_is_recorded_once_and_shown_again(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    identity = secretary.register()
    receipt_ready(secretary)
    secretary.press(Qt.Key.Key_Return)
    assert not secretary.form.on_receipt
    _text, again = next(notice for notice in secretary.notices if notice.good).acts[0]
    again()
    assert secretary.form.on_receipt
    secretary.press(Qt.Key.Key_Escape)
    assert not secretary.form.on_receipt
    issued = papers.issued_papers(secretary.desk.office, CAMPAIGN, application_id=identity)
    assert [card.kind for card in issued] == ["receipt"]


def test_what_was_registered_by_mistake_is_annulled_with_a_reason(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    identity = secretary.register()
    receipt_ready(secretary)
    _text, annul = next(notice for notice in secretary.notices if notice.good).acts[1]
    annul()
    dialog = secretary.form.findChild(ReasonDecision)
    assert isinstance(dialog, ReasonDecision)
    type_text(dialog.reason, "записано дважды")
    secretary.qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)  # goes on and decides nothing
    assert row(secretary, identity).status is ApplicationStatus.REGISTERED
    with secretary.qtbot.waitSignal(dialog.accepted):
        dialog.sure.click()
    secretary.qtbot.waitUntil(lambda: row(secretary, identity).status is ApplicationStatus.ANNULLED)
    secretary.qtbot.waitUntil(lambda: not secretary.form.on_receipt)
