"""The applicant's card (карточка участника отбора): everything that is known of one application, read in one go."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from otbor.domain.applications import ApplicationStatus, Channel
from otbor.domain.documents_required import missing_documents
from otbor.domain.findings import Finding, Refused
from otbor.domain.intake import PREVIOUS_SCHOOL, SIGNS, handed
from otbor.domain.participants import Key, Kind
from otbor.domain.people import FullName, Likeness, likely_duplicate, search_key
from otbor.domain.scoring import Status
from otbor.domain.values import Value
from otbor.services import ratings, rules
from otbor.services.card_rows import (
    AchievementCard,
    AppealCard,
    ApplicationCard,
    Choices,
    DocumentCard,
    EndCard,
    LikeCard,
    LikenessCard,
    PersonCard,
    RatedCard,
    RatedExplanation,
    RefusalCard,
    ValueCard,
    WishCard,
)
from otbor.services.commissions import comparers
from otbor.services.intake import documents_asked, draft_of, name_of, person_of
from otbor.services.office import Office
from otbor.services.papers.registry import issued_papers
from otbor.storage.models import (
    Appeal,
    Application,
    Campaign,
    EnrolmentOrder,
    EnrolmentRow,
    EntranceTest,
    ExpertiseEntry,
    Group,
    LikenessAnswer,
    PointsEntry,
    RatingRow,
    RatingSnapshot,
    Refusal,
    SchemeVersion,
    School,
    Wish,
)

_NUMBER = re.compile(r"-?\d+\.\d+")


def application_card(office: Office, application_id: int) -> ApplicationCard:
    """The card of an application, annulled and withdrawn ones included.

    Raises :class:`Refused` (``application.unknown``) when there is none.
    """
    with office.question() as session:
        row = _row(session, application_id)
        campaign = rules.campaign_row(session, row.campaign_id)
        school_asked = row.basis in rules.regulation(campaign).asking(PREVIOUS_SCHOOL)
        return ApplicationCard(
            application_id=row.id,
            campaign_id=campaign.id,
            campaign=campaign.title,
            zone=session.scalars(select(School.time_zone)).one(),
            number=row.number,
            version=row.version,
            child=name_of(row),
            birth_date=row.birth_date,
            birth_place=row.birth_place,
            address=row.address,
            representatives=_people(row),
            groups=_wishes(row),
            filed_at=row.filed_at,
            recorded_at=row.recorded_at,
            accepted_by=row.accepted_by,
            channel=row.channel,
            external_number=row.external_number,
            foreign_citizen=row.foreign_citizen,
            consent=row.consent,
            basis=row.basis,
            named=dict(row.named),
            previous_school=row.previous_school if school_asked else None,
            late_reason=row.late_reason,
            status=row.status,
            status_reason=row.status_reason,
            status_at=row.status_at,
            receipt_given_at=row.receipt_given_at,
            reviewed_at=row.reviewed_at,
            admitted_at=row.admitted_at,
            copies_requested_on=row.copies_requested_on,
            copies_returned_on=row.copies_returned_on,
            copies_returned_to=row.copies_returned_to,
            documents=_documents(campaign, row),
            missing=_missing(campaign, row),
            achievements=_achievements(session, row),
            values=_values(session, row),
            rated=_rated(session, row.id),
            appeals=_appeals(session, row.id),
            refusal=_refusal(session, row.id),
            end=_end(session, row.id),
            alike=_alike(session, row),
            papers=tuple(reversed(issued_papers(office, campaign.id, application_id=row.id))),
        )


def choices(office: Office, application_id: int) -> Choices:
    """What may be chosen when the application is corrected or completed; raises :class:`Refused` when there is none."""
    with office.question() as session:
        row = _row(session, application_id)
        campaign = rules.campaign_row(session, row.campaign_id)
        profile, scheme = rules.regulation(campaign), rules.scheme_in_force(campaign)
        codes = [group.code for group in campaign.groups]
        wanted = [wish.group.code for wish in row.wishes]
        asked = (key for code in wanted for key in scheme.asked(code) if key[0] not in {Kind.TEST, Kind.EXPERT})
        value = rules.campaign_value(campaign)
        documents = documents_asked(profile, value, row.foreign_citizen)
        return Choices(
            channels=tuple(Channel(channel.id) for channel in profile.filing_channels),
            groups=tuple(WishCard(group.code, group.title) for group in campaign.groups),
            bases=value.bases,
            questions=scheme.questions(codes),
            documents=tuple((rule.id, rule.title) for rule in documents if rule.id not in SIGNS),
            values=tuple(dict.fromkeys(asked)),
            comparers=tuple((member.person, member.name) for member in comparers(session, campaign.id)),
            fields={item.title: item.id for item in profile.application_fields},
            school_asked=profile.asking(PREVIOUS_SCHOOL),
        )


def explained(office: Office, rating_id: int, application_id: int, group: str) -> RatedExplanation:
    """Why the rating gave the application these points in the group with this code.

    Raises :class:`Refused` for one that the rating does not hold in that group, and when what was frozen with it gives
    other points than it keeps: a wrong explanation is worse than none.
    """
    with office.question() as session:
        row = _row(session, application_id)
        rated = next((r for r in _rated(session, row.id) if (r.rating_id, r.group) == (rating_id, group)), None)
        if rated is None:
            values = {"number": row.number, "group": group, "rating": rating_id}
            raise Refused(Finding("paper_registry.not_in_rating", values=values))
        stored = select(RatingRow).join(RatingRow.group).where(RatingRow.rating_id == rating_id, Group.code == group)
        tree = ratings.explained(session, session.scalars(stored.where(RatingRow.application_id == row.id)).one())
        snapshot = session.get_one(RatingSnapshot, rating_id)
        scheme = rules.scheme(session.get_one(SchemeVersion, snapshot.scheme_version_id))
        return RatedExplanation(scheme, rated, tree)


def _row(session: Session, application_id: int) -> Application:
    loaded = (
        selectinload(Application.representatives),
        selectinload(Application.documents),
        selectinload(Application.achievements),
        selectinload(Application.wishes).joinedload(Wish.group),
    )
    row = session.get(Application, application_id, options=loaded)
    if row is None:
        raise Refused(Finding("application.unknown", values={"application": application_id}))
    return row


def _people(row: Application) -> tuple[PersonCard, ...]:
    return tuple(
        PersonCard(FullName(r.surname, r.given, r.patronymic), r.relation, r.phone, r.address, r.identity_shown)
        for r in row.representatives
    )


def _wishes(row: Application) -> tuple[WishCard, ...]:
    return tuple(WishCard(wish.group.code, wish.group.title) for wish in row.wishes)


def _documents(campaign: Campaign, row: Application) -> tuple[DocumentCard, ...]:
    compared = {kind.id for kind in rules.regulation(campaign).copy_kinds if kind.compared}
    return tuple(
        DocumentCard(
            document_id=d.id,
            kind=d.kind,
            title=d.title,
            copy_kind=d.copy_kind,
            sheets=d.sheets,
            received_at=d.received_at,
            added_later=d.added_later,
            compared_by=d.compared_by,
            compared_at=d.compared_at,
            to_compare=d.copy_kind.value in compared and d.compared_at is None,
        )
        for d in row.documents
    )


def _missing(campaign: Campaign, row: Application) -> tuple[str, ...]:
    profile = rules.regulation(campaign)
    asked = documents_asked(profile, rules.campaign_value(campaign), row.foreign_citizen)
    lacking = missing_documents(profile, asked, handed(draft_of(row)))
    return tuple(str(finding.values["document"]) for finding in lacking)


def _achievements(session: Session, row: Application) -> tuple[AchievementCard, ...]:
    titles = {document.id: document.title for document in row.documents}
    newest = (
        select(func.max(ExpertiseEntry.id))
        .where(ExpertiseEntry.achievement_id.in_([a.id for a in row.achievements]))
        .group_by(ExpertiseEntry.achievement_id)
    )
    entries = session.scalars(select(ExpertiseEntry).where(ExpertiseEntry.id.in_(newest)))
    judged = {entry.achievement_id: entry for entry in entries}
    return tuple(
        AchievementCard(
            category=a.category,
            event=a.event,
            level=a.level,
            form=a.form,
            result=a.result,
            place=a.place,
            subject=a.subject,
            held_on=a.held_on,
            document=titles.get(a.document_id or 0, ""),
            accepted=judged[a.id].accepted if a.id in judged else None,
            why_not=judged[a.id].reason if a.id in judged and not judged[a.id].accepted else "",
        )
        for a in row.achievements
    )


def open_sheets(session: Session, campaign_id: int) -> frozenset[str]:
    """Tests whose sheet is not closed yet: their works have codes and no names, so the card is silent about them."""
    wanted = select(EntranceTest.name).where(
        EntranceTest.campaign_id == campaign_id, EntranceTest.sheet_closed_at.is_(None)
    )
    return frozenset(session.scalars(wanted))


def _values(session: Session, row: Application) -> tuple[ValueCard, ...]:
    """The values in force, of tests those only whose sheet is closed."""
    rows = session.scalars(select(PointsEntry).where(PointsEntry.application_id == row.id).order_by(PointsEntry.id))
    blind = open_sheets(session, row.campaign_id)
    found: dict[Key, list[PointsEntry]] = {}
    for entry in rows:
        if entry.kind is not Kind.TEST or entry.name not in blind:
            found.setdefault((entry.kind, entry.name), []).append(entry)
    order = list(Kind)
    return tuple(
        ValueCard(
            key=key,
            value=Value(entries[-1].state, entries[-1].number),
            decided_by=tuple(entries[-1].decided_by),
            entered_by=entries[-1].entered_by,
            entered_at=entries[-1].entered_at,
            reason=entries[-1].reason,
            changes=len(entries) - 1,
        )
        for key, entries in sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    )


def _rated(session: Session, application_id: int) -> tuple[RatedCard, ...]:
    """The newest rating first, its groups in their order."""
    rows = session.execute(
        select(RatingRow, RatingSnapshot)
        .join(RatingSnapshot, RatingRow.rating_id == RatingSnapshot.id)
        .where(RatingRow.application_id == application_id)
        .order_by(RatingSnapshot.number.desc(), RatingRow.group_id)
        .options(joinedload(RatingRow.group))
    )
    return tuple(
        RatedCard(
            rating_id=snapshot.id,
            number=snapshot.number,
            kind=snapshot.kind,
            made_on=snapshot.made_on,
            group=row.group.code,
            place=row.place,
            total=row.total,
            status=Status(row.status),
            why=_why(row.reason),
        )
        for row, snapshot in rows
    )


def _why(reason: Mapping[str, Any]) -> Finding | None:
    """The finding as it was stored; numbers are numbers again."""
    if not reason:
        return None
    values = {
        name: Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value
        for name, value in reason["values"].items()
    }
    return Finding(reason["id"], values=values)


def _appeals(session: Session, application_id: int) -> tuple[AppealCard, ...]:
    rows = session.scalars(select(Appeal).where(Appeal.application_id == application_id).order_by(Appeal.number))
    return tuple(AppealCard(a.number, a.about, a.test_name, a.filed_on, a.outcome, a.decided_on) for a in rows)


def _refusal(session: Session, application_id: int) -> RefusalCard | None:
    row = session.scalars(select(Refusal).where(Refusal.application_id == application_id)).first()
    return None if row is None else RefusalCard(row.refused_on, row.reason, row.lifted_at is not None)


def _end(session: Session, application_id: int) -> EndCard | None:
    row = session.execute(
        select(EnrolmentRow, EnrolmentOrder)
        .join(EnrolmentOrder, EnrolmentRow.order_id == EnrolmentOrder.id)
        .where(EnrolmentRow.application_id == application_id)
        .options(joinedload(EnrolmentRow.group))
    ).first()
    if row is None:
        return None
    child, order = row
    return EndCard(order.number, order.signed_on, child.group.code, child.left_on)


def _alike(session: Session, row: Application) -> tuple[LikeCard, ...]:
    """Others of the campaign that look like it, unanswered ones first; one no longer in force is asked nothing."""
    answers = dict(_answers(session, row.id))
    found = dict(_unasked(session, row, set(answers))) if row.status is ApplicationStatus.REGISTERED else {}
    wanted = select(Application).where(Application.id.in_([*found, *answers])).order_by(Application.id)
    cards = [
        _like_card(other, likely_duplicate(person_of(row), person_of(other)), answers.get(other.id))
        for other in session.scalars(wanted)
    ]
    return tuple(sorted(cards, key=lambda card: card.answer is not None))


def _answers(session: Session, application_id: int) -> Iterator[tuple[int, LikenessCard]]:
    rows = session.scalars(
        select(LikenessAnswer).where(
            or_(LikenessAnswer.first_id == application_id, LikenessAnswer.second_id == application_id)
        )
    )
    for row in rows:
        other = row.second_id if row.first_id == application_id else row.first_id
        yield other, LikenessCard(row.same, row.reason, row.decided_by, row.decided_at)


def _unasked(session: Session, row: Application, answered: set[int]) -> Iterator[tuple[int, Likeness]]:
    """Whoever looks alike shares the surname or the day of birth: only those are looked at."""
    mine = person_of(row)
    rows = session.scalars(
        select(Application)
        .where(
            Application.campaign_id == row.campaign_id,
            Application.id != row.id,
            Application.status == ApplicationStatus.REGISTERED,
            or_(
                Application.search_key.startswith(search_key(row.surname), autoescape=True),
                Application.birth_date == row.birth_date,
            ),
        )
        .options(selectinload(Application.representatives))
    )
    for other in rows:
        likeness = None if other.id in answered else likely_duplicate(mine, person_of(other))
        if likeness is not None:
            yield other.id, likeness


def _like_card(row: Application, likeness: Likeness | None, answer: LikenessCard | None) -> LikeCard:
    return LikeCard(
        application_id=row.id,
        number=row.number,
        likeness=likeness,
        child=name_of(row),
        birth_date=row.birth_date,
        address=row.address,
        representatives=_people(row),
        groups=_wishes(row),
        filed_at=row.filed_at,
        status=row.status,
        answer=answer,
    )
