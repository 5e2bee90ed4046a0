"""Runs the benchmarks and prints, for each, the budget of the design, what was measured, and their ratio.

    python -m tests.benchmarks [name …]        all of them, or those of the named files

A benchmark is a file of this folder with ``measure() -> list[tuple[str, float, float]]``: what is done, the budget in
seconds, the seconds it took. Its own imports are made inside ``measure``, so that they are not in anybody's time.
A budget is a promise about one class of machine; nothing fails by being slow here, the table tells. Its last column
divides by how much slower than that machine the processor is in these minutes, by one small loop: an estimate.
"""

import sys
from importlib import import_module
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.ui.watch import slowness

_TRIES = 9
_COMPARED = frozenset({"papers_compared"})  # their budgets are other programs' times in the same minutes


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
    table = Table("Работа", "Допустимо, с", "Измерено, с", "Доля", "С поправкой")
    for column in table.columns[1:]:
        column.justify = "right"
    slower = {}
    for name in wanted or known:
        with console.status(name):
            before = _slower()
            rows = import_module(f"tests.benchmarks.{name}").measure()
            slower[name] = (before + _slower()) / 2
        for what, budget, measured in rows:
            ratio = measured / budget
            fair = "" if name in _COMPARED else _ratio(ratio / slower[name])
            table.add_row(what, f"{budget:.3g}", f"{measured:.3g}", _ratio(ratio), fair)
    console.print(table)
    times = ", ".join(f"{name} × {by:.1f}" for name, by in slower.items())
    console.print(f"Процессор медленнее того, для которого даны сроки (на это делит поправка): {times}.")
    return 0


def _slower() -> float:
    """The processor's time of one loop, against the machine of the budgets; the median of some."""
    return median(slowness() for _try in range(_TRIES))


def _ratio(value: float) -> str:
    return f"[red]{value:.2f}[/red]" if value > 1 else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
