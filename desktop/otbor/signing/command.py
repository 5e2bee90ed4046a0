"""Signing and checking by an external program (внешнее средство электронной подписи): CryptoPro, OpenSSL and others.

A program is given files and gives a file; it is started by a list of arguments, never through a shell. What it made is
always read and checked before it is used.
"""

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from otbor.domain.findings import Finding, Refused
from otbor.signing.refusal import MakerRefused
from otbor.wording.templates import fill

if TYPE_CHECKING:  # it loads cryptography
    from otbor.signing.certificates import Certificate

SIGNING_PLACEHOLDERS = frozenset({"in", "out", "dir", "certificate", "thumbprint"})
CHECKING_PLACEHOLDERS = frozenset({"in", "sig", "dir"})

_TOLD = 300  # characters of what a failed program said, its last ones
_HEARD = 1 << 16  # bytes of what a program said that are read, the last ones
_CONTINUED = bytes(range(0x80, 0xC0))  # in UTF-8 the rest of a letter that is cut in two
_BETWEEN_LOOKS = 0.2  # seconds after which it is asked whether a program may go on


def go_on() -> None:
    """What nobody stops."""


@dataclass(frozen=True)
class SigningCommand:
    """How a program is started to sign.

    In ``argv`` and ``result`` ``{in}`` is the file to sign, ``{out}`` the file for the signature, ``{dir}`` the folder
    of both, ``{certificate}`` a file (DER) with the signer's certificate, ``{thumbprint}`` its SHA-1 in capital
    hexadecimal digits. ``result`` names the file that the program writes. ``env`` is added to the environment, and the
    secret (a password) under the name ``secret_env``, if there is such. ``timeout`` in seconds.
    """

    argv: tuple[str, ...]
    result: str = "{out}"
    env: Mapping[str, str] = field(default_factory=dict)
    secret_env: str = ""
    timeout: float = 120.0


@dataclass(frozen=True)
class CheckingCommand:
    """How a program is started to check a signature ``{sig}`` (DER) of the bytes in ``{in}``.

    Exit code 0 says that it holds, one of ``refutes`` that it does not, any other that nothing was found out. What
    ``may_go_on`` raises while the program works ends it at once.
    """

    argv: tuple[str, ...]
    refutes: tuple[int, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 60.0
    may_go_on: Callable[[], None] = go_on

    def __call__(self, message: bytes, data: bytes) -> bool:
        """Whether ``message`` signs ``data``, as the program says; raises :class:`~otbor.signing.gost.CannotCheck`."""
        from otbor.signing.gost import CannotCheck  # noqa: PLC0415 - loads only where a program checks

        with _folder() as folder:
            values = {"in": folder / "document", "sig": folder / "document.sig", "dir": folder}
            values["in"].write_bytes(data)
            values["sig"].write_bytes(message)
            try:
                code, said = _run(_filled(self.argv, values), self.env, self.timeout, folder, self.may_go_on)
            except Refused as refused:
                raise CannotCheck(str(refused)) from refused
        if code in {0, *self.refutes}:
            return code == 0
        raise CannotCheck(f"exit code {code}: {said}")


@dataclass(frozen=True)
class CommandMaker:
    """A :class:`~otbor.signing.certificates.Maker` behind which a program signs.

    ``certificate`` is known beforehand, for the stamp, and must be the one in the signature. ``chain`` stays empty:
    the program itself puts in what it wants. ``gost_check`` checks in place of our own computation. The ``secret`` is
    shown and written nowhere. ``may_go_on`` is asked while the program works: what it raises ends the program at once.
    """

    certificate: "Certificate"
    command: SigningCommand
    secret: str = field(default="", repr=False)
    gost_check: CheckingCommand | None = None
    chain: tuple[bytes, ...] = ()
    may_go_on: Callable[[], None] = go_on

    def cms(self, data: bytes, at: datetime | None = None) -> bytes:  # noqa: ARG002 - the program takes its own clock
        """See :meth:`~otbor.signing.certificates.Maker.cms`.

        Raises :class:`Refused` (``signing.command_*``): the program is not there, hangs, fails, writes nothing or
        no detached signature, one by another certificate, or one of other bytes.
        """
        from otbor.signing.message import MESSAGE_LIMIT  # noqa: PLC0415 - pyHanko takes 0.4 s to load

        with _folder() as folder:
            values = {
                "in": folder / "document",
                "out": folder / "signature",
                "certificate": folder / "certificate.cer",
                "dir": folder,
                "thumbprint": hashlib.sha1(self.certificate.der, usedforsecurity=False).hexdigest().upper(),
            }
            (folder / "document").write_bytes(data)
            (folder / "certificate.cer").write_bytes(self.certificate.der)
            argv = _filled(self.command.argv, values)
            env = dict(self.command.env)
            if self.command.secret_env:
                env[self.command.secret_env] = self.secret
            code, said = _run(argv, env, self.command.timeout, folder, self.may_go_on)
            if code != 0:
                told = said.replace(self.secret, "…") if self.secret else said
                raise MakerRefused(
                    Finding("signing.command_failed", values={"code": code, "said": told[-_TOLD:] or None})
                )
            made = _read(Path(fill(self.command.result, values)), MESSAGE_LIMIT)
        return self._checked(made, data)

    def _checked(self, made: bytes, data: bytes) -> bytes:
        from otbor.signing.gost import CannotCheck  # noqa: PLC0415 - see above
        from otbor.signing.message import holds, read_message  # noqa: PLC0415 - see above

        try:
            message = read_message(made)
        except ValueError as trouble:
            raise MakerRefused(Finding("signing.command_no_signature")) from trouble
        if not message.detached:
            raise MakerRefused(Finding("signing.command_no_signature"))
        if message.certificate.dump() != self.certificate.der:
            values = {"owner": self.certificate.owner, "serial": self.certificate.serial}
            raise MakerRefused(Finding("signing.command_other_certificate", values=values))
        try:
            good = holds(message, data, self.gost_check)
        except CannotCheck as trouble:
            raise Refused(Finding("signing.command_not_checked")) from trouble
        if not good:
            raise Refused(Finding("signing.command_other_bytes"))
        return message.der


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """A folder for one signature, readable by its owner only, gone afterwards."""
    # a killed program may still hold a file on Windows
    with tempfile.TemporaryDirectory(prefix="otbor-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _filled(argv: Sequence[str], values: Mapping[str, object]) -> list[str]:
    return [fill(argument, values) for argument in argv]


def _run(
    argv: Sequence[str],
    env: Mapping[str, str],
    timeout: float,
    folder: Path,
    may_go_on: Callable[[], None] = go_on,
) -> tuple[int, str]:
    """Exit code of a program and what it said; raises :class:`Refused` if it is not there or takes too long.

    What it says goes to a file: a pipe would be held open by its children after it is killed.
    """
    with tempfile.TemporaryFile() as heard:
        try:
            process = subprocess.Popen(  # noqa: S603 - the school's own setting, no shell
                argv,
                stdin=subprocess.DEVNULL,
                stdout=heard,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env={**os.environ, **env},
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, ValueError) as trouble:
            raise MakerRefused(Finding("signing.command_missing", values={"program": argv[0]})) from trouble
        with process:
            try:
                code = _waited(process, timeout, may_go_on)
            except subprocess.TimeoutExpired:
                raise MakerRefused(Finding("signing.command_hangs", values={"seconds": round(timeout)})) from None
            finally:
                _end(process)
        heard.seek(max(0, heard.seek(0, os.SEEK_END) - _HEARD))
        cut = heard.tell() > 0
        said = heard.read(_HEARD)
    return code, _plain(said.lstrip(_CONTINUED) if cut else said)


def _waited(process: "subprocess.Popen[bytes]", timeout: float, may_go_on: Callable[[], None]) -> int:
    """Exit code of a program; raises :class:`subprocess.TimeoutExpired`, and what ``may_go_on`` raises."""
    last = monotonic() + timeout
    while True:
        may_go_on()
        try:
            return process.wait(min(_BETWEEN_LOOKS, max(0.0, last - monotonic())))
        except subprocess.TimeoutExpired:
            if monotonic() >= last:
                raise


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill a program that still runs, with its children where the system can."""
    if process.returncode is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _plain(said: bytes) -> str:
    """Text of a program in one line: UTF-8, else the page of the Russian console."""
    try:
        text = said.decode()
    except UnicodeDecodeError:
        text = said.decode("cp866")
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _read(path: Path, limit: int) -> bytes:
    """The file that a program made; a device, a folder or an endless one is none."""
    if not path.is_file() or path.stat().st_size == 0:
        raise MakerRefused(Finding("signing.command_wrote_nothing"))
    with path.open("rb") as file:
        return file.read(limit + 1)
