"""Wording of the papers, from ``resources/forms/*.toml``: the school edits its own copies, which win.

A form has a ``version``, ``[placeholders]`` (what each means, for who edits), ``[rows]`` (lists that its texts may
repeat themselves for, with the fields of a row) and ``[texts]``. ``common.toml`` holds what all papers share.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from otbor.domain.findings import Finding, Refused, Severity
from otbor.support.places import resource, resources
from otbor.wording.declension import Overrides
from otbor.wording.prepared import BadTextError
from otbor.wording.texts import compiled

COMMON = "common"


@dataclass(frozen=True)
class Form:
    """Texts of one paper, those of ``common`` among them; ``version`` is printed into the file's properties.

    ``overrides`` are names that decline as somebody said.
    """

    name: str
    version: int
    texts: Mapping[str, str]
    overrides: Overrides = field(default_factory=dict)

    @property
    def label(self) -> str:
        """«receipt/1»: what an issued paper is recorded with."""
        return f"{self.name}/{self.version}"

    def declining(self, overrides: Overrides) -> "Form":
        """The same form with names that decline as ``overrides`` say."""
        return replace(self, overrides=overrides)

    def words(self, values: Mapping[str, Any] | None = None) -> "Words":
        """The texts with ``values`` ready to be put in."""
        return Words(self, values or {})


@dataclass(frozen=True)
class Words:
    """Texts of a form about to be filled; a line end inside a value is a space, so that data never make a paragraph."""

    form: Form
    values: Mapping[str, Any]

    def __call__(self, key: str, /, **more: Any) -> str:
        """The text ``key`` filled.

        Raises :class:`KeyError` when the form has no such text, :class:`Refused` when the text asks for a value that
        it is not given (``form.no_value``) or takes one for what it is not (``form.unfillable``).
        """
        raw = self.form.texts[key]
        if "{" not in raw and "}" not in raw:
            return raw  # a plain label, by far the most
        text = compiled(raw)
        values = {**self.values, **more} if more else self.values
        try:
            return text.fill(values, self.form.overrides)
        except KeyError:
            missing = {"name": sorted(text.names - values.keys())}
            raise Refused(Finding("form.no_value", values=missing, where=f"{self.form.name}: {key}")) from None
        except (TypeError, ValueError):
            raise Refused(Finding("form.unfillable", where=f"{self.form.name}: {key}")) from None


@dataclass(frozen=True)
class Explained:
    """What the texts of a form may say beside plain words, each with its meaning: ``placeholders``, ``rows`` (lists
    with the fields of their rows), ``filters`` and ``blocks``."""

    placeholders: Mapping[str, str]
    rows: Mapping[str, str]
    filters: Mapping[str, str]
    blocks: Mapping[str, str]


def form(name: str, own: Path | None = None) -> Form:
    """The form ``name``; the school's copies in ``own/forms`` win, and an unusable one raises :class:`Refused`."""
    return _shipped(name) if own is None else _form(name, own)


@cache
def _shipped(name: str) -> Form:
    return _form(name, None)


def _form(name: str, own: Path | None) -> Form:
    return parsed(name, source(name, own), own)


def source(name: str, own: Path | None = None) -> str:
    """The text of the form's file in force; raises :class:`Refused` (``form.not_utf8``)."""
    try:
        return resource(f"forms/{name}.toml", own).read_text("utf-8-sig")  # Notepad begins a file with a mark
    except UnicodeDecodeError:
        raise Refused(Finding("form.not_utf8", where=name)) from None


def parsed(name: str, text: str, own: Path | None = None, common: str | None = None) -> Form:
    """The form ``name`` with the texts of the file ``text``, saved or not; raises :class:`Refused` as they forbid.

    ``common``: the file of the shared texts, where it is not saved yet.
    """
    paper = _checked(name, text)
    shared = _checked(COMMON, source(COMMON, own) if common is None else common)
    return Form(name, paper["version"], {**shared["texts"], **paper["texts"]})


def explained(name: str) -> Explained:
    """What who edits the form ``name`` may use; of no form but the shipped ones."""
    shipped = tomllib.loads((resources() / "forms" / f"{name}.toml").read_text("utf-8"))
    told = tomllib.loads((resources() / "wording" / "form_help.toml").read_text("utf-8"))
    return Explained(shipped["placeholders"], shipped.get("rows", {}), told["filters"], told["blocks"])


@cache
def names() -> tuple[str, ...]:
    """Names of all forms that are shipped; the folder also holds what is drawn and not written (the stamp)."""
    paths = sorted((resources() / "forms").glob("*.toml"))
    return tuple(path.stem for path in paths if "texts" in tomllib.loads(path.read_text("utf-8")))


def check(name: str, text: str) -> tuple[Finding, ...]:
    """What is wrong with the copy ``text`` of the form ``name``, measured by the shipped one.

    Forbids: not TOML, no version, a text unknown or missing, a placeholder or a filter unknown, a text that cannot be
    read or does what it must not. Warns: a placeholder left unused.
    """
    shipped = tomllib.loads((resources() / "forms" / f"{name}.toml").read_text("utf-8"))
    try:
        copy = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.findall(r"\d+", str(error).rpartition("(")[2])
        return (Finding("form.unreadable", values={"line": place[0] if place else "последняя"}, where=name),)
    texts, version = copy.get("texts"), copy.get("version")
    if (
        not isinstance(version, int)
        or not isinstance(texts, dict)
        or not all(isinstance(t, str) for t in texts.values())
    ):
        return (Finding("form.not_a_form", where=name),)
    found = [
        Finding("form.unknown_text", values={"text": key}, where=name) for key in texts.keys() - shipped["texts"].keys()
    ]
    found += [
        Finding("form.missing_text", values={"text": key}, where=name) for key in shipped["texts"].keys() - texts.keys()
    ]
    everywhere = {*shipped["placeholders"], *shipped.get("rows", {})}
    for key in shipped["texts"].keys() & texts.keys():
        found += _check_text(f"{name}: {key}", texts[key], shipped["texts"][key], everywhere)
    return tuple(sorted(found, key=lambda f: (f.where, f.id, *map(str, f.values.values()))))


def _check_text(where: str, text: str, shipped: str, everywhere: set[str]) -> list[Finding]:
    try:
        used = compiled(text).names
    except BadTextError as bad:
        lines = text.split("\n")
        shown = lines[min(bad.line, len(lines)) - 1].strip()
        return [Finding(bad.rule, values={"line": bad.line, "text": shown, "name": bad.name}, where=where)]
    wanted = compiled(shipped).names
    unknown = [Finding("form.unknown_placeholder", values={"name": n}, where=where) for n in used - wanted - everywhere]
    unused = [
        Finding("form.unused_placeholder", Severity.WARNS, values={"name": n}, where=where) for n in wanted - used
    ]
    return unknown + unused


def _checked(name: str, text: str) -> dict[str, Any]:
    if forbids := [f for f in check(name, text) if f.severity is Severity.FORBIDS]:
        raise Refused(*forbids)
    return tomllib.loads(text)
