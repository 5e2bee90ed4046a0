"""Papers of the end: what was published and where, what was destroyed, the report to the founder."""

import tomllib
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, select

from otbor.documents import destruction_act, founder_report, publication_mark
from otbor.documents.founder_report import Count
from otbor.documents.kit import qr
from otbor.domain.applications import AppealOutcome, RatingKind
from otbor.domain.commissions import CommissionKind
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import ratings, rules
from otbor.services.commissions import commission_row, deciding_members
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts
from otbor.services.papers.printing import Printing, put_out
from otbor.services.papers.registry import Issued, paper_row
from otbor.services.papers.small_counts import protected
from otbor.services.papers.words import words
from otbor.storage.models import (
    Appeal,
    Application,
    Campaign,
    EnrolmentOrder,
    EnrolmentRow,
    RatingSnapshot,
    Recommendation,
)
from otbor.support.clock import local_time
from otbor.support.places import resource
from otbor.wording.templates import said

_STATISTICS = "office/statistics.toml"
_UPHELD = (AppealOutcome.TECHNICAL_ERROR, AppealOutcome.MARKING_ERROR)


@act(Right.ISSUE)
def issue_publication_mark(office: Office, paper_id: int, places: Sequence[tuple[str, datetime]]) -> Issued:
    """Issue the mark that a paper was published (отметка о публикации): ``places`` say where and when (aware).

    The places stand in this paper and nowhere else. Raises :class:`Refused` without a place, and for a time before the
    paper was issued or still to come.
    """
    with office.transaction() as work:
        paper = paper_row(work.session, paper_id)
        campaign = rules.campaign_row(work.session, paper.campaign_id)
        if not places or not all(where.strip() for where, _ in places):
            raise Refused(Finding("paper_content.no_publication_place", values={"title": paper.title}))
        zone = work.school().time_zone
        for _, at in places:
            if not paper.issued_at <= at <= work.now:
                values = {"title": paper.title, "at": local_time(at, zone), "issued": local_time(paper.issued_at, zone)}
                raise Refused(Finding("paper_content.publication_time", values=values))
        keeper, keeper_post = facts.keeper(work, campaign)
        told = tuple(
            publication_mark.Placed(where.strip(), local_time(at, zone).replace(tzinfo=None)) for where, at in places
        )
        data = publication_mark.PublicationMark(
            campaign=campaign.title,
            paper=paper.title,
            paper_dated=paper.issued_on,
            fingerprint=paper.fingerprint,
            places=told,
            keeper=keeper,
            keeper_post=keeper_post,
        )
        subject = f"paper:{paper.id}:{qr.fingerprint(told)}"
        issued = put_out(work, publication_mark, Printing(campaign, subject, data, work.today()))
        work.commit()
    return issued


@act(Right.ISSUE)
def issue_destruction_act(
    office: Office,
    application_ids: Sequence[int],
    destroyed_on: date,
    ground: str,
    method: str,
    persons: Sequence[str],
) -> Issued:
    """Issue the act that copies of documents were destroyed (акт уничтожения), in the presence of members ``persons``.

    Raises :class:`Refused` for no files or those of several campaigns, for copies given back, a day before the
    selection ended or still to come, and for a stranger among the members.
    """
    with office.transaction() as work:
        rows = work.session.scalars(
            select(Application).where(Application.id.in_(application_ids)).order_by(Application.id)
        ).all()
        if not rows or len({row.campaign_id for row in rows}) > 1:
            raise Refused(Finding("paper_content.nothing_to_destroy"))
        campaign = rules.campaign_row(work.session, rows[0].campaign_id)
        if returned := [row.number for row in rows if row.copies_returned_on is not None]:
            raise Refused(Finding("paper_content.copies_given_back", values={"numbers": returned}))
        if not campaign.ends < destroyed_on <= work.today():
            values = {"day": destroyed_on, "ends": campaign.ends}
            raise Refused(Finding("paper_content.destruction_day", values=values))
        commission = commission_row(work.session, campaign.id, CommissionKind.ADMISSION)
        say = words(office)
        data = destruction_act.DestructionAct(
            campaign=campaign.title,
            files=tuple(
                destruction_act.Destroyed(row.number, len(row.documents), sum(d.sheets for d in row.documents))
                for row in rows
            ),
            ground=ground,
            method=method,
            destroyed_on=destroyed_on,
            members=tuple(facts.member(member, say) for member in deciding_members(commission, persons)),
        )
        subject = f"destroyed:{qr.fingerprint(data.files)}"
        issued = put_out(work, destruction_act, Printing(campaign, subject, data, destroyed_on))
        work.commit()
    return issued


@act(Right.ISSUE)
def issue_founder_report(office: Office, campaign_id: int) -> Issued:
    """Issue the report to the founder (отчёт учредителю): counts only, small ones hidden.

    Raises :class:`Refused` before the final rating.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        final = ratings.newest(work.session, campaign.id, RatingKind.FINAL)
        least = _least(office)
        counts, sums = _counts(work, campaign, final)
        shown = protected(counts, sums, least)
        director, director_post = facts.director(campaign)
        seats = {group.code: group.seats for group in campaign.groups}

        def line(code: str, number: int) -> tuple[Count, ...]:
            return (number, *(shown[code, name] for name in list(founder_report.COLUMNS)[1:]))

        data = founder_report.FounderReport(
            campaign=campaign.title,
            starts=campaign.starts,
            ends=campaign.ends,
            lines=tuple(
                founder_report.Line(facts.group_title(group), line(group.code, group.seats))
                for group in campaign.groups
            ),
            total=line("", sum(seats.values())),
            appeals=shown["", "appeals"],
            upheld=shown["", "upheld"],
            limit=least,
            orders=_orders(work, campaign),
            director=director,
            director_post=director_post,
        )
        printing = Printing(campaign, f"rating:{final.id}", data, work.today(), as_of_today=True)
        issued = put_out(work, founder_report, printing)
        work.commit()
    return issued


def _least(office: Office) -> int:
    """From which count on a number is shown, the school's own first."""
    path = resource(_STATISTICS, office.own)
    try:
        least = tomllib.loads(path.read_text("utf-8"))["hide_below"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError):
        least = None
    if not isinstance(least, int) or least < 1:
        raise Refused(Finding("paper_registry.words_unreadable", values={"file": path}))
    return least


_Key = tuple[str, str]  # code of the group («» for all), what is counted


def _counts(work: Work, campaign: Campaign, final: RatingSnapshot) -> tuple[dict[_Key, int], list[tuple[_Key, ...]]]:
    """Counts of every class and of all, and the sums that hold between them."""
    counts: dict[_Key, int] = {}
    names = list(founder_report.COLUMNS)[1:]
    recommended = _by_group(work, select(Recommendation.group_id).where(Recommendation.rating_id == final.id))
    enrolled = _by_group(
        work,
        select(EnrolmentRow.group_id)
        .join(EnrolmentOrder, EnrolmentRow.order_id == EnrolmentOrder.id)
        .where(EnrolmentOrder.campaign_id == campaign.id, EnrolmentRow.left_on.is_(None)),
    )
    for group in campaign.groups:
        kept = final.counts[group.code]
        told = {
            "filed": kept["filed"],
            "left": kept["annulled"] + kept["withdrawn"],
            "admitted": kept["admitted"],
            "absent": kept["absent"],
            "below": kept["below_minimum"],
            "other": kept["awaited"] + kept["not_rated"],
            "rated": kept["rated"],
            "recommended": recommended.get(group.id, 0),
            "enrolled": enrolled.get(group.id, 0),
        }
        counts |= {(group.code, name): told[name] for name in names}
    codes = [group.code for group in campaign.groups]
    counts |= {("", name): sum(counts[code, name] for code in codes) for name in names}
    appeals = work.session.scalars(select(Appeal.outcome).where(Appeal.campaign_id == campaign.id)).all()
    counts["", "appeals"] = len(appeals)
    counts["", "upheld"] = sum(outcome in _UPHELD for outcome in appeals)
    sums: list[tuple[_Key, ...]] = [(("", name), *((code, name) for code in codes)) for name in names]
    for code in ("", *codes):
        sums.append(((code, "filed"), (code, "left"), (code, "admitted")))
        sums.append(((code, "admitted"), *((code, name) for name in ("absent", "below", "other", "rated"))))
    return counts, sums


def _by_group(work: Work, rows: Select[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for group_id in work.session.scalars(rows):
        found[group_id] = found.get(group_id, 0) + 1
    return found


def _orders(work: Work, campaign: Campaign) -> tuple[str, ...]:
    rows = work.session.scalars(
        select(EnrolmentOrder).where(EnrolmentOrder.campaign_id == campaign.id).order_by(EnrolmentOrder.id)
    )
    return tuple(f"от {said(row.signed_on)} № {row.number}" for row in rows)
