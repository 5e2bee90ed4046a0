"""The demo as it stands on some of its days: for pictures of the window and for trying it."""

from collections.abc import Callable
from pathlib import Path

from otbor.app.demo import acts, lyceum
from otbor.app.demo.play import DATABASE, open_folder
from otbor.app.demo.stage import DemoClock, Stage, Step
from otbor.services import corrections, imports
from otbor.services.office import Office, no_progress
from otbor.storage.database import open_database
from otbor.support.places import resources

_COMPARED = 3  # of every four applications, the documents of so many have been compared with the originals


def new_school(folder: Path) -> DemoClock:
    """Only make the database in ``folder``; gives the clock as it stands then.

    Raises what the acts and :func:`otbor.app.demo.play.open_folder` raise, as all here do.
    """
    return _played(folder, [])


def planned(folder: Path) -> DemoClock:
    """Plan the demo's campaign in ``folder``, likewise."""
    return _played(folder, [("", acts.plan)])


def intake_days(folder: Path) -> DemoClock:
    """Play the demo up to the last afternoon of the intake in ``folder``, likewise."""

    def compare(stage: Stage) -> None:
        for number, row in enumerate(stage.applications()):
            if row.uncompared and number % (_COMPARED + 1):
                corrections.compare_documents(stage.office, row.application_id, row.uncompared, lyceum.SECRETARY)

    return _played(folder, acts.intake_steps(), compare)


def after_all(folder: Path) -> DemoClock:
    """Play the whole demo in ``folder``, likewise."""
    return _played(folder, acts.steps())


def _played(folder: Path, steps: list[tuple[str, Step]], then: Callable[[Stage], object] | None = None) -> DemoClock:
    open_folder(folder)
    clock = DemoClock()
    workbook = imports.open_workbook(resources() / "demo" / "applications.xlsx")
    database = open_database(folder / DATABASE, create=True)
    try:
        office = Office(database, lyceum.SECRETARY_SHORT, clock=clock, own=folder)
        stage = Stage(office, clock, folder, workbook)
        for _title, step in steps:
            step(stage, no_progress)
        if then is not None:
            then(stage)
    finally:
        database.close()
    return clock
