"""«otbor demo»: the acts of a whole campaign in their order, on a clock that the demo sets."""

import shutil
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from otbor.app.demo import acts, lyceum
from otbor.app.demo.stage import DemoClock, Stage
from otbor.domain.findings import Finding, Refused
from otbor.services import imports
from otbor.services.office import Office
from otbor.storage.database import open_database
from otbor.support.places import resources
from otbor.support.translation import gettext as _

MARKER = "otbor-demo.txt"
DATABASE = "school.otbor"


def open_folder(folder: Path) -> None:
    """Make ``folder`` ready: new, empty, or an earlier demo, which is removed.

    Raises :class:`Refused` for a folder with anything else in it, so that nobody's files are lost; :class:`OSError`.
    """
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).is_file():
            raise Refused(Finding("demo.folder_in_use", values={"folder": folder}))
        for item in folder.iterdir():
            if item.is_dir():
                shutil.rmtree(item)
            elif item.name != MARKER:
                item.unlink()
    for part in ("papers", "lists"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    text = _("This folder is made by «otbor demo» and is erased by the next one. The pupils are invented.")
    (folder / MARKER).write_text(text + "\n", "utf-8")


def play(folder: Path, console: Console) -> None:
    """Play the whole campaign in ``folder`` and say where things lie.

    Raises :class:`Refused`, :class:`Trouble` and :class:`OSError` as the acts do; what was written until then stays.
    """
    open_folder(folder)
    clock = DemoClock()
    workbook = imports.open_workbook(resources() / "demo" / "applications.xlsx")
    database = open_database(folder / DATABASE, create=True)
    stage = Stage(Office(database, lyceum.SECRETARY_SHORT, clock=clock, own=folder), clock, folder, workbook)
    started = time.perf_counter()
    timings = []
    columns = (TextColumn("{task.description:<44}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=console) as progress:
            for title, step in acts.steps():
                task = progress.add_task(title, total=1)

                def watched(done: int, of: int, task: TaskID = task) -> None:
                    progress.update(task, completed=done, total=of)

                begun = time.perf_counter()
                step(stage, watched)
                progress.update(task, completed=progress.tasks[task].total)
                timings.append((title, time.perf_counter() - begun))
    finally:
        database.close()
    _sum_up(stage, console, timings, time.perf_counter() - started)


def _sum_up(stage: Stage, console: Console, timings: list[tuple[str, float]], whole: float) -> None:
    def line(text: str) -> None:
        console.print(text, soft_wrap=True, highlight=False, markup=False)

    line("")
    slowest = ", ".join(f"{title} {seconds:.1f} с" for title, seconds in sorted(timings, key=lambda t: -t[1])[:3])
    line(_("The whole campaign took {seconds} s; longest: {slowest}").format(seconds=f"{whole:.1f}", slowest=slowest))
    for name, value in stage.facts.items():
        line(f"{name}: {value}")
    line(_("Database: {path}").format(path=stage.folder / DATABASE))
    line(_("Lists: {path}").format(path=stage.folder / "lists"))
    line(_("Papers ({count}): {path}").format(count=len(stage.papers), path=stage.folder / "papers"))
