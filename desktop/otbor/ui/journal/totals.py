"""Below the table: what there is of everything that is shown, in numbers that add up."""

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from otbor.domain.applications import ApplicationStatus
from otbor.services.journal_view import Totals
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit import dates
from otbor.ui.kit.theme import mark


class TotalsLine(QWidget):
    """Two lines: shown and by status, then by group and what is still wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown, self.parts = QLabel(), QLabel()
        mark(self.shown, "heading")
        mark(self.parts, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for label in (self.shown, self.parts):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(label)

    def clear(self) -> None:
        """Nothing is counted yet."""
        self.shown.clear()
        self.parts.clear()

    def show_totals(self, totals: Totals, selected: int) -> None:
        """Say the totals, and how many rows are chosen when there are several."""
        told = [_("Shown: {number}").format(number=dates.count(totals.shown))]
        told += [
            _status(status, totals.statuses[status]) for status in ApplicationStatus if totals.statuses.get(status)
        ]
        if selected > 1:
            told.append(_("selected: {number}").format(number=dates.count(selected)))
        self.shown.setText(" · ".join(told))
        parts = [
            _("{group} — {number}").format(group=group or _("no group"), number=dates.count(number))
            for group, number in totals.groups.items()
        ]
        lines = []
        if parts:
            lines.append(_("In force by first wish: {groups}").format(groups=", ".join(parts)))
        if totals.incomplete:
            lines.append(_("documents incomplete: {number}").format(number=dates.count(totals.incomplete)))
        if totals.awaiting:
            lines.append(_("waiting for the receipt: {number}").format(number=dates.count(totals.awaiting)))
        self.parts.setText(" · ".join(lines))
        self.parts.setVisible(bool(lines))


def _status(status: ApplicationStatus, number: int) -> str:
    shown = {"number": dates.count(number)}
    match status:
        case ApplicationStatus.REGISTERED:
            return ngettext("{number} in force", "{number} in force", number).format(**shown)
        case ApplicationStatus.ANNULLED:
            return ngettext("{number} annulled", "{number} annulled", number).format(**shown)
    return ngettext("{number} withdrawn", "{number} withdrawn", number).format(**shown)
