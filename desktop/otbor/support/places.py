"""Where things lie: the shipped resources, the school's own copies, the data folder."""

from functools import cache
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def resources() -> Path:
    """Folder of the shipped data: under the package in a wheel, at the root of a checkout."""
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "resources"


@cache
def catalogues() -> Path:
    """Folder of the translations (``<language>/LC_MESSAGES/otbor.mo``)."""
    inside = _PACKAGE / "i18n"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "i18n"


def data_folder() -> Path:
    """The school's own folder: its database, its copies of schemes and forms, its issued papers."""
    return Path(platformdirs.user_data_dir("otbor", appauthor=False))


def resource(name: str, own: Path | None = None) -> Path:
    """Path of the data file ``name`` (``"schemes/licey8.toml"``); the school's copy below ``own`` wins."""
    if own is not None and (copy := own / name).is_file():
        return copy
    return resources() / name
