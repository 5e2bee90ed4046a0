"""The demo as it stands on the last day of the intake: for pictures of the window and for trying it."""

from pathlib import Path

from otbor.app.demo import acts, lyceum
from otbor.app.demo.play import DATABASE, open_folder
from otbor.app.demo.stage import DemoClock, Stage
from otbor.services import corrections, imports
from otbor.services.office import Office, no_progress
from otbor.storage.database import open_database
from otbor.support.places import resources

_COMPARED = 3  # of every four applications, the documents of so many have been compared with the originals


def intake_days(folder: Path) -> DemoClock:
    """Play the demo up to the last afternoon of the intake in ``folder``; gives the clock as it stands then.

    Raises what the acts and :func:`otbor.app.demo.play.open_folder` raise.
    """
    open_folder(folder)
    clock = DemoClock()
    workbook = imports.open_workbook(resources() / "demo" / "applications.xlsx")
    database = open_database(folder / DATABASE, create=True)
    try:
        office = Office(database, lyceum.SECRETARY_SHORT, clock=clock, own=folder)
        stage = Stage(office, clock, folder, workbook)
        for _title, step in acts.intake_steps():
            step(stage, no_progress)
        for number, row in enumerate(stage.applications()):
            if row.uncompared and number % (_COMPARED + 1):
                corrections.compare_documents(office, row.application_id, row.uncompared, lyceum.SECRETARY)
    finally:
        database.close()
    return clock
