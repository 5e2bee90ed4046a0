"""A scheme to build the shapes of scoring rules on, and the look at every result and its explanation."""

from collections.abc import Mapping
from decimal import Decimal

from otbor.domain.participants import Achievement, Key, Kind, Participant
from otbor.domain.scales import Scale, parse_scale
from otbor.domain.scheme import Scheme, parse_scheme
from otbor.domain.scheme.library import Library, parse_events
from otbor.domain.scoring import Plan, Result, explain
from otbor.wording.explanation import explain_text
from otbor.wording.scheme import describe
from tests import golden
from tests.domain.scoring_samples import Given, person

HEAD = """
title = "Схема"
version = "1"
grade = 10
year = 2026
groups = [
    { code = "А", title = "А", in_depth = ["математика", "физика", "химия"], sets = { choice = ["физика", "химия"] } },
    { code = "Б", title = "Б", in_depth = ["биология"], sets = { choice = ["биология", "химия", "история"] } },
]
tests = [{ name = "математика", maximum = 20 }, { name = "физика", maximum = 20 }]
"""
SCALE = """
year = 2026
source = "Письмо"
[[scales]]
subjects = ["математика"]
maximum = 31
borders = { 3 = 8, 4 = 15, 5 = 22 }
conditions = [{ part = "геометрия", title = "задания по геометрии", least = { 3 = 2 } }]
profile_minimum = [{ points = 18, parts = { "геометрия" = 6 } }]
[[scales]]
subjects = ["физика"]
maximum = 45
borders = { 3 = 11, 4 = 23, 5 = 35 }
profile_minimum = [{ points = 31 }]
"""
LISTS = {"мин": "# перечень\nТурнир городов\n\nВысшая проба\n"}


def scale() -> Scale:
    return parse_scale(SCALE, "gia9-2026.toml", golden.subjects())


LIBRARY = Library(
    scale=lambda name: scale() if name == "gia9-2026" else None,
    events=lambda name: parse_events(LISTS[name]) if name in LISTS else None,
)


def made(*components: str, rest: str = "", head: str = HEAD) -> Scheme:
    parts = [f'[[components]]\nid = "c{i}"\ntitle = "Показатель {i}"\n{text}\n' for i, text in enumerate(components)]
    scheme = parse_scheme("\n".join([head, *parts, rest]), "test.toml", golden.subjects(), LIBRARY)
    assert all("{" not in text and "  " not in text and text.endswith(".") for text in describe(scheme))
    return scheme


def result(scheme: Scheme, participant: Participant, code: str = "А") -> Result:
    """The result, once its explanation was seen to say the same and to have words for every step."""
    found, tree = Plan(scheme, code).score(participant), explain(scheme, code, participant)
    assert tree.points == found.total
    columns = [node.points for node in tree.children if node.rule == "component"]
    assert tuple(columns) == found.parts
    assert "{" not in explain_text(tree)
    return found


def total(
    text: str, values: Mapping[Key, Given] | None = None, *achievements: Achievement, rest: str = ""
) -> Decimal | None:
    return result(made(text, rest=rest), person(values, *achievements)).total


def mark(name: str) -> Key:
    return Kind.MARK, name


def exam(name: str) -> Key:
    return Kind.EXAM, name


def trial(name: str) -> Key:
    return Kind.TEST, name


def fact(name: str) -> Key:
    return Kind.FACT, name


MATHS = 'source = "exam"\nchoice = { take = "all", names = ["математика"] }\n'
MARKS = 'source = "mark"\nchoice = { take = "all", sets = ["in_depth"] }\n'
TEST = 'source = "test"\nchoice = { take = "all", names = ["математика"] }\n'
AVERAGE = 'source = "fact"\nchoice = { take = "all", names = ["средний балл"] }\n'
FIVE: dict[Key, Given] = {mark("математика"): 5, mark("физика"): 4, mark("химия"): 3}
