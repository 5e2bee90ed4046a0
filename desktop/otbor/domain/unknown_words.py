"""Words of achievements that a scheme does not know: a slip of the pen would lose the points, and nobody would see."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from otbor.domain.findings import Finding, Severity
from otbor.domain.participants import Achievement, Participant
from otbor.domain.scheme import Scheme
from otbor.domain.scheme.conditions import HasAchievement
from otbor.domain.scheme.portfolio import Row as SchemeRow
from otbor.domain.scoring.achievements import Row, fit
from otbor.domain.scoring.context import Context
from otbor.domain.scoring.portfolio import ready_rows
from otbor.domain.subjects import folded, level_key, shown

Words = Mapping[str, Collection[str]]
"""Folded words by what they say of an achievement: category, level, form, result, subject."""


def unknown_words(scheme: Scheme, participants: Iterable[Participant], usual: Words) -> tuple[Finding, ...]:
    """A warning for each word of achievements without a row that ``scheme`` and ``usual`` do not know, at the first."""
    tables = list(_tables(scheme))
    known = {field: {*words, *usual.get(field, ())} for field, words in _of_scheme(scheme).items()}
    first: dict[tuple[str, str], str] = {}
    times: dict[tuple[str, str], int] = {}
    for achievement in chain.from_iterable(participant.achievements for participant in participants):
        for field, word in dict.fromkeys(_doubtful(achievement, tables)):
            if folded(word) not in known[field]:
                first.setdefault((field, word), achievement.document)
                times[field, word] = times.get((field, word), 0) + 1
    return tuple(
        Finding(
            f"scoring.{'unknown' if word else 'unsaid'}_{field}",
            Severity.WARNS,
            {"word": shown(word), "times": times[field, word]},
            where=at,
        )
        for (field, word), at in first.items()
    )


def _tables(scheme: Scheme) -> Iterator[list[Row]]:
    """The rows of every portfolio, made ready for each of its groups."""
    for group in scheme.groups:
        context = Context(scheme, group, {})
        yield from (ready_rows(p, context) for p in scheme.portfolios() if p.belongs_to(group.code))


def _of_scheme(scheme: Scheme) -> Words:
    """What the rows and conditions of ``scheme`` name."""
    asked = [leaf for _, leaf in scheme.conditions() if isinstance(leaf, HasAchievement)]
    rows = [row for portfolio in scheme.portfolios() for row in portfolio.rows]
    named: list[SchemeRow | HasAchievement] = [*rows, *asked]
    return {
        "category": {folded(one.category) for one in named if one.category},
        "level": {level_key(one.level) for one in named if one.level},
        "form": {folded(one.form) for one in named if one.form},
        "result": {folded(result) for one in named for result in one.results},
        "subject": set(),
    }


def _doubtful(achievement: Achievement, tables: Iterable[list[Row]]) -> Iterator[tuple[str, str]]:
    """The words that alone may be why no row gives points; none where a row does, or refuses for another reason."""
    rules = {rule if isinstance(rule := fit(achievement, rows), str) else "" for rows in tables}
    if rules == {"other_subject"}:
        yield "subject", achievement.subject
    if not rules or not rules <= {"no_row", "no_result"}:
        return
    said = {"category": achievement.category, "level": level_key(achievement.level), "form": achievement.form}
    folded_words = tuple(map(folded, said.values()))
    for row in chain.from_iterable(tables):
        wanted = (row.category, row.level, row.form)
        apart = [field for field, own, word in zip(said, wanted, folded_words, strict=True) if own not in {None, word}]
        if len(apart) == 1:
            yield apart[0], said[apart[0]]
        elif (
            not apart and achievement.place is None and not achievement.result[:1].isdigit()
        ):  # a place, a mark of 16.5
            yield "result", achievement.result
