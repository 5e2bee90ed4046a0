"""The window: from the command to a journal that can be used, files warm; and another look when all of it is open.

Each in a process of its own.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ROWS, _STARTS = 1000, 4
_LOOKS = 6  # light and dark by turns
_BUDGET, _HELD = 1.0, 0.1
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
if len(sys.argv) > 3:
    import itertools, time
    from otbor.app.scenes import open_place, settle
    from otbor.ui.kit.theme import Look, dressing
    settle(program.front)
    for name in program.front.places:
        open_place(program.front, name)
    longest = []
    for look in itertools.islice(itertools.cycle((Look.DARK, Look.LIGHT)), int(sys.argv[3])):
        taken, steps, more = [], dressing(application, look, 100), True
        while more:
            begun = time.perf_counter()
            more = next(steps, steps) is not steps
            taken.append(time.perf_counter() - begun)
        settle(program.front)
        longest.append(max(taken))
    print("dressed", sorted(longest)[len(longest) // 2], flush=True)
program.close()
"""


def measure() -> list[tuple[str, float, float]]:
    """Rows of the benchmark: what, budget in seconds, measured in seconds (the best of several starts)."""
    from tests.benchmarks._large_journal import fill  # noqa: PLC0415 - not in anybody's time

    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "school.otbor"
        fill(database, _ROWS)
        taken = [_start(database, Path(folder) / "window.ini")[0] for _ in range(_STARTS)]
        dressed = float(_start(database, Path(folder) / "window.ini", _LOOKS)[1].split()[-1])
    return [
        (f"пуск окна до готового журнала, {_ROWS} заявлений", _BUDGET, min(taken)),
        ("другой вид открытого окна, самый долгий шаг", _HELD, dressed),
    ]


def _start(database: Path, memory: Path, looks: int = 0) -> tuple[float, str]:
    """Seconds to a usable journal, and what was said after it."""
    # The first start compiles, as an installation does; where that was forbidden, the compiled files lie apart.
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(memory.parent / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", _PROGRAM, str(database), str(memory), *([str(looks)] if looks else [])]
    begun = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.readline() if process.stdout else ""
        taken = time.perf_counter() - begun
        rest, _nothing = process.communicate()
    if said.strip() != f"ready {_ROWS}":
        raise RuntimeError(f"the window did not start: {said!r}")
    return taken, rest
