"""The table of the register: a person is always on some paper, and who or what it is about takes the room left."""

from array import array
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from otbor.support.translation import gettext as _
from otbor.ui.issued.model import ABOUT, WIDTHS, PapersModel
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.row_table import RowTable


class PapersTable(RowTable):
    """Shows a :class:`PapersModel`."""

    def __init__(self, model: PapersModel, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(model, memory, "issued", WIDTHS, ABOUT, parent)
        self.setAccessibleName(_("Register of issued papers"))

    def show_rows(self, ids: "array[int]", first: Sequence[Any] = ()) -> None:
        """Other rows; the paper of the current one may have been signed or repeated, so that it is shown anew."""
        super().show_rows(ids, first)
        if ids and self.current is None:
            self.selectRow(0)
        self._pause.start()
