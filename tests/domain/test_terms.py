"""Terms of the Порядок: the golden answers row by row, and the two readings."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.calendar import Week
from otbor.domain.terms import Kind, Term, Unit, Verdict
from tests.domain.shipped import calendar

CASES = Path(__file__).parent.parent / "cases" / "terms.csv"
KINDS = {"no later than N days before the anchor": Kind.BEFORE, "no later than, after the anchor day": Kind.AFTER}
UNITS = {"calendar days": Unit.CALENDAR, "working days": Unit.WORKING}

inner_days = st.dates(date(2018, 6, 1), date(2027, 6, 30))
terms = st.builds(Term, st.integers(1, 40), st.sampled_from(Unit), st.sampled_from(Kind))
weeks: st.SearchStrategy[Week] = st.sampled_from([5, 6])


def rows() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_golden_cases_are_all_here() -> None:
    assert len(rows()) == 26


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['paragraph']}-{row['anchor']}-{row['week']}")
def test_golden_row(row: dict[str, str]) -> None:
    own = calendar().for_school(6 if row["week"] == "6" else 5)
    term = Term(int(row["n"]), UNITS[row["unit"]], KINDS[row["kind"]])
    anchor = date.fromisoformat(row["anchor"])
    assert term.last_day(anchor, own).isoformat() == row["last_day"]
    assert term.last_day_strict(anchor, own).isoformat() == (row["last_day_strict"] or row["last_day"])


@pytest.mark.parametrize(
    ("day", "verdict"),
    [("2026-03-01", Verdict.MET), ("2026-03-02", Verdict.LENIENT), ("2026-03-03", Verdict.MISSED)],
)
def test_a_day_between_the_readings_meets_only_the_kinder(day: str, verdict: Verdict) -> None:
    notice = Term(30, Unit.CALENDAR, Kind.BEFORE)
    assert notice.judge(date.fromisoformat(day), date(2026, 4, 1), calendar()) is verdict


@pytest.mark.parametrize(
    ("day", "verdict"),
    [("2026-05-06", Verdict.MET), ("2026-05-05", Verdict.LENIENT), ("2026-05-04", Verdict.MISSED)],
)
def test_at_most_n_days_before_is_the_opposite_check(day: str, verdict: Verdict) -> None:
    between = Term(7, Unit.WORKING, Kind.AT_MOST_BEFORE)
    assert between.judge(date.fromisoformat(day), date(2026, 5, 18), calendar()) is verdict


@given(terms, inner_days, weeks)
def test_the_strict_reading_is_never_kinder(term: Term, anchor: date, week: Week) -> None:
    own = calendar().for_school(week)
    if term.kind is Kind.AT_MOST_BEFORE:
        assert term.first_day(anchor, own) < term.first_day_strict(anchor, own) < anchor
    else:
        assert term.last_day_strict(anchor, own) <= term.last_day(anchor, own)


@given(terms, inner_days, weeks)
def test_planned_anchors_meet_the_term_and_are_the_nearest(term: Term, day: date, week: Week) -> None:
    own = calendar().for_school(week)
    if term.kind is Kind.AFTER:
        anchor = term.latest_anchor(day, own)
        later = own.working_after(anchor) if term.unit is Unit.WORKING else anchor + timedelta(days=1)
        assert term.last_day(anchor, own) <= day < term.last_day(later, own)
    else:
        anchor = term.earliest_anchor(day, own)
        assert term.judge(day, anchor, own) is Verdict.MET
        if term.kind is Kind.BEFORE and term.unit is Unit.WORKING:
            assert term.judge(day, own.working_before(anchor), own) is not Verdict.MET


@pytest.mark.parametrize(("kind", "question"), [
    (Kind.AT_MOST_BEFORE, "last_day"), (Kind.AT_MOST_BEFORE, "last_day_strict"), (Kind.BEFORE, "first_day"),
    (Kind.AFTER, "first_day_strict"), (Kind.AFTER, "earliest_anchor"), (Kind.BEFORE, "latest_anchor"),
])  # fmt: skip
def test_a_question_that_the_kind_cannot_answer_is_an_error(kind: Kind, question: str) -> None:
    with pytest.raises(ValueError, match="term"):
        getattr(Term(7, Unit.WORKING, kind), question)(date(2026, 5, 18), calendar())


def test_a_term_has_days() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        Term(0, Unit.WORKING, Kind.AFTER)
