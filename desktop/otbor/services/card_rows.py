"""Rows of the applicant's card (карточка участника отбора): frozen, as ``services/card.py`` gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from otbor.domain.applications import AppealAbout, AppealOutcome, ApplicationStatus, Channel, CopyKind, RatingKind
from otbor.domain.campaign import Basis
from otbor.domain.explanation import Node
from otbor.domain.findings import Finding
from otbor.domain.participants import Key
from otbor.domain.people import FullName, Likeness
from otbor.domain.scheme import Scheme
from otbor.domain.scoring import Status
from otbor.domain.values import Value
from otbor.services.papers.registry import PaperCard


@dataclass(frozen=True)
class PersonCard:
    """A legal representative; ``phone`` in the form that is stored, several with commas."""

    name: FullName
    relation: str
    phone: str
    address: str
    identity_shown: bool


@dataclass(frozen=True)
class WishCard:
    """A wanted group, in the order of wish."""

    code: str
    title: str


@dataclass(frozen=True)
class DocumentCard:
    """A document handed in; ``compared_at`` is None until it was compared with its original.

    ``to_compare``: its form asks for the comparison (п. 11), and nobody has done it yet.
    """

    document_id: int
    kind: str
    title: str
    copy_kind: CopyKind
    sheets: int
    received_at: datetime
    added_later: bool
    compared_by: str
    compared_at: datetime | None
    to_compare: bool


@dataclass(frozen=True)
class AchievementCard:
    """An achievement of the portfolio (п. 16); ``accepted`` is None until the commission has judged it."""

    category: str
    event: str
    level: str
    form: str
    result: str
    place: int | None
    subject: str
    held_on: date | None
    document: str
    accepted: bool | None
    why_not: str


@dataclass(frozen=True)
class ValueCard:
    """A value in force of the ledger of points; ``changes``: how often it was written anew since the first entry."""

    key: Key
    value: Value
    decided_by: tuple[str, ...]
    entered_by: str
    entered_at: datetime
    reason: str
    changes: int


@dataclass(frozen=True)
class RatedCard:
    """Points and place in one group of one rating; ``place`` is None for who has none, ``why`` says why."""

    rating_id: int
    number: int
    kind: RatingKind
    made_on: date
    group: str
    place: int | None
    total: Decimal | None
    status: Status
    why: Finding | None


@dataclass(frozen=True)
class AppealCard:
    """An appeal of the family; ``test`` is empty when it is about documents, ``outcome`` None until it is decided."""

    number: int
    about: AppealAbout
    test: str
    filed_on: date
    outcome: AppealOutcome | None
    decided_on: date | None


@dataclass(frozen=True)
class EndCard:
    """How it ended: the order and the group; ``left_on`` when the child has left since."""

    order: str
    signed_on: date
    group: str
    left_on: date | None


@dataclass(frozen=True)
class RefusalCard:
    """The refusal to enrol; ``lifted`` when an offer was accepted after all."""

    refused_on: date
    reason: str
    lifted: bool


@dataclass(frozen=True)
class LikenessCard:
    """What a person answered about a pair: ``same`` for one child."""

    same: bool
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class LikeCard:
    """Another application that looks alike, and why; ``answer`` is None until a person has told them apart."""

    application_id: int
    number: str
    likeness: Likeness | None
    child: FullName
    birth_date: date
    address: str
    representatives: tuple[PersonCard, ...]
    groups: tuple[WishCard, ...]
    filed_at: datetime
    status: ApplicationStatus
    answer: LikenessCard | None = None


@dataclass(frozen=True)
class Choices:
    """What may be chosen when this application is corrected or completed.

    ``channels`` of п. 11, ``groups`` of the campaign, ``bases`` (пп. 8, 9), ``questions`` of the scheme with what may
    be answered, ``documents`` asked for (id, title), ``values`` that documents give, ``comparers`` (id of the person,
    name) of the приёмная комиссия, ``fields`` of п. 11 by their titles in refusals, ``school_asked`` the cases that ask
    for the school a child comes from.
    """

    channels: tuple[Channel, ...]
    groups: tuple[WishCard, ...]
    bases: tuple[Basis, ...]
    questions: Mapping[str, tuple[str, ...]]
    documents: tuple[tuple[str, str], ...]
    values: tuple[Key, ...]
    comparers: tuple[tuple[str, str], ...]
    fields: Mapping[str, str]
    school_asked: frozenset[Basis]


@dataclass(frozen=True)
class ApplicationCard:
    """Everything that is known of one application; instants are aware, ``zone`` is the school's."""

    application_id: int
    campaign_id: int
    campaign: str
    zone: str
    number: str
    version: int
    child: FullName
    birth_date: date
    birth_place: str
    address: str
    representatives: tuple[PersonCard, ...]
    groups: tuple[WishCard, ...]
    filed_at: datetime
    recorded_at: datetime
    accepted_by: str
    channel: Channel
    external_number: str
    foreign_citizen: bool
    consent: bool
    basis: Basis
    named: Mapping[str, str]
    previous_school: str | None  # None where the case does not ask for it
    late_reason: str
    status: ApplicationStatus
    status_reason: str
    status_at: datetime | None
    receipt_given_at: datetime | None
    reviewed_at: datetime | None
    admitted_at: datetime | None
    copies_requested_on: date | None
    copies_returned_on: date | None
    copies_returned_to: str
    documents: tuple[DocumentCard, ...]
    missing: tuple[str, ...]
    achievements: tuple[AchievementCard, ...]
    values: tuple[ValueCard, ...]
    rated: tuple[RatedCard, ...]
    appeals: tuple[AppealCard, ...]
    refusal: RefusalCard | None
    end: EndCard | None
    alike: tuple[LikeCard, ...]
    papers: tuple[PaperCard, ...]

    @property
    def in_force(self) -> bool:
        """Neither annulled nor withdrawn."""
        return self.status is ApplicationStatus.REGISTERED

    @property
    def uncompared(self) -> tuple[DocumentCard, ...]:
        """Documents that nobody has compared with their originals yet."""
        return tuple(document for document in self.documents if document.compared_at is None)


@dataclass(frozen=True)
class RatedExplanation:
    """Why a rating gave these points: the version of the scheme and the tree of steps."""

    scheme: Scheme
    rated: RatedCard
    tree: Node
