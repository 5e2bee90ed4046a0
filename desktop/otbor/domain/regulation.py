"""The regulation profile (профиль порядка региона): numbers, dates, lists and rules of a region's Порядок, as data.

Another region with the same procedure is another TOML file. The text of the act lies beside the profile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, TypeVar, get_args

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from otbor.domain.calendar import MonthDay, in_year
from otbor.domain.campaign import (
    Act,
    Basis,
    CampaignKind,
    Event,
    Founder,
    GroupKind,
    Level,
    OrderKind,
    School,
    Stage,
    TermId,
)
from otbor.domain.data_files import INCOMPLETE, Row, read_data
from otbor.domain.findings import Finding, Severity
from otbor.domain.terms import Kind, Term, Unit

CommissionKey = Literal["admission", "subject", "conflict"]
Standing = Literal["head", "teacher", "expert", "parent"]

Values = dict[str, Any]
"""Values of a finding, by the placeholders of its sentence."""

Given = TypeVar("Given")

_KEYS: dict[str, Iterable[str]] = {
    "levels": Level,
    "events": Event,
    "terms": TermId,
    "stages": Stage,
    "acts": Act,
    "basis_acts": Basis,
    "commissions": get_args(CommissionKey),
}


class LegalAct(Row):
    """The act that the profile repeats (п. 1), ``approved`` by what, as orders cite it before date and number; ``text``
    names the file with its whole text."""

    title: str
    approved: str
    number: str
    issued_on: date
    edition_number: str
    edition_on: date
    text: str
    notice: str


class Window(Row):
    """When the planned selection may be held (п. 6.1); ``tests_end``: the last day of its entrance tests."""

    founder: Founder
    level: Level
    opens: MonthDay
    closes: MonthDay
    tests_end: MonthDay | None = None
    paragraph: str

    def dates(self, year: int) -> tuple[date, date]:
        """First and last day of the window in ``year``."""
        return in_year(self.opens, year), in_year(self.closes, year)

    def tests_end_in(self, year: int) -> date | None:
        """Last day of the entrance tests in ``year``, where the Порядок sets one."""
        return None if self.tests_end is None else in_year(self.tests_end, year)


class TermRule(Row):
    """A term («title»): its maximum ``n``, and from what it is counted (``starts``, the first by default).

    ``kinds``: campaigns it holds for; ``local``: the local act may shorten it; ``side``: who must keep it (a family is
    judged by the kinder reading, the school by the stricter).
    """

    title: str
    paragraph: str
    n: int = Field(ge=1)
    unit: Unit
    kind: Kind
    starts: tuple[Event, ...] = Field(min_length=1)
    kinds: tuple[CampaignKind, ...]
    local: bool = False
    side: Literal["school", "family"] = "school"

    def term(self, n: int | None = None) -> Term:
        """The term, with the local act's own ``n`` if it has one."""
        return Term(self.n if n is None else n, self.unit, self.kind)


class TestLimit(Row):
    """How many entrance tests there may be (пп. 13, 14.1, 14.2); without ``on_list`` the list is no matter."""

    __test__ = False

    level: Level
    on_list: bool | None = None
    limit: int = Field(ge=0)
    paragraph: str


class Case(Row):
    """A case of selection (пп. 8, 9)."""

    level: Level
    basis: Basis
    kinds: tuple[GroupKind, ...] = tuple(GroupKind)
    paragraph: str


class LevelRule(Row):
    """A level of education: its title and grades."""

    title: str
    grades: tuple[int, ...]


class DocumentRule(Row):
    """A document that goes with an application (п. 11) and when it is asked for; conditions left out do not matter.

    ``obligation``: required · if_any («при наличии») · shown (предъявляется, копия не хранится); ``missing``: what its
    absence does.
    """

    id: str
    title: str
    paragraph: str
    obligation: Literal["required", "if_any", "shown"]
    missing: Literal["forbids", "warns", "nothing"]
    levels: tuple[Level, ...] = tuple(Level)
    cadet: bool | None = None
    sport: bool | None = None
    foreign: bool | None = None


class Named(Row):
    """An item of a list of the Порядок: id, Russian title, paragraph where it has its own."""

    id: str
    title: str
    paragraph: str = ""
    required: bool = True


class ApplicationField(Named):
    """What an application says (п. 11); ``bases``: the only cases of пп. 8, 9 that ask for it, every one if empty."""

    bases: tuple[Basis, ...] = ()


class CopyKind(Row):
    """A kind of copy (п. 11); ``compared``: a member of приёмная комиссия compares it with the original."""

    id: str
    title: str
    compared: bool = False


class Criterion(Row):
    """A criterion of selection (пп. 7, 13, 14)."""

    id: str
    title: str
    paragraph: str
    levels: tuple[Level, ...]
    sport: bool = False


class Standard(Row):
    """What counts inside a portfolio category: results by the level of the event (empty: any).

    ``places``: any place taken counts too, for taking part is enough (16.2).
    """

    level: str = ""
    results: tuple[str, ...] = ()
    places: bool = False


class PortfolioCategory(Row):
    """A category of the portfolio (пп. 16.1–16.7); ``id`` is its paragraph.

    ``priority``: may be named among the keys that decide equal places (п. 21); ``listed``: events of the ministries'
    yearly lists only; ``local``: filled by the local act; ``facts``: numbers and marks of a document that belong here
    («средний балл аттестата»).
    """

    id: str
    title: str
    levels: tuple[Level, ...] = tuple(Level)
    standards: tuple[Standard, ...] = ()
    priority: bool = False
    listed: bool = False
    local: bool = False
    facts: tuple[str, ...] = ()


class CommissionRule(Row):
    """Who makes up a commission (п. 12): ``parents`` must take part; ``not_with``: members may not be in those too."""

    title: str
    task: str
    paragraph: str
    standings: tuple[Standing, ...]
    parents: bool = False
    not_with: tuple[CommissionKey, ...] = ()


class ActRule(Row):
    """An act of the procedure: what it is called and in which stages it may be done (п. 17).

    ``excusable``: with a recorded reason it may be done in another stage too.
    """

    title: str
    stages: tuple[Stage, ...] = Field(min_length=1)
    excusable: bool = False


class BasisAct(Row):
    """The order by which the selected are taken (п. 28): its title and the acts cited; editable by the school."""

    order: OrderKind
    title: str
    cites: tuple[str, ...]


class Retention(Row):
    """How long something is kept, and what ends it."""

    title: str
    until: str
    paragraph: str


class Rule(Row):
    """Paragraph and severity of a finding."""

    paragraph: str
    severity: Severity


class Regulation(Row):
    """A region's Порядок as data."""

    id: str
    region: str
    act: LegalAct
    windows: tuple[Window, ...]
    levels: dict[Level, LevelRule]
    cases: tuple[Case, ...]
    events: dict[Event, str]
    terms: dict[TermId, TermRule]
    absent_clock: tuple[Event, ...] = Field(min_length=1)
    test_limits: tuple[TestLimit, ...]
    test_forms: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    gates: tuple[str, ...]
    sport_gates: tuple[str, ...] = ()
    stages: dict[Stage, Named]
    acts: dict[Act, ActRule]
    notice_items: tuple[Named, ...]
    application_fields: tuple[ApplicationField, ...]
    filing_channels: tuple[Named, ...]
    copy_kinds: tuple[CopyKind, ...]
    documents: tuple[DocumentRule, ...]
    portfolio: tuple[PortfolioCategory, ...]
    commissions: dict[CommissionKey, CommissionRule]
    appeal_reasons: tuple[Named, ...]
    basis_acts: dict[Basis, BasisAct]
    retention: tuple[Retention, ...]
    rules: dict[str, Rule]
    citations: dict[str, str] = Field(default_factory=dict)
    """Finding that knows no Порядок → paragraph that it is about here."""

    @field_validator("levels", "events", "terms", "stages", "acts", "basis_acts", "commissions")
    @classmethod
    def _every_key(cls, given: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        """A table of the profile has a row for every member of its enumeration."""
        missing = [key for key in _KEYS[info.field_name or ""] if key not in given]
        return _complete(given, missing)

    @field_validator("windows")
    @classmethod
    def _every_window(cls, windows: tuple[Window, ...]) -> tuple[Window, ...]:
        pairs = [(w.founder, w.level) for w in windows]
        wanted = [(founder, level) for founder in Founder for level in Level]
        return _complete(windows, [" / ".join(pair) for pair in wanted if pairs.count(pair) != 1])

    @field_validator("test_limits")
    @classmethod
    def _every_limit(cls, limits: tuple[TestLimit, ...]) -> tuple[TestLimit, ...]:
        wanted = [(level, on_list) for level in Level for on_list in (True, False)]
        return _complete(limits, [f"{lv} / {on}" for lv, on in wanted if len(_limits(limits, lv, on_list=on)) != 1])

    def finding(self, identity: str, where: str = "", *, paragraph: str | None = None, **values: Any) -> Finding:
        """The finding ``identity`` with severity and paragraph of this profile.

        ``paragraph`` is given where it depends on the row of a table (a window, a term). Raises :class:`KeyError` for a
        rule that the profile does not know.
        """
        rule = self.rules[identity]
        return Finding(identity, rule.severity, values, rule.paragraph if paragraph is None else paragraph, where)

    def citing(self, findings: Iterable[Finding]) -> list[Finding]:
        """``findings`` that know no Порядок, with the paragraph that they are about in this one."""
        return [f if f.paragraph else replace(f, paragraph=self.citations.get(f.id, "")) for f in findings]

    def window(self, founder: Founder, level: Level) -> Window:
        """The window of the planned selection (п. 6.1)."""
        return next(w for w in self.windows if (w.founder, w.level) == (founder, level))

    def test_limit(self, school: School, level: Level) -> TestLimit:
        """How many tests the school may hold at ``level`` (пп. 13, 14.1, 14.2)."""
        return _limits(self.test_limits, level, on_list=school.on_founders_list)[0]

    def case(self, level: Level, basis: Basis, kind: GroupKind) -> str | None:
        """Paragraph of the case (пп. 8, 9) that a child is selected by; None: the Порядок does not know it."""
        fits = (c for c in self.cases if (c.level, c.basis) == (level, basis) and kind in c.kinds)
        return next((c.paragraph for c in fits), None)

    def asking(self, field: str) -> frozenset[Basis]:
        """The cases (пп. 8, 9) by which an application says ``field``, an id of ``application_fields``."""
        return frozenset(basis for f in self.application_fields if f.id == field for basis in f.bases or Basis)

    def category(self, identity: str) -> PortfolioCategory | None:
        """The portfolio category of paragraph ``identity`` («16.2»), if there is one."""
        return next((c for c in self.portfolio if c.id == identity), None)

    def priority_categories(self) -> tuple[str, ...]:
        """Categories that may decide equal places (п. 21)."""
        return tuple(c.id for c in self.portfolio if c.priority)


def _limits(limits: Iterable[TestLimit], level: Level, *, on_list: bool) -> list[TestLimit]:
    return [t for t in limits if t.level is level and t.on_list in (None, on_list)]


def _complete(given: Given, missing: Sequence[str]) -> Given:
    if missing:
        raise PydanticCustomError(INCOMPLETE, "incomplete: {missing}", {"missing": ", ".join(missing)})
    return given


def parse_regulation(text: str, name: str) -> Regulation:
    """The profile in ``text`` of the TOML file ``name``.

    Raises :class:`~otbor.domain.findings.Refused` with a finding for every wrong field: file, field and value.
    """
    return read_data(text, name, Regulation)
