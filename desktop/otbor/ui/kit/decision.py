"""Decisions about what stands in the journal: each says its consequence in one sentence, and Enter never makes it.

A dialog stays open until the act has succeeded: what it was refused for is told beside the field, and what was typed
stays. While the act is under way nothing can be typed into it, and it cannot be put away: it is being done.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from otbor.domain.findings import Refused
from otbor.support.translation import gettext as _
from otbor.ui.kit.excuse import Excuse
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.theme import em, mark, set_property
from otbor.ui.kit.workplace import OfficeWork, Workplace
from otbor.wording.findings import sentence


def told_by_field(failure: Failure) -> list[tuple[str, str]]:
    """Sentences of a failure, each with the field that it is about (empty for none)."""
    if isinstance(failure.error, Refused):
        return [(finding.where, sentence(replace(finding, where=""))) for finding in failure.error.findings]
    return [("", text) for text in failure.sentences]


class Decision(QDialog):
    """Asks what an act needs; ``confirmed`` when the person is sure. Whoever opened it acts and closes it."""

    confirmed = Signal()
    WIDE: ClassVar[float] = 40  # in em, where the window has so much room

    def __init__(self, parent: QWidget, title: str, about: str, consequence: str, act: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(em(self, self.WIDE), parent.window().width()))
        side, self._room = em(self, 1.4), parent.window().height()
        self._asked = QWidget()
        column = QVBoxLayout(self._asked)
        column.setContentsMargins(side, em(self, 1.2), side, em(self, 0.9))
        column.setSpacing(em(self, 0.9))
        heading = QLabel(about)
        heading.setWordWrap(True)
        mark(heading, "heading")
        told = QLabel(consequence)
        told.setWordWrap(True)
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setVerticalSpacing(em(self, 0.6))
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        mark(self.problem, "bad")
        self.problem.hide()
        self.excuse = Excuse()
        self._focus: QWidget | None = None  # where the person was when the act began
        column.addWidget(heading)
        column.addWidget(told)
        column.addLayout(self.form)
        column.addWidget(self.problem)
        column.addWidget(self.excuse)
        column.addStretch(1)
        self._scrolled = QScrollArea()
        self._scrolled.setWidgetResizable(True)
        self._scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self._scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scrolled.setWidget(self._asked)
        foot = QWidget()
        foot.setLayout(self._buttons(act))
        foot.setContentsMargins(side, 0, side, em(self, 1.2))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scrolled, 1)
        whole.addWidget(foot)
        self._foot = foot
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self, self._confirm)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _buttons(self, act: str) -> QHBoxLayout:
        self.sure = QPushButton(act)
        mark(self.sure, "main")
        self.sure.setToolTip(_("{act} (Ctrl+Enter)").format(act=act))
        self.sure.clicked.connect(self._confirm)
        away = QPushButton(_("Do nothing"))
        away.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        for button in (self.sure, away):
            button.setAutoDefault(False)  # Enter goes on and decides nothing
            row.addWidget(button)
        return row

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Its texts wrap by the width that it has now."""
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Be as high as the texts and fields are now, but no higher than the window below: then they scroll."""
        inner = self._asked.layout()
        if inner is not None:
            inner.activate()
            high = inner.totalHeightForWidth(self.width()) + self._foot.sizeHint().height()
            self.resize(self.width(), min(high, self._room))

    def _confirm(self) -> None:
        if self.isEnabled():  # asked once is asked
            self.problem.hide()
            self._focus = self.focusWidget()
            self.setEnabled(False)
            self.confirmed.emit()

    def reject(self) -> None:
        """Do nothing; what is being done already cannot be left any more."""
        if self.isEnabled():
            super().reject()

    def show_part(self, part: QWidget) -> None:
        """Scroll to ``part``."""
        self._scrolled.ensureWidgetVisible(part)

    def fail(self, failure: Failure) -> None:
        """Tell why it was not done, mark the fields concerned, and let the person try again."""
        self.setEnabled(True)
        if self._focus is not None:
            self._focus.setFocus()
        fields = self.fields()
        told = told_by_field(failure)
        for field in fields.values():
            set_property(field, "wrong", None)
        self.problem.setText("\n".join(text for _where, text in told))
        self.problem.setAccessibleName(self.problem.text())
        self.problem.show()
        wrong = [fields[where] for where, _text in told if where in fields]
        for field in wrong:
            set_property(field, "wrong", "true")
        if wrong:
            wrong[0].setFocus()
        if "reason" not in fields:
            self.excuse.ask(failure)
        self.fit()
        self.show_part(self.problem if self.excuse.isHidden() else self.excuse)

    def fields(self) -> dict[str, QWidget]:
        """Controls by the field that a finding names."""
        return {}

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes to the next control."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class ReasonDecision(Decision):
    """A decision that asks for its reason only."""

    def __init__(self, parent: QWidget, title: str, about: str, consequence: str, act: str, example: str) -> None:
        super().__init__(parent, title, about, consequence, act)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(example)
        self.form.addRow(_("&Reason"), self.reason)
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setFocus()

    def fields(self) -> dict[str, QWidget]:
        """The reason."""
        return {"reason": self.reason}


def annulment(parent: QWidget, number: str, child: str) -> ReasonDecision:
    """Asks why an application registered by mistake is annulled (аннулирование)."""
    return ReasonDecision(
        parent,
        _("Annul the application"),
        _("No. {number}, {child}").format(number=number, child=child),
        _("It stays in the journal struck through, its number is not given again, and this cannot be undone."),
        _("Annul"),
        _("for instance: registered twice by mistake"),
    )


def decide(workplace: Workplace, dialog: Decision, work: Callable[[], OfficeWork], done: Callable[[], object]) -> None:
    """Ask; when the person is sure, run ``work``: the dialog closes when it is done, and tells why when it is not."""

    def act() -> None:
        task = workplace.act(work(), dialog.windowTitle(), told=False)
        task.failed.connect(dialog.fail)
        task.succeeded.connect(finish)

    def finish(_result: object) -> None:
        done()
        dialog.done(QDialog.DialogCode.Accepted)

    dialog.confirmed.connect(act)
    dialog.open()
