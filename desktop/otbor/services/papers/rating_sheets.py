"""Rating sheets and counts (рейтинговые листы, пп. 20–22, 26) read from a frozen snapshot: nothing is computed anew."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from otbor.documents.kit.rating import Counts, Rated, RatingSheet, SchemeChange, Unrated
from otbor.documents.preliminary_protocol import SharedPlace
from otbor.domain.findings import Finding, Refused
from otbor.domain.numbering import natural
from otbor.domain.participants import Kind
from otbor.domain.scheme import Scheme
from otbor.domain.scheme.components import Component, ValuesComponent
from otbor.domain.scheme.conditions import STRATUM, TOTAL
from otbor.domain.scheme.order import CategoryKey
from otbor.domain.scoring import Status
from otbor.services import rules, schemes
from otbor.services.office import Work
from otbor.services.papers import facts
from otbor.services.papers.words import OfficeWords, words
from otbor.services.seating import seated_as_rated
from otbor.storage.models import Application, Campaign, Group, RatingRow, RatingSnapshot, SchemeVersion, TieDecision
from otbor.wording.findings import short_sentence
from otbor.wording.statuses import status_words
from otbor.wording.templates import said


def snapshot_row(work: Work, rating_id: int) -> RatingSnapshot:
    """The rating; raises :class:`Refused` when there is none."""
    row = work.session.get(RatingSnapshot, rating_id)
    if row is None:
        raise Refused(Finding("rating.unknown", values={"rating": rating_id}))
    return row


def scheme_of(work: Work, snapshot: RatingSnapshot) -> Scheme:
    """The scheme that a rating was made by."""
    return rules.scheme(work.session.get_one(SchemeVersion, snapshot.scheme_version_id))


def scheme_change(work: Work, campaign: Campaign, snapshot: RatingSnapshot) -> SchemeChange | None:
    """The change of the local act since the rating before, or the notice; None where it is the same version."""
    version = work.session.get_one(SchemeVersion, snapshot.scheme_version_id)
    change = schemes.version_change(work.session, campaign, version, snapshot.number)
    if change is None:
        return None
    say = words(work.office)
    told = (say("scheme_change_basis", act=a.act, dated=a.dated, reason=a.reason.rstrip(".")) for a in change.acts)
    return SchemeChange(change.before, change.after, tuple(told))


def rows_of(session: Session, snapshot: RatingSnapshot) -> Mapping[int, list[RatingRow]]:
    """Rows of each group by its id: the rated by place, equals by number, then the others by number."""
    found: dict[int, list[RatingRow]] = {}
    rows = session.scalars(
        select(RatingRow).where(RatingRow.rating_id == snapshot.id).options(selectinload(RatingRow.application))
    )
    for row in sorted(rows, key=_order):
        found.setdefault(row.group_id, []).append(row)
    return found


def _order(row: RatingRow) -> tuple[Any, ...]:
    return row.place is None, row.place or 0, natural(row.application.number)


def sheets(work: Work, campaign: Campaign, snapshot: RatingSnapshot) -> tuple[RatingSheet, ...]:
    """The rating sheet of every group."""
    scheme, say = scheme_of(work, snapshot), words(work.office)
    rows = rows_of(work.session, snapshot)
    decided = _decided(work.session, snapshot)
    return tuple(_sheet(scheme, say, group, rows.get(group.id, []), decided) for group in campaign.groups)


def _sheet(
    scheme: Scheme, say: OfficeWords, group: Group, rows: list[RatingRow], decided: set[tuple[int, int]]
) -> RatingSheet:
    components = scheme.components_of(group.code)
    labels = {key.id: said(key.category) if isinstance(key, CategoryKey) else key.title for key in scheme.keys}
    labels[STRATUM] = said([stratum.title for stratum in scheme.strata])
    places = [row.place for row in rows]

    def parted_by(row: RatingRow) -> str:
        if (row.group_id, row.application_id) in decided:
            return say("decided_commission")
        if places.count(row.place) > 1:
            return say("decided_shared")
        return "" if row.deciding_key in {"", TOTAL} else labels[row.deciding_key]

    return RatingSheet(
        group=facts.group_title(group),
        seats=group.seats,
        components=tuple(_component_title(scheme, group, component, say) for component in components),
        keys=tuple(labels[key.id] for key in scheme.keys),
        rated=tuple(
            Rated(
                place=row.place,
                number=row.application.number,
                name=facts.child(row.application),
                points=tuple(_number(row.parts[component.id]) for component in components),
                total=row.total,
                keys=tuple(_number(row.keys[key.id]) for key in scheme.keys),
                decided_by=parted_by(row),
            )
            for row in rows
            if row.place is not None and row.total is not None
        ),
        unrated=tuple(
            Unrated(row.application.number, facts.child(row.application), reason(row), row.total)
            for row in rows
            if row.place is None
        ),
    )


def _component_title(scheme: Scheme, group: Group, component: Component, say: OfficeWords) -> str:
    """The component's own title by the local act; a test of one subject in the group is called by the subject, which
    «первый предмет группы» does not tell."""
    if isinstance(component, ValuesComponent) and component.kind is Kind.TEST:
        names = component.chosen(scheme.group(group.code))
        if len(names) == 1:
            return say("component_test", test=names[0])
    return component.title


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def reason(row: RatingRow) -> str:
    """Why a row has no place: what exactly, where that was kept, else its status."""
    if not row.reason:
        return status_words(Status(row.status))
    return short_sentence(Finding(row.reason["id"], values=facts.texts(row.reason["values"])))


def _decided(session: Session, snapshot: RatingSnapshot) -> set[tuple[int, int]]:
    """(group, application) that the commission put ahead of equals for the recommendation."""
    decisions = select(TieDecision).where(TieDecision.rating_id == snapshot.id, TieDecision.offer_id.is_(None))
    return {(row.group_id, identity) for row in session.scalars(decisions) for identity in row.given}


def shared_places(work: Work, campaign: Campaign, snapshot: RatingSnapshot) -> Iterator[SharedPlace]:
    """Every shared place, and how many seats are left for its equals where the seats by this rating end there."""
    rows, seated = rows_of(work.session, snapshot), seated_as_rated(work.session, campaign, snapshot)
    for group in campaign.groups:
        tiers: dict[int, list[str]] = {}
        for row in rows.get(group.id, []):
            if row.place is not None:
                tiers.setdefault(row.place, []).append(row.application.number)
        holders = set(seated[group.code])
        for place, numbers in tiers.items():
            ahead = sum(number in holders for above in tiers if above < place for number in tiers[above])
            left = group.seats - ahead
            across = 0 < left < sum(number in holders for number in numbers)
            if len(numbers) > 1:
                yield SharedPlace(group.code, place, tuple(numbers), left if across else None)


def counts(campaign: Campaign, snapshot: RatingSnapshot) -> tuple[Counts, ...]:
    """The counts of every group as the snapshot keeps them."""
    return tuple(_counts(group, snapshot.counts[group.code]) for group in campaign.groups)


def _counts(group: Group, kept: Mapping[str, int]) -> Counts:
    return Counts(
        group=facts.group_title(group),
        filed=kept["filed"],
        left=kept["annulled"] + kept["withdrawn"],
        admitted=kept["admitted"],
        absent=kept["absent"],
        below=kept["below_minimum"],
        rated=kept["rated"],
        other=kept["awaited"] + kept["not_rated"],
    )


def numbers_of(session: Session, identities: list[int]) -> list[str]:
    """Registration numbers by ids, in their order."""
    rows = session.execute(select(Application.id, Application.number).where(Application.id.in_(identities)))
    told = dict(rows.all())
    return [told[identity] for identity in identities]
