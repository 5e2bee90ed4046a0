"""Checks of the procedure: the school and its campaign (пп. 2–9), the notice (п. 10), acts by stages (п. 17)."""

from collections import Counter
from collections.abc import Collection, Iterable

from otbor.domain.campaign import (
    Act,
    Campaign,
    CampaignKind,
    Group,
    GroupKind,
    Level,
    Stage,
)
from otbor.domain.deadlines import check_local_terms
from otbor.domain.findings import Finding
from otbor.domain.regulation import Regulation, Values


def edition_warning(regulation: Regulation) -> Finding:
    """п. 1: by what act and edition the profile was made; it is to be compared with the one in force."""
    act = regulation.act
    edition: Values = {"edition": act.edition_number, "edition_on": act.edition_on, "region": regulation.region}
    return regulation.finding("profile.check_edition", number=act.number, issued_on=act.issued_on, **edition)


def check_campaign(regulation: Regulation, campaign: Campaign) -> tuple[Finding, ...]:
    """What the Порядок says of a school and of what it plans, dates and tests apart (``schedule.check_schedule``).

    The founder's list (п. 3), the cases of selection (пп. 8, 9), groups with seats, subjects and grade, the local act's
    subjects of a cadet school (п. 13), the local act's terms.
    """
    findings: list[Finding] = []
    if campaign.level is Level.OOO and not campaign.school.on_founders_list:
        findings.append(regulation.finding("campaign.not_on_founders_list"))
    if campaign.level is Level.OOO and campaign.school.cadet and not campaign.local_subjects:
        findings.append(regulation.finding("campaign.local_subjects_missing"))
    if not campaign.bases:
        findings.append(regulation.finding("campaign.no_basis"))
    if not campaign.groups:
        findings.append(regulation.finding("campaign.no_groups"))
    for code, number in Counter(group.code for group in campaign.groups).items():
        if number > 1:
            findings.append(regulation.finding("campaign.group_twice", code=code))
    for group in campaign.groups:
        findings += _check_group(regulation, campaign, group)
    return (*findings, *check_local_terms(regulation, campaign.kind, campaign.local))


def _check_group(regulation: Regulation, campaign: Campaign, group: Group) -> Iterable[Finding]:
    level = regulation.levels[campaign.level]
    if group.grade not in level.grades:
        values: Values = {"grade": group.grade, "level": level.title, "grades": level.grades}
        yield regulation.finding("campaign.grade_of_other_level", group=group.title, **values)
    if group.kind is GroupKind.IN_DEPTH and not group.subjects:
        yield regulation.finding("campaign.subjects_missing", group=group.title)
    if group.kind is GroupKind.PROFILE and not group.profile:
        yield regulation.finding("campaign.profile_missing", group=group.title)
    if group.seats < 1:
        identity = "campaign.no_free_seats" if campaign.kind is CampaignKind.BETWEEN else "campaign.no_seats"
        yield regulation.finding(identity, group=group.title)
    for basis in campaign.bases:
        if regulation.case(campaign.level, basis, group.kind) is None:
            values = {"basis": regulation.basis_acts[basis].title, "level": level.title}
            yield regulation.finding("campaign.case_unknown", group=group.title, **values)


def check_notice(regulation: Regulation, items: Collection[str]) -> tuple[Finding, ...]:
    """п. 10: the notice holds its seven items; ``items``: ids of those that are filled in."""
    return tuple(
        regulation.finding("campaign.notice_item_missing", item=item.title)
        for item in regulation.notice_items
        if item.required and item.id not in items
    )


def check_act(regulation: Regulation, act: Act, stage: Stage, reason: str = "") -> tuple[Finding, ...]:
    """п. 17: whether ``act`` may be done in ``stage``.

    ``campaign.out_of_order`` forbids it, naming both; an excusable act with a recorded ``reason`` is only warned about
    (``campaign.out_of_order_recorded``). A blank reason is none. ``where`` of a refusal that a reason would excuse is
    «reason».
    """
    rule = regulation.acts[act]
    if stage in rule.stages:
        return ()
    values: Values = {
        "act": rule.title,
        "stage": regulation.stages[stage].title,
        "stages": tuple(regulation.stages[s].title for s in rule.stages),
    }
    if rule.excusable and reason.strip():
        return (regulation.finding("campaign.out_of_order_recorded", **values, reason=reason.strip()),)
    return (regulation.finding("campaign.out_of_order", "reason" if rule.excusable else "", **values),)
