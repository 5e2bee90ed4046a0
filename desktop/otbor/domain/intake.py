"""Intake (приём документов, п. 11): what a family hands in, and what the draft of an application lacks."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from otbor.domain.applications import Channel, CopyKind
from otbor.domain.campaign import Basis
from otbor.domain.filing import check_application_fields, check_channel
from otbor.domain.findings import Finding, Severity
from otbor.domain.participants import Achievement, Key
from otbor.domain.people import FullName, phones
from otbor.domain.regulation import Regulation
from otbor.domain.subjects import folded
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
    marks and other numbers of the documents; ``late_reason`` is the commission's reason to take a late one; ``named``
    is what the family chose, by the question of the scheme («предмет по выбору»); ``basis`` the case of пп. 8, 9, which
    a campaign for one case alone lets be left out; ``previous_school`` is whence a child is transferred (пп. 8.3, 9.2).
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
    basis: Basis | None = None
    previous_school: str = ""
    named: Mapping[str, str] = field(default_factory=dict)


PREVIOUS_SCHOOL = "previous_school"
"""Id of the profile's application field: образовательная организация, из которой переводится ребёнок."""


def check_draft(
    regulation: Regulation, draft: ApplicationDraft, group_codes: Collection[str], bases: Sequence[Basis]
) -> list[Finding]:
    """What a draft lacks of п. 11 and what in it cannot be; ``bases`` are the campaign's cases (пп. 8, 9).

    Dates of the campaign are checked by ``filing``.
    """
    case = bases[0] if draft.basis is None and len(bases) == 1 else draft.basis
    return [
        *check_application_fields(regulation, filled(draft), case),
        *check_basis(draft.basis, bases),
        *_check_previous_school(regulation, draft.previous_school, case),
        *check_channel(regulation, draft.channel),
        *_check_representatives(draft),
        *check_groups(draft.groups, group_codes),
        *check_documents(draft.documents),
    ]


def filled(draft: ApplicationDraft) -> frozenset[str]:
    """Ids of the profile's application fields (п. 11) that the draft fills."""
    people = draft.representatives
    fields = {
        "child_surname": draft.child.surname,
        "child_name": draft.child.given,
        "child_patronymic": draft.child.patronymic,
        "birth_date": draft.birth_date,
        "birth_place": draft.birth_place,
        "child_address": draft.address,
        "parent_name": people and all(p.name.surname and p.name.given for p in people),
        "parent_address": people and all(p.address or draft.address for p in people),
        "parent_phone": people and all(p.phone.strip() for p in people),  # one that cannot be read is told as such
        "wanted": draft.groups,
        PREVIOUS_SCHOOL: draft.previous_school,
    }
    return frozenset(name for name, value in fields.items() if value)


SIGNS = frozenset({"consent", "identity"})
"""Documents of п. 11 that are also there by a sign: of the application, of each of its representatives."""


def handed(draft: ApplicationDraft) -> frozenset[str]:
    """Ids of the profile's documents (п. 11) that came with the draft, the consent and the identity shown included."""
    shown = [r.identity_shown for r in draft.representatives]
    return handed_kinds((d.kind for d in draft.documents), draft.consent, shown)


def handed_kinds(kinds: Iterable[str], consent: bool, identity_shown: Collection[bool]) -> frozenset[str]:  # noqa: FBT001
    """As :func:`handed`, of ``kinds`` of documents; ``identity_shown`` by each of the representatives."""
    signs = {"consent": consent, "identity": bool(identity_shown) and all(identity_shown)}
    return frozenset({*kinds, *(name for name, sign in signs.items() if sign)})


def _check_representatives(draft: ApplicationDraft) -> Iterator[Finding]:
    for representative in draft.representatives:
        if representative.phone and not phones(representative.phone):
            values = {"who": str(representative.name), "typed": representative.phone}
            yield Finding("application.phone_unreadable", values=values, where="parent_phone")


def check_basis(basis: Basis | None, known: Sequence[Basis]) -> list[Finding]:
    """Whether the case of selection (пп. 8, 9) is one of the campaign's; with one alone it need not be said."""
    if basis in known or (basis is None and len(known) == 1):
        return []
    rule = "application.no_basis" if basis is None else "application.other_basis"
    return [Finding(rule, values={"known": len(known)}, paragraph="8, 9", where="basis")]


def _check_previous_school(regulation: Regulation, school: str, case: Basis | None) -> Iterator[Finding]:
    """Nobody but who is transferred from another school tells the school: there is no ground to keep it."""
    if school and case is not None and case not in regulation.asking(PREVIOUS_SCHOOL):
        yield Finding(
            "application.school_not_asked", Severity.WARNS, {"school": school}, paragraph="11", where=PREVIOUS_SCHOOL
        )


def check_groups(groups: Sequence[str], known: Collection[str]) -> list[Finding]:
    """What is wrong with the wanted groups: unknown ones, one twice."""
    findings = [
        Finding("application.unknown_group", values={"group": code, "known": sorted(known)}, where="wanted")
        for code in groups
        if code not in known
    ]
    if len(set(groups)) != len(groups):
        findings.append(Finding("application.group_twice", values={"groups": list(groups)}, where="wanted"))
    return findings


def check_named(questions: Mapping[str, Sequence[str]], named: Mapping[str, str]) -> list[Finding]:
    """What is wrong with a family's choices: ``questions`` with what may be chosen, as the scheme has them.

    ``application.choice_unknown``, ``application.choice_not_permitted``, ``application.choice_missing`` (warns).
    """
    asked = {folded(question): question for question in questions}
    answered = {folded(question) for question in named}
    findings = []
    for question, answer in named.items():
        known = asked.get(folded(question))
        if known is None:
            values: dict[str, object] = {"question": question, "known": list(questions)}
            findings.append(Finding("application.choice_unknown", values=values, where="named"))
        elif folded(answer) not in map(folded, questions[known]):
            values = {"question": known, "answer": answer, "permitted": questions[known]}
            findings.append(Finding("application.choice_not_permitted", values=values, where="named"))
    for question in (asked[key] for key in asked if key not in answered):
        values = {"question": question, "permitted": questions[question]}
        findings.append(Finding("application.choice_missing", Severity.WARNS, values, where="named"))
    return findings


def check_documents(documents: Sequence[DocumentDraft]) -> list[Finding]:
    """What is wrong with the documents handed in: no sheets; and of which the original is still to be shown."""
    findings = []
    for document in documents:
        values = {"document": document.title}
        if document.sheets < 1:
            findings.append(Finding("application.no_sheets", values=values, where="documents"))
        if document.copy_kind is CopyKind.ELECTRONIC:
            findings.append(
                Finding("application.original_to_be_shown", Severity.WARNS, values, paragraph="11", where="documents")
            )
    return findings
