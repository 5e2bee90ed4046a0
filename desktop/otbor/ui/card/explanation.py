"""Why a rating gave these points: the tree of steps, each a sentence with its points."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from otbor.domain.explanation import Node
from otbor.services.card_rows import RatedExplanation
from otbor.support.translation import gettext as _
from otbor.ui.card import words
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, give_size, mark
from otbor.wording.explanation import act_text, explain_text, node_text
from otbor.wording.scheme import group_rules


class ExplanationDialog(QDialog):
    """The tree, to be read, copied and printed as a paper."""

    print_wanted = Signal()

    def __init__(self, parent: QWidget, about: str, explained: RatedExplanation) -> None:
        super().__init__(parent)
        self._explained = explained
        self._rules = group_rules(explained.scheme, explained.rated.group)
        self.setWindowTitle(_("Explanation of points"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        give_size(self, 64, 42)
        heading = QLabel(about)
        heading.setWordWrap(True)
        mark(heading, "heading")
        scheme = QLabel(explained.scheme.title)
        scheme.setWordWrap(True)
        mark(scheme, "muted")
        self.tree = self._tree()
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self, 1.2), em(self, 1.2), em(self, 1.2), em(self, 1.2))
        column.setSpacing(em(self, 0.7))
        for widget in (heading, scheme):
            column.addWidget(widget)
        column.addWidget(self.tree, 1)
        column.addLayout(self._buttons())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.tree, self.copy)

    def copy(self) -> None:
        """The whole explanation as text."""
        QGuiApplication.clipboard().setText(explain_text(self._explained.tree, self._rules))

    def _tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName(_("Explanation of points"))
        tree.setHeaderLabels([_("Step"), _("Points")])
        tree.setWordWrap(True)
        tree.setUniformRowHeights(False)
        tree.setItemDelegateForColumn(0, _Wrapping(tree))
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header: Any = tree.header()
        header.setStretchLastSection(False)
        header.sectionResized.connect(lambda *_sizes: tree.scheduleDelayedItemsLayout())  # lines wrap by it
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        root = _item(self._explained.tree, self._rules)
        tree.addTopLevelItem(root)
        tree.expandAll()
        tree.setCurrentItem(root)
        return tree

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        acts: tuple[tuple[str, str, Callable[[], object]], ...] = (
            (_("Print"), "printer", self.print_wanted.emit),
            (_("Copy as text"), "copy", self.copy),
            (_("Close"), "x", self.close),
        )
        row.addStretch(1)
        for title, sign, callback in acts:
            button = QPushButton(title)
            button.setAutoDefault(False)
            give_icon(button, sign)
            button.clicked.connect(lambda _checked, do=callback: do())
            row.addWidget(button)
        return row


class _Wrapping(QStyledItemDelegate):
    """Gives a step as many lines as it needs; Qt alone would cut it after the first."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The height at the width that the column leaves at this depth."""
        depth, above = 1, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        room = QStyleOptionViewItem(option)
        width = self._tree.columnWidth(0) - depth * self._tree.indentation()
        room.rect = QRect(0, 0, width, 10_000)  # type: ignore[attr-defined]
        return super().sizeHint(room, index)


def _item(node: Node, rules: Mapping[str, str]) -> QTreeWidgetItem:
    text, points = node_text(node), "" if node.points is None else words.number_text(node.points)
    item = QTreeWidgetItem([text, points])
    item.setToolTip(0, text)
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    if act := act_text(node, rules):
        said = QTreeWidgetItem([act, ""])
        said.setToolTip(0, act)
        item.addChild(said)
    item.addChildren([_item(child, rules) for child in node.children])
    return item
