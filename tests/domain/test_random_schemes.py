"""Random schemes of the whole language and random participants, against the naive reading; what holds for all."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from otbor.domain.explanation import Node
from otbor.domain.participants import Achievement, Key, Kind, Participant
from otbor.domain.rating import rate
from otbor.domain.scheme import Scheme
from otbor.domain.scheme.reach import highest_points
from otbor.domain.scoring import Plan, Status
from otbor.domain.values import State, Value, known
from otbor.wording.explanation import explain_data, explain_text
from otbor.wording.scheme import describe
from tests import golden, reference_scheme
from tests.domain.shapes import scale
from tests.generators import Draw, Gen, composite, just, many, mapping, one, one_of, some, table, whole

SUBJECTS = ["математика", "физика", "химия"]
FACTS = ["право", "балл"]
SOURCES = {"mark": SUBJECTS, "exam": SUBJECTS, "test": [*SUBJECTS, "сочинение"], "fact": FACTS, "expert": ["отзыв"]}
CATEGORIES, LEVELS, RESULTS = ["к1", "к2", "к3"], ["город", "область"], ["победитель", "призёр", "3 место", "7"]
EVENTS = ["турнир", "конкурс", ""]
CODES = ["А", "Б"]
DAYS = [date(2024, 8, 31), date(2024, 9, 1), date(2025, 9, 1), date(2026, 5, 1)]

small = whole(-3, 12).map(Decimal) | one([Decimal("0.5"), Decimal("2.75"), Decimal("4.35")])
points = whole(0, 10).map(Decimal) | just(Decimal("2.5"))
positive = one([Decimal(1), Decimal(2), Decimal("0.3"), Decimal(7)])
digits = whole(0, 3)
how = one(["sum", "mean", "max", "min"])


def limits(required: dict[str, Any]) -> Gen[dict[str, Any]]:
    return table(required, least=small, most=small)


def selectors(names: list[str]) -> Gen[dict[str, Any]]:
    plain = table({"names": some(names)})
    by_set = table({"sets": some(["in_depth", "other"])}, names=some(names))
    return plain | by_set if names[0] == SUBJECTS[0] else plain


def choices(names: list[str]) -> Gen[dict[str, Any]]:
    selector = selectors(names)

    def merged(head: dict[str, Any], **more: Any) -> Gen[dict[str, Any]]:
        return Gen(lambda chance: selector.make(chance) | table(head, **more).make(chance))

    return one_of(
        merged({"take": "all"}),
        merged({"take": "best"}, count=whole(1, 3)),
        merged({"take": "position", "position": 1}),
        merged({"take": "named", "question": "выбор"}),
        table({"take": "slots", "slots": many(selector, 1, 3)}),
        table({"take": "variants", "variants": many(selector, 1, 3)}),
        table({"take": "given"}, without=some(names), count=whole(1, 2)),
    )


@composite
def conditions(draw: Draw, above: list[str], depth: int = 1) -> dict[str, Any]:
    kinds = ["fact", "value", "state", "achievement"] + (["points"] if above else []) + (["all", "any", "none"] * depth)
    kind = draw(one(kinds))
    if kind in {"all", "any", "none"}:
        inner = many(conditions(above, depth - 1), 1, 2)
        return draw(table({"has": kind, "of": inner}))
    source = draw(one(["mark", "test", "fact"]))
    name = draw(one(SOURCES[source]))
    states = some(["missing", "not_required", "not_taught", "did_not_come", "annulled"])
    return draw(
        {
            "fact": table({"has": "fact", "name": one(FACTS)}),
            "value": limits({"has": "value", "source": source, "name": name}),
            "state": table({"has": "state", "source": source, "name": name, "states": states}),
            "points": limits({"has": "points", "of": one(above or ["total"])}),
            "achievement": table(
                {"has": "achievement", "results": some(RESULTS)},
                category=one(CATEGORIES),
                level=one(LEVELS),
                form=just("личная"),
                subjects=selectors(SUBJECTS),
                held_from=one(DAYS),
                validity=validity,
                listed=just("мин"),
            ),
        }[kind]
    )


@composite
def conversions(draw: Draw, source: str, above: list[str], depth: int = 1) -> dict[str, Any]:
    kinds = ["value", "table", "bands", "ratio", "times", "linear", "flag"] + ["chain", "names", "cases"] * depth
    if source == "components":  # their points have no names
        kinds = [kind for kind in kinds if kind != "names"]
    kind = draw(one(kinds + (["mark"] if source == "exam" else [])))
    if kind in {"chain", "names", "cases"}:
        inner = conversions(source, above, depth - 1)
        name = one(SOURCES.get(source, [""]))
        case = table({"when": many(conditions(above), 1, 2), "conversion": inner})
        return draw(
            {
                "chain": table({"by": "chain", "steps": many(inner, 1, 3)}),
                "names": table({"by": "names", "names": mapping(name, inner), "other": inner}),
                "cases": table({"by": "cases", "cases": many(case, 1, 2)}, other=inner),
            }[kind]
        )
    per_name = positive | table(dict.fromkeys(SOURCES[source], positive)) if source in SOURCES else positive
    numbers = mapping(whole(0, 8).map(str), points)
    return draw(
        {
            "value": table({"by": "value"}),
            "table": table({"by": "table", "points": numbers}),
            "bands": table({"by": "bands", "bands": many(limits({"points": points}), 1, 3)}),
            "ratio": table({"by": "ratio", "maximum": per_name}, times=positive, digits=digits),
            "times": table({"by": "times", "times": per_name}, digits=digits),
            "linear": table(
                {"by": "linear", "least": Decimal(2), "most": Decimal(5), "to_most": points},
                to_least=points,
                digits=digits,
            ),
            "flag": table({"by": "flag", "points": points}),
            "mark": table({"by": "mark"}),
        }[kind]
    )


validity = table(
    {"by": "school_years", "count": whole(1, 3)}, starts=table({"year": one([-1, 0]), "month": 8, "day": one([1, 31])})
) | table(
    {"by": "days"},
    first=table({"year": one([-2, -1]), "month": 9, "day": 1}),
    last=table({"year": 0, "month": 4, "day": 30}),
)
effects = one(["left_out", "left_out", "not_rated", "absent"]) | points
states = table(
    {},
    missing=effects,
    not_required=effects,
    not_taught=effects,
    did_not_come=effects,
    annulled=effects,
    below_minimum=effects,
)
tail: dict[str, Gen[Any]] = {
    "groups": one([["А"], ["А", "Б"]]),
    "in_total": one([True, False]),
    "digits": digits,
    "cap": positive.map(lambda n: n * 4),
    "weight": positive,
}


@composite
def components(draw: Draw, number: int, above: list[str]) -> dict[str, Any]:
    head: dict[str, Any] = {"id": f"c{number}", "title": f"Показатель {number}"}
    source = draw(one(["achievements", *SOURCES, *(["components"] if above else [])]))
    if source == "components":
        body = table(
            {"source": source, "of": some(above)},
            conversion=conversions(source, above),
            take=one(["all", "best", "first"]),
            count=whole(1, 2),
            combine=how,
            **tail,
        )
        return head | draw(body)
    if source == "achievements":
        return head | draw(portfolios)
    body = table(
        {"source": source, "choice": choices(SOURCES[source])},
        conversion=conversions(source, above),
        minimum=small | mapping(one(SOURCES[source]), small),
        combine=how,
        states=states,
        **tail,
    )
    made = head | draw(body)
    if source == "exam":
        made["scale_minimum"] = draw(one([True, False]))
        made["sides"] = draw(just([]) | just([{"name": "математика", "part": "геометрия", "least": Decimal(4)}]))
        _with_scale(made)
    return made


def _with_scale(component: dict[str, Any]) -> None:
    """The scale of the tests has no химия: what is converted by it leaves химия out, and everything that is given."""
    conversion = component.get("conversion")
    if conversion and '"mark"' in str(conversion).replace("'", '"'):
        component["choice"] = {"take": "all", "names": ["математика", "физика"]}


rows = table(
    {"results": mapping(one(RESULTS[:2]), points)},
    category=one(CATEGORIES),
    level=one(LEVELS),
    form=just("личная"),
    places=just([{"least": 1, "most": 5, "points": Decimal(3)}]),
    subjects=selectors(SUBJECTS),
    any_subject=one([True, False]),
    listed=just("мин"),
)
rules = table({"per": one(["subject", "event", "category", "all"])}, categories=some(CATEGORIES), count=whole(1, 2))
by_count = mapping(whole(1, 4).map(str), points)


@composite
def by_categories(draw: Draw, values: Gen[Any], *, nested: bool) -> list[dict[str, Any]]:
    """Categories told once each, one by one or together; ``nested``: one of them also together with all."""
    order = draw(some(CATEGORIES))
    parts = draw(one([[order[:1]], [order], [order[:1], order[1:]], *([[order[:1], CATEGORIES]] if nested else [])]))
    return [draw(table({"categories": part, "points": values})) for part in parts if part]


counts = by_categories(by_count, nested=False)
caps = by_categories(positive, nested=True)
portfolios = table(
    {"source": "achievements", "rows": many(rows, 1, 4)},
    subjects=selectors(SUBJECTS),
    held_from=one(DAYS),
    held_until=one(DAYS),
    validity=validity,
    once=one([True, False]),
    best=many(rules, 0, 2),
    counts=counts,
    caps=caps,
    **tail,
)
markers_of = table(
    {"names": one([["первый", "второй"], ["первый", "второй", "ещё один"]])},
    combine=how,
    then=one(["third", "nearest", "combine"]),
    digits=digits,
)
thirds = one([{}, {"differ": Decimal(0), "third": "третий"}, {"differ": Decimal(3), "third": "третий"}])
markers = Gen(lambda chance: markers_of.make(chance) | thirds.make(chance))
essays = table(
    {"name": "сочинение", "maximum": Decimal(20)},
    tasks=just([{"name": "к1", "maximum": Decimal(9)}, {"name": "к2", "maximum": Decimal(9), "weight": Decimal(2)}]),
    markers=markers,
)


@composite
def keys(draw: Draw, number: int, made: list[dict[str, Any]]) -> dict[str, Any]:
    names = [component["id"] for component in made]
    # points that are counted together by number belong to no one category
    own = [c["id"] for c in made if c["source"] == "achievements" and "counts" not in c]
    source = draw(one(["mark", "test", "fact"]))
    kind = draw(one(["component", "components", "condition", "value", *(["category"] if own else [])]))
    head = draw(table({"id": f"k{number}", "title": f"Ключ {number}"}, prefer=one(["higher", "lower"])))
    body = {
        "component": table({"by": "component", "component": one(names)}),
        "components": table({"by": "components", "components": some(names)}, combine=how),
        "category": table({"by": "category", "component": one(own or names), "category": "к1"}),
        "condition": table({"by": "condition", "when": many(conditions(["total", *names]), 1, 2)}),
        "value": table(
            {"by": "value", "source": source, "name": one(SOURCES[source])},
            absent=small,
            digits=digits,
            equals_only=one([True, False]),
        ),
    }[kind]
    return head | draw(body)


@composite
def schemes(draw: Draw) -> dict[str, Any]:
    made: list[dict[str, Any]] = []
    for number in range(draw(whole(1, 4))):
        made.append(draw(components(number, [component["id"] for component in made])))
    made[0].pop("groups", None)
    made[0].pop("in_total", None)
    asked = ["total", *(component["id"] for component in made)]
    when = many(conditions(asked), 1, 2)
    groups: dict[str, Gen[Any]] = {"groups": tail["groups"]}
    gates = table({"gate": "minimum", "of": one(asked), "points": small}, **groups) | table(
        {"gate": "required", "title": "Условие", "when": when}, **groups
    )
    strata = [draw(table({"id": f"s{i}", "title": "Слой", "when": when}, exempt=one([True, False]))) for i in range(2)]
    return {
        "title": "Схема",
        "version": "1",
        "grade": 10,
        "year": 2026,
        "groups": [
            {"code": "А", "title": "А", "in_depth": ["математика", "физика"], "sets": {"other": ["химия", "физика"]}},
            {"code": "Б", "title": "Б", "in_depth": ["химия"], "sets": {"other": ["математика"]}},
        ],
        "lists": [{"id": "мин", "title": "Перечень", "events": ["турнир"]}],
        "tests": [*({"name": name, "maximum": Decimal(20)} for name in SUBJECTS), draw(essays)],
        "components": made,
        "total": draw(table({}, combine=how, digits=digits, cap=positive.map(lambda n: n * 9))),
        "gates": draw(many(gates, 0, 2)),
        "strata": strata[: draw(whole(0, 2))],
        "keys": [draw(keys(number, made)) for number in range(draw(whole(0, 2)))],
    }


MARKING = ["первый", "второй", "третий", "ещё один"]
PARTS = [f"сочинение: {part}" for part in (*MARKING, "к1", "к2")]
PARTS += [f"сочинение: {marker}: {task}" for marker in MARKING for task in ("к1", "к2")]
KEYS: list[Key] = [(Kind(kind), name) for kind, names in SOURCES.items() for name in names]
KEYS += [(Kind.TEST, name) for name in PARTS] + [(Kind.EXAM, "математика: геометрия")]
NUMBERS = {Kind.MARK: whole(2, 5), Kind.FACT: whole(0, 5), Kind.EXPERT: whole(0, 5)}
STATES = [state for state in State if state is not State.KNOWN]


@composite
def people(draw: Draw, number: int = 1) -> Participant:
    values: dict[Key, Value] = {}
    mostly = draw(one([True, False]))
    for key in KEYS:
        lot = draw(whole(0, 9))
        if lot == 0:
            values[key] = Value(draw(one(STATES)))
        elif lot > (1 if mostly else 4):
            values[key] = known(draw(NUMBERS.get(key[0], whole(0, 20))))
    achievement = table(
        {
            "category": one(CATEGORIES),
            "event": one(EVENTS),
            "result": one(RESULTS),
            "subject": one(SUBJECTS),
            "level": one(LEVELS),
            "held_on": one([*DAYS, None]),
            "form": one(["личная", ""]),
            "place": one([None, None, 2, 6]),
        }
    ).map(lambda told: Achievement(**told))
    named = draw(one([{}, *({"выбор": name} for name in (*SUBJECTS, "право", "отзыв"))]))
    groups = draw(one([("А",), ("А", "Б"), ("Б", "А")]))
    achievements = draw(many(achievement, 0, 5))
    return Participant(str(number), groups, values, tuple(achievements), named=named)


def read(raw: dict[str, Any]) -> Scheme:
    return Scheme.model_validate(raw | {"scale": scale()}, context={"subjects": golden.subjects()})


SEEDS = st.integers(0, 2**32)  # hypothesis draws the seed only: to build such data piece by piece is too slow for it


@settings(max_examples=300)
@given(SEEDS)
def test_any_scheme_gives_what_the_naive_reading_gives(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - data of a test
    raw = schemes().make(chance)
    pupils = [people(number).make(chance) for number in range(6)]
    scheme = read(raw)
    for code in CODES:
        plan = Plan(scheme, code)
        for pupil in pupils:
            if code not in pupil.groups:
                continue
            found = plan.score(pupil)
            naive = reference_scheme.Naive(raw, code, pupil).result()
            assert (found.status.value, found.total, list(found.parts), found.stratum, list(found.keys)) == naive
        rating = rate(scheme, code, plan.score_all(pupils))
        assert {e.result.number: e.place for e in rating.entries} == reference_scheme.places(raw, code, pupils)


@given(SEEDS)
def test_what_holds_for_any_scheme(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - data of a test
    scheme, pupil = read(schemes().make(chance)), people().make(chance)
    assert all("{" not in sentence and "  " not in sentence for sentence in describe(scheme))
    plan = Plan(scheme, "А")
    found, tree = plan.score(pupil), plan.explain(pupil)
    shuffled, mixed = list(pupil.achievements), list(pupil.values.items())
    chance.shuffle(shuffled)
    chance.shuffle(mixed)
    assert plan.score(replace(pupil, achievements=tuple(shuffled), values=dict(mixed))) == found
    assert tree.points == found.total
    columns = [node for node in tree.children if node.rule == "component"]
    assert [node.points for node in columns] == list(found.parts)
    counted = [
        node.points
        for node, component in zip(columns, plan.components, strict=True)
        if component.in_total and node.points is not None and not node.values.get("empty")
    ]
    if found.total is not None and not scheme.total.model_fields_set - {"combine"}:
        combined = reference_scheme.combined(counted, scheme.total.combine)
        assert found.total == reference_scheme.even(combined, 16)
    highest = highest_points(scheme, scheme.group("А"))
    for component, points in zip(plan.components, found.parts, strict=True):
        if component.source == "achievements" and (most := highest[component.id]) is not None:
            assert points is not None
            assert points <= most
    assert "{" not in explain_text(tree)
    assert explain_data(tree)["points"] == (None if found.total is None else str(found.total))
    for node in tree.walk():
        _exact(node)
    assert (found.status is Status.RATED) or found.reasons
    assert all(isinstance(number, Decimal) for number in (*found.parts, *found.keys) if number is not None)


def _exact(node: Node) -> None:
    """A rounding is a half up to the digits that are told; a cap is the cap; a weight is a product."""
    told = node.values
    if node.rule == "rounded":
        assert node.points == reference_scheme.rounded(told["before"], told["digits"])
    elif node.rule == "capped":
        assert node.points == told["cap"] < told["before"]
    elif node.rule == "weighted":
        assert node.points == told["before"] * told["weight"]
    assert node.points is None or isinstance(node.points, Decimal)


MONOTONE = ("value", "times", "ratio")
"""Conversions by which more is never less."""


def _monotone(raw: dict[str, Any]) -> dict[str, Any]:
    """``raw`` with those parts only by which more points cannot harm: no condition that asks for less, no lower key."""
    components = [c | {"groups": CODES} for c in raw["components"] if c["source"] in {"mark", "test", "exam", "expert"}]
    kept = [c for c in components if c.get("conversion", {"by": "value"})["by"] in MONOTONE]
    safe = [c for c in kept if all(isinstance(effect, str) for effect in c.get("states", {}).values())]
    for component in safe:
        component.pop("minimum", None)  # below it one may be left out, and a mean without the low number is higher
        component |= {"scale_minimum": False, "sides": []}
    fallback = {
        "id": "f",
        "title": "Ф",
        "source": "mark",
        "choice": {"take": "given"},
        "states": {"missing": Decimal(0)},
    }
    keys = [key | {"prefer": "higher"} for key in raw["keys"] if key["by"] == "value"]
    gates = [gate for gate in raw["gates"] if gate["gate"] == "minimum" and gate["of"] == "total"]
    return raw | {"components": [*safe, fallback], "keys": keys, "strata": [], "gates": gates}


@given(SEEDS)
def test_more_points_never_lower_a_place(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - data of a test
    scheme = read(_monotone(schemes().make(chance)))
    pupils = [people(number).make(chance) for number in range(8)]
    kinds = {Kind.MARK, Kind.TEST, Kind.EXAM, Kind.EXPERT}  # not parts: one marker's points may call for a third one
    key = chance.choice([key for key in KEYS if key[0] in kinds and ":" not in key[1]])
    pupil = pupils[0]
    value = pupil.values.get(key)
    if value is None or value.number is None:
        return
    better = golden.with_value(pupil, key, known(value.number + chance.randint(1, 5)))
    plan = Plan(scheme, "А")
    before, after = (
        {e.result.number: e.place for e in rate(scheme, "А", plan.score_all([first, *pupils[1:]])).entries}
        for first in (pupil, better)
    )
    if pupil.number in before:
        assert after[pupil.number] <= before[pupil.number]
