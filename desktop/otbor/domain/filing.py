"""Filing an application (подача заявления, п. 11): in time, with every field, with compared copies."""

from collections.abc import Collection
from datetime import date

from otbor.domain.calendar import Calendar
from otbor.domain.campaign import Basis, Campaign, TermId, first_test_day
from otbor.domain.deadlines import Deadlines
from otbor.domain.findings import Finding
from otbor.domain.regulation import Regulation, Values

TOO_LATE = frozenset({"intake.too_late", "intake.after_closing"})
"""Findings of :func:`check_filing` that a reason recorded by приёмная комиссия excuses."""


def check_filing(
    regulation: Regulation, calendar: Calendar, campaign: Campaign, filed_on: date, commission_reason: str = ""
) -> tuple[Finding, ...]:
    """Whether an application of ``filed_on`` is in time.

    Before the intake ``intake.too_early``; after it ``intake.too_late`` if the term of п. 11 ran out also by the
    reading that is kinder to the family, else ``intake.after_closing``. With a reason recorded by приёмная комиссия a
    late one is only warned about (``intake.late_accepted``).
    """
    plan = campaign.schedule
    values: Values = {"filed_on": filed_on, "opens": plan.intake_opens, "closes": plan.intake_closes}
    if filed_on < plan.intake_opens:
        return (regulation.finding("intake.too_early", **values),)
    if filed_on <= plan.intake_closes:
        return ()
    if reason := commission_reason.strip():
        return (regulation.finding("intake.late_accepted", **values, reason=reason),)
    limit = _last_day(regulation, calendar, campaign)
    if limit is not None and filed_on <= limit:
        return (regulation.finding("intake.after_closing", **values, limit=limit),)
    return (regulation.finding("intake.too_late", **values),)


def _last_day(regulation: Regulation, calendar: Calendar, campaign: Campaign) -> date | None:
    """The last day to file by п. 11 itself, in the kinder reading; None where it sets none."""
    term = Deadlines(regulation, calendar, campaign.kind, campaign.local).term(TermId.INTAKE_PLANNED)
    first_test = first_test_day(campaign)
    return None if term is None or first_test is None else term.last_day(first_test, calendar)


def check_channel(regulation: Regulation, channel: str) -> tuple[Finding, ...]:
    """п. 11: ``intake.channel_not_allowed`` unless ``channel`` is an id of ``regulation.filing_channels``."""
    if any(channel == known.id for known in regulation.filing_channels):
        return ()
    channels = tuple(known.title for known in regulation.filing_channels)
    return (regulation.finding("intake.channel_not_allowed", channels=channels),)


def check_application_fields(
    regulation: Regulation, filled: Collection[str], basis: Basis | None = None
) -> tuple[Finding, ...]:
    """A finding for each obligatory field whose id is not in ``filled``.

    ``intake.field_missing`` for one of п. 11; ``intake.field_of_case_missing`` for one that only the case ``basis`` of
    пп. 8, 9 asks for.
    """
    lacking = [item for item in regulation.application_fields if item.required and item.id not in filled]
    return tuple(
        regulation.finding("intake.field_of_case_missing", item.id, paragraph=item.paragraph, field=item.title)
        if item.bases
        else regulation.finding("intake.field_missing", field=item.title)
        for item in lacking
        if not item.bases or basis in item.bases
    )


def check_copy(regulation: Regulation, document: str, kind: str, compared_by: str) -> tuple[Finding, ...]:
    """п. 11: a copy is of a known kind, and one shown with its original was compared by a member of the commission.

    ``document``: its title; ``kind``: id of ``regulation.copy_kinds``; ``compared_by``: who compared, or empty.
    """
    rule = next((copy for copy in regulation.copy_kinds if copy.id == kind), None)
    if rule is None:
        kinds = tuple(copy.title for copy in regulation.copy_kinds)
        return (regulation.finding("intake.copy_kind_unknown", document=document, kinds=kinds),)
    if rule.compared and not compared_by.strip():
        return (regulation.finding("intake.copy_not_compared", document=document),)
    return ()
