"""«otbor sign»: papers of a database, or files of any origin, signed by a key file, a token or a program."""

from pathlib import Path
from typing import Annotated

import typer

from otbor.domain.findings import Finding, Refused


def sign(
    files: Annotated[list[Path] | None, typer.Argument()] = None,
    key: Annotated[Path | None, typer.Option("--key")] = None,
    token: Annotated[str, typer.Option("--token")] = "",
    serial: Annotated[str, typer.Option("--serial")] = "",
    program: Annotated[str, typer.Option("--program")] = "",
    certificate: Annotated[Path | None, typer.Option("--certificate")] = None,
    detached: Annotated[bool, typer.Option("--detached")] = False,  # noqa: FBT002 - typer's
    database: Annotated[Path | None, typer.Option("--database")] = None,
    paper: Annotated[list[str] | None, typer.Option("--paper")] = None,
    kind: Annotated[str, typer.Option("--kind")] = "",
    place: Annotated[str, typer.Option("--place")] = "",
    add: Annotated[Path | None, typer.Option("--add")] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
) -> int:
    """Sign FILES, or of a DATABASE its papers by number (PAPER) or all of a KIND that wait; OUT is a folder.

    The means is a KEY file, a TOKEN (name in the settings or library; SERIAL of the certificate where it has several),
    or a PROGRAM of the settings with its CERTIFICATE; with FILES, DATABASE only says whose settings. ADD keeps a
    signature made elsewhere beside a paper. Password and PIN are asked for, or taken from OTBOR_SECRET.
    """
    from otbor.app import signing  # noqa: PLC0415 - the database and the keys are loaded when they are asked for

    means = signing.Means(key, token, serial, program, certificate)
    of_database = bool(paper or kind or add)
    if bool(files) is of_database or (of_database and (database is None or not (paper or kind))):
        raise Refused(Finding("signing.what"))
    if files or database is None:
        return signing.sign_files(files or (), means, out, database, detached=detached)
    papers = signing.Papers(database, tuple(paper or ()), kind, place)
    if add is not None:
        return signing.add_signature(papers, add)
    return signing.sign_papers(papers, means, out, detached=detached)
