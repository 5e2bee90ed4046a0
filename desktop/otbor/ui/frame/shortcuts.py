"""The sheet of shortcuts (F1), drawn from the actions as they are declared."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.actions import shortcut_text
from otbor.ui.kit.theme import give_size


def shortcut_sheet(parts: Sequence[tuple[str, Sequence[QAction]]], parent: QWidget) -> QDialog:
    """A dialog with every action that has a key, by section; ``parts``: a section's title and its actions."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(_("Keys"))
    tree = QTreeWidget()
    tree.setColumnCount(2)
    tree.setHeaderLabels([_("Act"), _("Keys")])
    tree.setRootIsDecorated(False)
    tree.setAccessibleName(_("Keys"))
    for title, actions in parts:
        keyed = [action for action in actions if not action.shortcut().isEmpty()]
        if keyed:
            head = QTreeWidgetItem(tree, [title, ""])
            font = head.font(0)
            font.setWeight(QFont.Weight.DemiBold)
            head.setFont(0, font)
            for action in keyed:
                QTreeWidgetItem(head, [action.text().replace("&", ""), shortcut_text(action)])
    tree.expandAll()
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(tree)
    column.addWidget(buttons)
    give_size(dialog, 50, 44)
    return dialog
