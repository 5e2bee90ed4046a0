"""Checks of imported rows (сухой прогон импорта) against what the school expects; all limits are data.

Findings of a check name the field in ``where``; :meth:`Sheet.checked` gives them the address of the cell. A cell that
could not be read has its finding already and is not judged again.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from otbor.domain.findings import Finding, Severity
from otbor.domain.import_rows import AchievementRow, AppealRow, ApplicationRow, Row, Sheet, TestPointsRow
from otbor.domain.intake import check_named
from otbor.domain.people import name_findings, seen_key
from otbor.domain.subjects import tidy
from otbor.domain.values import Value


@dataclass(frozen=True)
class TestExpectation:
    """What points of one test may be: from 0 to ``maximum``, by ``step`` (1: whole numbers, 0: any)."""

    __test__ = False  # for pytest: not a test
    maximum: Decimal
    step: Decimal = Decimal(1)


@dataclass(frozen=True)
class Needs:
    """What a group needs of everyone: subjects of ``marks`` and of ``tests``; an elective is no need."""

    marks: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


NOTHING = Needs()


@dataclass(frozen=True)
class Expectations:
    """What the rows of a campaign may hold.

    ``groups``: what each group needs, by its name; ``born``: first and last birth date usual for ``grade``;
    ``portfolio``: results that give points, by category; ``placed``: categories that give points by place;
    ``questions``: what a family that wants a group is asked to choose, and from what, by the group's name;
    ``required``: fields that may not be blank, of ``surname``, ``given``, ``born_on``, ``phone``, ``consent``.
    """

    grade: int
    born: tuple[date, date]
    groups: Mapping[str, Needs]
    marks: tuple[int, int] = (2, 5)
    tests: Mapping[str, TestExpectation] = field(default_factory=dict)
    portfolio: Mapping[str, frozenset[str]] = field(default_factory=dict)
    placed: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    questions: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    required: frozenset[str] = frozenset({"surname", "phone", "consent"})


Found = dict[int, list[Finding]]


def check_applications(sheet: Sheet[ApplicationRow], expected: Expectations) -> Sheet[ApplicationRow]:
    """The sheet with the findings of every application, a number given twice at the second one."""
    found: Found = {}
    first: dict[str, int] = {}
    for row in sheet.rows:
        findings = _application(row, expected)
        if row.number and (earlier := first.setdefault(row.number, row.row)) != row.row:
            where = sheet.where(earlier, "number")
            findings.append(
                Finding("import.number_twice", values={"number": row.number, "first": where}, where="number")
            )
        found[row.row] = _fresh(sheet, row, findings)
    return sheet.checked(found)


def _fresh(sheet: Sheet[Row], row: Row, findings: list[Finding]) -> list[Finding]:
    """``findings`` without what only repeats that a cell of the row could not be read."""
    told = {finding.where for finding in row.findings}
    return [finding for finding in findings if sheet.where(row.row, finding.where) not in told]


def _application(row: ApplicationRow, expected: Expectations) -> list[Finding]:
    findings = [Finding(f"import.no_{name}", where=name) for name in sorted(expected.required & _blank(row))]
    findings += [Finding(f.id, f.severity, f.values, where="surname") for f in name_findings(row.name)]
    if row.consent is False and "consent" in expected.required:
        findings.append(Finding("import.consent_refused", where="consent"))
    if not row.number:
        findings.append(Finding("import.no_number", where="number"))
    first, last = expected.born
    if row.born_on is not None and not first <= row.born_on <= last:
        values = {"born": row.born_on, "grade": expected.grade, "first": first, "last": last}
        findings.append(Finding("import.birth_date_of_grade", Severity.WARNS, values, where="born_on"))
    if not row.groups:
        findings.append(Finding("import.no_group", where="group.1"))
    return findings + _marks(row, expected) + _choices(row, expected)


def _blank(row: ApplicationRow) -> set[str]:
    values = {
        "surname": row.name.surname,
        "given": row.name.given,
        "born_on": row.born_on,
        "phone": row.phones,
        "consent": row.consent is not None,
    }
    return {name for name, value in values.items() if not value}


def group_key(text: str) -> str:
    """A group's name as names are compared: «8 ф» is «8Ф»."""
    return seen_key(text).replace(" ", "")


def _marks(row: ApplicationRow, expected: Expectations) -> list[Finding]:
    least, most = expected.marks
    findings = []
    for subject, mark in row.marks.items():
        if mark.number is not None and not least <= mark.number <= most:
            values = {"mark": mark.number, "least": least, "most": most}
            findings.append(Finding("import.mark_out_of_range", values=values, where=f"mark.{subject}"))
    needed = (subject for group in row.groups for subject in expected.groups.get(group, NOTHING).marks)
    for subject in dict.fromkeys(needed):
        if subject not in row.marks:
            values = {"subject": subject}
            findings.append(Finding("import.no_mark", Severity.WARNS, values, where=f"mark.{subject}"))
    return findings


def _choices(row: ApplicationRow, expected: Expectations) -> list[Finding]:
    """What is wrong with the choices of a row, each at the column of its question."""
    asked: dict[str, tuple[str, ...]] = {}
    for group in row.groups:
        for question, permitted in expected.questions.get(group, {}).items():
            asked[question] = tuple(dict.fromkeys((*asked.get(question, ()), *permitted)))
    found = check_named(asked, row.named)
    return [replace(finding, where=f"named.{tidy(str(finding.values['question']))}") for finding in found]


def check_achievements(
    sheet: Sheet[AchievementRow], expected: Expectations, applications: frozenset[str]
) -> Sheet[AchievementRow]:
    """The sheet with its findings; ``applications`` are the numbers that exist."""
    found: Found = {}
    for row in sheet.rows:
        findings = _reference(row.application, applications) + _achievement(row, expected)
        found[row.row] = _fresh(sheet, row, findings)
    return sheet.checked(found)


def _achievement(row: AchievementRow, expected: Expectations) -> list[Finding]:
    findings = []
    results = expected.portfolio.get(row.category)
    if results is None:
        values: dict[str, object] = {"text": row.category or None, "categories": sorted(expected.portfolio)}
        findings.append(Finding("import.no_such_category", values=values, where="category"))
    elif row.result not in results and not (row.category in expected.placed and _has_place(row)):
        values = {"result": row.result or None, "category": row.category, "results": sorted(results)}
        findings.append(Finding("import.no_points_for_result", values=values, where="result"))
    elif expected.subjects and row.subject not in expected.subjects:  # a result is checked before the subject is
        findings.append(Finding("import.unknown_subject", values={"text": row.subject or None}, where="subject"))
    if row.held_on is None:
        findings.append(Finding("import.no_date", where="held_on"))
    return findings


def _has_place(row: AchievementRow) -> bool:
    return row.place is not None or row.result[:1].isdecimal()


def check_test_points(
    sheet: Sheet[TestPointsRow], expected: Expectations, applications: Mapping[str, ApplicationRow]
) -> Sheet[TestPointsRow]:
    """The sheet with its findings; points that a wanted group needs and that are blank warn."""
    numbers = frozenset(applications)
    times = Counter[str]()
    found: Found = {}
    for row in sheet.rows:
        findings = _reference(row.application, numbers)
        times[row.application] += 1
        if row.application and times[row.application] == 2:
            values = {"number": row.application}
            findings.append(Finding("import.points_twice", values=values, where="application"))
        for subject, points in row.points.items():
            findings += _points(subject, points, expected)
        if wanted := applications.get(row.application):
            needed = (subject for group in wanted.groups for subject in expected.groups.get(group, NOTHING).tests)
            findings += [
                Finding("import.no_points", Severity.WARNS, {"subject": subject}, where=f"points.{subject}")
                for subject in dict.fromkeys(needed)
                if subject not in row.points
            ]
        found[row.row] = _fresh(sheet, row, findings)
    return sheet.checked(found)


def _points(subject: str, points: Value, expected: Expectations) -> list[Finding]:
    where = f"points.{subject}"
    test = expected.tests.get(subject)
    if test is None:
        return [Finding("import.no_such_test", values={"subject": subject}, where=where)]
    return [] if points.number is None else points_findings(points.number, test, where)


def points_findings(points: Decimal, test: TestExpectation, where: str) -> list[Finding]:
    """What forbids ``points``: below zero, above the maximum, not a multiple of the step."""
    if points < 0:
        return [Finding("import.below_zero", values={"points": points}, where=where)]
    if points > test.maximum:
        return [Finding("import.above_maximum", values={"points": points, "maximum": test.maximum}, where=where)]
    if test.step and points % test.step:
        if test.step == 1:
            return [Finding("import.not_whole", values={"text": points}, where=where)]
        return [Finding("import.not_of_step", values={"points": points, "step": test.step}, where=where)]
    return []


def check_appeals(sheet: Sheet[AppealRow], expected: Expectations, applications: frozenset[str]) -> Sheet[AppealRow]:
    """The sheet with its findings: the application and the test exist, change, decision and term are understood."""
    found: Found = {}
    for row in sheet.rows:
        findings = _reference(row.application, applications)
        if row.subject not in expected.tests:
            findings.append(Finding("import.no_such_test", values={"subject": row.subject or None}, where="subject"))
        if row.change is None:
            findings.append(Finding("import.no_change", where="change"))
        if row.upheld is None:
            values = {"text": row.decision or None}
            findings.append(Finding("import.decision_unclear", values=values, where="decision"))
        if row.in_time is None:
            findings.append(Finding("import.term_unclear", where="in_time"))
        found[row.row] = _fresh(sheet, row, findings)
    return sheet.checked(found)


def _reference(number: str, applications: frozenset[str]) -> list[Finding]:
    if number in applications:
        return []
    return [Finding("import.no_such_application", values={"number": number or None}, where="application")]
