"""Makes the template of the editable twins: ``python installers/docx_templates.py`` writes resources/forms/docx/.

Run again it writes the same bytes: a test compares. The look is that of the papers: A4, margins for the binder, Times.
"""

import re
import sys
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as File
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "forms" / "docx"
_MOMENT = (2026, 1, 1, 0, 0, 0)
_TABLE = (
    ("{%tc for title in block.header %}", "{{ title }}", "{%tc endfor %}"),
    ("{%tr for row in block.rows %}", "", ""),
    ("{%tc for cell in row.cells %}", "{{ cell }}", "{%tc endfor %}"),
    ("{%tr endfor %}", "", ""),
)


def paper() -> bytes:
    """The common template: requisites, the body block by block, signatures."""
    file = Document()
    _page(file)
    _head(file)
    _blocks(file, "body")
    _signers(file)
    _blocks(file, "appendices")
    return _stable(file)


def _page(file: File) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(10)
    section.top_margin = section.bottom_margin = Mm(20)
    style = file.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.paragraph_format.space_after = Pt(0)
    properties = style.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    properties.append(language)


def _line(file: File, text: str, *, size: float = 12, bold: bool = False, centre: bool = False) -> Paragraph:
    paragraph = file.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.LEFT
    return paragraph


def _head(file: File) -> None:
    file.add_paragraph("{%p if founder %}")
    _line(file, "{{ founder }}", size=11, centre=True)
    file.add_paragraph("{%p endif %}")
    _line(file, "{{ school }}", bold=True, centre=True)
    _line(file, "{{ contacts }}", size=9, centre=True).paragraph_format.space_after = Pt(10)
    _line(file, "{{ kind }}", size=14, bold=True, centre=True)
    file.add_paragraph("{%p if subtitle %}")
    _line(file, "{{ subtitle }}", bold=True, centre=True)
    file.add_paragraph("{%p endif %}")
    dated = _line(file, "{{ date }}\t№\u00a0{{ number }}").paragraph_format
    dated.space_before = Pt(8)
    dated.tab_stops.add_tab_stop(Mm(150))
    _line(file, "{{ place }}", size=11, centre=True).paragraph_format.space_after = Pt(10)


def _blocks(file: File, blocks: str) -> None:
    file.add_paragraph(f"{{%p for block in {blocks} %}}")
    file.add_paragraph("{%p if block.kind == 'heading' %}")
    heading = _line(file, "{{ block.text }}", bold=True).paragraph_format
    heading.space_before, heading.space_after, heading.keep_with_next = Pt(8), Pt(3), True
    file.add_paragraph("{%p endif %}")
    file.add_paragraph("{%p if block.kind == 'text' %}")
    text = _line(file, "{{ block.text }}")
    text.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    text.paragraph_format.first_line_indent = Mm(12.5)
    file.add_paragraph("{%p endif %}")
    file.add_paragraph("{%p if block.kind == 'appendix' %}")
    file.add_paragraph("{%p for line in block.lines %}")
    for condition in ("if loop.first", "if not loop.first"):
        file.add_paragraph(f"{{%p {condition} %}}")
        line = _line(file, "{{ line }}", size=11).paragraph_format
        line.left_indent, line.page_break_before = Mm(98), condition == "if loop.first"
        file.add_paragraph("{%p endif %}")
    file.add_paragraph("{%p endfor %}")
    file.add_paragraph("{%p endif %}")
    file.add_paragraph("{%p if block.kind == 'table' %}")
    _table(file)
    file.add_paragraph().paragraph_format.line_spacing = Pt(4)  # air between the table and what follows
    file.add_paragraph("{%p endif %}")
    file.add_paragraph("{%p endfor %}")


def _table(file: File) -> None:
    table = file.add_table(rows=len(_TABLE), cols=3)
    table.style, table.alignment = file.styles["Table Grid"], WD_TABLE_ALIGNMENT.CENTER
    for number, (row, texts) in enumerate(zip(table.rows, _TABLE, strict=True)):
        for cell, text in zip(row.cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(10), number == 0
            width = cell._tc.tcPr.find(qn("w:tcW"))  # noqa: SLF001 - columns are as wide as what they hold, not equal
            cell._tc.tcPr.remove(width)  # noqa: SLF001
    whole = table._tbl.tblPr.find(qn("w:tblW"))  # noqa: SLF001
    whole.set(qn("w:type"), "pct")
    whole.set(qn("w:w"), "5000")  # fiftieths of a per cent
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - python-docx has no repeated header of its own


def _signers(file: File) -> None:
    file.add_paragraph("{%p for signer in signers %}")
    signature = _line(file, "{{ signer.post }}\t____________________\t{{ signer.name }}").paragraph_format
    signature.space_before, signature.keep_together, signature.keep_with_next = Pt(14), True, True
    for stop in (60, 115):
        signature.tab_stops.add_tab_stop(Mm(stop))
    file.add_paragraph("{%p endfor %}")


def _stable(file: File) -> bytes:
    """The file with one moment for all its parts, so that the same template has the same bytes."""
    properties = file.core_properties
    properties.author, properties.title, properties.comments = "Отбор", "Шаблон документа", ""
    properties.created = properties.modified = datetime(*_MOMENT, tzinfo=UTC)
    made, stable = BytesIO(), BytesIO()
    file.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(stable, "w") as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            if "thumbnail" in name:
                continue  # a picture of another document
            content = source.read(name)
            if name == "_rels/.rels":
                content = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
            part = zipfile.ZipInfo(name, _MOMENT)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, content)
    return stable.getvalue()


def main() -> int:
    """Write the template."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "paper.docx").write_bytes(paper())
    return 0


if __name__ == "__main__":
    sys.exit(main())
