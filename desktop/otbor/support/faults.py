"""A fault of the program is kept in a log, so that the person has something to send."""

import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from otbor.support.places import data_folder


def keep(fault: BaseException) -> Path:
    """Write the traceback of ``fault`` into the data folder, else into the temporary one; gives the file."""
    name = f"otbor-{datetime.now():%Y%m%d-%H%M%S}.log"  # noqa: DTZ005 - the name of a file on this computer
    text = "".join(traceback.format_exception(fault))
    for folder in (data_folder(), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        except OSError:
            continue
        return folder / name
    return Path(name)
