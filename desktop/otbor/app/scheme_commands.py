"""«otbor scheme check | show | explain»: a school's act, looked at before and after anybody is rated by it."""

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from otbor.app import edge
from otbor.support.translation import gettext as _

if TYPE_CHECKING:
    from otbor.services.explanations import Explained, WhatIf

console = Console()


def scheme_application() -> typer.Typer:
    """The commands about schemes."""
    app = typer.Typer(
        name="scheme",
        rich_markup_mode=None,
        help=_("Check, print and explain a scoring scheme in a file."),
    )
    app.callback(invoke_without_command=True)(_top)
    app.command(
        help=_(
            "Name every mistake of a scheme by field and paragraph, with what to do. --regulation: by this regulation; "
            "--on-list, --not-on-list, --cadet, --sport: what school it is; --mapping: another file of columns."
        )
    )(check)
    app.command(help=_("Print the whole scheme as sentences of the local act."))(show)
    app.command(
        help=_(
            "Explain the points of one participant of a workbook, by one version of a scheme or side by side by two. "
            "--other: the other version; --group: only this group; --json: as data; --mapping: another file of columns."
        )
    )(explain)
    return app


def _top(context: typer.Context) -> None:
    """Without a command, say which there are."""
    if context.invoked_subcommand is None:
        _say(context.get_help())


def check(
    file: Annotated[Path, typer.Argument()],
    regulation: Annotated[str | None, typer.Option("--regulation")] = None,
    mapping: Annotated[Path | None, typer.Option("--mapping")] = None,
    on_list: Annotated[bool | None, typer.Option("--on-list/--not-on-list")] = None,
    cadet: Annotated[bool, typer.Option("--cadet")] = False,  # noqa: FBT002
    sport: Annotated[bool, typer.Option("--sport")] = False,  # noqa: FBT002
) -> None:
    """Check the scheme in FILE, by the regulation that it names or by another; 1 when something forbids its use."""
    from otbor.domain.findings import forbidding  # noqa: PLC0415 - other commands start faster without
    from otbor.domain.scheme.lawful import Standing  # noqa: PLC0415
    from otbor.services.scheme_files import check_file  # noqa: PLC0415
    from otbor.wording.findings import sentence  # noqa: PLC0415

    found = check_file(file, regulation, mapping, Standing(on_list, cadet, sport))
    forbids = forbidding(found)
    for finding in found:
        text = _("Forbidden: {text}") if finding in forbids else _("Warning: {text}")
        _say(text.format(text=sentence(finding)))
    if found:
        _say(
            _("Forbidden: {forbids}, warnings: {warns}.").format(forbids=len(forbids), warns=len(found) - len(forbids))
        )
    else:
        _say(_("No mistakes found."))
    if forbids:
        raise typer.Exit(edge.REFUSED)


def show(file: Annotated[Path, typer.Argument()]) -> None:
    """Print the scheme in FILE as sentences: the same text that the notice and the explanation of points have."""
    from otbor.services.trial import read_scheme  # noqa: PLC0415
    from otbor.wording.scheme import describe  # noqa: PLC0415

    for line in describe(read_scheme(file)):
        _say(line)


def explain(
    scheme: Annotated[Path, typer.Argument()],
    workbook: Annotated[Path, typer.Argument()],
    number: Annotated[str, typer.Argument()],
    group: Annotated[str | None, typer.Option("--group")] = None,
    mapping: Annotated[Path | None, typer.Option("--mapping")] = None,
    other: Annotated[Path | None, typer.Option("--other")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,  # noqa: FBT002
) -> None:
    """Explain the points of participant NUMBER of WORKBOOK by SCHEME; with --other also what another version gives."""
    from otbor.services import explanations  # noqa: PLC0415

    if other is None:
        explained = explanations.explain_workbook(scheme, workbook, number, group=group, mapping_path=mapping)
        if as_json:
            _json([_data(one) for one in explained])
            return
        for one in explained:
            _text(one)
        return
    for_groups = explanations.what_if(scheme, other, workbook, number, group=group, mapping_path=mapping)
    if as_json:
        _json([_what_if_data(one) for one in for_groups])
        return
    for what_if in for_groups:
        _table(what_if)
        _text(what_if.before)
        _text(what_if.after)


def _text(explained: "Explained") -> None:
    from otbor.wording.explanation import explain_text  # noqa: PLC0415
    from otbor.wording.scheme import group_rules  # noqa: PLC0415

    _say(explain_text(explained.tree, group_rules(explained.scheme, explained.group)))
    if explained.place is not None:
        _say(_("Place in the group {group}: {place}.").format(group=explained.group, place=explained.place))
    _say("")


def _table(what_if: "WhatIf") -> None:
    from otbor.wording.comparison import comparison_table  # noqa: PLC0415
    from otbor.wording.templates import said  # noqa: PLC0415

    header, *lines = comparison_table(what_if.comparison)
    table = Table(box=SIMPLE, title=_("Group {group}").format(group=what_if.before.group), title_justify="left")
    for place, cell in enumerate(header):
        table.add_column(cell, justify="right" if place else "left")
    for line in lines:
        table.add_row(*line)
    table.add_row(_("Place"), said(what_if.before.place), said(what_if.after.place), "")
    console.print(table, markup=False, highlight=False)


def _data(explained: "Explained") -> dict[str, Any]:
    from otbor.wording.explanation import explain_data  # noqa: PLC0415
    from otbor.wording.scheme import group_rules  # noqa: PLC0415

    return {
        "scheme": explained.scheme.title,
        "version": explained.scheme.version,
        "group": explained.group,
        "place": explained.place,
        "status": explained.status.value,
        "explanation": explain_data(explained.tree, group_rules(explained.scheme, explained.group)),
    }


def _what_if_data(what_if: "WhatIf") -> dict[str, Any]:
    compared = what_if.comparison
    lines = [
        {"id": pair.id, "title": pair.title, "before": _plain(pair.before), "after": _plain(pair.after)}
        for pair in (*compared.components, compared.total, *compared.keys)
    ]
    return {"before": _data(what_if.before), "after": _data(what_if.after), "differences": lines}


def _plain(points: Decimal | None) -> str | None:
    return None if points is None else format(points, "f")


def _json(content: Iterable[Any]) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))


def _say(text: str) -> None:
    console.print(text, soft_wrap=True, markup=False, highlight=False)
