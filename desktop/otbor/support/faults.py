"""A fault of the program is kept in a log, so that the person has something to send."""

import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from otbor.support.places import data_folder


def keep(fault: BaseException) -> Path | None:
    """Write the traceback of ``fault`` into the data folder, else into the temporary one.

    Gives the file; None where neither can be written to. Faults of one second stand in one file, one after another.
    """
    name = f"otbor-{datetime.now():%Y%m%d-%H%M%S}.log"  # noqa: DTZ005 - the name of a file on this computer
    text = "".join(traceback.format_exception(fault))
    for folder in (data_folder(), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("a", encoding="utf-8") as log:
                log.write(text)
        except OSError:
            continue
        return folder / name
    return None
