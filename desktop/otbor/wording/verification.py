"""What is found when a signed paper is checked (проверка подписи): typed values and their Russian sentences.

``signing.verify`` makes the report, the caller adds what its database knows of the paper, the sentences are said here.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from otbor.support.places import resources
from otbor.wording.templates import fill


class Verdict(StrEnum):
    """What the file as a whole is."""

    WHOLE = "whole"  # nothing changed since it was signed, every signature checked
    CHANGED = "changed"  # bytes under a signature were changed
    APPENDED = "appended"  # signed bytes are as they were, something that is no signature was added after them
    UNCHECKED = "unchecked"  # not every signature could be checked
    UNSIGNED = "unsigned"  # no signature in it
    TOO_LARGE = "too_large"  # over the limit of this program, not opened
    UNREADABLE = "unreadable"  # begins like a PDF, but is damaged or protected by a password
    NOT_PDF = "not_pdf"
    NOT_SIGNATURE = "not_signature"  # the file beside the paper is no signature


class Integrity(StrEnum):
    """What became of the bytes under one signature."""

    WHOLE = "whole"
    CHANGED = "changed"
    APPENDED = "appended"
    UNCHECKED = "unchecked"  # the kind of signature is not known here, or its data are damaged


class Trust(StrEnum):
    """What is known of the certificate at the time of signing."""

    TRUSTED = "trusted"  # a chain leads to a certificate that the school trusts
    UNKNOWN_ISSUER = "unknown_issuer"
    OUT_OF_TERM = "out_of_term"
    UNSUITABLE = "unsuitable"  # made for another use, or its chain is broken
    NOT_CHECKED = "not_checked"  # the bytes do not agree with the signature, or no time is claimed


class Unchecked(StrEnum):
    """What this program cannot vouch for."""

    REVOCATION = "revocation"  # whether the certificate was revoked
    TIME = "time"  # when it was signed: no time stamp of a third party
    MEANS = "means"  # ГОСТ computed by this program, which is no certified means (СКЗИ)


class Issued(StrEnum):
    """What the database knows of the paper."""

    EXACTLY = "exactly"  # these very bytes were issued
    OTHER_REVISION = "other_revision"  # issued, then replaced or signed further: the kept bytes are another revision
    OTHER_BYTES = "other_bytes"  # such a number was issued, with another content
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"  # no database was opened


class Outcome(StrEnum):
    """What a person is to think of a paper, in one word."""

    GENUINE = "genuine"  # issued by this database, these very bytes
    OLDER = "older"  # whole, but the database keeps another revision
    CHANGED = "changed"  # what was signed or issued is not what lies here
    OTHER_SIGNATURE = "other_signature"  # the signature beside the file is of something else
    WHOLE_FOREIGN = "whole_foreign"  # its signatures hold, but this database has not issued it
    FOREIGN = "foreign"  # nothing is known of it
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class SignatureReport:
    """What was found of one signature; texts are empty and instants ``None`` where the signature does not say.

    ``claimed_at`` is the signer's own clock; ``expired_since`` tells that the term is over at the time of the check,
    ``gost`` that the signature is by ГОСТ Р 34.10-2012.
    """

    field: str
    owner: str
    position: str
    organisation: str
    claimed_at: datetime | None
    serial: str
    issuer: str
    valid_from: datetime | None
    valid_to: datetime | None
    test: bool
    integrity: Integrity
    trust: Trust
    unchecked: tuple[Unchecked, ...]
    expired_since: bool = False
    claims_future: bool = False
    gost: bool = False


@dataclass(frozen=True)
class Report:
    """What was found in a file, its signatures in the order they were made."""

    verdict: Verdict
    signatures: tuple[SignatureReport, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the file is whole and every signature leads to a trusted certificate in its term."""
        return self.verdict is Verdict.WHOLE and all(s.trust is Trust.TRUSTED for s in self.signatures)


def outcome_of(report: Report, issued: Issued, *, beside: bool = False) -> Outcome:
    """One word about a paper that the database was asked for; ``beside``: the report is of a signature beside it."""
    if report.verdict not in _OPENED:
        return Outcome.UNREADABLE
    if issued is Issued.OTHER_BYTES:
        return Outcome.CHANGED
    if report.verdict in {Verdict.CHANGED, Verdict.APPENDED}:
        return Outcome.OTHER_SIGNATURE if beside else Outcome.CHANGED
    if issued is Issued.EXACTLY:
        return Outcome.GENUINE
    if issued is Issued.OTHER_REVISION:
        return Outcome.OLDER
    return Outcome.WHOLE_FOREIGN if report.verdict is Verdict.WHOLE else Outcome.FOREIGN


def outcome_sentence(outcome: Outcome) -> str:
    """The headline of a check."""
    return _sentence("outcome", outcome)


def report_sentences(report: Report, paper: Issued | None = None) -> list[str]:
    """``report`` in plain Russian, the verdict first, then each signature, then what the database knows."""
    said = [_sentence("verdict", report.verdict), *_of_signatures(report)]
    return said if paper is None else [*said, *issued_sentences(paper)]


def beside_sentences(report: Report, *, kept: bool) -> list[str]:
    """``report`` of a signature beside a file, be it ``kept`` by the database or brought along."""
    where = [_sentence("beside", "kept")] if kept else []
    table = "verdict" if report.verdict is Verdict.NOT_SIGNATURE else "beside"
    return [*where, _sentence(table, report.verdict), *_of_signatures(report)]


def issued_sentences(paper: Issued) -> list[str]:
    """What the database knows of a paper."""
    return [_sentence("issued", paper)]


_OPENED = frozenset({Verdict.WHOLE, Verdict.CHANGED, Verdict.APPENDED, Verdict.UNCHECKED, Verdict.UNSIGNED})


def _of_signatures(report: Report) -> list[str]:
    said = [line for n, signature in enumerate(report.signatures, start=1) for line in _of_signature(signature, n)]
    missing = {what for signature in report.signatures for what in signature.unchecked}
    return [*said, *(_sentence("unchecked", what) for what in Unchecked if what in missing)]


def _of_signature(signature: SignatureReport, number: int) -> list[str]:
    values: dict[str, Any] = {
        "number": number,
        "who": ", ".join(filter(None, (signature.owner, signature.position, signature.organisation))),
        "claimed_at": _instant(signature.claimed_at),
        "serial": signature.serial,
        "issuer": signature.issuer,
        "valid_from": signature.valid_from and signature.valid_from.date(),
        "valid_to": signature.valid_to and signature.valid_to.date(),
    }
    rules = [
        ("known" if signature.owner else "nameless", True),
        ("claimed" if signature.claimed_at else "no_time", True),
        ("future", signature.claims_future),
        ("certificate", bool(signature.serial)),
        ("gost", signature.gost),
        ("test", signature.test),
    ]
    said = [_sentence("signature", key, values) for key, applies in rules if applies]
    said.append(_sentence("integrity", signature.integrity, values))
    said.append(_sentence("trust", signature.trust, values))
    if signature.expired_since:
        said.append(_sentence("signature", "expired_since", values))
    return said


def _instant(moment: datetime | None) -> str:
    """The instant in the zone that the signer wrote, with that zone."""
    if moment is None:
        return ""
    zone = moment.strftime("%z")
    return f"{moment:%d.%m.%Y %H:%M}" + (f" (UTC{zone[:3]}:{zone[3:5]})" if zone else "")


def _sentence(table: str, key: str, values: dict[str, Any] | None = None) -> str:
    return fill(_catalogue()[table][key], values or {})


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    return tomllib.loads((resources() / "wording" / "verification.toml").read_text("utf-8"))
