"""What a paper says, as blocks for its editable twin: the texts are those that its own rendering asks its form for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

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
)
from otbor.documents.blocks import Block, Grid, Heading, Text
from otbor.documents.kit.meeting import Meeting, Member
from otbor.documents.kit.paper import Issue, Paper
from otbor.documents.kit.rating import RatingSheet, points
from otbor.documents.kit.recommended import RecommendedGroup
from otbor.documents.kit.requisites import cited
from otbor.documents.kit.sheet import TableShape
from otbor.wording.forms import Form, Words


@dataclass(frozen=True)
class _Hearing(Words):
    """Words that keep what was asked of them, in order."""

    heard: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, key: str, /, **more: Any) -> str:
        text = super().__call__(key, **more)
        self.heard.append((key, text))
        return text


@dataclass(frozen=True)
class _Overheard(Form):
    """A form whose words are overheard."""

    heard: list[tuple[str, str]] = field(default_factory=list)

    def words(self, values: Mapping[str, Any] | None = None) -> Words:
        return _Hearing(self, values or {}, self.heard)


@dataclass(frozen=True)
class Appendix:
    """What an appendix begins with, below the signatures and on a page of its own: «Приложение 1 к протоколу …»."""

    lines: tuple[str, ...]


class Told:
    """The filled texts of one rendering, by key: the first, or all in the order in which the paper says them.

    ``tables`` are the shapes of its tables by the titles of their columns.
    """

    def __init__(self, heard: Sequence[tuple[str, str]], tables: Mapping[tuple[str, ...], TableShape]) -> None:
        self.tables = tables
        self._texts: dict[str, list[str]] = {}
        for key, text in heard:
            self._texts.setdefault(key, []).append(text)

    def __call__(self, key: str) -> str:
        """The first text of ``key``; raises :class:`KeyError` when the paper does not say it."""
        return self._texts[key][0]

    def one_of(self, beginning: str) -> str:
        """The first text among the variants of a key («heading_enrolment»), whichever the paper chose."""
        return next(texts[0] for key, texts in self._texts.items() if key.startswith(beginning))

    def all(self, key: str) -> list[str]:
        """Every text of ``key``, none when the paper does not say it."""
        return self._texts.get(key, [])


def told(kind: ModuleType, data: Any, issue: Issue, wording: Form) -> Told:
    """What the paper ``kind`` says of ``data``."""
    overheard = _Overheard(wording.name, wording.version, wording.texts, wording.overrides)
    paper: Paper = kind.render(data, issue, overheard)
    return Told(overheard.heard, paper.tables)


def blocks(kind: ModuleType, data: Any, said: Told) -> Iterator[Block | Appendix]:
    """The body of the paper from its heading to what stands above the signatures, then its appendices."""
    return _BODIES[kind.NAME](data, said)


def signers(kind: ModuleType, data: Any, said: Told) -> Iterator[tuple[str, str]]:
    """Posts and names of who signs."""
    if kind in {order, commission_order, commission_change}:
        yield data.director_post, data.director
        return
    if kind is recommendation:
        yield said("chair"), data.chair
        yield said("secretary"), data.secretary
        return
    meeting: Meeting = data.meeting
    yield said("chair"), meeting.chair.signed
    yield said("secretary"), meeting.secretary.signed
    for number, member in enumerate(meeting.members):
        yield (said("members") if number == 0 else ""), member.signed


def _lines(*texts: str) -> Iterator[Block | Appendix]:
    for text in texts:
        yield from (Text(line) for line in text.splitlines() if line.strip())


def _appendix(text: str) -> Appendix:
    return Appendix(tuple(text.splitlines()))


def _items(said: Told, key: str) -> Iterator[Block | Appendix]:
    """A titled part, its lines numbered when there are several."""
    yield Heading(said(f"{key}_title"))
    lines = [line for line in said(key).splitlines() if line.strip()]
    yield from (Text(f"{n}. {line}" if len(lines) > 1 else line) for n, line in enumerate(lines, 1))


def _ordering(basis: Sequence[str], said: Told) -> Iterator[Block | Appendix]:
    yield from (*_lines(said("preamble")), *map(Text, cited(basis)), *_lines(said("order_word")))


def _order(data: order.Order, said: Told) -> Iterator[Block | Appendix]:
    yield Heading(said.one_of("heading_"))
    yield from _ordering(data.basis, said)
    yield from _lines(said.one_of("text_"))
    header = (said("list_no"), said("rating_number"), said("rating_name"), said("born"))
    for title, group in zip(said.all("class_title"), data.classes, strict=True):
        yield Heading(title)
        rows = ((str(n), c.number, c.name, f"{c.born:%d.%m.%Y}") for n, c in enumerate(group.children, 1))
        yield Grid(title, header, tuple(rows))
    yield from _lines(said("duties"), said("count_note"))


def _commission_order(data: commission_order.CommissionOrder, said: Told) -> Iterator[Block | Appendix]:
    yield Heading(said("heading"))
    yield from _ordering(data.basis, said)
    yield from _lines(said("create_all"))
    for create, commission in zip(said.all("create"), data.commissions, strict=True):
        yield from _seated(create, commission.seats, said)
    duties = (*data.duties, said("control"))
    yield from (Text(f"{n}. {duty}") for n, duty in enumerate(duties, 2))


def _seated(told: str, seats: Sequence[commission_order.Seat], said: Told) -> Iterator[Block | Appendix]:
    header = (said("column_role"), said("rating_name"), said("column_post"))
    yield Text(told)
    yield Grid(told, header, tuple((seat.role, seat.name, seat.post) for seat in seats))


def _commission_change(data: commission_change.CommissionChange, said: Told) -> Iterator[Block | Appendix]:
    yield Heading(said("heading"))
    yield from _ordering(data.basis, said)
    yield from _lines(said("change_all"))
    for change, commission in zip(said.all("change"), data.commissions, strict=True):
        yield Text(change)
        for key, seats in (("left", commission.left), ("joined", commission.joined)):
            if seats:
                yield from _seated(said(key), seats, said)
        if commission.altered:
            yield Text(said("altered"))
            rows = tuple((one.name, one.before, one.after) for one in commission.altered)
            yield Grid(said("altered"), (said("rating_name"), said("column_before"), said("column_after")), rows)
        yield from _seated(said("seats"), commission.seats, said)
    yield from _lines(said("rest"), said("control"))


def _present(meeting: Meeting, said: Told) -> Iterator[Block | Appendix]:
    def person(member: Member) -> str:
        return f"{member.name}, {member.post}" if member.post else member.name

    listed: tuple[tuple[str, Sequence[Member]], ...] = (
        ("present_chair", (meeting.chair,)),
        ("present_secretary", (meeting.secretary,)),
        ("present_members", meeting.members),
        ("absent_members", meeting.absent),
    )
    for key, members in listed:
        if members:
            yield Text(f"{said(key)} {'; '.join(map(person, members))}")
    yield Text(said("present_count"))


def _end(said: Told) -> Iterator[Block | Appendix]:
    yield from _items(said, "decided")
    yield from map(Text, (*said.all("vote")[-1:], said("audit")))


def _counts(data: Any, said: Told) -> Iterator[Block | Appendix]:
    yield Text(said("counts_intro"))
    keys = [k for k in ("filed", "left", "admitted", "absent", "below", "other", "rated") if said.all(f"counts_{k}")]
    header = (said("counts_group"), *(said(f"counts_{key}") for key in keys))
    rows = tuple((c.group, *(str(getattr(c, key)) for key in keys)) for c in data.counts)
    yield Grid(said("counts_intro"), header, rows)


def _ratings(sheets: Sequence[RatingSheet], said: Told) -> Iterator[Block | Appendix]:
    titles = zip(said.all("appendix"), said.all("rating_title"), said.all("rating_seats"), sheets, strict=False)
    for appendix, title, seats, sheet in titles:
        yield _appendix(appendix)
        yield Heading(title)
        yield Text(seats)
        decided = (said("rating_decided"),) if sheet.keys else ()
        keys = tuple(text for text in said.all("rating_key") if any(key in text for key in sheet.keys))
        header = (
            said("rating_place"),
            said("rating_number"),
            said("rating_name"),
            *sheet.components,
            said("rating_total"),
            *keys[: len(sheet.keys)],
            *decided,
        )
        rows = tuple(
            (
                str(r.place),
                r.number,
                r.name,
                *map(points, r.points),
                points(r.total),
                *map(points, r.keys),
                *((r.decided_by,) if sheet.keys else ()),
            )
            for r in sheet.rated
        )
        yield Grid(title, header, rows, head=1)
        if sheet.keys:
            yield Text(said("rating_note"))
        if sheet.unrated:
            unrated = said("rating_unrated")
            yield Heading(unrated, level=3)
            titles_apart = tuple(said(f"rating_{name}") for name in ("number", "name", "total", "reason"))
            yield Grid(
                unrated, titles_apart, tuple((u.number, u.name, points(u.total), u.reason) for u in sheet.unrated)
            )


def _recommended(groups: Sequence[RecommendedGroup], said: Told) -> Iterator[Block | Appendix]:
    header = tuple(said(key) for key in ("list_no", "rating_number", "rating_name", "list_place", "list_total"))
    for title, group in zip(said.all("recommended_group"), groups, strict=True):
        yield Heading(title)
        rows = ((str(n), p.number, p.name, str(p.place), points(p.total)) for n, p in enumerate(group.people, 1))
        yield Grid(title, header, tuple(rows), head=1)


def _meeting(data: Any, said: Told) -> Iterator[Block | Appendix]:
    yield Heading(said("heading"))
    yield from _present(data.meeting, said)
    yield from _items(said, "agenda")


def _preliminary(data: preliminary_protocol.PreliminaryProtocol, said: Told) -> Iterator[Block | Appendix]:
    yield from _meeting(data, said)
    yield from _items(said, "heard")
    yield from (block for text in said.all("scheme_changed") for block in _lines(text))
    yield from _counts(data, said)
    if data.shared:
        yield Heading(said("shared_title"))
        yield Text(said("shared_intro"))
        header = (said("counts_group"), said("rating_place"), said("shared_numbers"))
        rows = tuple((s.group, str(s.place), ", ".join(s.numbers)) for s in data.shared)
        yield Grid(said("shared_title"), header, rows)
        yield from (Text(text) for text in said.all("shared_across"))
    yield from _end(said)
    yield from _ratings(data.ratings, said)


def _final(data: final_protocol.FinalProtocol, said: Told) -> Iterator[Block | Appendix]:
    yield from _meeting(data, said)
    yield from _items(said, "heard")
    yield from (block for text in said.all("scheme_changed") for block in _lines(text))
    yield from _counts(data, said)
    yield from (Text(text) for text in said.all("anew"))
    yield Heading(said("moved_title"))
    if data.moved:
        yield Text(said("moved_intro"))
        keys = ("rating_number", "rating_name", "moved_group", "moved_total", "moved_place", "moved_decision")
        rows = tuple(
            (
                m.number,
                m.name,
                m.group,
                f"{points(m.total_before)} → {points(m.total_after)}",
                f"{m.place_before} → {m.place_after}",
                m.decision,
            )
            for m in data.moved
        )
        yield Grid(said("moved_title"), tuple(map(said, keys)), rows)
    else:
        yield Text(said("nothing_moved"))
    if data.ties:
        yield Heading(said("ties_title"))
        yield from (Text(f"{n}. {tie}") for n, tie in enumerate(data.ties, 1))
    yield from _end(said)
    yield from _ratings(data.ratings, said)
    yield _appendix(said.all("appendix")[-1])
    yield Heading(said("recommended_title"))
    yield from _recommended(data.recommended, said)


def _recommendation(data: recommendation.Recommendation, said: Told) -> Iterator[Block | Appendix]:
    yield Heading(said("heading"))
    yield Text(said("text"))
    yield from _recommended(data.groups, said)
    yield Text(said("total"))


def _conflict(data: conflict_protocol.ConflictProtocol, said: Told) -> Iterator[Block | Appendix]:
    yield from _meeting(data, said)
    moved = iter([*said.all("changed")])
    still = iter([*said.all("unchanged")])
    votes = iter(said.all("vote"))
    titles = zip(said.all("appeal_title"), said.all("applicant"), data.appeals, strict=True)
    for title, applicant, appeal in titles:
        yield Heading(f"{title} {said('late')}" if appeal.late else title)
        came = said("came" if appeal.represented else "did_not_come")
        yield Text(f"{said('label_applicant')} {applicant}")
        yield Text(f"{said('label_representative')} {appeal.representative} ({came})")
        yield Text(f"{said('label_claim')} {appeal.claim}")
        yield Text(f"{said('label_heard')} {appeal.heard}")
        for change in appeal.changes:
            yield Text(f"{said('label_points')} {next(moved if change.before != change.after else still)}")
        yield Text(f"{said('label_decision')} {said(f'reason_{appeal.reason}')}")
        yield Text(f"{said('label_grounds')} {appeal.grounds}")
        if appeal.vote:
            yield Text(next(votes))
    yield Heading(said("summary_title"))
    keys = ("rating_number", "summary_what", "summary_before", "summary_after", "summary_decision")
    rows = tuple(
        (a.applicant, c.what, points(c.before), points(c.after), said(f"reason_{a.reason}"))
        for a in data.appeals
        for c in a.changes
    )
    yield Grid(said("summary_title"), tuple(map(said, keys)), rows)
    yield from _items(said, "decided")
    yield Text(said("audit"))


def _documents(data: documents_protocol.DocumentsProtocol, said: Told) -> Iterator[Block | Appendix]:
    yield from _meeting(data, said)
    yield from _items(said, "heard")
    if data.rejected:
        yield Heading(said("rejected_title"))
        apart = (said("rating_number"), said("rejected_what"), said("rejected_reason"))
        yield Grid(said("rejected_title"), apart, tuple((r.number, r.what, r.reason) for r in data.rejected))
    yield from _end(said)
    for appendix, title, group in zip(said.all("appendix"), said.all("group_title"), data.groups, strict=True):
        yield _appendix(appendix)
        yield Heading(title)
        header = (said("list_no"), said("rating_number"), said("rating_name"), *group.criteria, said("documents_total"))
        rows = (
            (str(n), r.number, r.name, *map(points, r.points), points(r.total)) for n, r in enumerate(group.rows, 1)
        )
        yield Grid(title, header, tuple(rows), head=1)


def _subject(data: subject_protocol.SubjectProtocol, said: Told) -> Iterator[Block | Appendix]:
    yield from _meeting(data, said)
    yield from _items(said, "heard")
    yield Heading(said("results_title"))
    rows = tuple((said(key), value) for key, value in subject_protocol.results(data.marks).items())
    yield Grid(said("results_title"), (said("result_what"), said("result_value")), rows)
    yield Heading(said("marks_title"))
    header = tuple(said(key) for key in ("list_no", "code", "points", "note"))
    marks = tuple((str(n), m.code, points(m.points), m.note) for n, m in enumerate(data.marks, 1))
    yield Grid(said("marks_title"), header, marks, head=1)
    yield from _end(said)


_BODIES: Mapping[str, Callable[[Any, Told], Iterator[Block | Appendix]]] = {
    order.NAME: _order,
    commission_order.NAME: _commission_order,
    commission_change.NAME: _commission_change,
    preliminary_protocol.NAME: _preliminary,
    final_protocol.NAME: _final,
    recommendation.NAME: _recommendation,
    conflict_protocol.NAME: _conflict,
    documents_protocol.NAME: _documents,
    subject_protocol.NAME: _subject,
}
TWINS = frozenset(_BODIES)
"""Kinds of papers that have an editable twin."""
