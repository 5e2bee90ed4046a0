"""Questions about a campaign (журнал приёма заявлений и карточка кампании): frozen rows, never the stored objects."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otbor.domain.applications import AppealAbout, AppealOutcome, ApplicationStatus
from otbor.services import rules
from otbor.services.lists import row_numbers
from otbor.services.office import Office
from otbor.storage.models import Admission, Appeal, Application, Campaign, Wish


@dataclass(frozen=True)
class GroupCard:
    """A group of a campaign with its seats."""

    group_id: int
    code: str
    title: str
    seats: int


@dataclass(frozen=True)
class TestCard:
    """An entrance test of a campaign; ``closed``: its sheet is."""

    __test__ = False  # an entrance test, not one of pytest's

    test_id: int
    name: str
    subjects: tuple[str, ...]
    closed: bool


@dataclass(frozen=True)
class CampaignCard:
    """A campaign with its groups and tests, in their order."""

    campaign_id: int
    code: str
    title: str
    groups: tuple[GroupCard, ...]
    tests: tuple[TestCard, ...]


@dataclass(frozen=True)
class JournalRow:
    """One application of the journal; ``row_number``: in the workbook it was imported from, else empty.

    ``uncompared``: ids of its documents that nobody has compared with the originals yet.
    """

    application_id: int
    number: str
    row_number: str
    filed_at: datetime
    child: str
    born: date
    groups: tuple[str, ...]
    status: ApplicationStatus
    version: int
    uncompared: tuple[int, ...]


@dataclass(frozen=True)
class AppealRow:
    """One appeal of the register (журнал апелляций); ``test`` is empty when it is about documents."""

    appeal_id: int
    number: int
    application: str
    about: AppealAbout
    test: str
    in_time: bool
    outcome: AppealOutcome | None
    meeting_id: int | None


@dataclass(frozen=True)
class CampaignLine:
    """A campaign as a list of them names it."""

    campaign_id: int
    code: str
    title: str


def campaigns(office: Office) -> list[CampaignLine]:
    """Every campaign of the school, the newest first."""
    with office.question() as session:
        rows = session.execute(
            select(Campaign.id, Campaign.code, Campaign.title).order_by(Campaign.starts.desc(), Campaign.id.desc())
        )
        return [CampaignLine(*row) for row in rows]


def card(office: Office, campaign_id: int) -> CampaignCard:
    """The campaign; raises :class:`Refused` when there is none."""
    with office.question() as session:
        row = rules.campaign_row(session, campaign_id)
        groups = tuple(GroupCard(g.id, g.code, g.title, g.seats) for g in row.groups)
        tests = tuple(TestCard(t.id, t.name, tuple(t.subjects), t.sheet_closed_at is not None) for t in row.tests)
        return CampaignCard(row.id, row.code, row.title, groups, tests)


def journal(office: Office, campaign_id: int) -> list[JournalRow]:
    """Every application of a campaign in the order of its numbers, the annulled and withdrawn included."""
    with office.question() as session:
        numbers = row_numbers(session, campaign_id)
        rows = session.scalars(
            select(Application)
            .where(Application.campaign_id == campaign_id)
            .order_by(Application.series, Application.ordinal)
            .options(selectinload(Application.documents), selectinload(Application.wishes).joinedload(Wish.group))
        )
        return [
            JournalRow(
                application_id=row.id,
                number=row.number,
                row_number=numbers.get(row.id, ""),
                filed_at=row.filed_at,
                child=" ".join(filter(None, (row.surname, row.given, row.patronymic))),
                born=row.birth_date,
                groups=tuple(wish.group.code for wish in row.wishes),
                status=row.status,
                version=row.version,
                uncompared=tuple(d.id for d in row.documents if d.compared_at is None),
            )
            for row in rows
        ]


def code_of(office: Office, application_id: int, test_id: int) -> str:
    """The code of one work: for the secretary who holds the шифровальная ведомость; empty before codes are given."""
    with office.question() as session:
        wanted = select(Admission.code).where(Admission.application_id == application_id, Admission.test_id == test_id)
        return session.scalar(wanted) or ""


def appeals(office: Office, campaign_id: int) -> list[AppealRow]:
    """The register of appeals in the order of their numbers."""
    with office.question() as session:
        rows = session.scalars(
            select(Appeal)
            .where(Appeal.campaign_id == campaign_id)
            .order_by(Appeal.number)
            .options(joinedload(Appeal.application))
        )
        return [
            AppealRow(
                row.id,
                row.number,
                row.application.number,
                row.about,
                row.test_name,
                row.in_time,
                row.outcome,
                row.meeting_id,
            )
            for row in rows
        ]
