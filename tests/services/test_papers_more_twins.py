"""Twins of issued papers and lists as tables: of the same data, with nothing in them that computes."""

import csv
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from otbor.documents import (
    commission_order,
    conflict_protocol,
    final_protocol,
    notice,
    order,
    preliminary_protocol,
    public_list,
    receipt,
    recommendation,
)
from otbor.domain.findings import Refused
from otbor.domain.people import FullName
from otbor.services import corrections, papers
from otbor.services.corrections import Correction
from otbor.services.papers import Issued, ListKind
from otbor.storage.models import Application
from otbor.wording.findings import sentence
from tests.services.desk import number
from tests.services.small_campaign import ALL, FAMILIES, Made, finished, look_up, open_copy, text

TWINS: dict[str, ModuleType] = {
    "order": order,
    "commissions": commission_order,
    "preliminary": preliminary_protocol,
    "final": final_protocol,
    "recommendation": recommendation,
    "conflict": conflict_protocol,
}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """A finished campaign of its own."""
    office, clock = open_copy(finished(), tmp_path / "school.otbor")
    yield look_up(office, clock)
    office.database.close()


@pytest.fixture
def printed(made: Made, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, ModuleType], tuple[Issued, Any]]:
    """Issues a paper of the campaign and gives it with the data that it was made of."""

    def issue(name: str, kind: ModuleType) -> tuple[Issued, Any]:
        seen: list[Any] = []
        draw = kind.render

        def render(data: Any, *more: Any) -> Any:
            seen.append(data)
            return draw(data, *more)

        with monkeypatch.context() as patch:
            patch.setattr(kind, "render", render)
            issued = ALL[name](made)
        return issued, seen[0]

    return issue


def refused_as(identity: str) -> "pytest.RaisesExc[Refused]":
    """A refusal of this id, whose sentence can be filled."""
    return pytest.raises(Refused, check=lambda r: r.finding.id == identity and bool(sentence(r.finding)))


def words(docx: bytes) -> str:
    """The texts of a DOCX in one line."""
    with zipfile.ZipFile(BytesIO(docx)) as file:
        source = file.read("word/document.xml").decode()
    from xml.etree import ElementTree as ET  # noqa: PLC0415

    return " ".join(" ".join(ET.fromstring(source).itertext()).replace("\u00a0", " ").split())  # noqa: S314


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_holds_the_numbers_names_and_places_of_its_paper(
    made: Made, printed: Callable[[str, ModuleType], tuple[Issued, Any]], name: str
) -> None:
    issued, data = printed(name, TWINS[name])
    found = words(papers.docx_twin(made.office, issued.paper_id, data))
    paper = text(issued.pdf)
    assert f"№ {issued.number}" in found
    for surname, given, _ in FAMILIES:
        for told in (f"{surname} {given}", number(1 + [f[0] for f in FAMILIES].index(surname))):
            assert (told in paper) <= (told in found), told
    for row in ("1 2026-8-0001 Иванов Пётр Иванович", "«за» — 3, «против» — 0"):
        assert (row in paper) <= (row in found)
    assert issued.pdf == papers.content(made.office, issued.paper_id)  # the paper itself is as it was


def test_a_twin_of_other_data_or_of_another_paper_is_refused(
    made: Made, printed: Callable[[str, ModuleType], tuple[Issued, Any]]
) -> None:
    issued, data = printed("order", order)
    with refused_as("paper_content.other_data"):
        papers.docx_twin(made.office, issued.paper_id, replace(data, executor="кто-то другой"))
    slip, slip_data = printed("receipt", receipt)
    with refused_as("paper_content.no_twin"):
        papers.docx_twin(made.office, slip.paper_id, slip_data)


def test_the_schools_template_wins_and_a_hostile_one_is_refused(
    made: Made, printed: Callable[[str, ModuleType], tuple[Issued, Any]], tmp_path: Path
) -> None:
    from docx import Document  # noqa: PLC0415

    issued, data = printed("order", order)
    own = tmp_path / "own"
    (own / "forms" / "docx").mkdir(parents=True)
    for line, expected in (("Бланк школы {{ number }}", "Бланк школы 45-у"), ("{{ kind.__class__.__mro__ }}", "")):
        document = Document()
        document.add_paragraph(line)
        document.save(str(own / "forms" / "docx" / "order.docx"))
        office = replace(made.office, own=own)
        if expected:
            assert words(papers.docx_twin(office, issued.paper_id, data)) == expected
        else:
            with refused_as("paper_content.template_unusable"):
                papers.docx_twin(office, issued.paper_id, data)


def test_the_site_gets_the_notice_and_the_list_without_names(
    made: Made, printed: Callable[[str, ModuleType], tuple[Issued, Any]]
) -> None:
    issued, data = printed("notice", notice)
    fragment = papers.notice_fragment(made.office, issued.paper_id, data)
    assert fragment.startswith('<section lang="ru">')
    assert "<h3>7. Иная информация</h3>" in fragment
    listed, list_data = printed("public-final", public_list)
    page = papers.public_list_page(made.office, listed.paper_id, list_data)
    assert '<th scope="row">2026-8-0001</th>' in page
    assert not any(surname in page for surname, _, _ in FAMILIES)
    large = papers.issue_notice_large(made.office, made.campaign)
    assert f"Содержание соответствует извещению № {issued.number}" in text(large.pdf)
    with refused_as("paper_content.other_data"):
        papers.notice_fragment(made.office, issued.paper_id, replace(data, director="кто-то другой"))


def table(path: Path) -> list[list[Any]]:
    """The rows of the only sheet of a workbook."""
    book = CalamineWorkbook.from_path(path)
    assert len(book.sheet_names) == 1
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("kind", list(ListKind))
def test_a_list_is_the_same_in_both_forms(made: Made, tmp_path: Path, kind: ListKind) -> None:
    count = papers.export_list(made.office, made.campaign, kind, tmp_path / "list.csv")
    assert papers.export_list(made.office, made.campaign, kind, tmp_path / "list.xlsx") == count
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    sheet = table(tmp_path / "list.xlsx")
    assert lines[0] == sheet[0]
    assert len(lines) == len(sheet) == count + 1
    assert count > 0
    assert all(len(line) == len(lines[0]) for line in lines)
    told = "\n".join(map(",".join, lines))
    assert (kind is ListKind.PUBLIC) == (not any(surname in told for surname, _, _ in FAMILIES))


def test_a_list_says_what_the_rows_say(made: Made, tmp_path: Path) -> None:
    papers.export_list(made.office, made.campaign, ListKind.FINAL, tmp_path / "final.xlsx")
    rows = table(tmp_path / "final.xlsx")
    assert rows[1] == ["8Ф", 1, number(1), "Иванов Пётр Иванович", 52, ""]
    papers.export_list(made.office, made.campaign, ListKind.ENROLLED, tmp_path / "enrolled.xlsx")
    assert {row[0] for row in table(tmp_path / "enrolled.xlsx")[1:]} == {"45-у"}


def test_a_name_starts_no_formula(made: Made, tmp_path: Path) -> None:
    with made.office.question() as session:
        version = session.get_one(Application, made.applications[4]).version
    hostile = Correction(child=FullName("=HYPERLINK(1)", "Глеб", "Иванович"))
    corrections.correct(made.office, made.applications[4], version, hostile, "проверка")
    papers.export_list(made.office, made.campaign, ListKind.JOURNAL, tmp_path / "list.csv")
    papers.export_list(made.office, made.campaign, ListKind.JOURNAL, tmp_path / "list.xlsx")
    assert ",'=HYPERLINK" in (tmp_path / "list.csv").read_text("utf-8-sig")
    with zipfile.ZipFile(tmp_path / "list.xlsx") as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


def test_a_table_has_a_form_that_programs_know(made: Made, tmp_path: Path) -> None:
    with refused_as("paper_content.table_format"):
        papers.export_list(made.office, made.campaign, ListKind.JOURNAL, tmp_path / "list.doc")
    assert not (tmp_path / "list.doc").exists()
