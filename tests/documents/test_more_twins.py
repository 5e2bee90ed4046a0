"""Editable twins: the content of the paper, a template in the school's hands, nothing executed, nothing lost."""

import importlib.util
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from otbor.documents import (
    commission_change,
    commission_order,
    conflict_protocol,
    documents_protocol,
    final_protocol,
    order,
    preliminary_protocol,
    recommendation,
    subject_protocol,
    twin_blocks,
    twins,
)
from otbor.documents.blocks import Grid
from otbor.domain.findings import Refused
from otbor.support.places import resources
from otbor.wording.findings import sentence
from otbor.wording.forms import form
from tests.documents import samples, samples_commissions, samples_more
from tests.documents.samples import issue
from tests.documents.test_more_papers import HOSTILE, page_texts

DATED = date(2026, 5, 21)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CASES: dict[str, tuple[ModuleType, Any]] = {
    "order": (order, samples_more.order_data(30)),
    "commissions": (commission_order, samples_more.commissions()),
    "commissions-changed": (commission_change, samples_more.commission_changes(3, 2)),
    "preliminary": (preliminary_protocol, samples.preliminary()),
    "final": (final_protocol, samples.final()),
    "recommendation": (recommendation, samples_more.recommendation_data(5)),
    "conflict": (conflict_protocol, samples_more.conflict(3)),
    "documents": (documents_protocol, samples_commissions.documents(7, 5)),
    "subject": (subject_protocol, samples_commissions.subject(9)),
}


def made(name: str, own: Path | None = None) -> bytes:
    kind, data = CASES[name]
    return twins.twin(kind, data, issue(kind.NAME, "7", DATED, data), form(kind.NAME), own)


def text(docx: bytes) -> str:
    """The words of the document, paragraph by paragraph."""
    with zipfile.ZipFile(BytesIO(docx)) as file:
        tree = ET.fromstring(file.read("word/document.xml"))  # noqa: S314 - our own file
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in tree.iter(f"{WORD}p"))
    return "\n".join(paragraphs).replace("\u00a0", " ")


def words(source: str) -> set[str]:
    """Words and numbers; a word that the paper breaks at its hyphen counts in parts."""
    return {part for part in re.split(r"[^\w,./:№«»]+", source.replace("\ufffe", "-")) if re.search(r"\w", part)}


def test_no_sentence_of_a_twin_ends_twice() -> None:
    data = replace(samples.preliminary(), speaker="Соколова Е. В.")
    requisites = issue(preliminary_protocol.NAME, "7", DATED, data)
    found = text(twins.twin(preliminary_protocol, data, requisites, form(preliminary_protocol.NAME)))
    assert "Докладывает: Соколова Е. В. Минимальный" in found


@pytest.mark.parametrize("name", CASES)
def test_a_twin_holds_every_word_of_the_paper(name: str) -> None:
    kind, data = CASES[name]
    paper = kind.render(data, issue(kind.NAME, "7", DATED, data))
    pages = [re.sub(r"^стр\. \d+ из \d+ ", "", page) for page in page_texts(paper.pdf)]
    caption = issue(kind.NAME, "7", DATED, data).qr.split(":")[-1]
    said = words(" ".join(pages).replace("(подпись)", "")) - words(f"№ 7 · {caption}")
    found = re.sub(r"\s", "", text(made(name)))  # the paper's text runs upright titles together and breaks words
    assert {word for word in said if word not in found} == set()


@pytest.mark.parametrize("name", CASES)
def test_a_twin_opens_and_has_its_tables(name: str) -> None:
    kind, data = CASES[name]
    document = Document(BytesIO(made(name)))
    said = twin_blocks.told(kind, data, issue(kind.NAME, "7", DATED, data), form(kind.NAME))
    grids = [b for b in twin_blocks.blocks(kind, data, said) if isinstance(b, Grid)]
    assert grids
    assert len(document.tables) == len(grids)
    for table, grid in zip(document.tables, grids, strict=True):
        assert [cell.text.replace("\u00a0", " ") for cell in table.rows[0].cells] == list(grid.header)
        assert len(table.rows) == 1 + len(grid.rows)
    assert "{" not in text(made(name))
    left = document.sections[0].left_margin
    assert left is not None
    assert round(left.mm) == 30


@pytest.mark.parametrize("name", CASES)
def test_the_columns_are_those_of_the_paper_to_any_program(name: str) -> None:
    kind, data = CASES[name]
    shapes = kind.render(data, issue(kind.NAME, "7", DATED, data)).tables
    document = Document(BytesIO(made(name)))
    known = 0
    for table in document.tables:
        titles = tuple(cell.text for cell in table.rows[0].cells)
        grid = [int(column.get(f"{WORD}w")) for column in table._tbl.tblGrid]
        assert not table.autofit  # the layout is fixed
        assert all([round(c.width.twips) for c in row.cells] == grid for row in table.rows)
        assert sum(grid) <= 170 * 1440 / 25.4 + len(grid)
        if shape := shapes.get(titles):
            known += 1
            scale = sum(grid) / sum(shape.widths)
            assert grid == pytest.approx([width * scale for width in shape.widths], abs=2)
            turned = [bool(cell._tc.findall(f".//{WORD}textDirection")) for cell in table.rows[0].cells]
            assert turned == list(shape.upright)
    assert known >= len(document.tables) - (name == "preliminary")  # the paper sets shared places two in a row


@pytest.mark.parametrize("name", ["preliminary", "final", "documents"])
def test_appendices_come_after_the_signatures_on_pages_of_their_own(name: str) -> None:
    document = Document(BytesIO(made(name)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    begun = [n for n, text in enumerate(texts) if text.startswith("Приложение ")]
    signed = [n for n, text in enumerate(texts) if "____" in text]
    assert begun
    assert max(signed) < min(begun)
    broken = [n for n, paragraph in enumerate(document.paragraphs) if paragraph.paragraph_format.page_break_before]
    assert broken == begun


def test_a_table_of_the_schools_own_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "forms" / "docx").mkdir(parents=True)
    document = Document()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Бланк {{ number }}"
    document.save(str(tmp_path / "forms" / "docx" / "order.docx"))
    (kept,) = Document(BytesIO(made("order", tmp_path))).tables
    assert [cell.text for cell in kept.rows[0].cells] == ["Бланк 7", ""]
    assert kept.autofit


def test_every_kind_with_a_twin_is_tested() -> None:
    assert {kind.NAME for kind, _ in CASES.values()} == twin_blocks.TWINS


def test_the_shipped_template_is_what_the_script_makes() -> None:
    path = resources().parent / "installers" / "docx_templates.py"
    spec = importlib.util.spec_from_file_location("docx_templates", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shipped = (resources() / "forms" / "docx" / "paper.docx").read_bytes()
    with zipfile.ZipFile(BytesIO(module.paper())) as new, zipfile.ZipFile(BytesIO(shipped)) as old:
        assert new.namelist() == old.namelist()
        assert all(new.read(name) == old.read(name) for name in new.namelist())


def own_template(folder: Path, name: str, *lines: str) -> Path:
    """A template of the school with these paragraphs."""
    (folder / "forms" / "docx").mkdir(parents=True, exist_ok=True)
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / "forms" / "docx" / f"{name}.docx"))
    return folder


def test_the_schools_template_wins(tmp_path: Path) -> None:
    own_template(tmp_path, "paper", "Бланк школы", "{{ kind }} № {{ number }}")
    assert text(made("order", tmp_path)) == "Бланк школы\nПРИКАЗ № 7"
    own_template(tmp_path, "order", "Бланк приказа {{ number }}")
    assert text(made("order", tmp_path)) == "Бланк приказа 7"
    assert text(made("conflict", tmp_path)) == "Бланк школы\nПРОТОКОЛ № 7"


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ body.__class__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ body.append(1) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% for n in range(10**9) %}x{% endfor %}",
        "{{ unknown }}",
        "{{ kind",
        "{% include '/etc/passwd' %}",
        "{{ kind * 10**9 }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(kind) }}",
        "{{ 1 / 0 }}",
        "{{ kind + 1 }}",
    ],
)
def test_a_hostile_or_broken_template_is_refused(tmp_path: Path, line: str) -> None:
    own = own_template(tmp_path, "order", line)
    with pytest.raises(Refused) as refused:
        made("order", own)
    assert refused.value.finding.id == "paper_content.template_unusable"
    assert "order.docx" in sentence(refused.value.finding)


def test_what_is_no_docx_is_refused(tmp_path: Path) -> None:
    own = own_template(tmp_path, "order", "x")
    (own / "forms" / "docx" / "order.docx").write_bytes(b"\x89PNG")
    with pytest.raises(Refused) as refused:
        made("order", own)
    assert refused.value.finding.id == "paper_content.template_unreadable"


def test_data_stay_data() -> None:
    hostile = HOSTILE.replace("😀", "") + " {{ school }} {% if x %}"
    data = samples_more.order_data(2)
    child = order.Enrolled("2026-8-0001", hostile, date(2012, 1, 1))
    data = order.Order(**{**vars(data), "classes": (order.ClassList("8Ф", (child,)),)})
    docx = twins.twin(order, data, issue(order.NAME, "7", DATED, data), form(order.NAME))
    assert "<img src=x onerror=alert(1)> &nbsp; дерево </td><script> {{ school }} {% if x %}" in text(docx)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.timeout(120)
def test_libreoffice_reads_a_twin(tmp_path: Path) -> None:
    (tmp_path / "order.docx").write_bytes(made("order"))
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "order.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=110)
    found = " ".join(page_texts((tmp_path / "order.pdf").read_bytes()))
    assert "ПРИКАЗЫВАЮ" in found
    assert CASES["order"][1].classes[0].children[0].number in found
