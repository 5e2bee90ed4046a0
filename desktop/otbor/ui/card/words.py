"""Words of the card: what the stored values are called in the language of the interface."""

from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from otbor.domain.applications import AppealOutcome, CopyKind, HowTold, RatingKind
from otbor.domain.participants import Key, Kind
from otbor.domain.people import Likeness
from otbor.domain.values import State, Value
from otbor.support.translation import gettext as _
from otbor.support.translation import language


def number_text(number: Decimal) -> str:
    """«12,5»."""
    return format_decimal(number, locale=language(), decimal_quantization=False)


def copy_kind(value: CopyKind) -> str:
    """In what form a document was handed in."""
    return {
        CopyKind.SHOWN_WITH_ORIGINAL: _("copy, original shown"),
        CopyKind.CERTIFIED: _("certified copy"),
        CopyKind.ORIGINAL: _("original"),
        CopyKind.ELECTRONIC: _("electronic copy"),
    }[value]


def rating(value: RatingKind) -> str:
    """Which rating."""
    return {RatingKind.PRELIMINARY: _("preliminary rating"), RatingKind.FINAL: _("final rating")}[value]


def how_told(value: HowTold) -> str:
    """How a family got acquainted with a rating."""
    return {
        HowTold.SIGNED: _("against signature"),
        HowTold.BY_LETTER: _("by letter"),
        HowTold.DID_NOT_COME: _("did not come"),
    }[value]


def outcome(value: AppealOutcome) -> str:
    """What the conflict commission decided."""
    return {
        AppealOutcome.REJECTED: _("rejected"),
        AppealOutcome.TECHNICAL_ERROR: _("upheld: technical error"),
        AppealOutcome.MARKING_ERROR: _("upheld: error of marking"),
        AppealOutcome.NOT_CONSIDERED: _("not considered: out of time"),
    }[value]


def likeness(value: Likeness) -> str:
    """Why two applications look alike."""
    return {
        Likeness.SAME_CHILD: _("the name and the date of birth are the same"),
        Likeness.SAME_CHILD_OTHER_DATE: _("the name and the family are the same, the date of birth differs"),
        Likeness.SAME_CHILD_OTHER_NAME: _("the given name, the date of birth and the family are the same"),
        Likeness.TWINS: _("one family and one date of birth: twins, perhaps"),
        Likeness.NAMESAKES: _("only the name is the same: namesakes, perhaps"),
    }[value]


def key(value: Key) -> str:
    """«Отметка: физика»."""
    kind, name = value
    titles = {
        Kind.MARK: _("Mark: {name}"),
        Kind.EXAM: _("State examination: {name}"),
        Kind.TEST: _("Test: {name}"),
        Kind.FACT: "{name}",
        Kind.EXPERT: _("Commission's points: {name}"),
    }
    return titles[kind].format(name=name)


def state(value: State) -> str:
    """What is known of a value that is no number."""
    return {
        State.KNOWN: _("known"),
        State.NOT_REQUIRED: _("not required"),
        State.NOT_TAUGHT: _("the subject was not taught"),
        State.AWAITED: _("awaited"),
        State.DID_NOT_COME: _("did not come"),
        State.RESERVE_DAY: _("reserve day given"),
        State.ANNULLED: _("annulled"),
    }[value]


def value_text(value: Value) -> str:
    """A number, or what stands instead of it."""
    return state(value.state) if value.number is None else number_text(value.number)


def stored_value(said: Any) -> str:
    """A value as an act recorded it: its state and its number as text."""
    state_word, number = said[0], said[1]
    return state(State(state_word)) if number is None else number_text(Decimal(number))


def yes_no(flag: bool) -> str:  # noqa: FBT001 - a word for a flag
    """«да», «нет»."""
    return _("yes") if flag else _("no")


def phone(stored: str) -> str:
    """Stored telephones as people read them: «+7 910 123-45-67»."""
    return ", ".join(_grouped(number) for number in stored.split(", "))


def _grouped(number: str) -> str:
    if len(number) == len("+79101234567") and number.startswith("+7"):
        return f"+7 {number[2:5]} {number[5:8]}-{number[8:10]}-{number[10:]}"
    return number
