"""A scheme in a file, checked before anybody is rated by it: by itself, by a regulation, against a mapping."""

from collections.abc import Iterator
from pathlib import Path

from otbor.domain.findings import Finding, Refused, Severity
from otbor.domain.participants import Key, Kind
from otbor.domain.regulation import Regulation, parse_regulation
from otbor.domain.scheme import Scheme
from otbor.domain.scheme.checks import check
from otbor.domain.scheme.choices import Given
from otbor.domain.scheme.components import ValuesComponent
from otbor.domain.scheme.lawful import Standing, check_lawful
from otbor.domain.scheme.reading import read_scheme
from otbor.domain.subjects import folded, whole_of
from otbor.exchange.score_mapping import SUBJECT, ScoreMapping, load_score_mapping, mapping_beside
from otbor.exchange.words import value_name
from otbor.services.library import library
from otbor.services.trial import scheme_text, subjects_beside
from otbor.support.places import resource
from otbor.wording.phrases import phrases


def check_file(
    path: Path, regulation: str | None = None, mapping: Path | None = None, school: Standing | None = None
) -> tuple[Finding, ...]:
    """Every finding on the scheme in ``path``, forbidding ones and warnings.

    ``regulation``: name of a regulation to check by, the scheme's own by default; ``mapping``: the mapping file, the
    one beside the scheme by default, if there is one; ``school``: what is known of the school. Raises
    :class:`Refused` for a scheme or a mapping that cannot be read at all.
    """
    subjects = subjects_beside(path)
    scheme = read_scheme(scheme_text(path), path.name, subjects, library(path.parent))
    found = check(scheme, path.name, subjects)
    if named := regulation or scheme.regulation:
        profile = read_regulation(named, f"{path.name}: regulation" if regulation is None else "")
        found = [*profile.citing(found), *check_lawful(scheme, profile, path.name, school)]
    beside = mapping_beside(path)
    if mapping is not None or beside.is_file():
        fed_by = mapping or beside
        found += unfed(scheme, load_score_mapping(fed_by), fed_by.name)
    return tuple(found)


def read_regulation(name: str, where: str = "") -> Regulation:
    """The shipped regulation ``name``; raises :class:`Refused` (``scheme.no_regulation``) when there is none."""
    path = resource(f"regulation/{name}.toml")
    if Path(name).name != name or not path.is_file():
        shipped = sorted(file.stem for file in resource("regulation").glob("*.toml"))
        raise Refused(Finding("scheme.no_regulation", values={"name": name, "shipped": shipped}, where=where))
    return parse_regulation(path.read_text("utf-8"), path.name)


def unfed(scheme: Scheme, mapping: ScoreMapping, name: str) -> list[Finding]:
    """Warnings for values and choices that the scheme asks for and no column of the mapping ``name`` feeds."""
    keys = dict.fromkeys(key for group in scheme.groups for key in scheme.asked(group.code))
    found = [
        Finding("scheme.not_fed", Severity.WARNS, {"name": wanted, "what": phrases()["what"][kind]}, where=name)
        for kind, wanted in keys
        if not any(_feeds(column, (kind, wanted)) for column in _columns(mapping))
    ]
    kinds = {kind for kind, _ in _columns(mapping)}
    found += [
        Finding("scheme.not_fed", Severity.WARNS, {"name": c.title, "what": phrases()["what"][c.kind]}, where=name)
        for c in scheme.components
        if isinstance(c, ValuesComponent) and isinstance(c.choice, Given) and c.kind not in kinds
    ]
    answered = {folded(one.question) for one in mapping.participants.named}
    questions = scheme.questions(group.code for group in scheme.groups)
    found += [
        Finding("scheme.choice_not_fed", Severity.WARNS, {"question": question}, where=name)
        for question in questions
        if folded(question) not in answered
    ]
    if scheme.portfolios() and mapping.achievements is None:
        found.append(Finding("scheme.no_achievements_sheet", Severity.WARNS, where=name))
    return found


def _columns(mapping: ScoreMapping) -> Iterator[tuple[Kind, str]]:
    """Kind and name that each column feeds; the name of a column of any subject has a «{subject}»."""
    for column in (*mapping.participants.values, *(column for sheet in mapping.values for column in sheet.values)):
        any_name = column.name or SUBJECT
        yield column.kind, folded(value_name(any_name if SUBJECT in column.column else column.name))


def _feeds(column: tuple[Kind, str], key: Key) -> bool:
    """Whether the column is the value, a part of it («сочинение: эксперт 1»), or of any subject."""
    kind, name = column
    whole, wanted = folded(whole_of(key[1])), folded(key[1])
    name = name.replace(SUBJECT, whole)
    return kind is key[0] and (name == wanted or name.startswith(f"{wanted}:"))
