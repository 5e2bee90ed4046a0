"""A participant as it is frozen with a rating: everything that its points are made from, with the documents."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from otbor.domain.participants import Achievement, Kind, Participant
from otbor.domain.values import State, Value


def stored(participant: Participant) -> dict[str, Any]:
    """Plain content for JSON; the child's name is no part of it."""
    return {
        "number": participant.number,
        "groups": list(participant.groups),
        "named": dict(participant.named),
        "values": [
            [kind.value, name, value.state.value, None if value.number is None else str(value.number), value.source]
            for (kind, name), value in participant.values.items()
        ],
        "achievements": [
            asdict(one) | {"held_on": None if one.held_on is None else one.held_on.isoformat()}
            for one in participant.achievements
        ],
    }


def restored(content: Mapping[str, Any]) -> Participant:
    """The participant of :func:`stored`."""
    return Participant(
        number=content["number"],
        groups=tuple(content["groups"]),
        named=content["named"],
        values={
            (Kind(kind), name): Value(State(state), None if number is None else Decimal(number), source)
            for kind, name, state, number, source in content["values"]
        },
        achievements=tuple(_achievement(one) for one in content["achievements"]),
    )


def _achievement(content: Mapping[str, Any]) -> Achievement:
    held_on = content["held_on"]
    return Achievement(**{**content, "held_on": None if held_on is None else date.fromisoformat(held_on)})
