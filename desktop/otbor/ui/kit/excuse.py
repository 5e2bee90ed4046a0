"""An act out of its stage that a recorded reason excuses (п. 17): asked for where the act was, when it was refused."""

from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from otbor.domain.findings import Refused
from otbor.support.translation import gettext as _
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.theme import set_property


def excusable(error: Exception) -> bool:
    """Whether the act was refused for its stage only, and a reason on record would excuse that."""
    findings = error.findings if isinstance(error, Refused) else ()
    return bool(findings) and all(f.id == "campaign.out_of_order" and f.where == "reason" for f in findings)


class Excuse(QWidget):
    """A field for the reason, out of sight until it is wanted; the act is then repeated with :attr:`text`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("for instance: decision of the commission of 27.05.2026, No. 12"))
        title = QLabel(_("&Reason why it is done out of its stage"))
        title.setWordWrap(True)
        title.setBuddy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(title)
        column.addWidget(self.line)
        self.line.setAccessibleName(_("Reason why it is done out of its stage"))
        self.hide()

    @property
    def text(self) -> str:
        """The reason, empty while none was asked for."""
        return "" if self.isHidden() else self.line.text().strip()

    def ask(self, failure: Failure) -> bool:
        """Ask for the reason where it would excuse ``failure``; whether it does."""
        wanted = excusable(failure.error)
        set_property(self.line, "wrong", "true" if wanted else None)
        if wanted:
            self.show()
            self.line.setFocus()
        return wanted

    def reset(self) -> None:
        """Ask for nothing any more."""
        self.line.clear()
        self.hide()
