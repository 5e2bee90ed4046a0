"""A paper written: requisites of its issue in, bytes and places of signatures out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import chain
from typing import Any

from otbor.documents.kit import flow, fonts, qr
from otbor.documents.kit.flow import MM, Page, Section
from otbor.documents.kit.pdfa import Properties, open_canvas
from otbor.documents.kit.sheet import Sheet, SignatureField, TableShape
from otbor.wording.forms import Form, Words

_QR_SIDE = 18 * MM
_QR_BOTTOM = 9 * MM
_QR_RESERVE = 10 * MM  # above the bottom margin of the first sheet: nothing touches the QR or its quiet zone


@dataclass(frozen=True)
class Issue:
    """Requisites of one paper (реквизиты, ГОСТ Р 7.0.97), whatever its kind.

    ``school`` is the full name by the charter, ``founder`` and ``contacts`` (address, ОГРН, site) may be empty;
    ``place`` «г. Нижний Новгород»; ``number`` with its series, empty for a paper that has none; ``standard`` the
    standard of paperwork by name; ``qr`` as :func:`otbor.documents.kit.qr.payload` makes it, empty for none;
    ``repeated`` marks a new rendering («повторно»), ``draft`` what must not pass for a paper («образец»).
    """

    school: str
    number: str
    dated: date
    place: str
    standard: str
    qr: str
    founder: str = ""
    contacts: str = ""
    repeated: bool = False
    draft: bool = False


@dataclass(frozen=True)
class Paper:
    """A finished PDF/A-2b; ``fields`` are the places for signatures; ``form`` is «<name>/<version>» of its wording.

    ``parts``: how many pages each paper of a batch takes, in order, one that is no batch being its only part;
    ``tables``: the shapes of its tables by the titles of their columns.
    """

    pdf: bytes
    pages: int
    fields: tuple[SignatureField, ...]
    title: str
    form: str
    parts: tuple[int, ...]
    tables: Mapping[tuple[str, ...], TableShape]


@dataclass(frozen=True)
class Draft:
    """A paper before it is laid out; ``title`` is what the file calls itself."""

    issue: Issue
    words: Words
    title: str
    sections: Sequence[Section]


def worded(wording: Form, issue: Issue, campaign: str, values: Mapping[str, Any] | None = None) -> Words:
    """The texts of a paper with what every paper says, its number, date and ``campaign``, and with ``values`` of its
    own."""
    return wording.words({"number": issue.number, "date": issue.dated, "campaign": campaign, **(values or {})})


def write(draft: Draft) -> Paper:
    """Lay out and write one paper."""
    sheet, buffer = _open(draft)
    return _close(sheet, buffer, draft, [_draw(sheet, draft)])


def write_batch(drafts: Iterable[Draft]) -> Paper:
    """Write ``drafts`` one after another into one file, each with its own page numbers; at least one.

    The file bears the title of the first; names of signature fields get the number of the draft, from 1.
    """
    rest = iter(drafts)
    first = next(rest)
    sheet, buffer = _open(first)
    parts = []
    for number, draft in enumerate(chain([first], rest), 1):
        met = len(sheet.fields)
        parts.append(_draw(sheet, draft))
        sheet.fields[met:] = [replace(f, name=f"{f.name}{number}") for f in sheet.fields[met:]]
    return _close(sheet, buffer, first, parts)


def lay_out(issue: Issue, sections: Sequence[Section]) -> list[Page]:
    """The pages of ``sections``; the first sheet leaves room for the QR."""
    pages: list[Page] = []
    for section in sections:
        pages += flow.pages(section, _QR_RESERVE if issue.qr and not pages else 0)
    return pages


def _open(draft: Draft) -> tuple[Sheet, BytesIO]:
    issue = draft.issue
    keywords = fonts.clean(f"{issue.standard}; {draft.words.form.label}")
    properties = Properties(fonts.clean(draft.title), fonts.clean(issue.school), keywords, issue.dated)
    canvas, buffer = open_canvas(properties, flow.A4)
    return Sheet(canvas), buffer


def _close(sheet: Sheet, buffer: BytesIO, draft: Draft, parts: Sequence[int]) -> Paper:
    sheet.canvas.save()
    title = fonts.clean(draft.title)
    form = draft.words.form.label
    return Paper(buffer.getvalue(), sheet.page, tuple(sheet.fields), title, form, tuple(parts), sheet.tables)


def _draw(sheet: Sheet, draft: Draft) -> int:
    """Draw one paper; gives how many pages it took."""
    pages = lay_out(draft.issue, draft.sections)
    canvas = sheet.canvas
    for number, page in enumerate(pages, 1):
        width, height = flow.page_size(landscape=page.landscape)
        canvas.setPageSize((width, height))
        if marks := [draft.words(mark) for mark in ("draft", "repeated") if getattr(draft.issue, mark)]:
            _mark(sheet, " · ".join(marks), width - flow.RIGHT, height - 12 * MM)
        if number > 1:
            text = fonts.clean(draft.words("page", page=number, pages=len(pages)))
            middle = (flow.LEFT + width - flow.RIGHT - fonts.width(text, fonts.REGULAR, 10)) / 2
            sheet.text(middle, height - 12 * MM, text, fonts.REGULAR, 10)
        elif draft.issue.qr:
            _draw_qr(sheet, draft.issue, width)
        top = height - flow.TOP
        for strip in page.strips:
            strip.draw(sheet, flow.LEFT, top)
            top -= strip.height
        if page.strips and (close := page.strips[-1].close):
            close(sheet, flow.LEFT, top)
        canvas.showPage()
        sheet.page += 1
    return len(pages)


def _mark(sheet: Sheet, text: str, right: float, base: float) -> None:
    text = fonts.clean(text)
    wide = fonts.width(text, fonts.BOLD, 10)
    sheet.text(right - wide - 4, base, text, fonts.BOLD, 10)
    sheet.canvas.setLineWidth(0.7)
    sheet.canvas.rect(right - wide - 8, base - 4, wide + 8, 15)


def _draw_qr(sheet: Sheet, issue: Issue, width: float) -> None:
    left = width - flow.RIGHT - _QR_SIDE
    qr.draw(sheet, issue.qr, left, _QR_BOTTOM, _QR_SIDE)
    caption = fonts.clean(qr.caption(issue.qr))
    sheet.text(left - 3 * MM - fonts.width(caption, fonts.REGULAR, 7), _QR_BOTTOM, caption, fonts.REGULAR, 7)
