"""Wording of the papers in the school's hands: its texts are checked, previewed, saved, and given back to the program.

A copy lies in the school's folder (``forms/<name>.toml``), what it replaced beside it (``….toml.previous``). Every
change of it raises the version that issued papers are recorded with.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from pathlib import Path

from otbor.domain.findings import Finding, Refused, Severity
from otbor.domain.rights import Right
from otbor.services.office import Office, act
from otbor.support.places import resource
from otbor.wording import forms

_VERSION = re.compile(r"^version\s*=\s*(\d+)", re.MULTILINE)
_SHOWS_COMMON = "preliminary_protocol"  # the paper with the most of the shared texts


def wording_text(office: Office, name: str) -> str:
    """The text of the form ``name`` that is in force, as the school edits it; raises :class:`Refused` for no form."""
    _known(name)
    return forms.source(name, office.own)


def edited_forms(office: Office) -> tuple[str, ...]:
    """Names of the forms that the school has copies of."""
    if office.own is None:
        return ()
    return tuple(name for name in forms.names() if (office.own / _file(name)).is_file())


@dataclass(frozen=True)
class Tried:
    """A text tried out: what is to be said of it, and the paper with invented data; None where it cannot be used."""

    findings: tuple[Finding, ...]
    pdf: bytes | None


def try_wording(office: Office, name: str, text: str) -> Tried:
    """Everything that is to be said of ``text`` as the form ``name``, forbidding or warning, and a PDF in this wording,
    saved or not, with invented data; nothing is issued.

    Texts that all papers share are shown by a protocol. Raises :class:`Refused` (``form.unknown_form``) for no form.
    """
    _known(name)
    found = forms.check(name, text)
    if any(finding.severity is Severity.FORBIDS for finding in found):
        return Tried(found, None)
    try:
        return Tried(found, _preview(office, name, text))
    except Refused as refusal:
        return Tried((*found, *refusal.findings), None)


def _preview(office: Office, name: str, text: str) -> bytes:
    from otbor.documents.kit.standards import standard  # noqa: PLC0415 - reportlab is loaded when a paper is drawn
    from otbor.documents.samples import sample, sample_issue  # noqa: PLC0415

    if name == forms.COMMON:
        paper = _SHOWS_COMMON
        wording = forms.parsed(paper, wording_text(office, paper), office.own, common=text)
    else:
        paper, wording = name, forms.parsed(name, text, office.own)
    kind = import_module(f"otbor.documents.{paper}")
    issue = sample_issue(standard(office.clock().date(), office.own))
    pdf: bytes = kind.render(sample(kind), issue, wording).pdf
    return pdf


@act(Right.PLAN)
def save_wording(office: Office, name: str, text: str) -> tuple[Finding, ...]:
    """Put ``text`` in force as the form ``name`` with the next version; gives the warnings, raises :class:`Refused`.

    A text that is in force already is left as it is.
    """
    own = _folder(office)
    found = try_wording(office, name, text).findings
    if forbids := [finding for finding in found if finding.severity is Severity.FORBIDS]:
        raise Refused(*forbids)
    file = own / _file(name)
    if text.encode() == resource(_file(name), own).read_bytes():
        return found
    version = 1 + max(_versions(name, file))
    written = _VERSION.sub(f"version = {version}", text, count=1).encode()
    with office.transaction() as work:
        work.record("save_wording", {"form": name, "version": version, "sha256": hashlib.sha256(written).hexdigest()})
        if file.is_file():
            _write(_previous(file), file.read_bytes())
        _write(file, written)
        work.commit()
    return found


@act(Right.PLAN)
def restore_wording(office: Office, name: str) -> None:
    """Put the program's own text of the form ``name`` in force; the school's copy is kept beside as the previous one.

    Raises :class:`Refused` when the school has no copy.
    """
    _known(name)
    file = _folder(office) / _file(name)
    if not file.is_file():
        raise Refused(Finding("form.not_edited", values={"name": name}))
    with office.transaction() as work:
        work.record("restore_wording", {"form": name})
        file.replace(_previous(file))
        work.commit()


def _known(name: str) -> None:
    if name not in forms.names():
        raise Refused(Finding("form.unknown_form", values={"name": name, "known": forms.names()}))


def _folder(office: Office) -> Path:
    if office.own is None:
        raise Refused(Finding("form.no_folder"))
    return office.own


def _file(name: str) -> str:
    return f"forms/{name}.toml"


def _previous(file: Path) -> Path:
    return file.with_name(f"{file.name}.previous")


def _versions(name: str, file: Path) -> Iterator[int]:
    """Versions of the form that papers may bear: shipped, the school's, the one before; a copy may be unreadable."""
    for path in chain([resource(_file(name))], filter(Path.is_file, (file, _previous(file)))):
        if found := _VERSION.search(path.read_text("utf-8", errors="replace")):
            yield int(found[1])


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.new")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
