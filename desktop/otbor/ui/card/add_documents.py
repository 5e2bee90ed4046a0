"""Documents handed in later (дополнение к расписке): what came, in what form, of how many sheets."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

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
    """Controls of one document in the dialog."""

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
        """In their order."""
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
    """Takes in documents, three rows of fields each; one without a title is left out."""

    WIDE = 62  # titles of documents are long

    def __init__(self, parent: QWidget, about: str, kinds: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            parent,
            _("Take in documents"),
            about,
            _("The commission is to examine the application anew; the family gets an addendum to its receipt."),
            _("Take in"),
        )
        self._kinds = kinds
        self.lines: list[DocumentLine] = []
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
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
        first = 4 * len(self.lines)
        self.lines.append(line)
        for row, (title, control) in enumerate(
            ((_("Kind"), line.kind), (_("As called in the receipt"), line.title), (_("Form of the copy"), line.copy))
        ):
            self._grid.addWidget(QLabel(title), first + row, 0)
            self._grid.addWidget(control, first + row, 1, 1, 1 if control is line.copy else 3)
        self._grid.addWidget(QLabel(_("Sheets")), first + 2, 2)
        self._grid.addWidget(line.sheets, first + 2, 3)
        if before is not None:
            self._grid.setRowMinimumHeight(first - 1, em(self, 0.6))
        for control in line.controls:
            if before is not None:
                QWidget.setTabOrder(before, control)
            before = control
        line.kind.setFocus()
        self.fit()
        self.show_part(self.more)

    def drafts(self) -> list[DocumentDraft]:
        """What is to be taken in."""
        return [draft for line in self.lines if (draft := line.draft()) is not None]
