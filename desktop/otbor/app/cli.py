"""The command line: «otbor demo», «otbor score», «otbor verify» …"""

import gc
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from otbor import __version__
from otbor.app import edge
from otbor.app.preview_command import preview
from otbor.app.scheme_commands import scheme_application
from otbor.app.screenshots import screenshots
from otbor.app.signing_command import sign
from otbor.support.clock import local_date, system_clock
from otbor.support.translation import gettext as _
from otbor.wording.findings import sentence

# Texts of the options are asked for when the application is made, after the language is known.
console = Console()


def application() -> typer.Typer:
    """The commands of the program."""
    app = typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=_("Individual selection at school: journal, ratings, protocols and orders, without the internet."),
    )
    app.callback(invoke_without_command=True)(_top)
    app.command(help=_("Play a whole campaign of a lyceum on invented pupils, from the workbook to the signed order."))(
        demo
    )
    app.command(
        help=_(
            "Rate the participants of any workbook by any scheme, without a database. --out: the list, as CSV; "
            "--seats: who gets a seat, who is in reserve; --mapping: another file of columns than the one beside "
            "the scheme; --no-appeals: without the sheet of appeals."
        )
    )(score)
    told = _("Say what an import would find in a workbook of applications; nothing is written.")
    app.command(name="check-workbook", help=told)(check_workbook)
    app.command(help=_("Tell whether a paper is whole, who signed it, and whether the program issued it."))(verify)
    app.command(help=_("Open the program's window; so does «otbor» alone."))(window)
    told = _(
        "Sign papers of a database (--database, then --paper NUMBER or --kind KIND) or any files, inside, or with "
        "--detached by a file beside. What signs: a key (--key FILE.p12), a token (--token NAME or its library, "
        "--serial of the certificate) or a program of the settings (--program NAME --certificate FILE.cer). "
        "--add FILE.sig keeps a signature made elsewhere, --out FOLDER takes what was signed."
    )
    app.command(help=told)(sign)
    app.command(help=_("Look at papers in a window, print them, save them."))(preview)
    told = _("Draw every section and dialog with the demo's data into a folder, in both looks and at both sizes.")
    app.command(help=told)(screenshots)
    app.add_typer(scheme_application())
    return app


def _version(asked: bool) -> None:  # noqa: FBT001 - the shape that typer asks for
    if asked:
        console.print(f"otbor {__version__}")
        raise typer.Exit


def _top(
    context: typer.Context,
    _asked: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,  # noqa: FBT002
) -> None:
    """Without a command, open the window."""
    if context.invoked_subcommand is None:
        raise typer.Exit(window())


def window(database: Annotated[Path | None, typer.Argument()] = None) -> int:
    """Open the window over DATABASE, or over the one that was open last, and stay until it is closed."""
    gc.disable()  # until the window stands: what is being loaded is no garbage
    from otbor.app.qt import start_qt  # noqa: PLC0415 - only who opens a window loads Qt

    application = start_qt()
    from otbor.app.window import run  # noqa: PLC0415

    return run(application, database)


def demo(folder: Annotated[Path, typer.Argument()] = Path("demo")) -> None:
    """Play the campaign of case licey8 in FOLDER, which must be new or hold an earlier demo."""
    from otbor.app.demo.play import play  # noqa: PLC0415 - the demo knows everybody; other commands start faster without

    play(folder, console)


def score(
    scheme: Annotated[Path, typer.Argument()],
    workbook: Annotated[Path, typer.Argument()],
    out: Annotated[Path, typer.Option("--out")],
    mapping: Annotated[Path | None, typer.Option("--mapping")] = None,
    appeals: Annotated[bool, typer.Option("--appeals/--no-appeals")] = True,  # noqa: FBT002
    seats: Annotated[Path | None, typer.Option("--seats")] = None,
) -> None:
    """Rate WORKBOOK by SCHEME into the CSV file OUT; with --seats also who gets a seat into another."""
    from otbor.services import trial  # noqa: PLC0415

    rated = trial.rate_workbook(scheme, workbook, mapping, appeals=appeals, seats=seats is not None)
    trial.write_trial(rated, out, seats)
    console.print(
        _("Rated: {rated}, listed apart: {apart}. The list: {out}").format(
            rated=rated.rated, apart=rated.listed_apart, out=out
        ),
        soft_wrap=True,
    )
    _lines(sentence(doubt) for doubt in rated.doubts)


def check_workbook(
    scheme: Annotated[Path, typer.Argument()],
    workbook: Annotated[Path, typer.Argument()],
    year: Annotated[int | None, typer.Option("--year", min=2000, max=2100)] = None,
) -> None:
    """Read WORKBOOK as an import for the grade of SCHEME would, in the year of this September or of --year."""
    from otbor.services.workbook_check import check_workbook as check  # noqa: PLC0415

    checked = check(scheme, workbook, year or local_date(system_clock(), "Europe/Moscow").year)
    for sheet in checked.sheets:
        _lines([f"{sheet.name}:", *(f"  {line}" for line in sheet.lines)])
    _lines(checked.remarks)
    if not checked.readable:
        raise typer.Exit(edge.REFUSED)


def verify(
    file: Annotated[Path, typer.Argument()],
    database: Annotated[Path | None, typer.Option("--database")] = None,
    trusted: Annotated[list[Path] | None, typer.Option("--trusted")] = None,
    signature: Annotated[Path | None, typer.Option("--signature")] = None,
) -> None:
    """Say what the signatures of FILE are worth, or the SIGNATURE beside it; with DATABASE, whether it was issued."""
    from otbor.app.verification import verify_file  # noqa: PLC0415

    sentences, good = verify_file(file, database, trusted or [], signature)
    _lines(sentences)
    if not good:
        raise typer.Exit(edge.REFUSED)


def _lines(lines: Iterable[str]) -> None:
    for line in lines:
        console.print(line, soft_wrap=True, markup=False, highlight=False)


def main() -> None:
    """Run the program and leave with its exit code."""
    sys.exit(edge.run(lambda: application()(prog_name="otbor", standalone_mode=False)))
