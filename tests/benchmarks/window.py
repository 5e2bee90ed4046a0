"""The start of the window: from the command to a journal that can be used, in a process of its own, files warm."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ROWS, _STARTS = 1000, 4
_BUDGET = 1.0
_PROGRAM = """
import gc, sys
gc.disable()
from pathlib import Path
from otbor.app.qt import start_qt
from otbor.ui.kit.memory import Memory
memory = Memory(Path(sys.argv[2]))
memory.put("operator", "Белова А. С.")
memory.put("section", "journal")
application = start_qt(memory)
from otbor.app.window import Program
program = Program(memory, Path(sys.argv[2]).parent)
program.start(Path(sys.argv[1]))
model = program.front.sections["journal"].rows.model
model.modelReset.connect(application.quit)  # the rows have come
application.exec()
program.front.grab()
print("ready", model.rowCount(), flush=True)
program.close()
"""


def measure() -> list[tuple[str, float, float]]:
    """Rows of the benchmark: what, budget in seconds, measured in seconds (the best of several starts)."""
    from tests.benchmarks._large_journal import fill  # noqa: PLC0415 - not in anybody's time

    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "school.otbor"
        fill(database, _ROWS)
        taken = [_start(database, Path(folder) / "window.ini") for _ in range(_STARTS)]
    return [(f"пуск окна до готового журнала, {_ROWS} заявлений", _BUDGET, min(taken))]


def _start(database: Path, memory: Path) -> float:
    # The first start compiles, as an installation does; where that was forbidden, the compiled files lie apart.
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(memory.parent / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", _PROGRAM, str(database), str(memory)]
    begun = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.readline() if process.stdout else ""
        taken = time.perf_counter() - begun
        process.communicate()
    if said.strip() != f"ready {_ROWS}":
        raise RuntimeError(f"the window did not start: {said!r}")
    return taken
