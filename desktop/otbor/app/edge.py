"""The outer edge of the command line: every mistake is answered by plain sentences and an exit code, never a traceback.

1: refused or trouble of the environment · 2: the command was typed wrong · 70: a fault of the program, kept in a log.
"""

import errno
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from typer.exceptions import TyperException

from otbor.domain.findings import Finding, Refused, Trouble
from otbor.support.places import data_folder
from otbor.support.translation import gettext as _
from otbor.wording.findings import sentence

REFUSED, MISTYPED, FAULT, INTERRUPTED = 1, 2, 70, 130

_ERRNO = {
    errno.ENOSPC: "file.disk_full",
    errno.EROFS: "file.read_only",
    errno.EACCES: "file.no_access",
    errno.EPERM: "file.no_access",
    errno.ENOENT: "file.missing",
    errno.EEXIST: "file.exists",
    errno.ENOTDIR: "file.not_a_folder",
    errno.EISDIR: "file.is_a_folder",
    errno.EIO: "file.disk_failed",
}


def finding_of(error: OSError) -> Finding | None:
    """What an error of the operating system says to a person, None when it is nothing that a person can mend."""
    name = _ERRNO.get(error.errno or 0)
    return None if name is None else Finding(name, values={"path": error.filename or ""})


def run(command: Callable[[], object]) -> int:
    """Run a command of the program; gives its exit code."""
    try:
        result = command()
    except (Refused, Trouble, OSError, KeyboardInterrupt) as error:
        return _expected(error)
    except TyperException as mistake:
        say(mistyped(mistake))
        return MISTYPED
    except Exception as fault:  # noqa: BLE001 - the outer edge: whatever it was, the person gets a sentence and a log
        return _fault(fault)
    return result if isinstance(result, int) else 0


def _expected(error: Refused | Trouble | OSError | KeyboardInterrupt) -> int:
    if isinstance(error, KeyboardInterrupt):
        say(_("Stopped. What was not finished is not written."))
        return INTERRUPTED
    if isinstance(error, OSError):
        finding = finding_of(error)
        if finding is None:
            return _fault(error)
        say(sentence(finding))
        return REFUSED
    for finding in error.findings if isinstance(error, Refused) else (error.finding,):
        say(sentence(finding))
    return REFUSED


def _fault(fault: BaseException) -> int:
    failed = _("The program has failed: {log} holds the details. What was not finished is not written.")
    say(failed.format(log=_log(fault)))
    return FAULT


def _log(fault: BaseException) -> Path:
    name = f"otbor-{datetime.now():%Y%m%d-%H%M%S}.log"  # noqa: DTZ005 - the name of a file on this computer
    text = "".join(traceback.format_exception(fault))
    for folder in (data_folder(), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        except OSError:
            continue
        return folder / name
    return Path(name)


def mistyped(mistake: TyperException) -> str:
    """A mistake in the command itself, as a sentence that says what to type."""
    context = getattr(mistake, "ctx", None)
    command = context.command_path if context is not None else "otbor"
    return _("{what} Type «{command} --help» to see how to use it.").format(what=_what(mistake), command=command)


def _what(mistake: TyperException) -> str:
    # The library keeps its kinds of mistake to itself, so they are told apart by name.
    parameter = getattr(mistake, "param", None)
    name = "" if parameter is None else str(parameter.name).upper()
    match type(mistake).__name__:
        case "NoSuchOption":
            return _("There is no option {name}.").format(name=getattr(mistake, "option_name", ""))
        case "MissingParameter":
            return _("{name} is missing.").format(name=name)
        case "BadParameter":
            return _("The value of {name} is wrong.").format(name=name)
        case _:
            return _("There is no such command or argument.")


def say(text: str) -> None:
    """One line to the person, on the error stream."""
    print(text, file=sys.stderr)
