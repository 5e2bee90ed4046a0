"""The files that a scheme names, from the shipped data and the school's own copies, which win."""

from functools import partial
from pathlib import Path

from otbor.domain.findings import Finding, Refused
from otbor.domain.scales import Scale
from otbor.domain.scheme.library import Library, parse_events
from otbor.services.scales import read_scale_file
from otbor.support.places import resource


def library(own: Path | None = None) -> Library:
    """Scales (``scales/<name>.toml``) and lists of events (``lists/<name>.txt``); ``own`` is the school's folder.

    Asking it raises :class:`Refused` for a file that is there and cannot be read.
    """
    return Library(partial(_scale, own), partial(_events, own))


def _scale(own: Path | None, name: str) -> Scale | None:
    path = _file("scales", f"{name}.toml", own)
    return read_scale_file(path) if path else None


def _events(own: Path | None, name: str) -> tuple[str, ...] | None:
    path = _file("lists", f"{name}.txt", own)
    try:
        return parse_events(path.read_text("utf-8")) if path else None
    except UnicodeDecodeError:
        raise Refused(Finding("scheme.file_not_text", values={"file": f"{name}.txt"})) from None


def _file(folder: str, name: str, own: Path | None) -> Path | None:
    """The file; None when there is none, or when the name leads out of its folder."""
    path = resource(f"{folder}/{name}", own)
    return path if Path(name).name == name and path.is_file() else None
