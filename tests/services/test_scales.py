"""Marks of examinations beside their primary scores are compared with the year's scale; the school's copy wins."""

from collections.abc import Callable
from pathlib import Path

import pytest

from otbor.domain.findings import Refused
from otbor.exchange.exam_marks import read_exam_marks
from otbor.exchange.score_mapping import ExamMarks, load_score_mapping
from otbor.exchange.tables import write_xlsx
from otbor.exchange.workbook import open_book
from otbor.services.scales import read_scale
from otbor.services.trial import rate_workbook
from otbor.support.places import resource, resources
from otbor.wording.findings import sentence

HEADER = ("№", "ОГЭ физика (перв.)", "ОГЭ физика (отметка)", "ОГЭ матем. (перв.)", "ОГЭ матем. (отметка)", "Геометрия")
MAPPING = ExamMarks(
    sheet="Участники",
    number="№",
    year=2026,
    primary="ОГЭ {subject} (перв.)",
    mark="ОГЭ {subject} (отметка)",
    parts={"математика: геометрия": "Геометрия"},
)


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    def make(*rows: tuple[object, ...]) -> Path:
        path = tmp_path / "marks.xlsx"
        write_xlsx(path, [("Участники", HEADER, rows)])  # type: ignore[list-item]  # cells of any kind, by design
        return path

    return make


def test_pairs_are_read_with_their_parts_and_the_cell_of_the_mark(workbook: Callable[..., Path]) -> None:
    path = workbook((1, 25, 4, 18, 4, 5), (2, "н/я", "", 18, 2, ""), (3, 25, "хорошо", "", "", ""))
    pairs, findings = read_exam_marks(open_book(path), MAPPING)
    assert [
        (p.subject, int(p.primary), int(p.mark), p.where, {n: int(v) for n, v in p.parts.items()}) for p in pairs
    ] == [
        ("физика", 25, 4, "Участники!C2", {}),
        ("математика", 18, 4, "Участники!E2", {"геометрия": 5}),
        ("математика", 18, 2, "Участники!E3", {}),
    ]
    assert [f.where for f in findings] == ["Участники!C4"]


def test_a_trial_rating_names_a_wrong_pair(tmp_path: Path) -> None:
    scheme = (resources() / "schemes" / "percent.toml").read_text("utf-8")
    mapping = (resources() / "schemes" / "percent.mapping.toml").read_text("utf-8")
    (tmp_path / "own.toml").write_text(scheme, "utf-8")
    told = '[exam_marks]\nsheet = "Участники"\nnumber = "№"\nyear = 2026\n'
    told += 'primary = "ОГЭ {subject} (перв.)"\nmark = "Отметка {subject}"\n'
    (tmp_path / "own.mapping.toml").write_text(f"{mapping}\n{told}", "utf-8")
    book = Path(__file__).parents[1] / "cases" / "percent" / "applicants.xlsx"
    with pytest.raises(
        Refused
    ) as refused:  # its marks are those of the certificate: some differ from the examination's
        rate_workbook(tmp_path / "own.toml", book)
    assert {f.id for f in refused.value.findings} <= {"scale.wrong_mark", "scale.impossible"}
    assert all(f.where.startswith("Участники!") for f in refused.value.findings)


def test_the_school_s_copy_of_a_scale_wins(tmp_path: Path) -> None:
    (tmp_path / "scales").mkdir()
    text = resource("scales/gia9-2026.toml").read_text("utf-8").replace("maximum = 39", "maximum = 40")
    (tmp_path / "scales" / "gia9-2026.toml").write_text(text, "utf-8")
    assert [scale.maximum for own in (None, tmp_path) if (scale := read_scale(2026, own).subject("физика"))] == [39, 40]


@pytest.mark.parametrize(("content", "rule"), [(None, "scale.no_year"), (b"\xff\xfe", "scale.not_text")])
def test_a_year_without_a_scale_is_said(content: bytes | None, rule: str, tmp_path: Path) -> None:
    if content:
        (tmp_path / "scales").mkdir()
        (tmp_path / "scales" / "gia9-2031.toml").write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_scale(2031, tmp_path)
    assert refused.value.finding.id == rule


def test_a_mapping_of_marks_names_both_columns_by_subject(tmp_path: Path) -> None:
    path = tmp_path / "x.mapping.toml"
    base = '[participants]\nsheet = "A"\nnumber = "№"\ngroups = ["Г"]\n[exam_marks]\nsheet = "A"\nnumber = "№"\n'
    path.write_text(f'{base}year = 2026\nprimary = "ОГЭ"\nmark = "Отметка {{subject}}"\n', "utf-8")
    with pytest.raises(Refused) as refused:
        load_score_mapping(path)
    assert refused.value.finding.id == "import.mapping_marks"
    assert "без {subject}" in sentence(refused.value.finding)
