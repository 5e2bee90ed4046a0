"""The history of an application in sentences: what was done, what it was before and what it became."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from otbor.domain.applications import AppealOutcome, Channel, CopyKind, HowTold
from otbor.domain.campaign import Basis
from otbor.domain.participants import Kind
from otbor.services.history import ORDERED, PAPER, RATED, RECOMMENDED, Change, HistoryEntry
from otbor.support.translation import gettext as _
from otbor.ui.card import words
from otbor.ui.kit import dates
from otbor.ui.kit.words import basis_words, channel_words

Said = Mapping[str, Any]  # what an act recorded


def title(entry: HistoryEntry) -> str:
    """What was done, in a few words; the name of the act itself for one that the card has no words for."""
    return {
        "register": _("Application registered"),
        "correct": _("Corrected"),
        "change_groups": _("Wanted groups changed"),
        "annul": _("Annulled"),
        "withdraw": _("Withdrawn"),
        "add_documents": _("Documents taken in"),
        "compare_documents": _("Copies compared with originals"),
        "uncompare_documents": _("Mark of comparison taken back"),
        "correct_document": _("Document corrected"),
        "return_copies": _("Copies given back"),
        "score_documents": _("Documents examined by the commission"),
        "admit": _("Admitted to tests"),
        "enter_points": _("Points of a test entered"),
        "give_reserve_day": _("Reserve day given"),
        "show_work": _("Work shown to the family"),
        "mark_acquaintance": _("Family acquainted with a rating"),
        "file_appeal": _("Appeal taken in"),
        "decide_appeal": _("Appeal decided"),
        "offer": _("Freed seat offered"),
        "accept_offer": _("Offered seat accepted"),
        "decline_offer": _("Offered seat declined"),
        "expire_offer": _("Offer has run out"),
        "refuse": _("Enrolment refused"),
        "record_leaving": _("Left the school"),
        "recuse": _("A member stands aside"),
        "tell_apart": _("Likeness resolved"),
        PAPER: _("Paper issued"),
        RATED: _("Rated"),
        RECOMMENDED: _("Recommended for enrolment"),
        ORDERED: _("Enrolled by an order"),
    }.get(entry.act, entry.act)


def lines(entry: HistoryEntry) -> list[str]:
    """The details of an event, a line each."""
    return [*(_change(change) for change in entry.changes), *_details(entry)]


def _change(change: Change) -> str:
    name, before, after = _field(change.field), _said(change.field, change.before), _said(change.field, change.after)
    if not before:
        return _("{field}: now «{after}»").format(field=name, after=after)
    if not after:
        return _("{field}: was «{before}», now empty").format(field=name, before=before)
    return _("{field}: was «{before}», now «{after}»").format(field=name, before=before, after=after)


def _field(name: str) -> str:
    kind, colon, rest = name.partition(":")
    if colon:
        return words.key((Kind(kind), rest))
    return {
        "child": _("Child"),
        "birth_date": _("Date of birth"),
        "birth_place": _("Place of birth"),
        "address": _("Address"),
        "filed_at": _("Filed"),
        "late_reason": _("Taken after the term"),
        "channel": _("Way of filing"),
        "external_number": _("External number"),
        "foreign_citizen": _("Foreign citizen"),
        "basis": _("Case"),
        "previous_school": _("Previous school"),
        "named": _("Family's choice"),
        "representatives": _("Representatives"),
        "groups": _("Wanted groups"),
        "title": _("As called in the receipt"),
        "copy_kind": _("Form of the copy"),
        "sheets": _("Sheets"),
        "compared_by": _("Compared by"),
    }.get(name, name)


def _said(name: str, stored: Any) -> str:
    """A recorded value in words; empty for none."""
    if stored is None or stored == "":
        return ""
    if ":" in name:
        return words.stored_value(stored)
    say = _SAID.get(name)
    return str(stored) if say is None else say(stored)


def _person(stored: list[Any]) -> str:
    surname, given, patronymic, relation, address, phone, *_shown = stored
    name = " ".join(filter(None, (surname, given, patronymic)))
    return ", ".join(filter(None, (name, relation, words.phone(phone), address)))


def _day(stored: str) -> str:
    return dates.day(date.fromisoformat(stored))


_SAID: dict[str, Callable[[Any], str]] = {
    "filed_at": lambda stored: dates.wall(datetime.fromisoformat(stored)),
    "birth_date": _day,
    "channel": lambda stored: channel_words(Channel(stored)),
    "basis": lambda stored: basis_words(Basis(stored)),
    "foreign_citizen": lambda stored: words.yes_no(bool(stored)),
    "named": lambda stored: "; ".join(f"{question}: {answer}" for question, answer in stored.items()),
    "representatives": lambda stored: "; ".join(map(_person, stored)),
    "groups": ", ".join,
    "copy_kind": lambda stored: words.copy_kind(CopyKind(stored)),
}


def _details(entry: HistoryEntry) -> Iterable[str]:
    say = _DETAILS.get(entry.act)
    return () if say is None else say(entry.values)


def _registered(said: Said) -> Iterator[str]:
    if groups := said.get("groups"):
        yield _("Wanted groups: {groups}").format(groups=", ".join(groups))


def _compared(said: Said) -> Iterator[str]:
    yield from said["titles"]
    yield _("Compared by: {name}").format(name=said["member"])


def _uncompared(said: Said) -> Iterator[str]:
    for document, name in said["documents"]:
        yield _("{document}: was compared by {name}").format(document=document, name=name)


def _returned(said: Said) -> Iterator[str]:
    values = {"day": _day(said["requested_on"]), "name": said["to"]}
    yield _("Asked for on {day}, given to: {name}").format(**values)


def _decided_by(said: Said) -> Iterator[str]:
    yield _("Decided by: {names}").format(names=", ".join(said["decided_by"]))


def _points(said: Said) -> Iterator[str]:
    yield f"{said['test']}: {words.stored_value([said['state'], said['points']])}"
    yield from _decided_by(said)


def _acquainted(said: Said) -> Iterator[str]:
    yield f"{_day(said['on'])}, {words.how_told(HowTold(said['how']))}"


def _appeal(said: Said) -> Iterator[str]:
    yield _("Appeal No. {number}").format(number=said["appeal"])
    if "outcome" in said:
        yield words.outcome(AppealOutcome(said["outcome"]))


def _group(said: Said) -> Iterator[str]:
    yield _("Group: {group}").format(group=said["group"])


def _told_apart(said: Said) -> Iterator[str]:
    pair = {"first": said["first"], "second": said["second"]}
    if said["same"]:
        yield _("No. {first} and No. {second}: one child").format(**pair)
    else:
        yield _("No. {first} and No. {second}: different children").format(**pair)


def _paper(said: Said) -> Iterator[str]:
    yield said["title"]
    if said["repetition"]:
        yield _("printed anew")


def _rated(said: Said) -> Iterator[str]:
    yield _("{rating}, group {group}").format(rating=words.rating(said["kind"]), group=said["group"])
    if said["place"] is not None:
        yield _("place {place}, points {points}").format(place=said["place"], points=words.number_text(said["total"]))


def _ordered(said: Said) -> Iterator[str]:
    values = {"order": said["order"], "day": dates.day(said["day"]), "group": said["group"]}
    yield _("Order No. {order} of {day}, group {group}").format(**values)


_DETAILS: dict[str, Callable[[Said], Iterable[str]]] = {
    "register": _registered,
    "add_documents": lambda said: [*said["documents"], *said.get("achievements", ())],
    "compare_documents": _compared,
    "uncompare_documents": _uncompared,
    "correct_document": lambda said: [_("Document: {title}").format(title=said["title"])],
    "return_copies": _returned,
    "admit": lambda said: [", ".join(said["tests"])],
    "enter_points": _points,
    "score_documents": _decided_by,
    "give_reserve_day": lambda said: [f"{said['test']}, {_day(said['day'])}"],
    "show_work": lambda said: [said["test"]],
    "mark_acquaintance": _acquainted,
    "file_appeal": _appeal,
    "decide_appeal": _appeal,
    "offer": _group,
    "accept_offer": _group,
    "decline_offer": _group,
    "expire_offer": _group,
    "record_leaving": lambda said: [f"{_day(said['day'])}, {said['paper']}"],
    "tell_apart": _told_apart,
    PAPER: _paper,
    RATED: _rated,
    RECOMMENDED: _group,
    ORDERED: _ordered,
}
