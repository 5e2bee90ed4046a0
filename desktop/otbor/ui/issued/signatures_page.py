"""Signatures of one paper: who has signed, who is awaited, what they are worth, and files that lie beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from otbor.services import papers
from otbor.services.office import Office, time_zone
from otbor.services.papers import register_view
from otbor.services.papers.checking import Checked
from otbor.services.papers.register_view import Line
from otbor.services.papers.registry import Revision, SignatureBeside
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.issued.verdict import VerdictCard
from otbor.ui.kit import dates
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.tasks import Steps
from otbor.ui.kit.theme import em, mark
from otbor.wording.paper_kinds import place_words

_AWAITED_NAMED = 12  # a batch of receipts has hundreds of places


@dataclass(frozen=True)
class Sheet:
    """What is known of the signatures of one paper."""

    line: Line
    revisions: tuple[Revision, ...]
    beside: tuple[SignatureBeside, ...]
    checked: Checked
    zone: str  # of the school, for the moments of all these


def read_sheet(office: Office, paper_id: int, steps: Steps) -> Sheet | None:
    """Everything about the signatures of a paper, checked now; None when the paper is gone. On the reading thread."""
    line = register_view.line(office, paper_id)
    if line is None:
        return None
    return Sheet(
        line,
        papers.revisions(office, paper_id),
        papers.signatures_beside(office, paper_id),
        papers.verify(office, papers.content(office, paper_id), may_go_on=steps.check),
        time_zone(office),
    )


class SignaturesPage(QScrollArea):
    """Shows a :class:`Sheet`."""

    keep_wanted = Signal()  # a signature that was made elsewhere is to be put beside the paper
    save_wanted = Signal(object)  # a SignatureBeside
    sign_wanted = Signal()

    def __init__(self, *, may_sign: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.verdict = VerdictCard()
        self.sign, self.keep = QPushButton(_("Sign…")), QPushButton(_("Put a signature beside…"))
        give_icon(self.sign, "pen-nib")
        give_icon(self.keep, "paperclip")
        self.sign.clicked.connect(self.sign_wanted)
        self.keep.setToolTip(_("A file .sig that was made over this very PDF by another program"))
        self.keep.clicked.connect(self.keep_wanted)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Signatures of the paper"))
        self._parts = QWidget()
        self._column = QVBoxLayout(self._parts)
        gap = em(self, 0.8)
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(gap)
        self._column.addWidget(self.verdict)
        self._body = QWidget()
        self._column.addWidget(self._body)
        for button in (self.sign, self.keep):
            button.setVisible(may_sign)
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self.setWidget(self._parts)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.sheet = None
        self.verdict.hide()
        self._replace(QWidget())
        self._enable(able=False)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show what is known."""
        self.sheet = sheet
        self.verdict.show_outcome(sheet.checked.outcome, sheet.checked.sentences)
        self._replace(self._made(sheet))
        self._enable(able=sheet.line.within is None)

    def _enable(self, *, able: bool) -> None:
        for button in (self.sign, self.keep):
            button.setEnabled(able)

    def _replace(self, body: QWidget) -> None:
        self._column.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body

    def _made(self, sheet: Sheet) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.5))
        if sheet.line.within is not None:
            column.addWidget(
                _said(_("The paper is part of the common file of a batch: that file is signed as a whole."))
            )
        column.addWidget(_heading(_("Signatures in the file")))
        column.addWidget(_places(sheet))
        column.addWidget(_heading(_("Signatures beside the file")))
        for kept in sheet.beside:
            column.addWidget(self._beside(kept, sheet.zone))
        if not sheet.beside:
            column.addWidget(_said(_("There are none.")))
        column.addWidget(_heading(_("Revisions of the file")))
        column.addWidget(_revisions(sheet))
        return body

    def _beside(self, kept: SignatureBeside, zone: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        moment = dates.moment(kept.made_at, zone)
        told = _("{who}, revision {number}, kept {moment}")
        line.addWidget(_said(told.format(who=kept.signed_by, number=kept.revision, moment=moment), muted=False), 1)
        save = QPushButton(_("Save .sig…"))
        save.setAccessibleName(_("Save the signature of {who} as a file").format(who=kept.signed_by))
        save.clicked.connect(lambda: self.save_wanted.emit(kept))
        line.addWidget(save)
        return row


def _places(sheet: Sheet) -> QWidget:
    signed = [made for made in sheet.revisions if made.number]
    awaited = list(map(place_words, sheet.line.unsigned[:_AWAITED_NAMED]))
    if not signed and not awaited:
        return _said(_("The paper has no places for electronic signatures."))
    rows = [(place_words(made.place), made.signed_by, dates.moment(made.made_at, sheet.zone)) for made in signed]
    rows += [(place, _("not signed electronically"), "") for place in awaited]
    more = len(sheet.line.unsigned) - len(awaited)
    if more:
        told = ngettext("and {count} more place", "and {count} more places", more)
        rows.append((told.format(count=more), "", ""))
    return _grid(rows)


def _revisions(sheet: Sheet) -> QWidget:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    for made in sheet.revisions:
        size = dates.count(max(1, round(made.size / 1024)))
        what = _("signed") if made.number else _("as issued")
        told = _("Revision {number}, {what}, {moment}, {size} KB")
        head = told.format(number=made.number, what=what, moment=dates.moment(made.made_at, sheet.zone), size=size)
        label = _said(f"{head}\nSHA-256: {_spaced(made.sha256)}")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
    return body


def _spaced(digest: str) -> str:
    """Sixty-four digits in groups, so that they can be read out and the line can break."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _grid(rows: Sequence[Sequence[str]]) -> QWidget:
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            label = _said(cell, muted=column != 1)
            grid.addWidget(label, number, column, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(1, 1)
    return body


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    mark(label, "heading")
    return label


def _said(text: str, *, muted: bool = True) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if muted:
        mark(label, "muted")
    return label
