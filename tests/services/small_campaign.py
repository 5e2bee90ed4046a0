"""A whole small campaign, made once a run, from which the tests of papers print: nine families, three seats.

Places in 8Ф (two seats) are 1 (48 points), 2 and 3 (40 each, shared at the last seat), 6 did not come to physics; in 8И
(one seat) 4 (44), 2 (38), then 5, moved by an appeal from 28 to 30, and 7 (28, appeal rejected). 8 is annulled, 9
withdrawn; 3 is refused and has its copies back.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pypdfium2
from sqlalchemy import select

from otbor.domain.applications import AppealOutcome, CopyKind, HowTold, RatingKind
from otbor.domain.intake import DocumentDraft
from otbor.domain.participants import Achievement
from otbor.services import acquaintance, appeals, corrections, enrolment, intake, papers, ratings
from otbor.services.appeals import Decision
from otbor.services.office import Office
from otbor.services.papers import Issued
from otbor.storage.database import open_database
from otbor.storage.models import Application, Campaign, EnrolmentOrder, Meeting, RatingSnapshot
from tests.services.school import (
    MEMBER,
    Clock,
    application,
    conflict_meeting,
    examined,
    meeting,
    new_office,
    opened,
)

FAMILIES = (
    ("Иванов", "Пётр", ("8Ф",)),
    ("Петрова", "Анна", ("8Ф", "8И")),
    ("Сидоров", "Олег", ("8Ф",)),
    ("Кузнецов", "Глеб", ("8И",)),
    ("Салтыкова-Щедрина", "Александра", ("8И",)),
    ("Лебедев", "Яков", ("8Ф",)),
    ("Волков", "Марк", ("8И", "8Ф")),
    ("Ёлкина", "Зоя", ("8И",)),
    ("Фон Дервиз", "Ян", ("8Ф",)),
)
POINTS: dict[int, dict[str, int | None]] = {
    1: {"математика": 20, "физика": 18},
    2: {"математика": 15, "физика": 15, "информатика": 15},
    3: {"математика": 15, "физика": 15},
    4: {"математика": 18, "информатика": 18},
    5: {"математика": 10, "информатика": 10},
    6: {"математика": 20, "физика": None},
    7: {"математика": 10, "информатика": 10, "физика": 0},
}
PRELIMINARY, DECIDED, FINAL = date(2026, 5, 20), date(2026, 5, 21), date(2026, 5, 28)


@dataclass(frozen=True)
class Made:
    """Row ids of the campaign, and its office."""

    office: Office
    clock: Clock
    campaign: int
    applications: dict[int, int]
    tests: dict[str, int]
    preliminary: int
    final: int
    conflict: int
    order: int


def number(ordinal: int) -> str:
    """Registration number of an application."""
    return f"2026-8-{ordinal:04}"


def filed(office: Office, clock: Clock) -> int:
    """The campaign with its applications, on the second day of the intake."""
    campaign = opened(office, clock, (2, 1))
    clock.on(date(2026, 4, 7))
    for ordinal, (surname, given, groups) in enumerate(FAMILIES, 1):
        filed_at = datetime(2026, 4, 6, 8, ordinal, tzinfo=UTC)
        draft = application(surname, given, groups, filed_at=filed_at)
        if ordinal == 1:
            diploma = DocumentDraft(
                "portfolio", "диплом победителя олимпиады «Физтех»", CopyKind.SHOWN_WITH_ORIGINAL, 2
            )
            won = Achievement("16.3", "олимпиада «Физтех»", "победитель", "физика", held_on=date(2025, 12, 1))
            draft = replace(draft, documents=(*draft.documents, diploma), achievements=(won,))
        intake.register(office, campaign, draft)
    return campaign


def _played(office: Office, clock: Clock) -> None:
    campaign = filed(office, clock)
    ids = {n: n for n in range(1, len(FAMILIES) + 1)}  # a fresh database numbers its rows so
    with office.question() as session:
        documents = [d.id for d in session.get_one(Application, ids[1]).documents]
    corrections.compare_documents(office, ids[1], documents, MEMBER)
    corrections.add_documents(office, ids[2], [DocumentDraft("other", "справка о составе семьи")])
    corrections.annul(office, ids[8], "подано дважды")
    corrections.withdraw(office, ids[9], "заявление родителя от 07.04.2026")
    papers.issue_receipts(office, campaign)
    examined(office, clock, campaign, {number(n): points for n, points in POINTS.items()})
    preliminary = ratings.build_preliminary(office, campaign, meeting(PRELIMINARY)).rating_id
    for n in POINTS:
        how = HowTold.DID_NOT_COME if n == 6 else HowTold.SIGNED
        acquaintance.mark_acquaintance(office, preliminary, ids[n], how, PRELIMINARY)
    with office.question() as session:
        tests = {test.name: test.id for test in session.get_one(Campaign, campaign).tests}
    clock.on(DECIDED)
    first = appeals.file_appeal(office, ids[5], tests["информатика"], DECIDED, "не учтено решение задачи 4")
    second = appeals.file_appeal(office, ids[7], tests["математика"], DECIDED, "не согласны с оценкой задачи 2")
    upheld = Decision(AppealOutcome.TECHNICAL_ERROR, "при переносе не учтены 2 балла за задачу 4", Decimal(2), 3)
    appeals.decide_appeal(office, first.appeal_id, upheld, conflict_meeting(DECIDED))
    rejected = Decision(AppealOutcome.REJECTED, "критерии применены верно", votes_for=2, votes_against=1)
    appeals.decide_appeal(office, second.appeal_id, rejected, conflict_meeting(DECIDED))
    clock.on(FINAL)
    ratings.build_final(office, campaign, meeting(FINAL))
    enrolment.decide_tie(office, campaign, [number(2)], "больше предметов школьной олимпиады", meeting(FINAL))
    enrolment.recommend(office, campaign, meeting(FINAL))
    enrolment.order_enrolment(office, campaign, "45-у", FINAL)
    enrolment.refuse(office, ids[3], "свободных мест в классе нет")
    clock.on(date(2026, 6, 1))
    corrections.return_copies(office, ids[3], date(2026, 5, 29), "Сидорова Мария Олеговна")


def _database(play: Callable[[Office, Clock], object]) -> tuple[bytes, datetime]:
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.otbor"
        office = new_office(path, clock)
        play(office, clock)
        office.database.close()
        return path.read_bytes(), clock.now


@cache
def finished() -> tuple[bytes, datetime]:
    """The database after the order, and when it was left."""
    return _database(_played)


@cache
def taken_in() -> tuple[bytes, datetime]:
    """The database with applications and nothing printed."""
    return _database(filed)


def open_copy(made: tuple[bytes, datetime], path: Path, own: Path | None = None) -> tuple[Office, Clock]:
    """An office over a copy of ``made`` at ``path``; close its database."""
    content, left = made
    path.write_bytes(content)
    clock = Clock()
    clock.now = left
    return Office(open_database(path), "Белова А. С.", clock=clock, own=own), clock


def look_up(office: Office, clock: Clock) -> Made:
    """The ids of a finished campaign."""
    with office.question() as session:
        campaign = session.scalars(select(Campaign)).one()
        kinds = {row.kind: row.id for row in session.scalars(select(RatingSnapshot))}
        conflict = session.scalars(select(Meeting).where(Meeting.held_on == DECIDED)).one()
        return Made(
            office=office,
            clock=clock,
            campaign=campaign.id,
            applications={row.ordinal: row.id for row in session.scalars(select(Application))},
            tests={test.name: test.id for test in campaign.tests},
            preliminary=kinds[RatingKind.PRELIMINARY],
            final=kinds[RatingKind.FINAL],
            conflict=conflict.id,
            order=session.scalars(select(EnrolmentOrder.id)).one(),
        )


ALL: dict[str, Callable[[Made], Issued]] = {
    "notice": lambda made: papers.issue_notice(made.office, made.campaign),
    "commissions": lambda made: papers.issue_commission_order(made.office, made.campaign),
    "journal": lambda made: papers.issue_journal(made.office, made.campaign),
    "receipt": lambda made: papers.issue_receipt(made.office, made.applications[1]),
    "test-sheet": lambda made: papers.issue_test_sheet(made.office, made.tests["физика"]),
    "preliminary": lambda made: papers.issue_preliminary_protocol(made.office, made.preliminary),
    "explanation": lambda made: papers.issue_explanation(made.office, made.preliminary, made.applications[1], "8Ф"),
    "acquaintance": lambda made: papers.issue_acquaintance_sheet(made.office, made.preliminary),
    "conflict": lambda made: papers.issue_conflict_protocol(made.office, made.conflict, came=(1,)),
    "final": lambda made: papers.issue_final_protocol(made.office, made.final),
    "acquaintance-final": lambda made: papers.issue_acquaintance_sheet(made.office, made.final),
    "public": lambda made: papers.issue_public_list(made.office, made.preliminary),
    "public-final": lambda made: papers.issue_public_list(made.office, made.final),
    "recommendation": lambda made: papers.issue_recommendation(made.office, made.final),
    "order": lambda made: papers.issue_order(made.office, made.order),
    "refusal": lambda made: papers.issue_refusal_notice(made.office, made.applications[3]),
    "copies": lambda made: papers.issue_copies_return(made.office, made.applications[3]),
}
"""Every paper of the campaign by a short name."""


def text(pdf: bytes) -> str:
    """The words of a PDF in one line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    joined = " ".join(pages).replace("\u00a0", " ").replace("\ufffe", "-")  # U+FFFE: a hyphen at the end of a line
    return " ".join(joined.split())
