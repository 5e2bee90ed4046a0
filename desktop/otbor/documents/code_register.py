"""Шифровальная ведомость (п. 19): which code is whose; the secretary's secret until the sheet of the test is closed."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit import fonts
from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, pair, small
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, form

NAME = "code_register"


@dataclass(frozen=True)
class Coded:
    """A work: its code, whose it is, and a mark («резервный день», «не явился»), empty for none."""

    code: str
    number: str
    name: str
    mark: str = ""


@dataclass(frozen=True)
class CodeRegister:
    """``opened_on``: the day the sheet of the test was closed and the codes might be opened, None while secret."""

    campaign: str
    test: str
    held_on: date
    works: tuple[Coded, ...]
    keeper: str
    keeper_post: str
    opened_on: date | None = None


def render(data: CodeRegister, issue: Issue, wording: Form | None = None) -> Paper:
    """The register as a PDF; field ``keeper``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "test": data.test,
            "works": data.works,
        },
    )
    body = paragraph(words("secret"), face=fonts.BOLD, size=11, align=Align.RIGHT, indent=0, after=6, keep=True)
    body += head(issue, words)
    body += pair(words("label_test"), data.test) + pair(words("label_held"), f"{data.held_on:%d.%m.%Y}")
    columns = [
        Column(words("list_no"), 14, Align.CENTRE),
        Column(words("code"), 32, Align.CENTRE),
        Column(words("rating_number"), 34, Align.CENTRE),
        Column(words("rating_name")),
        Column(words("mark"), 34),
    ]
    rows = (Row((str(n), w.code, w.number, w.name, w.mark), bold=frozenset({1})) for n, w in enumerate(data.works, 1))
    body += paragraph(words("total", works=len(data.works)), indent=0, after=4, keep=True) + table(columns, rows)
    body += small(words("note") if data.opened_on is None else words("note_opened", opened_on=data.opened_on))
    strips = signed(body, [Signer(data.keeper_post, data.keeper, "keeper")], words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
