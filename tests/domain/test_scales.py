"""The yearly ГИА-9 scale: marks of a primary score, side conditions, wrong pairs, and the shipped files."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.findings import Refused
from otbor.domain.scales import Pair, Scale, SubjectScale, check_marks, parse_scale
from otbor.support.places import resources
from otbor.wording.findings import sentence
from tests.golden import subjects

FILES = sorted((resources() / "scales").glob("gia9-*.toml"))


def shipped(year: int) -> Scale:
    path = resources() / "scales" / f"gia9-{year}.toml"
    return parse_scale(path.read_text("utf-8"), path.name, subjects())


def scale_of(year: int, subject: str) -> SubjectScale:
    found = shipped(year).subject(subject)
    assert found
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_year_names_its_source_and_known_subjects(path: object) -> None:
    year = int(str(path)[-9:-5])
    scale = shipped(year)
    assert scale.year == year
    assert re.search(r"от \d\d\.\d\d\.\d{4} № \S+", scale.source)
    assert all(subjects().named(name) == name for row in scale.scales for name in row.subjects)


@pytest.mark.parametrize(
    ("subject", "primary", "parts", "mark"),
    [
        ("физика", 9, {}, 2),
        ("физика", 10, {}, 3),
        ("физика", 20, {}, 4),
        ("физика", 30, {}, 5),
        ("математика", 14, {"геометрия": 2}, 3),
        ("математика", 18, {"геометрия": 2}, 4),
        ("математика", 18, {"геометрия": 1}, 2),  # the letter gives «2», not the next mark down
        ("математика", 18, {}, None),
        ("математика", 22, {}, 5),  # 20 points at most without geometry
        ("русский язык", 33, {"грамотность": 9}, 5),
        ("русский язык", 33, {"грамотность": 8}, 4),
        ("русский язык", 28, {"грамотность": 5}, 3),
        ("русский язык", 20, {}, 3),
        ("русский язык", 33, {}, None),
    ],
)
def test_the_mark_is_that_of_the_letter(subject: str, primary: int, parts: dict[str, int], mark: int | None) -> None:
    given_parts = {part: Decimal(points) for part, points in parts.items()}
    assert scale_of(2026, subject).mark_of(Decimal(primary), given_parts) == mark


@given(st.sampled_from(["русский язык", "математика", "химия"]), st.integers(0, 68), st.integers(0, 13))
def test_more_points_never_lower_the_mark(subject: str, primary: int, part: int) -> None:
    scale = scale_of(2026, subject)
    parts = {c.part: Decimal(part) for c in scale.conditions}
    more = {c.part: Decimal(part + 1) for c in scale.conditions}
    mark = scale.mark_of(Decimal(primary), parts)
    assert mark is not None
    assert mark <= (scale.mark_of(Decimal(primary + 1), parts) or 0)
    assert mark <= (scale.mark_of(Decimal(primary), more) or 0)


@given(st.integers(0, 20), st.integers(0, 11))
def test_points_of_a_part_that_are_not_told_leave_every_mark_open(algebra: int, geometry: int) -> None:
    scale, primary = scale_of(2026, "математика"), Decimal(algebra + geometry)
    assert scale.mark_of(primary, {"геометрия": Decimal(geometry)}) in scale.marks(primary)
    assert len(scale.marks(primary)) <= 2


def test_the_minimum_for_a_profile_is_its_own_or_the_common_one() -> None:
    mathematics, physics = scale_of(2026, "математика"), scale_of(2026, "физика")
    own = mathematics.minimum_for("Физико-математический")
    assert own
    assert (own.points, own.parts) == (19, {"геометрия": 7})
    assert mathematics.minimum_for("гуманитарный") is None
    common = physics.minimum_for("физико-математический")
    assert common
    assert common.points == 26


def test_a_wrong_pair_is_named_and_a_right_one_is_not() -> None:
    pairs = [
        Pair("физика", Decimal(25), Decimal(4), "Участники!D5"),
        Pair("физика", Decimal(25), Decimal(5), "Участники!D6"),
        Pair("физика", Decimal(40), Decimal(5), "Участники!D7"),
        Pair("физика", Decimal("25.5"), Decimal(4), "Участники!D8"),
        Pair("математика", Decimal(18), Decimal(2), "Участники!D9"),  # geometry may be lacking
        Pair("математика", Decimal(18), Decimal(3), "Участники!D10"),
        Pair("математика", Decimal(18), Decimal(4), "Участники!D11", {"геометрия": Decimal(1)}),
        Pair("астрономия", Decimal(18), Decimal(4), "Участники!D12"),
    ]
    findings = check_marks(shipped(2026), pairs)
    assert [(f.id, f.where.split("!")[1]) for f in findings] == [
        ("scale.wrong_mark", "D6"),
        ("scale.impossible", "D7"),
        ("scale.impossible", "D8"),
        ("scale.wrong_mark", "D10"),
        ("scale.wrong_mark", "D11"),
        ("scale.no_subject", "D12"),
    ]
    assert "отметка 4, а указана 5" in sentence(findings[0])
    assert "2, 4" in sentence(findings[3])
    assert "04-44" in sentence(findings[0])


def test_a_part_in_capitals_is_the_part_of_the_values() -> None:
    text = (resources() / "scales" / "gia9-2026.toml").read_text("utf-8")
    capital = parse_scale(text.replace("геометрия", "Геометрия "), "gia9-2026.toml", subjects())
    assert capital == shipped(2026)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("4 = 20", "4 = 30"), "scale.borders"),
        (("maximum = 39", "maximum = 29"), "scale.borders"),
        (("points = 26 }", "points = 40 }"), "scale.profile_minimum"),
        (('subjects = ["физика"]', 'subjects = ["Рус. яз."]'), "scale.twice"),
        (('source = "', 'sources = "'), "profile.field_unknown"),
    ],
)
def test_a_mistake_in_the_school_s_copy_is_named(change: tuple[str, str], rule: str) -> None:
    text = (resources() / "scales" / "gia9-2026.toml").read_text("utf-8")
    assert change[0] in text
    with pytest.raises(Refused) as refused:
        parse_scale(text.replace(*change), "gia9-2026.toml", subjects())
    assert rule in {f.id for f in refused.value.findings}
    assert all(sentence(f) for f in refused.value.findings)
