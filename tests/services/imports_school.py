"""The school of case licey8 with its workbook, whole and cut down, at each stage of an import."""

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from otbor.domain.findings import Refused
from otbor.exchange.workbook import Book, SheetCells
from otbor.services import examinations, expertise, imports, ratings
from otbor.services.imports import Workbook
from otbor.services.office import Office
from otbor.storage.models import (
    Application,
    Base,
    Campaign,
)
from otbor.wording.findings import sentence
from tests.exchange.samples import licey8
from tests.services.school import (
    CHAIR,
    Clock,
    marker_of,
    meeting,
    opened,
)

LAST_DAY = date(2026, 4, 22)
MARKERS = {test: [marker_of(test)] for test in ("математика", "физика", "информатика")}
FAULTY = "applications-with-faults.xlsx"


def workbook(book: Book | None = None) -> Workbook:
    return Workbook(book or licey8(), "ab" * 32)


def at_intake(office: Office, clock: Clock) -> int:
    campaign = opened(office, clock)
    clock.on(LAST_DAY, 14)
    return campaign


def count(office: Office, model: type[Base]) -> int:
    with office.question() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def everything(office: Office) -> dict[str, int]:
    """How many rows every table has: what a refused import must leave as it was."""
    with office.question() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def numbers(office: Office) -> list[int]:
    with office.question() as session:
        return list(session.scalars(select(Application.ordinal).order_by(Application.ordinal)))


def coded(office: Office, clock: Clock, campaign_id: int) -> None:
    """Everybody admitted, every work coded, on the day after the last sitting."""
    clock.on(date(2026, 4, 23))
    with office.question() as session:
        ids = list(session.scalars(select(Application.id)))
        tests = [test.id for test in session.get_one(Campaign, campaign_id).tests]
    for identity in ids:
        expertise.score_documents(office, identity, expertise.Expertise(), [CHAIR])
        examinations.admit(office, identity)
    for test in tests:
        examinations.give_codes(office, test)
    clock.on(date(2026, 5, 20))


def small(*wanted: str) -> Book:
    """The workbook of the case with only the applications ``wanted`` and what refers to them."""

    def kept(sheet: SheetCells) -> SheetCells:
        top = 3 if sheet.name == "Заявления" else 1
        rows = [row for row in sheet.rows[top:] if row and str(row[0]).removesuffix(".0") in wanted]
        return replace(sheet, rows=[*sheet.rows[:top], *rows])

    return replace(licey8(), sheets=tuple(kept(sheet) for sheet in licey8().sheets))


def rule_ids(refused: Refused) -> set[str]:
    assert all(sentence(finding) for finding in refused.findings)
    return {finding.id for finding in refused.findings}


def examined_small(office: Office, clock: Clock, *wanted: str) -> int:
    campaign = at_intake(office, clock)
    imports.import_applications(office, campaign, workbook(small(*wanted)))
    coded(office, clock, campaign)
    return campaign


def rated_small(office: Office, clock: Clock) -> int:
    campaign = examined_small(office, clock, "107", "54", "1")
    imports.import_test_points(office, campaign, workbook(small("107", "54", "1")), MARKERS)
    with office.question() as session:
        tests = {test.name: test.id for test in session.get_one(Campaign, campaign).tests}
    for name, test in tests.items():
        examinations.close_sheet(office, test, MARKERS[name])
    clock.on(date(2026, 5, 21))
    ratings.build_preliminary(office, campaign, meeting(date(2026, 5, 21)))
    clock.on(date(2026, 5, 22))
    return campaign
