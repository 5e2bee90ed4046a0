"""The checkout keeps its shape: the designed top level, no addresses of one machine, modules that say what they are."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    "desktop", "resources", "i18n", "installers", "tests", "pyproject.toml", "requirements.lock",
    "README.md", "DECISIONS.md", "CONTRIBUTING.md", "run.py", "LICENSE",
}  # fmt: skip
LONG, TOO_LONG = 400, 600  # lines: asks to be two files, must be two files
FOREIGN = re.compile(
    r"://[^/\s]*(pythonhosted|pypi|npmjs|debian)\."  # an address of a registry
    r"|(?<![\w.])/(?:work|root|home)/\w|[A-Z]:\\Users\\"  # a path of somebody's machine
)


@cache
def tracked() -> list[Path]:
    """Every file that git knows here and that still exists."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def modules() -> list[Path]:
    """Our tracked Python files."""
    return [path for path in tracked() if path.suffix == ".py"]


def long_files() -> dict[str, int]:
    """Tracked Python files that ask to be two, with their number of lines; a migration is a record, no code to read."""
    read = [path for path in modules() if path.parent.name != "versions"]
    lines = {str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n") for path in read}
    return {name: count for name, count in lines.items() if count > LONG}


def test_the_top_level_is_as_designed() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


def foreign(text: str) -> list[str]:
    """Addresses in a text that belong to a registry or to one machine."""
    return [match.group() for match in FOREIGN.finditer(text)]


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = {}
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a font, a workbook
        if addresses := foreign(text):
            found[str(path.relative_to(ROOT))] = addresses
    assert found == {}


@pytest.mark.parametrize(
    "parts",
    [("url = https:", "//files.pythonhosted.org/x"), ("see /", "home/anna/otbor"), ("in 'C:", "\\Users\\anna'")],
    ids=["registry", "home", "windows"],
)
def test_a_foreign_address_is_found(parts: tuple[str, str]) -> None:
    assert foreign("".join(parts))  # in parts, for this file is looked through too


def test_every_module_says_what_it_is() -> None:
    silent = [str(path.relative_to(ROOT)) for path in modules() if not ast.get_docstring(ast.parse(path.read_bytes()))]
    assert silent == []


def test_no_file_is_too_long() -> None:
    assert {name: count for name, count in long_files().items() if count > TOO_LONG} == {}


def test_every_benchmark_can_be_run() -> None:
    files = [path for path in modules() if path.parent.name == "benchmarks" and not path.stem.startswith("_")]
    defined = {path.stem: {getattr(node, "name", None) for node in ast.parse(path.read_bytes()).body} for path in files}
    assert [name for name, names in defined.items() if "measure" not in names] == []
