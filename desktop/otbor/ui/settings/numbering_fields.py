"""The pattern of registration numbers (образец номера) with a live example."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from otbor.services.campaigns import CampaignDraft
from otbor.services.planning import example_number
from otbor.support.translation import gettext as _
from otbor.ui.kit.theme import em, mark
from otbor.ui.settings.cards import muted
from otbor.ui.settings.controls import line, spin
from otbor.ui.settings.fields import Fields


class NumberingFields(QWidget):
    """The pattern, the digits of the ordinal, and what a number looks like by them."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields()
        hint = _("{campaign} is the code, {series} the series of a laptop, {ordinal} the number in order.")
        self.fields.add("pattern", _("Pattern"), line(), hint)
        self.fields.add("digits", _("Digits of the ordinal"), spin(1, 8), narrow=True)
        self.example = QLabel()
        self.example.setAccessibleName(_("Example"))
        mark(self.example, "number")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.5))
        column.addWidget(self.fields)
        column.addWidget(muted(_("Example")))
        column.addWidget(self.example)
        self._draft: CampaignDraft | None = None
        self.fields.edited.connect(self._changed)

    def pattern(self) -> str:
        """The pattern as typed."""
        return str(self.fields["pattern"])

    def digits(self) -> int:
        """How many digits the ordinal has."""
        return int(self.fields["digits"])

    def show_numbering(self, draft: CampaignDraft) -> None:
        """Show the pattern of ``draft``."""
        self._draft = draft
        self.fields["pattern"], self.fields["digits"] = draft.number_pattern, draft.number_digits
        self._show_example()

    def show_draft(self, draft: CampaignDraft) -> None:
        """Show the example by the code that ``draft`` has now."""
        self._draft = draft
        self._show_example()

    def _changed(self) -> None:
        self._show_example()
        self.edited.emit()

    def _show_example(self) -> None:
        if self._draft is not None:
            draft = replace(self._draft, number_pattern=self.pattern(), number_digits=self.digits())
            self.example.setText(example_number(draft) or "—")
