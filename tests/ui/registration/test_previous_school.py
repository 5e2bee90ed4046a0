"""The school that a child comes from, in the form: of a transfer from another school, and of nothing else."""

from PySide6.QtCore import Qt

from otbor.domain.campaign import Basis
from tests.services.desk import transfers
from tests.ui.registration.conftest import Sit
from tests.ui.registration.hands import receipt_ready, row


def test_the_school_before_is_asked_of_a_transfer_and_those_typed_before_are_offered(sit: Sit) -> None:
    secretary = sit("open", prepare=transfers)
    filing = secretary.form.sheet.filing
    for name in ("Зайцева Инна Юрьевна", "Белкина Анна Львовна"):
        secretary.family(name)
        secretary.group(Qt.Key.Key_1)
        secretary.line()
        secretary.line()
        assert secretary.focus is filing.basis
        assert not filing.school.isVisible()
        secretary.press(Qt.Key.Key_Down, times=2)  # past the admission
        secretary.press(Qt.Key.Key_Return)
        assert secretary.at == filing.school.accessibleName()
        if name.startswith("Белкина"):  # the next family comes from there too
            secretary.qtbot.waitUntil(lambda: filing.school.completer().model().rowCount() == 1)
            secretary.type("22")
            assert filing.school.completer().currentCompletion() == "МАОУ «Школа № 22»"
            filing.school.setText(filing.school.completer().currentCompletion())
            secretary.press(Qt.Key.Key_Return)
            kept = secretary.form.sheet.state()
            secretary.form.sheet.restore({})
            assert not filing.school.isVisible()
            secretary.form.sheet.restore(kept)
            assert filing.school.isVisible()
        else:
            secretary.line("МАОУ «Школа № 22»")
        assert secretary.at == filing.consent.accessibleName()
        secretary.press(Qt.Key.Key_Space)
        found = row(secretary, secretary.register())
        assert (found.basis, found.previous_school) == (Basis.TRANSFER_FROM, "МАОУ «Школа № 22»")
        receipt_ready(secretary)
        secretary.press(Qt.Key.Key_Return)
