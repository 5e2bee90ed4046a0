"""Documents handed in later (дополнение к расписке): what came, in what form, of how many sheets."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from otbor.domain.applications import CopyKind
from otbor.domain.intake import DocumentDraft
from otbor.support.translation import gettext as _
from otbor.ui.card import words
from otbor.ui.card.blocks import row_of
from otbor.ui.kit.decision import Decision
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em

OTHER = "other"  # a document that the Порядок does not list


class DocumentLine:
    """Controls of one document in the grid of the dialog."""

    def __init__(self, kinds: Sequence[tuple[str, str]], number: int) -> None:
        self.kind, self.title, self.copy, self.sheets = QComboBox(), QLineEdit(), QComboBox(), QSpinBox()
        for identity, title in kinds:
            self.kind.addItem(title, identity)
        self.kind.addItem(_("another document"), OTHER)
        for box in (self.kind, self.copy):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
        for copy_kind in CopyKind:
            self.copy.addItem(words.copy_kind(copy_kind), copy_kind.value)
        self.sheets.setRange(0, 999)
        self.sheets.setValue(1)
        named = (
            (self.kind, _("Document {number}: kind")),
            (self.title, _("Document {number}: as it is called in the receipt")),
            (self.copy, _("Document {number}: form of the copy")),
            (self.sheets, _("Document {number}: sheets")),
        )
        for control, name in named:
            control.setAccessibleName(name.format(number=number))
        self._suggested = ""
        self.kind.currentIndexChanged.connect(lambda _index: self._suggest())
        self._suggest()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the columns."""
        return self.kind, self.title, self.copy, self.sheets

    def _suggest(self) -> None:
        """The title of the kind, unless the person has typed another."""
        if self.title.text().strip() in {"", self._suggested}:
            text = "" if self.kind.currentData() == OTHER else self.kind.currentText()
            self._suggested = text[:1].upper() + text[1:]
            self.title.setText(self._suggested)
            self.title.setCursorPosition(0)

    def draft(self) -> DocumentDraft | None:
        """The document; None for a line without a title."""
        title = self.title.text().strip()
        if not title:
            return None
        return DocumentDraft(self.kind.currentData(), title, CopyKind(self.copy.currentData()), self.sheets.value())


class AddDecision(Decision):
    """Takes in documents, a line each; empty lines are left out."""

    def __init__(self, parent: QWidget, about: str, kinds: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            parent,
            _("Take in documents"),
            about,
            _("The commission is to examine the application anew; the family gets an addendum to its receipt."),
            _("Take in"),
        )
        self.setMinimumWidth(em(self, 58))
        self._kinds = kinds
        self.lines: list[DocumentLine] = []
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 5)
        self._grid.setColumnStretch(2, 3)
        for column, title in enumerate((_("Kind"), _("As called in the receipt"), _("Form of the copy"), _("Sheets"))):
            self._grid.addWidget(QLabel(title), 0, column)
        self.more = QPushButton(_("One more document"))
        self.more.setAutoDefault(False)
        give_icon(self.more, "plus")
        self.more.clicked.connect(self.add_line)
        self.form.addRow(holder)
        self.form.addRow(row_of(self.more))
        self.add_line()

    def add_line(self) -> None:
        """One more document."""
        line = DocumentLine(self._kinds, len(self.lines) + 1)
        before: QWidget | None = self.lines[-1].sheets if self.lines else None
        self.lines.append(line)
        for column, control in enumerate(line.controls):
            self._grid.addWidget(control, len(self.lines), column)
            if before is not None:
                QWidget.setTabOrder(before, control)
            before = control
        line.kind.setFocus()

    def drafts(self) -> list[DocumentDraft]:
        """What is to be taken in."""
        return [draft for line in self.lines if (draft := line.draft()) is not None]
