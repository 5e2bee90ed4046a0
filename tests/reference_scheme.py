"""A slow, naive reading of any scheme, written from the reference of the language: plain dicts, nothing remembered.

It takes the scheme as its file says it (a dict of TOML) and shares nothing with the program but the participants.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, product
from typing import Any

from otbor.domain.participants import Achievement, Kind, Participant

Raw = Mapping[str, Any]
ORDER = ("rated", "awaited", "below_minimum", "not_rated", "absent")
SCALE = {
    "математика": {"maximum": 31, "borders": {3: 8, 4: 15, 5: 22}, "profile": 18, "part": ("геометрия", 2, 6)},
    "физика": {"maximum": 45, "borders": {3: 11, 4: 23, 5: 35}, "profile": 31, "part": None},
}
"""The scale that the tests use: mark 3 of математика needs 2 of геометрия, its minimum for a profile needs 6."""


@dataclass
class Got:
    """Points or a status, and what counted of each category."""

    points: Decimal | None
    status: str = "rated"
    categories: Mapping[str, Decimal] = field(default_factory=dict)
    empty: bool = False
    short: bool = False


def heaviest(statuses: Iterable[str]) -> str:
    return max(statuses, key=ORDER.index, default="rated")


def combined(numbers: Sequence[Decimal], how: str) -> Decimal:
    if not numbers:
        return Decimal(0)
    total = sum(numbers, Decimal(0))
    return {"sum": total, "mean": total / len(numbers), "max": max(numbers), "min": min(numbers)}[how]


def even(number: Decimal, places: int) -> Decimal:
    """Without what a division leaves beyond these decimals."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if abs(number) < 10**8 else number


def rounded(number: Decimal, digits: int | None) -> Decimal:
    return number if digits is None else even(even(number, 16), digits)


def within(number: Decimal | None, limits: Raw) -> bool:
    if number is None:
        return False
    return bool(limits.get("least", number) <= number <= limits.get("most", number))


class Naive:
    """A scheme for one group and one participant."""

    def __init__(self, raw: Raw, code: str, who: Participant) -> None:
        self.raw, self.who = raw, who
        self.group = next(group for group in raw["groups"] if group["code"] == code)
        self.parts: dict[str, Got] = {}
        self.total: Got | None = None

    # values

    def names(self, selector: Raw) -> list[str]:
        found = list(selector.get("names", []))
        for name in selector.get("sets", []):
            found += self.group.get("in_depth", []) if name == "in_depth" else self.group.get("sets", {}).get(name, [])
        return list(dict.fromkeys(found))

    def plain(self, kind: str, name: str) -> tuple[str, Decimal | None]:
        value = self.who.values.get((Kind(kind), name.lower()))
        return ("missing", None) if value is None else (value.state.value, value.number)

    def value(self, kind: str, name: str) -> tuple[str, Decimal | None]:
        tests = self.raw.get("tests", []) if kind == "test" else []
        test: Raw = next((t for t in tests if t["name"] == name), {})
        whole = self.plain(kind, name)
        if whole[0] != "missing" or not ("tasks" in test or "markers" in test):
            return whole
        if "markers" not in test:
            return self.tasks(test, name)
        return self.marked(test, test["markers"], name)

    def tasks(self, test: Raw, name: str) -> tuple[str, Decimal | None]:
        given = [self.plain("test", f"{name}: {task['name']}") for task in test["tasks"]]
        if any(number is None for _, number in given):
            return lacking([state for state, _ in given])
        weights = [task.get("weight", Decimal(1)) for task in test["tasks"]]
        return "known", sum((n * w for (_, n), w in zip(given, weights, strict=True) if n is not None), Decimal(0))

    def marked(self, test: Raw, markers: Raw, name: str) -> tuple[str, Decimal | None]:
        def one(marker: str) -> tuple[str, Decimal | None]:
            whole = self.plain("test", f"{name}: {marker}")
            by_tasks = whole[0] == "missing" and "tasks" in test
            return self.tasks(test, f"{name}: {marker}") if by_tasks else whole

        given = [one(marker) for marker in markers["names"]]
        numbers = [number for _, number in given if number is not None]
        if len(numbers) < len(given):
            return lacking([state for state, _ in given])
        if "third" in markers and "differ" in markers and max(numbers) - min(numbers) > markers["differ"]:
            state, last = one(markers["third"])
            if last is None:
                return ("awaited" if state == "missing" else state), None
            then = markers.get("then", "third")
            nearest = min(numbers, key=lambda n: (abs(n - last), -n))
            numbers = {"third": [last], "nearest": [nearest, last], "combine": [*numbers, last]}[then]
        return "known", rounded(combined(numbers, markers.get("combine", "mean")), markers.get("digits"))

    # conversions

    def convert(self, how: Raw, kind: str, name: str, number: Decimal) -> Decimal | str:  # noqa: C901, PLR0911, PLR0912
        match how["by"]:
            case "value":
                return number
            case "table":
                given: list[Decimal] = [p for n, p in how["points"].items() if Decimal(n) == number]
                return given[0] if given else "no_points"
            case "flag":
                bonus: Decimal = how["points"]
                return bonus if number == 1 else Decimal(0) if number == 0 else "no_points"
            case "bands":
                return next((b["points"] for b in how["bands"] if within(number, b)), "no_points")
            case "ratio":
                highest = how["maximum"]
                if highest == "scale":
                    highest = SCALE[name]["maximum"]
                elif isinstance(highest, dict):
                    highest = highest[name]
                return rounded(number * how.get("times", Decimal(1)) / highest, how.get("digits"))
            case "times":
                times = how["times"][name] if isinstance(how["times"], dict) else how["times"]
                return rounded(number * times, how.get("digits"))
            case "linear":
                if not how["least"] <= number <= how["most"]:
                    return "no_points"
                low = how.get("to_least", Decimal(0))
                share = (number - how["least"]) * (how["to_most"] - low) / (how["most"] - how["least"])
                return rounded(share + low, how.get("digits"))
            case "mark":
                return self.mark(kind, name, number)
            case "chain":
                found: Decimal | str = number
                for step in how["steps"]:
                    if isinstance(found, Decimal):
                        found = self.convert(step, kind, name, found)
                return found
            case "names":
                return self.convert(how["names"].get(name, how.get("other")), kind, name, number)
            case "cases":
                return self.by_case(how, kind, name, number)
            case other:
                raise ValueError(other)

    def by_case(self, how: Raw, kind: str, name: str, number: Decimal) -> Decimal | str:
        for case in how["cases"]:
            answer = self.any_of(case["when"])
            if answer is None:
                return "awaited"
            if answer:
                return self.convert(case["conversion"], kind, name, number)
        return self.convert(how["other"], kind, name, number) if "other" in how else "no_points"

    def mark(self, kind: str, name: str, number: Decimal) -> Decimal | str:
        scale: Any = SCALE[name]
        if number % 1 or not 0 <= number <= scale["maximum"]:
            return "no_points"
        mark = max((m for m, border in scale["borders"].items() if number >= border), default=2)
        if mark == 3 and scale["part"]:
            state, part = self.plain(kind, f"{name}: {scale['part'][0]}")
            if part is None:
                return "awaited" if state in {"awaited", "reserve_day"} else "no_part"
            mark = 3 if part >= scale["part"][1] else 2
        return Decimal(mark)

    # conditions: True, False, or None while it is not known

    def any_of(self, conditions: Sequence[Raw]) -> bool | None:
        answers = [self.holds(one) for one in conditions]
        return True if True in answers else None if None in answers else False

    def holds(self, one: Raw) -> bool | None:  # noqa: PLR0911
        match one["has"]:
            case "any":
                return self.any_of(one["of"])
            case "none":
                answer = self.any_of(one["of"])
                return None if answer is None else not answer
            case "all":
                answers = [self.holds(other) for other in one["of"]]
                return False if False in answers else None if None in answers else True
            case "fact":
                return self.holds({"has": "value", "source": "fact", "name": one["name"], "least": 1, "most": 1})
            case "value":
                state, number = self.value(one["source"], one["name"])
                return None if state in {"awaited", "reserve_day"} else within(number, one)
            case "state":
                state, _ = self.value(one["source"], one["name"])
                return None if state in {"awaited", "reserve_day"} else state in one["states"]
            case "points":
                got = self.total if one["of"] == "total" else self.parts.get(one["of"])
                if got is None:
                    return False
                return None if got.status == "awaited" else within(None if got.empty else got.points, one)
            case _:
                row = {**one, "results": dict.fromkeys(one["results"], Decimal(0))}
                first, last = self.term(one)
                fits = (
                    self.row_points(row, None, a) is not None and dated(a, first, last) for a in self.who.achievements
                )
                return any(fits)

    # components

    def component(self, raw: Raw) -> Got:
        match raw["source"]:
            case "achievements":
                got = self.portfolio(raw)
            case "components":
                got = self.of_components(raw)
            case _:
                got = self.numbers(raw)
        if got.points is not None:
            points = rounded(got.points, raw.get("digits"))
            points = even(min(points, raw.get("cap", points)) * raw.get("weight", Decimal(1)), 18)
            got = Got(points, got.status, got.categories, got.empty, got.short)
        return got

    def numbers(self, raw: Raw) -> Got:
        choice, kind = raw["choice"], raw["source"]
        how, take = raw.get("combine", "sum"), choice["take"]
        names, selections = self.selections(raw)
        got: dict[str, Decimal] = {}
        lacks: dict[str, str] = {}
        for name in names:
            one = self.one(raw, kind, name)
            if isinstance(one, Decimal):
                got[name] = one
            else:
                lacks[name] = one
        if not names:
            effect = "not_rated" if take == "named" and self.answer(choice) is not None else self.effect(raw, "missing")
            if isinstance(effect, Decimal):
                return Got(effect)
            return Got(Decimal(0), empty=True) if effect == "left_out" else Got(None, effect)
        waiting = {name for name, status in lacks.items() if status == "awaited"}
        whole = [s for s in selections if all(name in got for name in s)]
        if waiting and any(all(name in got or name in waiting for name in s) for s in selections):
            return Got(None, "awaited")
        if whole and not waiting:
            return Got(max(combined([got[name] for name in s], how) for s in whole))
        status = heaviest("rated" if status in {"left_out", "short"} else status for status in lacks.values())
        if status != "rated":
            return Got(None, status)
        here = [[name for name in s if name in got] for s in selections] or [[]]
        longest = max(len(s) for s in here)
        points = max(combined([got[name] for name in s], how) for s in here if len(s) == longest)
        return Got(points, empty=not longest, short="short" in lacks.values())

    def selections(self, raw: Raw) -> tuple[list[str], list[tuple[str, ...]]]:
        """The names that are asked for, and every permitted selection of them."""
        choice = raw["choice"]
        match choice["take"]:
            case "slots":
                made = [s for s in product(*map(self.names, choice["slots"])) if len(set(s)) == len(s)]
                names = [name for slot in choice["slots"] for name in self.names(slot)]
                return list(dict.fromkeys(names)), made
            case "variants":
                made = [tuple(self.names(variant)) for variant in choice["variants"]]
                return list(dict.fromkeys(name for s in made for name in s)), made
            case "named":
                answer = self.answer(choice)
                names = [answer] if answer in self.names(choice) and answer is not None else []
            case "given":
                without = choice.get("without", [])
                names = [
                    n for kind, n in self.who.values if kind == raw["source"] and n not in without and ":" not in n
                ]
            case "position":
                names = [self.names(choice)[choice["position"] - 1]]
            case _:
                names = self.names(choice)
        count = choice.get("count", 1) if choice["take"] == "best" else choice.get("count", len(names))
        return names, list(combinations(names, min(count, len(names))))

    def answer(self, choice: Raw) -> str | None:
        return next((text for asked, text in self.who.named.items() if asked == choice["question"].lower()), None)

    def effect(self, raw: Raw, reason: str) -> Decimal | str:
        fixed = {"awaited": "awaited", "reserve_day": "awaited", "no_points": "not_rated"}
        if reason in fixed:
            return fixed[reason]
        told = {"no_part": "missing", "below_part": "below_minimum"}.get(reason, reason)
        states = raw.get("states", {})
        if told == "not_taught" and told not in states:
            told = "not_required"
        if told == "not_required" and told not in states:
            if raw["choice"]["take"] == "given":
                return "left_out"
            told = "missing"
        effect: Decimal | str = states.get(told, "absent" if told == "did_not_come" else "not_rated")
        return "short" if (told, effect) == ("below_minimum", "left_out") else effect

    def one(self, raw: Raw, kind: str, name: str) -> Decimal | str:
        """Points of one number, or what its absence makes."""
        state, number = self.value(kind, name)
        if number is None:
            return self.effect(raw, state)
        minimum = raw.get("minimum")
        limits = [minimum.get(name) if isinstance(minimum, dict) else minimum]
        sides = [(side["part"], side["least"]) for side in raw.get("sides", []) if side["name"] == name]
        if raw.get("scale_minimum") and name in SCALE:
            scale: Any = SCALE[name]
            limits.append(scale["profile"])
            sides += [(scale["part"][0], scale["part"][2])] if scale["part"] else []
        if any(limit is not None and number < limit for limit in limits):
            return self.effect(raw, "below_minimum")
        told = [(*self.plain(kind, f"{name}: {part}"), least) for part, least in sides]
        if any(own is not None and own < least for _, own, least in told):
            return self.effect(raw, "below_part")
        lacking_parts = [state for state, own, _ in told if own is None]
        if lacking_parts:
            coming = all(state in {"awaited", "reserve_day"} for state in lacking_parts)
            return self.effect(raw, "awaited" if coming else "no_part")
        points = self.convert(raw.get("conversion", {"by": "value"}), kind, name, number)
        return points if isinstance(points, Decimal) else self.effect(raw, points)

    def of_components(self, raw: Raw) -> Got:
        given = [
            self.made_of(raw, self.parts[name])
            for name in raw["of"]
            if name in self.parts and not self.parts[name].empty
        ]
        numbers = sorted((got.points for got in given if got.points is not None), reverse=True)
        lacks = [got.status for got in given if got.points is None]
        how, take, count = raw.get("combine", "sum"), raw.get("take", "all"), raw.get("count", 1)
        if not given:
            return Got(Decimal(0), empty=True, short=any(self.parts[n].short for n in raw["of"] if n in self.parts))
        if take == "first":
            first = next((got for got in given if got.points is not None or got.status == "awaited"), None)
            return Got(first.points, first.status) if first is not None else Got(None, heaviest(lacks))
        if take == "all":
            return Got(None, heaviest(lacks)) if lacks else Got(combined(numbers, how))
        waiting = lacks.count("awaited")
        if waiting and len(numbers) + waiting >= count:
            return Got(None, "awaited")
        if len(numbers) < min(count, len(given)) or waiting:
            return Got(None, heaviest(lacks))
        return Got(combined(numbers[:count], how))

    def made_of(self, raw: Raw, part: Got) -> Got:
        """The points of another component after the conversion of this one."""
        if part.points is None:
            return part
        points = self.convert(raw.get("conversion", {"by": "value"}), "expert", "", part.points)
        return (
            Got(points) if isinstance(points, Decimal) else Got(None, "not_rated" if points == "no_points" else points)
        )

    # achievements

    def term(self, raw: Raw) -> tuple[date | None, date | None]:
        firsts, lasts = [raw.get("held_from")], [raw.get("held_until")]
        if validity := raw.get("validity"):
            year = self.raw["year"]
            if validity["by"] == "school_years":
                starts = validity.get("starts", {"year": 0, "month": 9, "day": 1})
                begins = date(year + starts["year"], starts["month"], starts["day"])
                firsts.append(begins.replace(year=begins.year - validity["count"]))
                lasts.append(begins - timedelta(days=1))
            else:
                for name, limits in (("first", firsts), ("last", lasts)):
                    if day := validity.get(name):
                        limits.append(date(year + day["year"], day["month"], day["day"]))
        return max(filter(None, firsts), default=None), min(filter(None, lasts), default=None)

    def row_points(self, row: Raw, default: Raw | None, a: Achievement) -> Decimal | None:
        for mine, own in (("category", a.category), ("level", a.level), ("form", a.form)):
            if mine in row and row[mine] != own:
                return None
        subjects = None if row.get("any_subject") else row.get("subjects", default)
        if subjects is not None and a.subject not in self.names(subjects):
            return None
        if "listed" in row:
            events = next(one["events"] for one in self.raw["lists"] if one["id"] == row["listed"])
            if a.event not in events:
                return None
        points: Decimal | None = row.get("results", {}).get(a.result)
        first = a.result.split()[0]
        place = a.place if a.place is not None or not first.isdecimal() else int(first)
        if points is None and place is not None:
            return next((b["points"] for b in row.get("places", []) if b["least"] <= place <= b["most"]), None)
        return points

    def portfolio(self, raw: Raw) -> Got:
        first, last = self.term(raw)
        counted: list[tuple[Decimal, int, str, str, Achievement]] = []
        for a in self.who.achievements:
            if not dated(a, first, last):
                continue
            for place, row in enumerate(raw["rows"]):
                points = self.row_points(row, raw.get("subjects"), a)
                if points is not None:
                    counted.append((-points, place, row.get("category", a.category), a.subject, a))
                    break
        counted.sort(key=lambda one: one[:4])
        if raw.get("once", True):
            counted = best(
                counted, lambda one: (one[4].event, one[4].subject, one[4].held_on) if one[4].event else None, 1
            )
        for rule in raw.get("best", []):
            counted = best(counted, rule_key(rule), rule.get("count", 1))
        categories: dict[str, Decimal] = {}
        for points, _, category, _, _ in counted:
            categories[category] = categories.get(category, Decimal(0)) - points
        for table in raw.get("counts", []):
            count = sum(one[2] in table["categories"] for one in counted)
            if count:
                rows = sorted((Decimal(n), p) for n, p in table["points"].items())
                given = [points for number, points in rows if count >= number]
                categories |= dict.fromkeys(table["categories"], Decimal(0))
                categories[table["categories"][0]] = given[-1] if given else Decimal(0)
        return Got(self.capped(raw, categories), categories=categories)

    def capped(self, raw: Raw, categories: dict[str, Decimal]) -> Decimal:
        caps = raw.get("caps", [])
        for cap in caps:
            if len(cap["categories"]) == 1 and cap["categories"][0] in categories:
                name = cap["categories"][0]
                categories[name] = min(categories[name], cap["points"])
        total = sum(categories.values(), Decimal(0))
        for cap in caps:
            if len(cap["categories"]) > 1:
                together = sum((categories.get(name, Decimal(0)) for name in cap["categories"]), Decimal(0))
                total -= max(together - cap["points"], Decimal(0))
        return total

    # the whole

    def result(self) -> tuple[str, Decimal | None, list[Decimal | None], int, list[Decimal | None]]:
        """Status, total, parts, stratum, keys."""
        code, raw = self.group["code"], self.raw
        columns = [c for c in raw["components"] if code in c.get("groups", [code])]
        for component in columns:
            self.parts[component["id"]] = self.component(component)
        counted = [self.parts[c["id"]] for c in columns if c.get("in_total", True)]
        rule = raw.get("total", {})
        failed = [got.status for got in counted if got.points is None]
        total = None
        if not failed:
            numbers = [got.points for got in counted if got.points is not None and not got.empty]
            total = rounded(combined(numbers, rule.get("combine", "sum")), rule.get("digits", 16))
            total = min(total, rule.get("cap", total))
        self.total = Got(total, heaviest(failed))
        failed += [status for gate in raw.get("gates", []) if (status := self.gate(gate))]
        stratum = self.stratum()
        if stratum is None:
            failed.append("awaited")
        elif stratum < len(raw.get("strata", [])) and raw["strata"][stratum].get("exempt"):
            failed = []
        keys = [self.key(key) for key in raw.get("keys", [])]
        failed += [key.status for key in keys]
        status = heaviest(failed)
        shown = [key.points if status == "rated" else None for key in keys]
        end = len(raw.get("strata", []))
        parts = [self.parts[c["id"]].points for c in columns]
        return status, total, parts, end if stratum is None else stratum, shown

    def gate(self, gate: Raw) -> str | None:
        code = self.group["code"]
        if code not in gate.get("groups", [code]):
            return None
        if gate["gate"] == "required":
            return {True: None, False: "not_rated", None: "awaited"}[self.any_of(gate["when"])]
        got = self.total if gate["of"] == "total" else self.parts.get(gate["of"])
        if got is None or (got.empty and not got.short and gate["of"] != "total"):
            return None
        if got.points is None:
            return got.status
        return "below_minimum" if got.points < gate["points"] else None

    def stratum(self) -> int | None:
        strata = self.raw.get("strata", [])
        for index, stratum in enumerate(strata):
            answer = self.any_of(stratum["when"])
            if answer is None:
                return None
            if answer:
                return index
        return len(strata)

    def key(self, key: Raw) -> Got:  # noqa: PLR0911 - one return a kind
        match key["by"]:
            case "component" | "components":
                names = key.get("components", [key.get("component")])
                given = [self.parts[name] for name in names if name in self.parts]
                if any(got.status == "awaited" for got in given):
                    return Got(None, "awaited")
                numbers = [got.points for got in given if got.points is not None and not got.empty]
                if not numbers:
                    return Got(None)
                return Got(even(combined(numbers, key.get("combine", "sum")), 16))
            case "category":
                got = self.parts.get(key["component"])
                return Got(got.categories.get(key["category"], Decimal(0)) if got else None)
            case "condition":
                answer = self.any_of(key["when"])
                return Got(None, "awaited") if answer is None else Got(Decimal(answer))
        state, number = self.value(key["source"], key["name"])
        if state in {"awaited", "reserve_day"} and not key.get("equals_only"):
            return Got(None, "awaited")
        return Got(key.get("absent") if number is None else rounded(number, key.get("digits")))


def lacking(states: list[str]) -> tuple[str, None]:
    """The state of a whole whose part has no number."""
    for state in ("did_not_come", "annulled", "awaited", "reserve_day", "missing"):
        if state in states:
            return state, None
    return next(state for state in states if state != "known"), None


def dated(a: Achievement, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    return a.held_on is not None and (first or a.held_on) <= a.held_on <= (last or a.held_on)


def rule_key(rule: Raw) -> Callable[[Any], Any]:
    def key(one: Any) -> Any:
        if rule.get("categories") and one[2] not in rule["categories"]:
            return None
        a = one[4]
        event = (a.event, a.subject, a.held_on) if a.event else None
        return {"subject": ("s", a.subject), "event": event, "category": ("c", one[2]), "all": "all"}[rule["per"]]

    return key


def best(counted: list[Any], key: Callable[[Any], Any], count: int) -> list[Any]:
    """The first ``count`` of each key; None: counts by itself."""
    kept: list[Any] = []
    for one in counted:
        same = [other for other in kept if key(other) is not None and key(other) == key(one)]
        if key(one) is None or len(same) < count:
            kept.append(one)
    return kept


def places(raw: Raw, code: str, people: Sequence[Participant]) -> dict[str, int]:
    """Place of everybody rated: one more than the number of those who are better."""
    lines = {p.number: Naive(raw, code, p).result() for p in people if code in p.groups}
    rated = {number: line for number, line in lines.items() if line[0] == "rated"}
    signs = [1 if key.get("prefer", "higher") == "higher" else -1 for key in raw.get("keys", [])]

    def order(line: Any) -> list[Any]:
        keys = [(0, Decimal(0)) if n is None else (1, n * sign) for n, sign in zip(line[4], signs, strict=True)]
        return [-line[3], (0, Decimal(0)) if line[1] is None else (1, line[1]), *keys]

    return {n: 1 + sum(order(other) > order(line) for other in rated.values()) for n, line in rated.items()}
