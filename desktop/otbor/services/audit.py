"""The audit trail (контрольный журнал): a hash chain of acts, verified against itself and printed on protocols."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from otbor.storage.models import AuditEntry, AuditPayload

_START = "0" * 64


def plain(value: Any) -> Any:
    """``value`` as plain JSON: Decimal and dates as text, tuples as lists, enums as their words."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value


def canonical(value: Any) -> bytes:
    """One spelling of a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical spelling of ``value``, hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _payload_hash(salt: bytes, content: dict[str, Any]) -> str:
    return hashlib.sha256(salt + canonical(content)).hexdigest()


def _link(entry: AuditEntry) -> str:
    return digest([entry.origin, entry.sequence, _instant(entry.at), entry.act, entry.previous, entry.payload_sha256])


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def append(
    session: Session, origin: str, at: datetime, act: str, content: dict[str, Any], application_id: int | None
) -> None:
    """Add the next link of ``origin``'s chain, with its payload; every act does it, so it goes the short way."""
    newest = select(AuditEntry.sequence, AuditEntry.sha256).where(AuditEntry.origin == origin)
    last = session.execute(newest.order_by(AuditEntry.sequence.desc()).limit(1)).first()
    sequence, previous = (1, _START) if last is None else (last.sequence + 1, last.sha256)
    salt = secrets.token_bytes(16)
    payload_sha256 = _payload_hash(salt, content)
    link = {"origin": origin, "sequence": sequence, "at": at, "act": act, "previous": previous}
    sha256 = _link(AuditEntry(**link, payload_sha256=payload_sha256))
    added = insert(AuditEntry).values(**link, payload_sha256=payload_sha256, sha256=sha256).returning(AuditEntry.id)
    entry_id = session.execute(added).scalar_one()
    payload = {"salt": salt, "content": plain(content), "application_id": application_id}
    session.execute(insert(AuditPayload).values(entry_id=entry_id, **payload))


def _last(session: Session, origin: str) -> AuditEntry | None:
    newest = select(AuditEntry).where(AuditEntry.origin == origin).order_by(AuditEntry.sequence.desc()).limit(1)
    return session.scalar(newest)


def head(session: Session, origin: str) -> str:
    """The chain's newest hash: printed on protocols, it shows up a rewritten file."""
    last = _last(session, origin)
    return _START if last is None else last.sha256


def heads_at(session: Session, at: datetime) -> list[str]:
    """What :func:`head` said before each act of the instant ``at``."""
    acts = select(AuditEntry.previous).where(AuditEntry.at == at).order_by(AuditEntry.origin, AuditEntry.sequence)
    return list(session.scalars(acts))


@dataclass(frozen=True)
class Verified:
    """What checking the chain showed: how many links hold, and the first that does not (None: all hold)."""

    links: int
    erased: int
    broken_at: tuple[str, int] | None


def verify(session: Session) -> Verified:
    """Recompute every chain of the database from its start; an erased payload is no fault."""
    payloads = {payload.entry_id: payload for payload in session.scalars(select(AuditPayload))}
    previous: dict[str, AuditEntry] = {}
    links = erased = 0
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.origin, AuditEntry.sequence)):
        before = previous.get(entry.origin)
        payload = payloads.get(entry.id)
        erased += payload is None
        holds = (
            entry.sequence == (1 if before is None else before.sequence + 1)
            and entry.previous == (_START if before is None else before.sha256)
            and entry.sha256 == _link(entry)
            and (payload is None or entry.payload_sha256 == _payload_hash(payload.salt, payload.content))
        )
        if not holds:
            return Verified(links, erased, (entry.origin, entry.sequence))
        previous[entry.origin] = entry
        links += 1
    return Verified(links, erased, None)


def clock_is_behind(session: Session, origin: str, now: datetime) -> datetime | None:
    """The instant of the newest entry when the computer's clock is behind it, else None."""
    last = _last(session, origin)
    return last.at if last is not None and last.at > now else None
