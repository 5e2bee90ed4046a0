"""Editable twins (DOCX): the content of a paper in a template that the school may edit and that may do little.

A twin promises the same content as the paper, not the same bytes, and it is never the paper itself: no QR, no place for
an electronic signature.
"""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from otbor.documents import twin_blocks
from otbor.documents.blocks import Grid, Heading
from otbor.documents.kit import fonts
from otbor.documents.kit.paper import Issue
from otbor.documents.kit.sheet import TableShape
from otbor.documents.kit.text import ended_once
from otbor.documents.twin_blocks import Appendix
from otbor.domain.findings import Finding, Refused
from otbor.support.places import resource
from otbor.wording.forms import Form
from otbor.wording.numbers import long_date

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = "forms/docx"
_EXCERPT = 120  # letters of an error that a refusal quotes
_COMMON = "paper"  # the template of every paper that has none of its own


def template(kind: str, own: Path | None = None) -> Path:
    """The template of ``kind``: the school's own of this paper, its own of all papers, the shipped one."""
    mine = resource(f"{_FOLDER}/{kind}.docx", own)
    return mine if mine.is_file() else resource(f"{_FOLDER}/{_COMMON}.docx", own)


def twin(kind: ModuleType, data: Any, issue: Issue, wording: Form, own: Path | None = None) -> bytes:
    """The DOCX of a paper.

    Raises :class:`Refused` for a template that is no DOCX (``paper_content.template_unreadable``), and for one that
    asks for what it may not or is not given (``paper_content.template_unusable``).
    """
    said = twin_blocks.told(kind, data, issue, wording)
    values = context(kind, data, issue, said)
    return render(template(kind.NAME, own), values, said.tables)


def context(kind: ModuleType, data: Any, issue: Issue, said: twin_blocks.Told) -> dict[str, Any]:
    """What a template is filled with: requisites, ``body`` (headings, texts, tables), ``signers``, ``appendices``."""
    blocks = [_block(block) for block in twin_blocks.blocks(kind, data, said)]
    end = next((place for place, block in enumerate(blocks) if block["kind"] == "appendix"), len(blocks))
    return {
        "founder": _clean(issue.founder),
        "school": _clean(issue.school),
        "contacts": _clean(issue.contacts),
        "kind": _clean(said("kind")),
        "subtitle": _clean(said("subtitle")),
        "date": long_date(issue.dated),
        "number": _clean(issue.number),
        "place": _clean(issue.place),
        "body": blocks[:end],
        "appendices": blocks[end:],
        "signers": [
            {"post": _clean(post), "name": _clean(name)} for post, name in twin_blocks.signers(kind, data, said)
        ],
        "signature_hint": _clean(said("signature_hint")),
    }


def _block(block: Any) -> dict[str, Any]:
    if isinstance(block, Grid):
        rows = [{"cells": [_clean(cell) for cell in row]} for row in block.rows]
        return {"kind": "table", "header": [_clean(title) for title in block.header], "rows": rows}
    if isinstance(block, Appendix):
        return {"kind": "appendix", "lines": [_clean(line) for line in block.lines]}
    return {"kind": "heading" if isinstance(block, Heading) else "text", "text": _clean(ended_once(block.text))}


def _clean(text: str) -> str:
    """As on paper, so that both hold the same letters and no control character breaks the file."""
    return fonts.clean(text)


def render(path: Path, values: Mapping[str, Any], shapes: Mapping[tuple[str, ...], TableShape]) -> bytes:
    """The template filled, in a sandbox that gives it the values and nothing behind them, its tables of ``shapes``.

    Raises as :func:`twin`.
    """
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 - half a second that only a twin pays
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no stubs
    from jinja2 import TemplateError  # noqa: PLC0415

    from otbor.documents.twin_tables import TwinTable, set_columns  # noqa: PLC0415

    tables = [
        TwinTable(tuple(block["header"]), tuple(tuple(row["cells"]) for row in block["rows"]))
        for block in (*values["body"], *values["appendices"])
        if block["kind"] == "table"
    ]
    file = DocxTemplate(path)
    try:
        file.render(dict(values), jinja_env=_environment(), autoescape=True)
        set_columns(file.docx, tables, shapes)
        made = BytesIO()
        file.save(made)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        raise Refused(Finding("paper_content.template_unreadable", values={"file": path.name})) from None
    except (TemplateError, TypeError, ArithmeticError) as error:
        what = " ".join(str(error).split())[:_EXCERPT]
        raise Refused(Finding("paper_content.template_unusable", values={"file": path.name, "what": what})) from None
    return made.getvalue()


def _environment() -> "Environment":
    """Attributes of the values and loops over them: no calls, no multiplication, no files, no unknown names.

    What a template cannot call it cannot fill the memory with either.
    """
    from jinja2 import StrictUndefined  # noqa: PLC0415
    from jinja2.exceptions import SecurityError  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    class Sandbox(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset({"*", "**", "%"})

        def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> Any:
            raise SecurityError(f"«{operator}»")

        def is_safe_callable(self, _obj: Any) -> bool:
            return False

    environment = Sandbox(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in ("upper", "lower", "length")}
    return environment
