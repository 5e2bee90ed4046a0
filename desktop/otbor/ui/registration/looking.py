"""What is typed is looked at aside, a moment after the last letter; only the newest answer is told."""

from PySide6.QtCore import QObject, QTimer, Signal

from otbor.services import registration
from otbor.services.registration import Remark
from otbor.ui.kit.workplace import Workplace
from otbor.ui.registration.sheet import Sheet

_PAUSE = 300  # milliseconds without a letter


class Looking(QObject):
    """Asks what is to be said of ``sheet`` in the campaign at hand."""

    answered = Signal(object)  # a tuple of Remark, the doubts of the fields themselves first
    failed = Signal(object)  # a Failure

    def __init__(self, workplace: Workplace, sheet: Sheet, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace, self._sheet = workplace, sheet
        self._asked = 0  # number of the newest look: answers to earlier ones are old
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.look)

    def soon(self) -> None:
        """Look when the typing pauses."""
        self._soon.start()

    def rest(self) -> None:
        """What was typed so far is no longer there: neither look at it nor tell an answer about it."""
        self._soon.stop()
        self._asked += 1

    def look(self) -> None:
        """Look now."""
        self.rest()
        campaign, number = self._workplace.campaign, self._asked
        if campaign is None:
            return
        typed = self._sheet.typed(self._workplace.glance.clock)
        task = self._workplace.ask(lambda office, _steps: registration.remarks(office, campaign, typed), told=False)
        task.succeeded.connect(lambda remarks: self._tell(remarks, number))
        task.failed.connect(self.failed)

    def _tell(self, remarks: tuple[Remark, ...], number: int) -> None:
        if number == self._asked:
            self.answered.emit((*self._doubts(), *remarks))

    def _doubts(self) -> list[Remark]:
        """Names that were parted in doubt: only the field knows what was typed in one line."""
        people = enumerate(self._sheet.family.people)
        found = [("child_surname", 0, self._sheet.child.name.doubt)]
        found += [("parent_name", index, person.name.doubt) for index, person in people]
        return [Remark(field, doubt, index) for field, index, doubt in found if doubt is not None]
