"""The portfolio (портфолио, п. 16) in words: terms, rows, what of equals counts, points by number, caps."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from otbor.domain.scheme import Group, Scheme
from otbor.domain.scheme.components import PortfolioComponent, Row
from otbor.domain.scheme.conditions import Days
from otbor.wording.conditions import validity_text
from otbor.wording.phrases import categories, points, points_genitive, say, selected
from otbor.wording.templates import said


def portfolio_sentences(component: PortfolioComponent, groups: list[Group], scheme: Scheme) -> Iterator[str]:
    """What counts in the component, for the ``groups`` that have it."""
    rows = component.rows
    yield from _terms(component, groups, scheme)
    yield from (_row(row, groups, scheme) for row in rows)
    yield say("portfolio.once" if component.once else "portfolio.every")
    yield from _best(component)
    if (component.once or component.best) and _give_the_same(rows):
        yield say("portfolio.equal")
    for table in component.counts:
        rule = "portfolio.by_count" if len(table.categories) > 1 else "portfolio.by_count.one"
        yield say(rule, categories=categories(table.categories), table=_by_count(table.points))
    for cap in component.caps:
        rule = "portfolio.cap" if len(cap.categories) > 1 else "portfolio.cap.one"
        yield say(rule, categories=categories(cap.categories), points=points_genitive(cap.points))


def _terms(component: PortfolioComponent, groups: list[Group], scheme: Scheme) -> Iterator[str]:
    if component.subjects is not None:
        yield say("portfolio.subjects", names=selected(component.subjects, groups))
    if component.held_from is not None:
        yield say("portfolio.held_from", day=component.held_from)
    if component.held_until is not None:
        yield say("portfolio.held_until", day=component.held_until)
    if component.validity is not None:
        yield say("portfolio.validity", term=validity_text(component.validity, scheme))
    if _has_term(component):
        yield say("portfolio.dated")


def _best(component: PortfolioComponent) -> Iterator[str]:
    any_subject = any(row.any_subject or not (row.subjects or component.subjects) for row in component.rows)
    for best in component.best:
        about = "portfolio.best.categories" if len(best.categories) > 1 else "portfolio.best.category_of"
        about = "portfolio.best.category.each" if best.per == "category" else about  # each by itself
        told = say(about, categories=categories(best.categories)) if best.categories else ""
        rule = f"portfolio.best.{best.per}" + ("" if best.count == 1 else ".several")
        yield say(rule, categories=told, count=best.count)
        if best.per == "subject" and any_subject:
            yield say("portfolio.best.no_subject")


def _has_term(component: PortfolioComponent) -> bool:
    """Whether achievements count by their days."""
    validity = component.validity
    open_ = isinstance(validity, Days) and validity.first is None and validity.last is None
    return bool(component.held_from or component.held_until or (validity and not open_))


def _give_the_same(rows: Iterable[Row]) -> bool:
    """Whether two rows have a number of points in common, so that it is to be said which of them counts."""
    given = [{*row.results.values(), *(band.points for band in row.places)} for row in rows]
    return any(one & other for one, other in combinations(given, 2))


def _by_count(table: object) -> str:
    """«1 — 5 баллов, 2 — 10 баллов, 3 и более — 15 баллов»."""
    rows = sorted(dict(table).items())  # type: ignore[call-overload]
    told = [f"{said(number)} — {points(given)}" for number, given in rows]
    told[-1] = say("portfolio.and_more", number=rows[-1][0], points=points(rows[-1][1]))
    return ", ".join(told)


def _row(row: Row, groups: list[Group], scheme: Scheme) -> str:
    label = ", ".join(said(part) for part in (row.category, row.level, row.form) if part) or say("portfolio.row.any")
    about = ""
    if row.any_subject:
        about = say("portfolio.row.any_subject")
    elif row.subjects is not None:
        about = say("portfolio.row.subjects", names=selected(row.subjects, groups))
    if row.listed is not None:
        listed = next((made.title for made in scheme.lists if made.id == row.listed), row.listed)
        about += say("portfolio.row.listed", title=listed)
    results = [f"{said(result)} — {points(number)}" for result, number in row.results.items()]
    results += [
        say("portfolio.row.places", first=band.least, last=band.most, points=points(band.points))
        if band.least < band.most
        else say("portfolio.row.place", place=band.least, points=points(band.points))
        for band in row.places
    ]
    label = label[0].upper() + label[1:]
    return say("portfolio.row", label=label, results=", ".join(results), subjects=about)
