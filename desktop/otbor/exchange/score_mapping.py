"""Which columns of a workbook feed which value of a scheme: ``<scheme>.mapping.toml``, no part of the scheme."""

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from otbor.domain.data_files import Row, read_data
from otbor.domain.findings import Finding, Refused
from otbor.domain.participants import Kind

SUBJECT = "{subject}"  # stands for the name of any subject in a column's header

Blank = Literal["missing", "not_required", "not_taught", "awaited", "did_not_come", "reserve_day", "annulled", "no"]


class ValueColumn(Row):
    """One column, or with ``{subject}`` in its header all that fit; what a blank cell means is said, never guessed.

    ``name`` may hold ``{subject}``, too («{subject}: первый»). ``empty``: ``missing`` (there is no such value), a state
    of a value, or ``no`` (0, of a yes-no column only: a number that nobody wrote is not 0). Its own rules are findings
    of ``read_data``: import.mapping_name, import.mapping_no.
    """

    column: str
    kind: Kind
    name: str = ""
    read: Literal["number", "yes_no"] = "number"
    empty: Blank = "missing"

    @model_validator(mode="after")
    def _named_once(self) -> "ValueColumn":
        if (SUBJECT in self.column) != (SUBJECT in (self.name or SUBJECT)):
            raise PydanticCustomError("import.mapping_name", "a subject in one of both", {"column": self.column})
        return self

    @model_validator(mode="after")
    def _blank_is_no_number(self) -> "ValueColumn":
        if self.empty == "no" and self.read == "number":
            raise PydanticCustomError("import.mapping_no", "a number that is no", {"column": self.column})
        return self


class NamedColumn(Row):
    """A column with what the applicant chose («Предмет по выбору»); ``question`` as the scheme calls it."""

    column: str
    question: str


class ParticipantsSheet(Row):
    """The sheet with a row a participant; a name in one column or in three; ``groups`` in the order of wish.

    ``group``: where the sheet has no such column, the one group of all; both or none is import.mapping_groups.
    """

    sheet: str
    number: str
    full_name: str = ""
    surname: str = ""
    given: str = ""
    patronymic: str = ""
    groups: tuple[str, ...] = ()
    group: str = ""
    named: tuple[NamedColumn, ...] = ()
    values: tuple[ValueColumn, ...] = ()

    @model_validator(mode="after")
    def _wished(self) -> "ParticipantsSheet":
        if bool(self.groups) == bool(self.group):
            raise PydanticCustomError("import.mapping_groups", "groups or group", {"sheet": self.sheet})
        return self


class ValuesSheet(Row):
    """Another sheet with values by the participant's number."""

    sheet: str
    number: str
    values: tuple[ValueColumn, ...]


class AchievementsSheet(Row):
    """The sheet of achievements: columns, and ``constant`` values of what has no column («category = ВсОШ»).

    One that says no result is import.mapping_result.
    """

    sheet: str
    number: str
    result: str = ""
    place: str = ""
    category: str = ""
    level: str = ""
    event: str = ""
    subject: str = ""
    held_on: str = ""
    form: str = ""
    constant: dict[Literal["result", "category", "level", "event", "subject", "form"], str] = Field(
        default_factory=dict
    )

    @model_validator(mode="after")
    def _counted(self) -> "AchievementsSheet":
        if not (self.result or self.place or "result" in self.constant):
            raise PydanticCustomError("import.mapping_result", "no result", {"sheet": self.sheet})
        return self


class AppealsSheet(Row):
    """The sheet of appeals: a decision that begins with a word of ``upheld``, filed ``in_time``, changes the points."""

    sheet: str
    number: str
    subject: str
    change: str
    decision: str
    term: str
    upheld: tuple[str, ...]
    in_time: tuple[str, ...]
    kind: Kind = Kind.TEST


class ExamMarks(Row):
    """Marks of examinations to compare with the primary scores beside them, by the scale of ``year``.

    ``primary`` and ``mark`` are headers with ``{subject}`` (else import.mapping_marks); ``parts``: column of each part
    («математика: геометрия»).
    """

    sheet: str
    number: str
    year: int
    primary: str
    mark: str
    parts: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _by_subject(self) -> "ExamMarks":
        if SUBJECT not in self.primary or SUBJECT not in self.mark:
            raise PydanticCustomError("import.mapping_marks", "headers without a subject", {"sheet": self.sheet})
        return self


class ScoreMapping(Row):
    """Where a scheme's values lie in a workbook."""

    participants: ParticipantsSheet
    values: tuple[ValuesSheet, ...] = ()
    achievements: AchievementsSheet | None = None
    appeals: AppealsSheet | None = None
    exam_marks: ExamMarks | None = None

    def without_appeals(self) -> "ScoreMapping":
        """The same for the preliminary rating: appeals are not applied."""
        return self.model_copy(update={"appeals": None})


def mapping_beside(scheme: Path) -> Path:
    """The mapping file beside a scheme: ``licey8.toml`` → ``licey8.mapping.toml``."""
    return scheme.with_name(f"{scheme.stem}.mapping.toml")


def load_score_mapping(path: Path) -> ScoreMapping:
    """Read a mapping file; raises :class:`Refused`: import.no_mapping_file, or what is wrong in it by field."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise Refused(Finding("import.no_mapping_file", values={"file": path.name})) from None
    except UnicodeDecodeError:
        raise Refused(Finding("import.mapping_not_text", values={"file": path.name})) from None
    return read_data(text, path.name, ScoreMapping)
