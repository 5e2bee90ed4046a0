"""Files opened as workbooks: every kind that schools have, and every file that is none."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.findings import Refused
from otbor.exchange.tables import write_csv, write_xlsx
from otbor.exchange.workbook import Book, column_letters, column_number, open_book
from otbor.wording.findings import sentence

TEXT = "Номер;Фамилия;Имя\n1;Ёлкин;Пётр\n2;Щербакова;Алиса\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODF = {"office": "office", "table": "table", "text": "text"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("заявления.xlsx", PNG, "not_a_workbook"),
        ("заявления.xls", OLE + b"\0" * 600, "not_a_workbook"),
        ("заявления.xlsx", b"PK\x03\x04 not a zip", "not_a_workbook"),
        ("заявления.csv", PNG, "not_a_workbook"),
        ("заявления.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "protected"),
        ("заявления.xlsx", b"", "empty_file"),
        ("заявления.csv", b"\n;;\n", "empty"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, name: str, data: bytes, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        open_book(written(tmp_path, name, data))
    assert refused.value.finding.id == f"workbook.{rule}"
    assert name in sentence(refused.value.finding)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("фото.txt", "не книга")
    with pytest.raises(Refused, match=r"workbook\.not_a_workbook"):
        open_book(written(tmp_path, "a.xlsx", data.getvalue()))


def test_no_such_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"workbook\.no_file"):
        open_book(tmp_path / "нет.xlsx")
    with pytest.raises(Refused, match=r"workbook\.cannot_read"):
        open_book(tmp_path)


def test_an_empty_workbook(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", [("Заявления", [], [])])
    with pytest.raises(Refused, match=r"workbook\.empty"):
        open_book(tmp_path / "a.xlsx")


def test_a_missing_sheet_names_those_there_are(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", [("Заявления", ["№"], [[1]])])
    book = open_book(tmp_path / "a.xlsx")
    assert book.sheet(" заявления ").name == "Заявления"
    with pytest.raises(Refused) as refused:
        book.sheet("Испытания")
    assert "Заявления" in sentence(refused.value.finding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "cp866", "koi8-r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_of_any_russian_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    book = open_book(written(tmp_path, "дети.csv", TEXT.replace(";", delimiter).encode(encoding)))
    assert book.sheets[0].name == "дети"
    assert book.sheets[0].rows[1:] == [["1", "Ёлкин", "Пётр"], ["2", "Щербакова", "Алиса"]]


def test_an_ods_workbook(tmp_path: Path) -> None:
    names = (f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in ODF.items())
    cells = '<table:table-cell office:value-type="string"><text:p>Ёлкин</text:p></table:table-cell>'
    cells += '<table:table-cell office:value-type="date" office:date-value="2012-05-05"/>'
    cells += '<table:table-cell office:value-type="float" office:value="4.5"/>'
    body = f'<table:table table:name="Дети"><table:table-row>{cells}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"<office:document-content {' '.join(names)}>{body}</office:document-content>")
    book = open_book(written(tmp_path, "дети.ods", data.getvalue()))
    assert book.sheet("Дети").rows == [["Ёлкин", date(2012, 5, 5), 4.5]]


def test_the_error_of_a_formula_is_not_an_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("Пустой")
        sheet = workbook.add_worksheet("Баллы")
        sheet.write_formula(2, 27, "=1/0", None, "#DIV/0!")
        sheet.write_string(3, 0, "дальше")
    assert open_book(path).sheet("Баллы").rows[2][27] == "#DIV/0!"


@given(st.integers(0, 20_000))
def test_letters_of_columns(column: int) -> None:
    assert column_number(column_letters(column)) == column


def test_an_address() -> None:
    assert Book("a", ()).sheets == ()
    assert [column_letters(column) for column in (0, 6, 25, 26, 701, 702)] == ["A", "G", "Z", "AA", "ZZ", "AAA"]


def test_a_written_csv_starts_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["имя", "балл"], [["=HYPERLINK()", Decimal("-1.50")], ["@x", None], ["Ли", date(2026, 4, 6)]])
    text = path.read_bytes().decode("utf-8")
    assert text == "\ufeffимя,балл\r\n'=HYPERLINK(),-1.50\r\n'@x,\r\nЛи,2026-04-06\r\n"
    write_csv(path, ["имя"], [["Ли"]], bom=False)
    assert path.read_bytes() == "имя\r\nЛи\r\n".encode()


def test_a_written_workbook_holds_texts_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [("Рейтинг", ["а", "б"], [["=1+1", Decimal("4.08")], ["00123", date(2026, 4, 6)], [None, 3]])])
    assert open_book(path).sheets[0].rows[1:] == [["=1+1", 4.08], ["00123", date(2026, 4, 6)], ["", 3.0]]


def test_a_cell_at_the_end_of_the_world_is_told_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "заявления.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Заявления")
        sheet.write(0, 0, "Фамилия")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(Refused, match=r"workbook\.far_cell") as refusal:
        open_book(path)
    assert "Заявления!XFD1048576" in sentence(refusal.value.finding)


def test_a_formatted_sheet_down_to_its_end_is_read(tmp_path: Path) -> None:
    path = tmp_path / "заявления.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Заявления")
        sheet.write(0, 0, "Фамилия")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert open_book(path).sheets[0].rows[0][0] == "Фамилия"


def test_a_workbook_that_unpacks_to_more_than_memory_is_told(tmp_path: Path) -> None:
    path = tmp_path / "заявления.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as part:
        for _ in range(201):
            part.write(b" " * 1_000_000)
    with pytest.raises(Refused, match=r"workbook\.too_large") as refusal:
        open_book(path)
    assert "заявления.xlsx" in sentence(refusal.value.finding)
