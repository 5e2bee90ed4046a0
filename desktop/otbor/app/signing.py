"""Signing from the command line: a means opened once, papers or files signed one after another with a bar."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from otbor.app import edge
from otbor.domain.findings import Finding, Refused
from otbor.services import papers, signatures
from otbor.services.office import Office
from otbor.services.papers import PaperCard
from otbor.services.signing_means import signing_means
from otbor.storage.database import open_database
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.wording.findings import sentence

if TYPE_CHECKING:
    from otbor.signing.certificates import Maker
    from otbor.signing.token import TokenCertificate

SECRET = "OTBOR_SECRET"  # noqa: S105 - where a password or a PIN may stand for who signs without a keyboard

console = Console()


@dataclass(frozen=True)
class Means:
    """What signs, one of three: a ``key`` file, a ``token`` by its name in the settings or its library (``serial`` of
    the certificate where it has several), a ``program`` of the settings with the file of its ``certificate``."""

    key: Path | None = None
    token: str = ""
    serial: str = ""
    program: str = ""
    certificate: Path | None = None


@dataclass(frozen=True)
class Papers:
    """Papers of a database: those with the ``numbers``, of one ``kind`` if it is named; without numbers all of the kind
    that wait. ``place`` of the signature, empty for the only one that waits."""

    database: Path
    numbers: tuple[str, ...]
    kind: str = ""
    place: str = ""


def sign_files(files: Sequence[Path], means: Means, out: Path | None, database: Path | None, *, detached: bool) -> int:
    """Sign files into copies, or into files beside them; ``database`` says whose settings. Gives the exit code."""
    with ExitStack() as stack:
        office = None if database is None else stack.enter_context(_office(database))
        maker = stack.enter_context(_opened(office, means))
        return _mass({file: file.name for file in files}, partial(_sign_file, maker, out, detached=detached))


def sign_papers(wanted: Papers, means: Means, out: Path | None, *, detached: bool) -> int:
    """Sign papers of a database and, with ``out``, put them into that folder too; gives the exit code."""
    with _office(wanted.database) as office:
        cards = _cards(office, wanted)
        with _opened(office, means) as maker:
            return _mass(cards, partial(_sign_paper, office, maker, wanted.place, out, detached=detached))


def add_signature(wanted: Papers, file: Path) -> int:
    """Keep a signature made elsewhere beside its paper; gives the exit code."""
    signature = file.read_bytes()
    with _office(wanted.database) as office:
        cards = _cards(office, wanted)
        return _mass(cards, lambda card: signatures.keep_detached(office, card.paper_id, signature))


@contextmanager
def _office(database: Path) -> Iterator[Office]:
    opened = open_database(database)
    try:
        yield Office(opened, "otbor sign", own=database.parent)
    finally:
        opened.close()


@contextmanager
def _opened(office: Office | None, means: Means) -> "Iterator[Maker]":
    """The means opened; a token is logged out afterwards."""
    if sum(map(bool, (means.key, means.token, means.program))) != 1:
        raise Refused(Finding("signing.which_means"))
    if means.key is not None:
        container = means.key.read_bytes()
        yield signatures.open_key(office, container, _secret(_("Password of the key")))
    elif means.token:
        library = _library(office, means.token)
        chosen = _chosen(signatures.token_certificates(library), means.serial)
        with signatures.open_token(office, library, chosen, _secret(_("PIN of the token"))) as opened:
            yield opened
    else:
        if means.certificate is None:
            raise Refused(Finding("signing.certificate_missing", values={"program": means.program}))
        commands = signing_means(None if office is None else office.own).commands
        asked = means.program in commands and commands[means.program].secret_env
        secret = _secret(_("Password of the key")) if asked else ""
        yield signatures.open_command(office, means.program, means.certificate.read_bytes(), secret)


def _secret(what: str) -> str:
    """The secret from the environment, else typed unseen."""
    said = os.environ.get(SECRET)
    if said is not None:
        return said
    return str(typer.prompt(what, hide_input=True, default="", show_default=False))


def _library(office: Office | None, token: str) -> Path:
    """The library of a token: by its name in the settings, or the file itself."""
    means = signing_means(None if office is None else office.own).tokens
    if token in means:
        libraries = means[token].libraries
        return next((path for path in libraries if path.is_file()), libraries[0])
    library = Path(token)
    if not library.suffix:
        raise Refused(Finding("signing.token_unknown", values={"name": token, "known": sorted(means)}))
    return library


def _chosen(found: "list[TokenCertificate]", serial: str) -> "TokenCertificate":
    serials = [one.certificate.serial for one in found]
    wanted = [one for one in found if not serial or one.certificate.serial == serial.upper()]
    if not wanted:
        values = {"serial": serial or None, "serials": serials}
        raise Refused(Finding("signing.no_such_certificate", values=values))
    if len(wanted) > 1:
        told = [f"{one.certificate.serial} ({one.certificate.owner})" for one in wanted]
        raise Refused(Finding("signing.which_certificate", values={"serials": told}))
    return wanted[0]


def _cards(office: Office, wanted: Papers) -> dict[PaperCard, str]:
    """The papers named, with their titles: the newest printing of each number, or all of a kind that wait."""
    if wanted.numbers:
        cards = [_card(office, number, wanted.kind) for number in wanted.numbers]
    elif not (cards := papers.waiting_papers(office, wanted.kind)):
        raise Refused(Finding("paper_registry.nothing_waits", values={"kind": wanted.kind}))
    return {card: card.title for card in cards}


def _card(office: Office, number: str, kind: str) -> PaperCard:
    found = papers.find_by_number(office, number, kind=kind)
    if not found:
        raise Refused(Finding("paper_registry.no_number", values={"number": number}))
    kinds = sorted({card.kind for card in found})
    if len(kinds) > 1:
        raise Refused(Finding("paper_registry.which_kind", values={"number": number, "kinds": kinds}))
    return found[0]


def _sign_paper(
    office: Office, maker: "Maker", place: str, out: Path | None, card: PaperCard, *, detached: bool
) -> None:
    """Sign a paper of the database; with ``out``, put it there too."""
    target = None if out is None else out / f"{_file_name(card.title)}.pdf"
    if target is not None:
        _refuse_to_overwrite(target, *([_beside(target)] if detached else []))
    if detached:
        made = signatures.sign_detached(office, card.paper_id, maker)
        if target is not None:
            target.write_bytes(papers.content(office, card.paper_id, made.revision))
            _beside(target).write_bytes(made.signature)
    else:
        signed = signatures.sign(office, card.paper_id, maker, place)
        if target is not None:
            target.write_bytes(signed.pdf)


def _file_name(title: str) -> str:
    """``title`` as every system lets a file be called."""
    return "".join(letter if letter.isalnum() or letter in " -.,№" else "_" for letter in title)


def _sign_file(maker: "Maker", out: Path | None, file: Path, *, detached: bool) -> None:
    """Sign a file of any origin: into a copy that says so, or into a file beside it."""
    content, folder = file.read_bytes(), out or file.parent
    signed = _("{name} (signed)").format(name=file.stem) + file.suffix
    target = _beside(folder / file.name) if detached else folder / signed
    _refuse_to_overwrite(target)
    made = signatures.sign_file_detached if detached else signatures.sign_file
    target.write_bytes(made(content, maker))


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.sig")


def _refuse_to_overwrite(*files: Path) -> None:
    for file in files:
        if file.exists():
            raise Refused(Finding("signing.file_there", values={"file": file}))


def _mass(wanted: Mapping[Any, str], one: Callable[[Any], object]) -> int:
    """Sign one after another with a bar; who was refused is told by name, and gives the exit code."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=len(wanted) == 1) as progress:
        bar = progress.add_task(_("Signing"), total=len(wanted))
        outcome = signatures.one_by_one(wanted, one, lambda done, _of: progress.update(bar, completed=done))
    for row, refused in outcome.refused.items():
        for finding in refused.findings:
            edge.say(f"{wanted[row]}: {sentence(finding)}")
    told = ngettext("Signed: {done} paper of {all}.", "Signed: {done} papers of {all}.", outcome.done)
    console.print(told.format(done=outcome.done, all=len(wanted)), soft_wrap=True, markup=False, highlight=False)
    return edge.REFUSED if outcome.refused else 0
