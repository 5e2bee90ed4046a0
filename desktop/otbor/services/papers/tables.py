"""Lists as tables (XLSX, CSV): journal, admitted, ratings, recommended, enrolled, appeals; nothing in them computes."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select

from otbor.domain.applications import ApplicationStatus, RatingKind
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.domain.scoring import Status
from otbor.exchange.tables import write_csv, write_xlsx
from otbor.services import ratings, rules
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts, rating_sheets
from otbor.services.papers.appeal_lists import ground
from otbor.services.papers.final import recommended_rows
from otbor.storage.models import Appeal, Application, Campaign, EnrolmentOrder
from otbor.support.places import resource
from otbor.wording.statuses import status_words
from otbor.wording.templates import said

_FILE = "office/lists.toml"
_Cells = tuple[str | int | Decimal | date | None, ...]


class ListKind(StrEnum):
    """A list that is given out as a table; ``public`` holds no names."""

    JOURNAL = "journal"
    ADMITTED = "admitted"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    PUBLIC = "public"
    RECOMMENDED = "recommended"
    ENROLLED = "enrolled"
    APPEALS = "appeals"


@act(Right.ISSUE)
def export_list(office: Office, campaign_id: int, kind: ListKind, path: Path) -> int:
    """Write a list to ``path``: CSV or XLSX by its ending; gives how many rows.

    Raises :class:`Refused` for another ending and for a rating that is not there yet, :class:`OSError` when the file
    cannot be written.
    """
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        raise Refused(Finding("paper_content.table_format", values={"file": path.name}))
    titles, header = _header(office, kind)
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        rows = list(_LISTS[kind](work, campaign))
        if path.suffix.lower() == ".csv":
            write_csv(path, header, rows)
        else:
            write_xlsx(path, [(titles, header, rows)])
        work.record("export_list", {"list": kind.value, "rows": len(rows)})
        work.commit()
    return len(rows)


def _header(office: Office, kind: ListKind) -> tuple[str, tuple[str, ...]]:
    path = resource(_FILE, office.own)
    try:
        read = tomllib.loads(path.read_text("utf-8"))
        return str(read["sheets"][kind]), tuple(read["headers"][kind])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError):
        raise Refused(Finding("paper_registry.words_unreadable", values={"file": path})) from None


def _journal(work: Work, campaign: Campaign) -> Iterator[_Cells]:
    for row in _applications(work, campaign):
        yield (
            row.number,
            facts.day_of(work, row.filed_at),
            facts.child(row),
            row.birth_date,
            facts.representative_name(row),
            facts.phone(facts.representative(row).phone),
            ", ".join(wish.group.code for wish in row.wishes),
            len(row.documents),
            sum(document.sheets for document in row.documents),
            row.status_reason,
        )


def _applications(work: Work, campaign: Campaign) -> Iterator[Application]:
    yield from work.session.scalars(
        select(Application)
        .where(Application.campaign_id == campaign.id)
        .order_by(Application.series, Application.ordinal)
    )


def _admitted(work: Work, campaign: Campaign) -> Iterator[_Cells]:
    for row in _applications(work, campaign):
        if row.status is ApplicationStatus.REGISTERED and row.admitted_at is not None:
            tests = ", ".join(test.name for test in rules.tests_wanted(campaign, row))
            yield row.number, facts.child(row), ", ".join(wish.group.code for wish in row.wishes), tests


def _rating(kind: RatingKind, *, named: bool = True) -> Callable[[Work, Campaign], Iterator[_Cells]]:
    def rows(work: Work, campaign: Campaign) -> Iterator[_Cells]:
        found = rating_sheets.rows_of(work.session, ratings.newest(work.session, campaign.id, kind))
        for group in campaign.groups:
            for row in found.get(group.id, []):
                name = (facts.child(row.application),) if named else ()
                status = "" if row.place is not None else status_words(Status(row.status))
                yield group.code, row.place, row.application.number, *name, row.total, status

    return rows


def _public(work: Work, campaign: Campaign) -> Iterator[_Cells]:
    """Of the final rating, before it of the preliminary one."""
    try:
        yield from _rating(RatingKind.FINAL, named=False)(work, campaign)
    except Refused:
        yield from _rating(RatingKind.PRELIMINARY, named=False)(work, campaign)


def _recommended(work: Work, campaign: Campaign) -> Iterator[_Cells]:
    final = ratings.newest(work.session, campaign.id, RatingKind.FINAL)
    totals = {(row.group_id, row.application_id): row.total for row in final.rows}
    for row in recommended_rows(work.session, final):
        total = totals[row.group_id, row.application_id]
        yield row.group.code, row.place, row.application.number, facts.child(row.application), total


def _enrolled(work: Work, campaign: Campaign) -> Iterator[_Cells]:
    orders = select(EnrolmentOrder).where(EnrolmentOrder.campaign_id == campaign.id).order_by(EnrolmentOrder.id)
    for order in work.session.scalars(orders):
        for row in order.rows:
            child = row.application
            name = facts.child(child)
            yield order.number, order.signed_on, row.group.code, child.number, name, child.birth_date


def _appeals(work: Work, campaign: Campaign) -> Iterator[_Cells]:
    rows = select(Appeal).where(Appeal.campaign_id == campaign.id).order_by(Appeal.number)
    for row in work.session.scalars(rows):
        yield (
            row.number,
            row.filed_on,
            said(row.in_time),
            row.application.number,
            facts.child(row.application),
            row.test_name or ground(work, row),
            row.reason,
            row.old_points,
            row.new_points,
        )


_LISTS: Mapping[ListKind, Callable[[Work, Campaign], Iterator[_Cells]]] = {
    ListKind.JOURNAL: _journal,
    ListKind.ADMITTED: _admitted,
    ListKind.PRELIMINARY: _rating(RatingKind.PRELIMINARY),
    ListKind.FINAL: _rating(RatingKind.FINAL),
    ListKind.PUBLIC: _public,
    ListKind.RECOMMENDED: _recommended,
    ListKind.ENROLLED: _enrolled,
    ListKind.APPEALS: _appeals,
}
