"""Yearly scales of the ГИА-9: the shipped ones, and the school's own copies, which win."""

from pathlib import Path

from otbor.domain.findings import Finding, Refused
from otbor.domain.scales import Scale, parse_scale
from otbor.domain.subjects import parse_subjects
from otbor.support.places import resource


def read_scale(year: int, own: Path | None = None) -> Scale:
    """The scale of ``year`` (``scales/gia9-<year>.toml``), the school's copy below the folder ``own`` if there is one.

    Raises :class:`Refused`: ``scale.no_year``, or what :func:`read_scale_file` raises.
    """
    path = resource(f"scales/gia9-{year}.toml", own)
    if not path.is_file():
        raise Refused(Finding("scale.no_year", values={"year": year}))
    return read_scale_file(path)


def read_scale_file(path: Path) -> Scale:
    """The scale in the file ``path``; raises :class:`Refused` (``scale.not_text``, or what is wrong by field)."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise Refused(Finding("scale.not_text", values={"file": path.name})) from None
    return parse_scale(text, path.name, parse_subjects(resource("subjects.toml").read_text("utf-8")))
