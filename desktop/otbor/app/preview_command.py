"""«otbor preview»: papers in a window, to be looked at, printed and saved."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from otbor.app.qt import start_qt

if TYPE_CHECKING:
    from otbor.ui.papers.preview import FindByQr
    from otbor.ui.papers.window import PapersWindow


def preview(
    files: Annotated[list[Path] | None, typer.Argument()] = None,
    database: Annotated[Path | None, typer.Option("--database")] = None,
) -> int:
    """Open FILES in a window; with DATABASE, papers issued by it are found by their scanned QR."""
    for file in files or ():
        file.open("rb").close()  # a mistyped name is answered here, before any window
    application = start_qt()
    from otbor.ui.kit.collector import collected_here  # noqa: PLC0415 - Qt is loaded when the window is asked for

    with collected_here(), _finder(database) as find_by_qr:
        window = open_window(files or (), find_by_qr)
        window.show()
        return application.exec()


def open_window(files: Sequence[Path], find_by_qr: "FindByQr | None") -> "PapersWindow":
    """The window; a fault in it is told in it and kept in a log."""
    from otbor.ui.kit.failures import failure_of  # noqa: PLC0415 - Qt is loaded when the window is asked for
    from otbor.ui.papers.paper_file import PaperFile  # noqa: PLC0415
    from otbor.ui.papers.window import PapersWindow  # noqa: PLC0415

    window = PapersWindow([PaperFile.of_file(file) for file in files], find_by_qr)

    def tell(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
        if isinstance(error, Exception):
            window.pane.notices.tell_failure(failure_of(error))

    sys.excepthook = tell
    return window


@contextmanager
def _finder(database: Path | None) -> "Iterator[FindByQr | None]":
    """Papers of the database by QR, while it is open."""
    if database is None:
        yield None
        return
    from otbor.services import papers  # noqa: PLC0415
    from otbor.services.office import Office  # noqa: PLC0415
    from otbor.storage.database import open_database  # noqa: PLC0415
    from otbor.ui.papers.paper_file import PaperFile  # noqa: PLC0415

    opened = open_database(database)
    office = Office(opened, "otbor preview", own=database.parent)

    def find(payload: str) -> PaperFile | None:
        card = papers.find_by_qr(office, payload)
        if card is None:
            return None
        return PaperFile(card.number, card.title, lambda: papers.content(office, card.paper_id))

    try:
        yield find
    finally:
        opened.close()
