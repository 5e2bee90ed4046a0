"""How people's names decline on papers (склонение ФИО): by rule, or as the school said for one person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from otbor.domain.findings import Refused, Severity
from otbor.domain.people import parse_full_name
from otbor.domain.rights import Right
from otbor.services.office import Changes, Office, act
from otbor.storage.models import Application, NameForms
from otbor.wording.declension import Case, Gender, Overrides, declines, in_all_cases
from otbor.wording.names import full_name


@dataclass(frozen=True)
class NameCard:
    """A name in all cases; ``told``: those that the school said itself; ``known``: whether the rules can decline it."""

    name: str
    forms: Mapping[Case, str]
    told: frozenset[Case]
    known: bool


def name_card(office: Office, name: str, gender: Gender | None = None) -> NameCard:
    """How ``name`` (surname first, nominative) declines; ``gender`` answers the question where the name does not."""
    name = _one_line(name)
    with office.question() as session:
        row = _row(session, name)
        told = {} if row is None else _told(row)
    return NameCard(name, in_all_cases(name, gender) | told, frozenset(told), declines(name))


def names_to_ask(office: Office, campaign_id: int) -> tuple[str, ...]:
    """Names of a campaign's children and representatives that papers would leave in the nominative, each once."""
    with office.question() as session:
        told = overrides(session)
        rows = session.scalars(
            select(Application)
            .where(Application.campaign_id == campaign_id)
            .order_by(Application.id)
            .options(selectinload(Application.representatives))
        )
        named = dict.fromkeys(name for row in rows for name in _names(row))
    return tuple(name for name in named if name not in told and not declines(name))


def overrides(session: Session) -> Overrides:
    """What the school said, by name: what wording declines with."""
    return {row.full_name: _told(row) for row in session.scalars(select(NameForms))}


@act(Right.CORRECT)
def set_name_forms(office: Office, name: str, forms: Mapping[Case, str]) -> Changes:
    """Say how ``name`` declines: ``forms`` by case; one left out, empty or as the rules have it goes by the rules.

    Raises :class:`Refused` (``people.name_incomplete``) for what is no full name.
    """
    name = _one_line(name)
    by_rule = in_all_cases(name)
    said = {case: "" if (text := _one_line(forms.get(case, ""))) == by_rule[case] else text for case in Case}
    _, finding = parse_full_name(name)
    if finding is not None and finding.severity is Severity.FORBIDS:
        raise Refused(finding)
    with office.transaction() as work:
        row = _row(work.session, name)
        if row is None:
            row = NameForms(full_name=name)
            work.session.add(row)
        for case, text in said.items():
            setattr(row, case.value, text)
        work.record("set_name_forms", {"name": name, "forms": {case.value: text for case, text in said.items()}})
        changes = work.changes()
        work.commit()
    return changes


def _row(session: Session, name: str) -> NameForms | None:
    return session.scalars(select(NameForms).where(NameForms.full_name == name)).first()


def _told(row: NameForms) -> dict[Case, str]:
    return {case: text for case in Case if (text := getattr(row, case.value))}


def _names(row: Application) -> Iterator[str]:
    yield full_name(row.surname, row.given, row.patronymic)
    for person in row.representatives:
        yield full_name(person.surname, person.given, person.patronymic)


def _one_line(text: str) -> str:
    return " ".join(text.split())
