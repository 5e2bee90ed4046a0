"""Объяснение балла: every rule beside what it gave, so that a parent follows it and an inspector counts it again."""

from dataclasses import dataclass
from decimal import Decimal

from otbor.documents.kit.flow import Section, Strip, gap
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import points
from otbor.documents.kit.requisites import head, pair, part
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "explanation"
_STEP = 14.0  # points that a step is moved to the right of the one that it is a part of
_DEEPEST = 8


@dataclass(frozen=True)
class Step:
    """One step of the calculation in words; ``depth`` 0 stands right below its component."""

    text: str
    depth: int = 0


@dataclass(frozen=True)
class Component:
    """One component: what the act says of it, the steps of the calculation, the points (None: none could be given)."""

    title: str
    rule: str
    steps: tuple[Step, ...]
    points: Decimal | None


@dataclass(frozen=True)
class Explanation:
    """The points of one participant in one group of a rating.

    ``protocol`` of the rating by date and number; ``scheme`` names the act and its version; ``ending`` are the steps
    after the components (total, minimum, keys); ``place`` is None for who is not rated, ``outcome`` then says why;
    ``appeal_days``: working days for an appeal (п. 24), None where none can be filed any more.
    """

    campaign: str
    final: bool
    protocol: str
    child: str
    applicant: str
    group: str
    scheme: str
    components: tuple[Component, ...]
    ending: tuple[Step, ...]
    total: Decimal | None
    place: int | None
    rated: int
    outcome: str
    appeal_days: int | None
    secretary: str
    secretary_post: str


def render(data: Explanation, issue: Issue, wording: Form | None = None) -> Paper:
    """The explanation as a PDF; field ``secretary``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "protocol": data.protocol,
            "child": data.child,
            "applicant": data.applicant,
            "group": data.group,
            "components": data.components,
            "ending": data.ending,
        },
    )
    body = head(issue, words)
    body += pair(words("label_child"), words("child_value")) + pair(words("label_group"), words("group_value"))
    body += pair(words("label_rating"), words("final" if data.final else "preliminary"))
    body += [*pair(words("label_scheme"), data.scheme), gap(6), *_summary(data, words)]
    body += paragraph(_place(data, words), indent=0, before=6)
    body += part(words("how"))
    for number, component in enumerate(data.components, 1):
        body += _component(number, component, words)
    if data.ending:
        body += part(words("ending")) + _steps(data.ending)
    if data.appeal_days is not None:
        body += paragraph(words("appeal", days=data.appeal_days), before=8)
    strips = signed(body, [Signer(data.secretary_post, data.secretary, "secretary")], words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))


def _summary(data: Explanation, words: Words) -> list[Strip]:
    """The components and the total on a glance."""
    columns = [
        Column(words("list_no"), 14, Align.CENTRE),
        Column(words("component")),
        Column(words("points"), 26, Align.CENTRE),
    ]
    rows = [Row((str(n), c.title, points(c.points))) for n, c in enumerate(data.components, 1)]
    total = Row(("", words("total"), points(data.total)), bold=frozenset({1, 2}))
    return table(columns, [*rows, total], size=11, keep=True)


def _place(data: Explanation, words: Words) -> str:
    if data.place is None:
        return words("no_place", outcome=data.outcome)
    return words("place", place=data.place, rated=data.rated)


def _component(number: int, component: Component, words: Words) -> list[Strip]:
    given = words("given" if component.points is not None else "not_given", points=points(component.points))
    title = paragraph(
        f"{number}.\u00a0{component.title} — {given}", align=Align.LEFT, indent=0, hang=_STEP, before=6, keep=True
    )
    rule = paragraph(words("rule", rule=component.rule), size=10, align=Align.LEFT, indent=_STEP, hang=_STEP, keep=True)
    return title + rule + _steps(component.steps or (Step(words("nothing")),))


def _steps(steps: tuple[Step, ...]) -> list[Strip]:
    strips: list[Strip] = []
    for step in steps:
        left = _STEP * (1 + min(step.depth, _DEEPEST))
        strips += paragraph(f"–\u00a0{step.text}", align=Align.LEFT, indent=left, hang=left + 9)
    return strips
