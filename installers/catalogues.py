"""Catalogues of the interface's translations: extract the messages, bring catalogues up to date, compile, check.

    python installers/catalogues.py update     take the messages out of the sources into i18n/*/LC_MESSAGES/otbor.po
    python installers/catalogues.py compile    make the .mo files that the program reads
    python installers/catalogues.py check      name what is missing, stale or unequal; exit code 1 where anything is

A catalogue is fresh when it holds exactly the messages of the sources, and complete when each has a translation with
the same placeholders, in every plural form of its language.
"""

import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "desktop" / "otbor"
CATALOGUES = ROOT / "i18n"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def template(sources: Path = SOURCES) -> Catalog:
    """The messages of the Python sources below ``sources``, in English, without translations."""
    catalogue = Catalog(project="otbor")
    for _, _, message, comments, context in extract_from_dir(
        sources, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def language(path: Path) -> str:
    """The language of a catalogue by its place, ``<language>/LC_MESSAGES/otbor.po``."""
    return path.parent.parent.name


def load(path: Path) -> Catalog:
    """The catalogue in the file; its language is named, without it Babel forgets the plural forms."""
    with path.open("rb") as file:
        return read_po(file, locale=language(path), abort_invalid=True)


def update(path: Path, messages: Catalog) -> None:
    """Bring the file to the messages: new ones come untranslated, those that are gone leave."""
    catalogue = load(path)
    catalogue.update(messages, no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        # Without source lines and wrapping a change of the code changes only the messages it touched.
        write_po(file, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)


def compile_catalogues(folder: Path = CATALOGUES) -> list[Path]:
    """Compile every catalogue below ``folder`` beside its source; gives the compiled files."""
    compiled = []
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, load(path))
        fresh.replace(target)
        compiled.append(target)
    return compiled


def placeholders(text: str) -> set[str]:
    """The names that a message leaves to be filled."""
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def problems(catalogue: Catalog, messages: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue for these messages, one sentence each."""
    if catalogue.plural_forms != Catalog(locale=catalogue.locale).plural_forms:
        yield f"not the plural rule of the language: {catalogue.plural_forms}"
    for message in messages:
        if message.id and message.id not in catalogue:
            yield f"not in the catalogue: {message.id!r}"
    for message in catalogue:
        if not message.id:
            continue
        if message.id not in messages:
            yield f"no longer in the sources: {message.id!r}"
        elif message.fuzzy:
            yield f"marked as unsure: {message.id!r}"
        else:
            yield from unlike(message, catalogue.num_plurals)


def unlike(message: Message, plurals: int) -> Iterator[str]:
    """Where a translation is absent or asks for other placeholders than its message."""
    one, many = (message.id, message.id) if isinstance(message.id, str) else message.id
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    wanted = 1 if isinstance(message.id, str) else plurals
    if len(forms) != wanted or not all(forms):
        yield f"needs {wanted} translated form(s): {message.id!r}"
        return
    # A form may serve several numbers (1, 21, 101 in Russian), so each must be able to show the number.
    asked = placeholders(one) | placeholders(many)
    for form in forms:
        if placeholders(form) != asked:
            yield f"placeholders {sorted(placeholders(form))} instead of {sorted(asked)}: {form!r}"


def check(folder: Path = CATALOGUES, sources: Path = SOURCES) -> list[str]:
    """Every problem of every catalogue below ``folder``, with its language."""
    messages = template(sources)
    paths = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    return [f"{language(path)}: {problem}" for path in paths for problem in problems(load(path), messages)]


def main(command: str) -> int:
    """Run a command of this script; gives its exit code."""
    if command == "update":
        messages = template()
        for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
            update(path, messages)
    elif command == "compile":
        compile_catalogues()
    elif command == "check":
        found = check()
        sys.stdout.writelines(f"{problem}\n" for problem in found)
        return 1 if found else 0
    else:
        sys.stdout.write(f"{__doc__}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
