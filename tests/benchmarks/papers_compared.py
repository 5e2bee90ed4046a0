"""Our papers beside those of fpdf2 and typst in one run: the same content, fonts and sizes, new data at every repeat.

The others are used at their fastest: fpdf2 by cells (its tables cost seven times more), typst with fonts loaded before
and without tags. What is ready in a running program is in nobody's time: imports, and for the others the texts of a
receipt, while ours fill the editable wording and decline the names. The budget is the other's time times the factor
demanded, so that a ratio under 1 means: fast enough.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isqrt
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fpdf import FPDF

    from otbor.documents.kit.rating import RatingSheet
    from otbor.documents.receipt import Receipt

ROWS, RECEIPTS, REPEATS = 1000, 500, 3
BY_FAR = 1 / 3  # of fpdf2's time
AHEAD, BESIDE = 1.0, 1.2  # of typst's: the sheet, the receipts

GROUPS = ("8Ф, физико-математический", "8И, информационно-технологический")
COMPONENTS = ("Отметки", "Портфолио", "Математика", "Физика")
WIDTHS = (10, 26, 62, 14, 14, 14, 14, 16)  # mm, of the sheet
DOCUMENTS = (
    "Заявление", "Согласие на обработку данных", "Ведомость отметок", "Диплом олимпиады по физике",
    "Диплом олимпиады по химии", "Свидетельство о рождении",
)  # fmt: skip


def measure() -> list[tuple[str, float, float]]:
    """What is done, the budget in seconds, the seconds it took."""
    sheets = [_ours_sheet, _fpdf2_sheet, _typst_sheet()]
    receipts = [_ours_receipts, _fpdf2_receipts, _typst_receipts()]
    sheet, fpdf2_sheet, typst_sheet = _medians(sheets, _sheet_data, ROWS)
    batch, fpdf2_batch, typst_batch = _medians(receipts, _receipts_data, RECEIPTS)
    what, whats = f"ведомость, {ROWS} строк × 8 граф", f"{RECEIPTS} расписок с QR одним файлом"
    return [
        (f"{what}: втрое быстрее fpdf2 ({fpdf2_sheet:.2f} с)", fpdf2_sheet * BY_FAR, sheet),
        (f"{what}: не медленнее typst ({typst_sheet:.2f} с)", typst_sheet * AHEAD, sheet),
        (f"{whats}: втрое быстрее fpdf2 ({fpdf2_batch:.2f} с)", fpdf2_batch * BY_FAR, batch),
        (f"{whats}: не дольше 1,2 времени typst ({typst_batch:.2f} с)", typst_batch * BESIDE, batch),
    ]


def _medians(makers: list[Callable[[Any], bytes]], data: Callable[[int, int], Any], size: int) -> list[float]:
    """Median time of each maker, measured in turn, so that a busy moment of the machine meets all of them."""
    import pypdfium2  # noqa: PLC0415 - not in anybody's time

    times: list[list[float]] = [[] for _ in makers]
    for maker in makers:
        maker(data(0, 5))
    for repeat in range(1, REPEATS + 1):
        for maker, taken in zip(makers, times, strict=True):
            given = data(repeat, size)
            start = perf_counter()
            pdf = maker(given)
            taken.append(perf_counter() - start)
            document = pypdfium2.PdfDocument(pdf)
            text = document[len(document) - 1].get_textpage().get_text_bounded()
            if _number(repeat, size) not in text:
                raise RuntimeError(f"{maker} lost the last of {size}")
            document.close()
    return [median(taken) for taken in times]


# The content, as plain data for all


def _number(repeat: int, n: int) -> str:
    return f"2026-{repeat}-{n:04}"


def _name(chance: random.Random) -> str:
    """An invented person, hardly twice the same."""
    surname = "".join(chance.choices(("ба", "ве", "до", "ка", "ли", "мо", "на", "ро", "та", "шу"), k=3))
    return f"{surname.title()}нова {chance.choice(('Мария', 'Анна', 'Ольга'))} {chance.choice(('Олеговна', 'Львовна'))}"


@dataclass(frozen=True)
class _Sheet:
    """The sheet for ours and as cells for the others."""

    ours: "RatingSheet"
    titles: tuple[str, str]
    cells: list[list[str]]


def _sheet_data(repeat: int, size: int) -> _Sheet:
    from otbor.documents.kit.rating import Rated, RatingSheet, points  # noqa: PLC0415

    chance = random.Random(repeat)  # noqa: S311 - the same names in every run
    rated = tuple(
        Rated(
            place=n,
            number=_number(repeat, n),
            name=_name(chance),
            points=tuple(Decimal(chance.randrange(41)) / 2 for _ in COMPONENTS),
            total=Decimal(6000 - n) / 100,
        )
        for n in range(1, size + 1)
    )
    cells = [[str(r.place), r.number, r.name, *map(points, (*r.points, r.total))] for r in rated]
    titles = (f"Рейтинговый лист: {GROUPS[0]}", f"Мест: 25. Участников в рейтинге: {size}.")
    return _Sheet(RatingSheet(GROUPS[0], 25, COMPONENTS, (), rated), titles, cells)


@dataclass(frozen=True)
class _Receipts:
    """The receipts for ours and as finished texts for the others."""

    ours: "list[tuple[Receipt, Any]]"
    texts: list[dict[str, Any]]


def _receipts_data(repeat: int, size: int) -> _Receipts:
    from otbor.documents import receipt  # noqa: PLC0415
    from otbor.documents.kit.attached import Attached  # noqa: PLC0415
    from otbor.wording.forms import form  # noqa: PLC0415
    from otbor.wording.numbers import long_date  # noqa: PLC0415
    from tests.documents.samples import CAMPAIGN, issue  # noqa: PLC0415

    chance = random.Random(repeat)  # noqa: S311 - the same names in every run
    ours, texts = [], []
    for n in range(1, size + 1):
        data = receipt.Receipt(
            campaign=CAMPAIGN,
            filed_at=datetime(2026, 4, 14, 10, n % 60),  # noqa: DTZ001 - the school's local time, as papers say it
            child=_name(chance),
            born=date(2012, n % 12 + 1, n % 28 + 1),
            representative=_name(chance),
            groups=GROUPS,
            documents=tuple(Attached(title, "копия, сверена с оригиналом", n % 3 + 1) for title in DOCUMENTS),
            missing=(),
            dates=(
                receipt.NextDate("Испытание по математике", date(2026, 5, 25)),
                receipt.NextDate("Ознакомление с рейтингом", date(2026, 6, 4), date(2026, 6, 8)),
            ),
            accepted_by="О. И. Кузнецова",
            post="делопроизводитель",
        )
        made = issue(receipt.NAME, _number(repeat, n), date(2026, 4, 14), data)
        words = form(receipt.NAME).words({**vars(data), "number": made.number})
        ours.append((data, made))
        texts.append(
            {
                "head": [made.founder, made.school, made.contacts, words("kind"), words("subtitle"), made.place],
                "dated": long_date(made.dated),
                "number": made.number,
                "received": words("received").splitlines(),
                "documents": [[str(k), d.title, d.kind, str(d.sheets)] for k, d in enumerate(data.documents, 1)],
                "total": words("total", documents=len(data.documents), sheets=6 * (n % 3 + 1)),
                "dates": [[d.what, d.day.strftime("%d.%m.%Y")] for d in data.dates],
                "note": words("note"),
                "accepted": words("accepted"),
                "signed": data.accepted_by,
                "qr": made.qr,
            }
        )
    return _Receipts(ours, texts)


def _modules(text: str) -> tuple[bytes, int]:
    """The QR as bytes, a byte a module, 0 for black; and its side."""
    import zxingcpp  # noqa: PLC0415

    code: Any = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    bits = bytes(memoryview(code.to_image(scale=1, add_quiet_zones=False)))
    return bits, isqrt(len(bits))


# Ours


def _ours_sheet(data: _Sheet) -> bytes:
    from otbor.documents.kit.paper import Draft, write  # noqa: PLC0415
    from otbor.documents.kit.rating import rating_section  # noqa: PLC0415
    from otbor.wording.forms import form  # noqa: PLC0415
    from tests.documents.samples import issue  # noqa: PLC0415

    day = date(2026, 6, 5)
    words = form("preliminary_protocol").words({"number": "14", "date": day})
    made = issue("preliminary_protocol", "14", day, data.ours.group)
    return write(Draft(made, words, data.titles[0], [rating_section(data.ours, words, "Приложение 1")])).pdf


def _ours_receipts(data: _Receipts) -> bytes:
    from otbor.documents import receipt  # noqa: PLC0415

    return receipt.render_batch(data.ours).pdf


# fpdf2


def _fpdf2(header: Callable[["FPDF"], None] | None = None) -> "FPDF":
    from fpdf import FPDF  # noqa: PLC0415

    from otbor.support.places import resources  # noqa: PLC0415

    class Paper(FPDF):
        """With a head and a foot on every page."""

        def header(self) -> None:
            if header:
                header(self)

        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("Tinos", size=10)
            self.cell(0, 5, f"стр. {self.page_no()} из {{nb}}", align="C")

    pdf = Paper()
    for style, face in (("", "Regular"), ("B", "Bold")):
        pdf.add_font("Tinos", style, resources() / "fonts" / f"Tinos-{face}.ttf")
    pdf.set_margins(30, 20, 10)
    pdf.set_auto_page_break(auto=True, margin=20)
    return pdf


def _row(pdf: "FPDF", widths: tuple[int, ...], cells: list[str], height: float) -> None:
    for width, cell in zip(widths, cells, strict=True):
        pdf.cell(width, height, cell, border=1)
    pdf.ln()


def _fpdf2_sheet(data: _Sheet) -> bytes:
    columns = ["Место", "Рег. №", "Фамилия, имя, отчество", *COMPONENTS, "Сумма"]

    def header(pdf: "FPDF") -> None:
        pdf.set_font("Tinos", "B", 7)
        _row(pdf, WIDTHS, columns, 6)
        pdf.set_font("Tinos", size=9)

    pdf = _fpdf2(header)
    pdf.add_page()
    for title in data.titles:
        pdf.cell(0, 6, title, align="C", new_x="LMARGIN", new_y="NEXT")
    for cells in data.cells:
        _row(pdf, WIDTHS, cells, 5.2)
    return bytes(pdf.output())


def _fpdf2_receipts(data: _Receipts) -> bytes:
    pdf = _fpdf2()
    for texts in data.texts:
        pdf.add_page()
        for line, size in zip(texts["head"], (11, 12, 9, 14, 12, 11), strict=True):
            pdf.set_font("Tinos", "B" if size in {12, 14} else "", size)
            pdf.multi_cell(0, size * 0.4, line, align="C", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Tinos", size=12)
        pdf.cell(85, 6, texts["dated"])
        pdf.cell(85, 6, f"№ {texts['number']}", align="R", new_x="LMARGIN", new_y="NEXT")
        for line in texts["received"]:
            pdf.multi_cell(0, 4.9, line, align="J", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Tinos", "B", 10)
        _row(pdf, (12, 88, 52, 18), ["№", "Документ", "Вид", "Листов"], 5.5)
        pdf.set_font("Tinos", size=10)
        for cells in texts["documents"]:
            _row(pdf, (12, 88, 52, 18), cells, 5.5)
        pdf.cell(0, 6, texts["total"], new_x="LMARGIN", new_y="NEXT")
        _row(pdf, (112, 58), ["Событие", "Когда"], 5.5)
        for cells in texts["dates"]:
            _row(pdf, (112, 58), cells, 5.5)
        pdf.set_font("Tinos", size=9)
        pdf.multi_cell(0, 3.7, texts["note"], new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Tinos", size=12)
        pdf.cell(120, 12, texts["accepted"])
        pdf.cell(50, 12, texts["signed"], align="R")
        _fpdf2_qr(pdf, texts["qr"])
    return bytes(pdf.output())


def _fpdf2_qr(pdf: "FPDF", text: str) -> None:
    from PIL import Image  # noqa: PLC0415

    bits, side = _modules(text)
    pdf.image(Image.frombytes("L", (side, side), bits), x=182, y=270, w=18, h=18)


# typst

_TYPST_PAGE = """
#set page(paper: "a4", margin: (left: 30mm, right: 10mm, top: 20mm, bottom: 20mm))
#set text(font: "Tinos", size: 12pt, lang: "ru", hyphenate: false)
#set table(stroke: 0.5pt, inset: (x: 1.2mm, y: 1mm))
#let data = json(bytes(sys.inputs.data))
"""
_TYPST_SHEET = """
#set page(footer: context align(center, text(10pt)[стр. #counter(page).display() из #counter(page).final().first()]))
#for title in data.titles { align(center, title) }
#set text(9pt)
#table(columns: data.widths.enumerate().map(((n, w)) => if n == 2 { 1fr } else { w * 1mm }),
  table.header(..data.columns.map(c => text(7pt, strong(c)))), ..data.cells.flatten())
"""
_TYPST_RECEIPTS = """
#for (n, r) in data.enumerate() {
  if n > 0 { pagebreak() }
  for (line, size) in r.head.zip((11, 12, 9, 14, 12, 11)) {
    align(center, text(size * 1pt, weight: if size in (12, 14) { "bold" } else { "regular" }, line))
  }
  grid(columns: (1fr, 1fr), r.dated, align(right)[№ #r.number])
  for line in r.received { par(justify: true, first-line-indent: (amount: 12.5mm, all: true), line) }
  { set text(10pt)
    table(columns: (12mm, 1fr, 52mm, 18mm), table.header(..("№", "Документ", "Вид", "Листов").map(strong)),
      ..r.documents.flatten())
    r.total
    table(columns: (1fr, 58mm), table.header(strong[Событие], strong[Когда]), ..r.dates.flatten()) }
  par(text(9pt, r.note))
  grid(columns: (1fr, 48mm), r.accepted, r.signed)
  place(bottom + right, dy: 11mm, image(bytes(r.bits), width: 18mm, scaling: "pixelated",
    format: (encoding: "luma8", width: r.side, height: r.side)))
}
"""


def _typst(source: str) -> Callable[[Any], bytes]:
    import typst  # noqa: PLC0415

    from otbor.support.places import resources  # noqa: PLC0415

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[resources() / "fonts"])
    compiler, template = typst.Compiler(font_paths=fonts), (_TYPST_PAGE + source).encode()

    def made(data: Any) -> bytes:
        given = {"data": json.dumps(data, ensure_ascii=False)}
        pdf = compiler.compile(template, format="pdf", sys_inputs=given, pdf_standards=["a-2b"], pdf_tags=False)
        if not isinstance(pdf, bytes):
            raise TypeError("typst made no file")
        return pdf

    return made


def _typst_sheet() -> Callable[[_Sheet], bytes]:
    made = _typst(_TYPST_SHEET)
    columns = ["Место", "Рег. №", "Фамилия, имя, отчество", *COMPONENTS, "Сумма"]
    return lambda data: made({"titles": data.titles, "widths": WIDTHS, "columns": columns, "cells": data.cells})


def _typst_receipts() -> Callable[[_Receipts], bytes]:
    made = _typst(_TYPST_RECEIPTS)

    def with_codes(data: _Receipts) -> bytes:
        rows = []
        for texts in data.texts:
            bits, side = _modules(texts["qr"])
            rows.append({**texts, "bits": list(bits), "side": side})
        return made(rows)

    return with_codes
