"""«otbor screenshots»: every section and dialog with the demo's data, in both looks and at both usual sizes."""

import errno
import os
import tempfile
from itertools import chain, product
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from otbor.support.translation import gettext as _

SIZES = ((1366, 768), (1920, 1080))


def screenshots(folder: Annotated[Path, typer.Argument()]) -> None:
    """Draw the window's sections and dialogs into FOLDER as PNG files, without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        pictures = draw(Path(work), folder)
    Console().print(_("Pictures: {count}, {folder}").format(count=pictures, folder=folder), soft_wrap=True)


def draw(work: Path, folder: Path) -> int:
    """Draw every scene with databases made in ``work``; gives the number of pictures."""
    from otbor.app.demo import intake  # noqa: PLC0415 - the demo knows everybody
    from otbor.app.demo.play import DATABASE  # noqa: PLC0415
    from otbor.app.qt import start_qt  # noqa: PLC0415 - only who draws loads Qt
    from otbor.ui.kit.memory import Memory  # noqa: PLC0415

    memory = Memory(work / "window.ini")
    application = start_qt(memory)

    from otbor.app import scene_list, scenes  # noqa: PLC0415
    from otbor.ui.kit.collector import collected_here  # noqa: PLC0415

    played = (
        (intake.new_school, scene_list.new_school()),
        (intake.planned, scene_list.planned()),
        (intake.intake_days, scene_list.intake()),
        (intake.after_all, scene_list.rated()),
    )
    stages = [(play(work / play.__name__), work / play.__name__ / DATABASE, named) for play, named in played]
    scenes.seen_before(memory)
    drawn = 0
    with collected_here():
        for look, size in product(scenes.LOOKS, SIZES):
            scenes.dress_in(application, memory, look)
            pictures = chain(
                scenes.first_pages(memory, stages[0][0], size),
                *(scenes.pictures(memory, clock, file, size, named) for clock, file, named in stages),
            )
            for name, picture in pictures:
                file = folder / f"{name}-{look.value}-{size[0]}x{size[1]}.png"
                if not picture.save(str(file)):
                    raise OSError(errno.EIO, os.strerror(errno.EIO), str(file))
                drawn += 1
    return drawn
