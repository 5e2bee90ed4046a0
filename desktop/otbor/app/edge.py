"""The outer edge of the command line: every mistake is answered by plain sentences and an exit code, never a traceback.

1: refused or trouble of the environment · 2: the command was typed wrong · 70: a fault of the program, kept in a log.
"""

import sys
from collections.abc import Callable

from typer.exceptions import TyperException

from otbor.domain.findings import Refused, Trouble
from otbor.support.translation import gettext as _
from otbor.wording.findings import sentence
from otbor.wording.trouble import fault_told, finding_of

REFUSED, MISTYPED, FAULT, INTERRUPTED = 1, 2, 70, 130


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
    say(fault_told(fault))
    return FAULT


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
