"""Import of a large workbook: 10,000 applications × 30 columns, dry run with its messages."""

import tempfile
from pathlib import Path
from time import perf_counter


def measure() -> list[tuple[str, float, float]]:
    """What is done, the budget in seconds, the seconds it took."""
    from otbor.domain.dry_run import dry_run_applications  # noqa: PLC0415 - not in anybody's time
    from otbor.exchange.recognition import recognise  # noqa: PLC0415
    from otbor.exchange.rows import read_applications  # noqa: PLC0415
    from otbor.exchange.tables import write_xlsx  # noqa: PLC0415
    from otbor.exchange.workbook import open_book  # noqa: PLC0415
    from otbor.wording.imports import report  # noqa: PLC0415
    from tests.exchange import samples  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        header, rows = samples.many_applications(10_000)
        write_xlsx(path, [("Заявления", header, rows)])
        start = perf_counter()
        book = open_book(path)
        sheet = read_applications(book, recognise(book), samples.EXPECTED)
        run = dry_run_applications(sheet, ())
        lines = report(run, sheet)
        took = perf_counter() - start
    if len(run.new) != 9_900 or len(lines) < 200:
        raise RuntimeError("the dry run lost rows")
    return [("сухой прогон импорта 10 000 строк × 30 колонок с сообщениями", 3.0, took)]
