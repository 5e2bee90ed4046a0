"""Intake (приём документов, п. 11): what a family hands in, and what the draft of an application lacks."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from otbor.domain.applications import Channel, CopyKind
from otbor.domain.findings import Finding, Severity
from otbor.domain.participants import Achievement, Key
from otbor.domain.people import FullName, phones
from otbor.domain.values import Value


@dataclass(frozen=True)
class RepresentativeDraft:
    """A parent or other legal representative as typed."""

    name: FullName
    phone: str
    relation: str = ""
    address: str = ""
    identity_shown: bool = True


@dataclass(frozen=True)
class DocumentDraft:
    """A document as handed in; ``kind`` is an id of the profile's list of documents, or «other»."""

    kind: str
    title: str
    copy_kind: CopyKind = CopyKind.SHOWN_WITH_ORIGINAL
    sheets: int = 1


@dataclass(frozen=True)
class ApplicationDraft:
    """What was typed of an application before it is registered.

    ``groups`` are codes in the order of wish; ``filed_at`` is when the family handed it in (aware); ``values`` are the
    marks and other numbers of the documents; ``late_reason`` is the commission's reason to take a late one.
    """

    child: FullName
    birth_date: date
    birth_place: str
    address: str
    representatives: tuple[RepresentativeDraft, ...]
    groups: tuple[str, ...]
    filed_at: datetime
    consent: bool
    channel: Channel = Channel.IN_PERSON
    external_number: str = ""
    foreign_citizen: bool = False
    documents: tuple[DocumentDraft, ...] = ()
    values: Mapping[Key, Value] = field(default_factory=dict)
    achievements: tuple[Achievement, ...] = ()
    late_reason: str = ""


def check_draft(draft: ApplicationDraft, group_codes: Collection[str]) -> list[Finding]:
    """What a draft lacks of п. 11 and what in it cannot be; dates of the campaign are checked by its schedule."""
    return [*_missing(draft), *_wrong_groups(draft.groups, group_codes), *_wrong_documents(draft.documents)]


def _missing(draft: ApplicationDraft) -> Iterator[Finding]:
    required = {
        "surname": draft.child.surname,
        "given": draft.child.given,
        "birth_place": draft.birth_place,
        "address": draft.address,
        "representative": draft.representatives,
    }
    for name, value in required.items():
        if not value:
            yield Finding("application.missing", values={"what": name}, paragraph="11", where=name)
    for representative in draft.representatives:
        if not (representative.name.surname and representative.name.given):
            yield Finding("application.no_representative_name", paragraph="11", where="representative")
        if not phones(representative.phone):
            yield Finding(
                "application.no_phone",
                values={"who": str(representative.name), "typed": representative.phone},
                paragraph="11",
                where="phone",
            )
        if not representative.identity_shown and draft.channel is Channel.IN_PERSON:
            values = {"who": str(representative.name)}
            yield Finding("application.no_identity", values=values, paragraph="11", where="representative")
    if not draft.consent:
        yield Finding("application.no_consent", paragraph="11", where="consent")


def _wrong_groups(groups: Sequence[str], known: Collection[str]) -> Iterator[Finding]:
    if not groups:
        yield Finding("application.no_group", paragraph="11", where="groups")
    for code in groups:
        if code not in known:
            values = {"group": code, "known": sorted(known)}
            yield Finding("application.unknown_group", values=values, where="groups")
    if len(set(groups)) != len(groups):
        yield Finding("application.group_twice", values={"groups": list(groups)}, where="groups")


def _wrong_documents(documents: Sequence[DocumentDraft]) -> Iterator[Finding]:
    for document in documents:
        if document.sheets < 1:
            yield Finding("application.no_sheets", values={"document": document.title}, where="documents")
        if document.copy_kind is CopyKind.ELECTRONIC:
            values = {"document": document.title}
            yield Finding("application.original_to_be_shown", Severity.WARNS, values, "11", "documents")
