"""Runs the benchmarks and prints, for each, the budget of the design, what was measured, and their ratio.

    python -m tests.benchmarks [name …]        all of them, or those of the named files

A benchmark is a file of this folder with ``measure() -> list[tuple[str, float, float]]``: what is done, the budget in
seconds, the seconds it took. Its own imports are made inside ``measure``, so that they are not in anybody's time.
A budget is a promise about one class of machine; nothing fails by being slow here, the table tells.
"""

import sys
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def main(wanted: list[str]) -> int:
    """Measure the wanted benchmarks, all where none is named, and print the table; gives the exit code."""
    console = Console()
    known = names()
    if unknown := [name for name in wanted if name not in known]:
        console.print(f"Нет таких замеров: {', '.join(unknown)}. Есть: {', '.join(known) or 'ни одного'}.")
        return 2
    table = Table("Работа", "Допустимо, с", "Измерено, с", "Доля")
    for column in table.columns[1:]:
        column.justify = "right"
    for name in wanted or known:
        with console.status(name):
            rows = import_module(f"tests.benchmarks.{name}").measure()
        for what, budget, measured in rows:
            ratio = measured / budget
            style = "red" if ratio > 1 else None
            table.add_row(what, f"{budget:.3g}", f"{measured:.3g}", f"{ratio:.2f}", style=style)
    console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
