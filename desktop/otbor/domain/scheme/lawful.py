"""What a scheme may not say under a region's Порядок (пп. 4, 7, 13, 14, 16, 20, 21), though others may."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from otbor.domain.campaign import Level
from otbor.domain.criteria import allowed_criteria
from otbor.domain.findings import Finding
from otbor.domain.participants import Kind
from otbor.domain.regulation import PortfolioCategory, Regulation, Standard, TestLimit, Values
from otbor.domain.scheme.base import Group, Selector
from otbor.domain.scheme.choices import Best, Given, Named, Slots, Variants
from otbor.domain.scheme.components import Converting, PortfolioComponent, Row, ValuesComponent, conditions_of
from otbor.domain.scheme.conditions import TOTAL, HasAchievement, HasFact, HasValue, leaves
from otbor.domain.scheme.model import Scheme
from otbor.domain.scheme.order import CategoryKey, ComponentKey, ConditionKey, Required, TieKey
from otbor.domain.subjects import folded, level_key, whole_of

Found = Iterator[Finding]
_CRITERIA: Mapping[str, str] = {"achievements": "portfolio", "expert": "aptitude"}
"""Criterion of the Порядок that a source of points is; the others are called the same."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the Порядок asks of a school; ``on_list``: whether the founder's list of п. 3 has it, None while unknown."""

    on_list: bool | None = None
    cadet: bool = False
    sport: bool = False


@dataclass(frozen=True, slots=True)
class _Law:
    """The Порядок as it stands for one scheme; ``paragraph`` is that of its criteria («13», «14»)."""

    regulation: Regulation
    level: Level
    school: Standing
    paragraph: str
    criteria: frozenset[str]

    def say(self, rule: str, where: str, paragraph: str | None = None, **values: object) -> Finding:
        return self.regulation.finding(f"lawful.{rule}", where, paragraph=paragraph, **values)

    @property
    def gates(self) -> frozenset[str]:
        """Facts that admission may depend on (пп. 4, 7), folded."""
        allowed = self.regulation.gates + (self.regulation.sport_gates if self.school.sport else ())
        return frozenset(map(folded, allowed))

    def title(self, level: Level) -> str:
        return self.regulation.levels[level].title

    def category_of_fact(self, name: str) -> PortfolioCategory | None:
        """The portfolio category that a number like «средний балл аттестата» belongs to."""
        categories = (c for c in self.regulation.portfolio if self.level in c.levels)
        return next((c for c in categories if folded(name) in map(folded, c.facts)), None)


def check_lawful(scheme: Scheme, regulation: Regulation, name: str, school: Standing | None = None) -> list[Finding]:
    """Everything in ``scheme`` that ``regulation`` does not provide for; ``name`` is its file in ``where``.

    Severity and paragraph of each rule are the regulation's own (``lawful.*``).
    """
    law = _law(scheme, regulation, school or Standing())
    if law is None:
        grades = tuple(grade for rule in regulation.levels.values() for grade in rule.grades)
        found = [regulation.finding("lawful.grade", "grade", grade=scheme.grade, grades=grades)]
    else:
        found = [
            *(finding for group in scheme.groups for finding in _group(law, scheme, group)),
            *_components(law, scheme),
            *_gates(law, scheme),
            *(law.say("stratum", f"strata[{s.id}]", title=s.title) for s in scheme.strata),
            *_keys(law, scheme),
        ]
    unique = {(f.id, f.where, str(f.values)): f for f in found}
    return [replace(finding, where=f"{name}: {finding.where}") for finding in unique.values()]


def _law(scheme: Scheme, regulation: Regulation, school: Standing) -> _Law | None:
    level = next((level for level, rule in regulation.levels.items() if scheme.grade in rule.grades), None)
    if level is None:
        return None
    allowed = allowed_criteria(regulation, level, sport=school.sport)
    paragraph = next((criterion.paragraph for criterion in allowed if not criterion.sport), "")
    return _Law(regulation, level, school, paragraph, frozenset(criterion.id for criterion in allowed))


def _group(law: _Law, scheme: Scheme, group: Group) -> Found:
    """Subjects of one group (пп. 13, 14): all those in depth, and no others, in marks, examinations and tests."""
    field = f"groups[{group.code}]"
    components = scheme.components_of(group.code)
    numbers = [c for c in components if isinstance(c, ValuesComponent)]
    if not group.in_depth and not (law.school.cadet or law.school.sport):  # by the local act, by aptitude (п. 7)
        yield law.say("no_in_depth", f"{field}.in_depth", code=group.code)
    if group.in_depth and not law.school.cadet:
        yield from _foreign_subjects(law, numbers, group)
    for kind, rule in ((Kind.MARK, "marks_not_of_all"), (Kind.EXAM, "exams_not_of_all")):
        counted = [component for component in numbers if component.kind is kind]
        if counted and (missing := _uncounted(counted, group)):
            yield law.say(rule, field, law.paragraph, code=group.code, subjects=missing)
    yield from _tests(law, group, [component for component in numbers if component.kind is Kind.TEST])
    used = {_CRITERIA.get(component.source, component.source) for component in components}
    for criterion in allowed_criteria(law.regulation, law.level):
        told_by_subject = criterion.id == Kind.TEST and group.in_depth
        if criterion.id not in used and not told_by_subject:
            told = {"code": group.code, "criterion": criterion.title}
            yield law.say("criterion_unused", field, criterion.paragraph, **told)


def _foreign_subjects(law: _Law, numbers: list[ValuesComponent], group: Group) -> Found:
    for component in numbers:
        if component.kind not in {Kind.MARK, Kind.EXAM, Kind.TEST}:
            continue
        for name in _wholes(component, group):
            if name not in group.in_depth:
                rule = "other_test" if component.kind is Kind.TEST else "other_subject"
                told = {"name": name, "code": group.code, "title": component.title}
                yield law.say(rule, f"components[{component.id}].choice", law.paragraph, **told)


def _uncounted(components: list[ValuesComponent], group: Group) -> tuple[str, ...]:
    """Subjects in depth that do not count for sure: named by no component, or left to a choice."""
    counted = {name for component in components for name in _counted_for_sure(component, group)}
    return tuple(subject for subject in group.in_depth if subject not in counted)


def _wholes(component: ValuesComponent, group: Group) -> tuple[str, ...]:
    """The subjects and tests that the component counts, each once: of a part that which it is a part of."""
    return tuple(dict.fromkeys(map(whole_of, component.chosen(group))))


def _counted_for_sure(component: ValuesComponent, group: Group) -> Iterable[str]:
    names = _wholes(component, group)
    match component.choice:
        case Given(without=without, count=count):
            return [name for name in group.in_depth if count is None and name not in without]
        case Best(count=count):
            return names if count >= len(component.chosen(group)) else ()
        case Slots(slots=slots):
            return [whole_of(name) for slot in slots if len(own := slot.resolve(group)) == 1 for name in own]
        case Variants(variants=variants):
            return [name for name in names if all(name in map(whole_of, v.resolve(group)) for v in variants)]
        case Named():
            return names if len(names) == 1 else ()
        case _:
            return names


def _tests(law: _Law, group: Group, components: list[ValuesComponent]) -> Found:
    """пп. 13, 14.1, 14.2: tests in all subjects in depth, and not more of them than there may be."""
    tests = tuple(dict.fromkeys(name for component in components for name in _wholes(component, group)))
    combined = tuple(name for name in tests if name not in group.in_depth)
    uncovered = tuple(subject for subject in group.in_depth if subject not in tests)
    limits = _limits(law)
    for limit in limits:
        doubt = "" if limit is limits[0] else "_perhaps"
        told: Values = {"code": group.code, "number": len(tests), "limit": limit.limit, "subjects": group.in_depth}
        too_many = len(tests) > limit.limit
        if too_many:
            yield law.say(f"too_many_tests{doubt}", "tests", limit.paragraph, **told)
        if len(group.in_depth) > limit.limit and (too_many or (uncovered and not combined)):
            yield law.say(f"only_combined_test{doubt}", "tests", limit.paragraph, **told)
        if too_many:
            break
    if uncovered:
        rule = "test_coverage_unknown" if combined else "subject_without_test"
        told = {"code": group.code, "subjects": uncovered, "tests": combined}
        yield law.say(rule, "tests", limits[0].paragraph, **told)
    if left := tuple(subject for subject in _uncounted(components, group) if subject in tests):
        yield law.say("test_by_choice", "tests", limits[0].paragraph, code=group.code, subjects=left)


def _limits(law: _Law) -> list[TestLimit]:
    """Limits that may hold for the school, the widest first: the narrower one is for who is not on the list."""
    known = law.school.on_list
    held = [t for t in law.regulation.test_limits if t.level is law.level]
    return sorted((t for t in held if known is None or t.on_list in {None, known}), key=lambda t: -t.limit)


def _components(law: _Law, scheme: Scheme) -> Found:
    """Whether what makes points is a criterion of пп. 13, 14 (of п. 7 for a school of sport)."""
    for component in scheme.components:
        where = f"components[{component.id}]"
        match component:
            case PortfolioComponent():
                by_number = {folded(category) for table in component.counts for category in table.categories}
                for number, row in enumerate(component.rows, 1):
                    yield from _row(law, row, f"{where}.rows[{number}]", by_number)
            case ValuesComponent(kind=Kind.FACT):
                yield from _facts(law, scheme, component, where)
            case ValuesComponent():
                yield from _criterion(law, component, where)
        if isinstance(component, Converting) and not law.school.sport:  # norms by sex and age (п. 7)
            yield from _cases(law, component, f"{where}.conversion.cases")


def _criterion(law: _Law, component: ValuesComponent, where: str) -> Found:
    told = {"title": component.title, "level": law.title(law.level)}
    if _CRITERIA.get(component.source, component.source) not in law.criteria:
        yield law.say(f"criterion_{component.source}", where, law.paragraph, **told)
        return
    if isinstance(component.choice, Given) and not law.school.cadet:
        yield law.say("any_subject", f"{where}.choice", law.paragraph, title=component.title)
    if component.kind is Kind.EXAM and component.treatments()["not_required"] in {"not_rated", "absent"}:
        yield law.say("exam_if_any", f"{where}.states.not_required", law.paragraph, title=component.title)


def _facts(law: _Law, scheme: Scheme, component: ValuesComponent, where: str) -> Found:
    names = dict.fromkeys(n for g in scheme.groups if component.belongs_to(g.code) for n in component.chosen(g))
    for name in names:
        if law.category_of_fact(name) is None:
            yield law.say("fact", f"{where}.choice", law.paragraph, title=component.title, name=name)


def _cases(law: _Law, component: Converting, where: str) -> Found:
    """What the points hang on besides the number itself: a fact that is no criterion is none here either."""
    for leaf in conditions_of(component):
        match leaf:
            case HasFact(name=name) | HasValue(source="fact", name=name) if law.category_of_fact(name) is None:
                yield law.say("fact", where, law.paragraph, title=component.title, name=name)


def _row(law: _Law, row: Row, where: str, by_number: Collection[str]) -> Found:
    """One row of the achievements' table against п. 16: its category, level and results.

    ``by_number``: categories, folded, whose achievements count by their number, so that one without points counts too.
    """
    if row.category is None:
        yield law.say("row_without_category", where, categories=tuple(c.id for c in law.regulation.portfolio))
        return
    category = law.regulation.category(row.category)
    if category is None:
        told: Values = {"category": row.category, "categories": tuple(c.id for c in law.regulation.portfolio)}
        yield law.say("category", f"{where}.category", **told)
        return
    if law.level not in category.levels:
        told = {"category": category.id, "level": law.title(law.level)}
        yield law.say("category_of_other_level", f"{where}.category", category.id, **told)
    counts = folded(row.category) in by_number
    results = tuple(result for result, points in row.results.items() if points or counts)
    yield from _standards(law, category, row.level, results, where)
    places = tuple(f"{band.least}–{band.most}" for band in row.places if band.points or counts)
    fitting = [standard for standard in category.standards if _fits(standard, row.level)]
    if places and fitting and not all(standard.places for standard in fitting):
        told = {"category": category.id, "places": places, "results": _results(fitting)}
        yield law.say("places", f"{where}.places", category.id, **told)


def _standards(law: _Law, category: PortfolioCategory, level: str | None, results: Iterable[str], where: str) -> Found:
    """Whether the level and the results are those of the category: taking part in the municipal stage is not."""
    if not category.standards:
        return
    fitting = [standard for standard in category.standards if _fits(standard, level)]
    if level is not None and not fitting:
        levels = tuple(standard.level for standard in category.standards)
        told: Values = {"category": category.id, "level": level, "levels": levels}
        yield law.say("stage", f"{where}.level", category.id, **told)
        return
    allowed = _results(fitting)
    for result in results:
        if folded(result) not in map(folded, allowed):
            told = {"category": category.id, "result": result, "results": allowed}
            yield law.say("result", f"{where}.results", category.id, **told)


def _fits(standard: Standard, level: str | None) -> bool:
    return level is None or not standard.level or level_key(standard.level) == level_key(level)


def _results(standards: Iterable[Standard]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(result for standard in standards for result in standard.results))


def _gates(law: _Law, scheme: Scheme) -> Found:
    """п. 20: one minimum of the total; minima of components are more than it asks. п. 4: anyone may take part."""
    total = False
    titles = {component.id: component.title for component in scheme.components}
    for number, gate in enumerate(scheme.gates, 1):
        where = f"gates[{number}]"
        if isinstance(gate, Required):
            facts = leaves(gate.when)
            if not all(isinstance(leaf, HasFact) and folded(leaf.name) in law.gates for leaf in facts):
                yield law.say("gate", where, gate=gate.title)
        elif gate.of == TOTAL:
            total = True
        else:
            yield law.say("component_minimum", where, title=titles.get(gate.of, gate.of), minimum=gate.points)
    if not total:
        yield law.say("no_minimum", "gates")


def _keys(law: _Law, scheme: Scheme) -> Found:
    """п. 21: only achievements of the priority categories, in the subjects in depth, decide between equals."""
    if not scheme.keys:
        yield law.say("no_keys", "keys")
    portfolios = {component.id: component for component in scheme.portfolios()}
    priorities = law.regulation.priority_categories()
    for key in scheme.keys:
        where = f"keys[{key.id}]"
        portfolio, categories = _of_key(key, portfolios)
        if "" in categories or (portfolio is None and not categories):
            yield law.say("key", where, title=key.title, allowed=priorities)
        elif others := tuple(sorted(categories - set(priorities))):
            told: Values = {"title": key.title, "categories": others, "allowed": priorities}
            yield law.say("key_category", where, **told)
        elif not law.school.cadet and (codes := _of_any_subject(scheme, key, portfolio, categories)):
            yield law.say("key_subjects", where, title=key.title, codes=codes)
        for leaf in leaves(key.when) if isinstance(key, ConditionKey) else ():
            category = law.regulation.category(leaf.category or "") if isinstance(leaf, HasAchievement) else None
            if category is not None and isinstance(leaf, HasAchievement):
                yield from _standards(law, category, leaf.level, leaf.results, f"{where}.when")


def _of_key(key: TieKey, portfolios: Mapping[str, PortfolioComponent]) -> tuple[PortfolioComponent | None, set[str]]:
    """The portfolio that a key compares, if one, and the categories; neither when it compares something else."""
    match key:
        case CategoryKey(component=component, category=category):
            return portfolios.get(component), {category}
        case ComponentKey(component=component) if component in portfolios:
            return portfolios[component], {row.category or "" for row in portfolios[component].rows}
        case ConditionKey(when=when):
            asked = leaves(when)
            categories = {leaf.category or "" for leaf in asked if isinstance(leaf, HasAchievement)}
            return None, categories if all(isinstance(leaf, HasAchievement) for leaf in asked) else set()
        case _:
            return None, set()


def _of_any_subject(
    scheme: Scheme, key: TieKey, portfolio: PortfolioComponent | None, categories: set[str]
) -> tuple[str, ...]:
    """Codes of the groups where the key counts subjects that are not studied in depth."""
    if portfolio is not None:
        rows = [row for row in portfolio.rows if row.category in categories]
        chosen = [None if row.any_subject else row.subjects or portfolio.subjects for row in rows]
        groups = [group for group in scheme.groups if portfolio.belongs_to(group.code)]
    else:
        asked = leaves(key.when) if isinstance(key, ConditionKey) else ()
        chosen = [leaf.subjects for leaf in asked if isinstance(leaf, HasAchievement)]
        groups = list(scheme.groups)
    return tuple(group.code for group in groups if any(_wider(selector, group) for selector in chosen))


def _wider(selector: Selector | None, group: Group) -> bool:
    return selector is None or not set(selector.resolve(group)) <= set(group.in_depth)
