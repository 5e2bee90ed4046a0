"""Nothing is left out: every act has its story, every refusal its test and its sentence, every sentence its use."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import otbor
from otbor import services
from otbor.domain.campaign import Act
from otbor.services.office import ACTS
from otbor.support.places import resources
from otbor.wording.findings import catalogue
from otbor.wording.templates import placeholders

PROGRAM = Path(otbor.__file__).parent
TESTS = Path(__file__).parents[1]
_NO_IDS = (".id", ".toml", ".csv", ".ini", ".qss")  # columns and files are named much like findings


@dataclass(frozen=True)
class Source:
    """A file of the program: its tree, and its whole texts, docstrings and parts of f-strings left out."""

    path: Path
    tree: ast.Module
    texts: tuple[str, ...]
    put_together: tuple[ast.JoinedStr, ...]


def _read(folder: Path) -> Iterator[Source]:
    """Every Python file below ``folder``; the trees of all tests at once would fill the memory."""
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        nodes = list(ast.walk(tree))
        put_together = tuple(node for node in nodes if isinstance(node, ast.JoinedStr))
        loose = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        loose |= {id(part) for node in put_together for part in node.values}
        constants = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in loose)
        texts = tuple(node.value for node in constants if isinstance(node.value, str))
        yield Source(path, tree, texts, put_together)


@cache
def program() -> tuple[Source, ...]:
    """The program's files."""
    return tuple(_read(PROGRAM))


@cache
def _texts(folder: Path) -> frozenset[str]:
    """Texts of the program's files in ``folder``."""
    return frozenset(text for source in program() if source.path.is_relative_to(folder) for text in source.texts)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Ids put together in an f-string, as patterns: what is filled in is caught."""
    subjects = {identity.split(".")[0] for identity in catalogue()}
    patterns = []
    for node in (node for source in program() for node in source.put_together):
        parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
        first = parts[0]
        if isinstance(first, str) and first.split(".")[0] in subjects and re.fullmatch(r"[a-z_]+\.[a-z_]*", first):
            patterns.append(re.compile("".join("(.+)" if p is None else re.escape(str(p)) for p in parts)))
    return tuple(patterns)


@cache
def _words() -> frozenset[str]:
    """Texts of the program, and names and values in its data: what an id may be filled in with."""
    rules = {rule for file in (resources() / "regulation").glob("*.toml") for rule in _ids_in(file.read_text("utf-8"))}
    return _texts(PROGRAM) | rules


def _ids_in(text: str) -> Iterator[str]:
    yield from (word for word in re.findall(r"[a-z_]+\.[a-z0-9_]+", text) if word in catalogue())


def _acts() -> dict[str, str]:
    """Name of every act and the module that declares it."""
    for module in pkgutil.walk_packages(services.__path__, "otbor.services."):
        importlib.import_module(module.name)
    return {name: act.function.__module__ for name, act in ACTS.items()}


def test_every_act_of_the_procedure_is_a_service() -> None:
    assert {act.value for act in Act} <= _acts().keys()


def _told(source: Source) -> Iterator[str]:
    """What the tests of a file use of the services by name."""
    imports = (node for node in source.tree.body if isinstance(node, ast.ImportFrom))
    services_here = {
        alias.asname or alias.name
        for node in imports
        if (node.module or "").startswith("otbor.services")
        for alias in node.names
    }
    for test in source.tree.body:
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
            for node in ast.walk(test):
                if isinstance(node, ast.Name) and node.id in services_here:
                    yield node.id
                elif isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in services_here:
                    yield node.attr


def test_every_act_has_a_story() -> None:
    """A story names its act in the test itself, so that a reader finds it there."""
    told = {name for source in _read(TESTS / "services") for name in _told(source)}
    assert sorted(_acts().keys() - told) == []


def test_every_refusal_of_a_service_has_a_test_that_names_it() -> None:
    ids = {text for text in _texts(PROGRAM / "services") if text in catalogue()}
    assert sorted(ids - {text.replace("\\.", ".") for source in _read(TESTS) for text in source.texts}) == []


def test_every_finding_has_its_sentence() -> None:
    subjects = "|".join(sorted({identity.split(".")[0] for identity in catalogue()}))
    an_id = re.compile(rf"({subjects})\.[a-z][a-z0-9_]*")
    ids = {text for text in _texts(PROGRAM) if an_id.fullmatch(text) and not text.endswith(_NO_IDS)}
    assert sorted(ids - catalogue().keys()) == []
    assert [p.pattern for p in _patterns() if not any(p.fullmatch(identity) for identity in catalogue())] == []


def test_every_sentence_is_used() -> None:
    def used(identity: str) -> bool:
        if identity in _words():
            return True
        fits = (pattern.fullmatch(identity) for pattern in _patterns())
        return any(match and all(part in _words() for part in match.groups()) for match in fits)

    assert [identity for identity in catalogue() if not used(identity)] == []


@dataclass(frozen=True)
class Said:
    """A finding as the program makes it: its id, the names of its values (None: not to be read from the text)."""

    at: str
    identity: str
    values: frozenset[str] | None


def _findings() -> Iterator[Said]:
    for source in program():
        if "inding(" not in source.path.read_text("utf-8"):
            continue  # most of the window: to walk through a tree takes long
        for function in ast.walk(source.tree):
            if isinstance(function, ast.FunctionDef):
                yield from _said(source, function)


def _said(source: Source, function: ast.FunctionDef) -> Iterator[Said]:
    for call in ast.walk(function):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        identity = call.args[0]
        if name not in {"Finding", "finding"} or not isinstance(identity, ast.Constant):
            continue
        finding = str(identity.value)
        yield Said(
            f"{source.path.name}:{call.lineno} {finding}", finding, _values(function, call, spread=name == "finding")
        )


def _values(function: ast.FunctionDef, call: ast.Call, *, spread: bool) -> frozenset[str] | None:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if not spread:
        values = given.get("values", call.args[2] if len(call.args) > 2 else None)
        return frozenset() if values is None else _keys(function, values)
    known = {name for name in given if name not in {None, "paragraph", "where"}}
    rest = _keys(function, given[None]) if None in given else frozenset[str]()
    return None if rest is None else frozenset(str(name) for name in known) | rest


def _keys(function: ast.FunctionDef, values: ast.expr) -> frozenset[str] | None:
    """Names in a dictionary as written, in a union of such, or in what such a name was given in this function."""
    if isinstance(values, ast.Dict):
        names = [key.value if isinstance(key, ast.Constant) else None for key in values.keys]
        return None if None in names else frozenset(str(name) for name in names)
    if isinstance(values, ast.BinOp):
        left, right = _keys(function, values.left), _keys(function, values.right)
        return None if left is None or right is None else left | right
    if not isinstance(values, ast.Name):
        return None
    found: frozenset[str] | None = None
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            target, value = node.targets[0], node.value
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign)) and isinstance(node.target, ast.Name) and node.value:
            target, value = node.target, node.value
        else:
            continue
        if target.id == values.id and not (isinstance(value, ast.Name) and value.id == values.id):
            keys = _keys(function, value)
            if keys is None:
                return None
            found = keys if found is None else found | keys
    if found is None:
        return None
    return found | {
        str(node.slice.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id == values.id
        and isinstance(node.slice, ast.Constant)
    }


def test_every_sentence_can_be_filled_from_what_the_finding_gives() -> None:
    said = list(_findings())
    read = [finding for finding in said if finding.values is not None]
    lacking = {
        finding.at: sorted(missing)
        for finding in read
        if finding.identity in catalogue()
        and (
            missing := placeholders(catalogue()[finding.identity].text + catalogue()[finding.identity].advice)
            - (finding.values or set())
        )
    }
    assert lacking == {}
    assert len(read) > 0.8 * len(said), "the scan has lost sight of the findings"


@pytest.mark.parametrize("word", ["Traceback", "None", "ошибка программы", "!"])
def test_a_sentence_is_plain(word: str) -> None:
    assert [i for i, entry in catalogue().items() if word in entry.text + entry.advice] == []


def test_a_sentence_says_what_and_what_to_do() -> None:
    for identity, entry in catalogue().items():
        assert entry.text.strip() == entry.text, identity
        assert not entry.text.endswith("."), identity
        assert entry.advice.endswith("."), identity
        assert entry.advice[0].isupper() or entry.advice[0] in "«{", identity
