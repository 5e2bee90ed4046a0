"""Export of what is seen: the rows of the filter in their order, the columns that are shown."""

from array import array
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from otbor.exchange.tables import Row
from otbor.services import journal_view
from otbor.services.journal_filter import Column
from otbor.services.journal_view import Line
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.journal import columns
from otbor.ui.kit import dates
from otbor.ui.kit.tasks import Task
from otbor.ui.kit.workplace import Workplace


def export(workplace: Workplace, campaign: int, ids: "array[int]", shown: Sequence[Column], path: Path) -> Task:
    """Write the file on the reading thread, put it on record, and say where it lies."""
    header = [columns.title(column) for column in shown]
    by_text = path.suffix.lower() == ".csv"

    def cells(line: Line) -> Row:
        return [columns.whole_text(line, column) if by_text else columns.cell(line, column) for column in shown]

    title = _("Journal")
    task = workplace.ask(
        lambda office, steps: journal_view.export(office, ids, title, header, cells, path, steps.step),
        _("Export of the journal"),
    )

    def written(rows: int) -> None:
        workplace.act(lambda office, _steps: journal_view.note_export(office, campaign, path.name, rows, header))
        told = ngettext("{number} row is written to {file}", "{number} rows are written to {file}", rows)
        folder = QUrl.fromLocalFile(str(path.parent))
        workplace.tell(
            told.format(number=dates.count(rows), file=path),
            (_("Open the folder"), lambda: QDesktopServices.openUrl(folder)),
            good=True,
        )

    task.succeeded.connect(written)
    return task
