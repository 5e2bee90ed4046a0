"""A draft of a campaign under the eyes of the Порядок while it is typed: what is to be said of it, and beside what."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from otbor.domain import campaign as domain
from otbor.domain.campaign import CampaignKind, TermId, first_test_day, last_test_day
from otbor.domain.deadlines import Deadlines
from otbor.domain.findings import Finding, Refused, Severity
from otbor.domain.terms import Kind, Unit
from otbor.services import campaigns, rules
from otbor.services.campaigns import CampaignDraft
from otbor.services.office import Office, Work
from otbor.wording.findings import sentence


@dataclass(frozen=True)
class Placed:
    """A finding with its sentence, and what it stands beside: a date of the plan (``Step``) or a field of the draft."""

    finding: Finding
    place: str
    text: str

    @property
    def forbids(self) -> bool:
        """Whether the plan is refused for it."""
        return self.finding.severity is Severity.FORBIDS


@dataclass(frozen=True)
class DateRow:
    """A date of the plan: the day (None: not set), the first and last day that the Порядок allows, and why.

    ``n`` days of ``unit`` are counted from the event called ``since``; ``working``: it is a working day of the school.
    """

    step: str
    day: date | None
    paragraph: str = ""
    first: date | None = None
    last: date | None = None
    n: int | None = None
    unit: Unit | None = None
    since: str = ""
    working: bool = True


@dataclass(frozen=True)
class Review:
    """A draft under the eyes of the Порядок: what is to be said of it, and its dates in order."""

    findings: tuple[Placed, ...]
    milestones: tuple[DateRow, ...]


def review(office: Office, draft: CampaignDraft, campaign_id: int | None = None) -> Review:
    """Everything that is to be said of a draft, and its dates with what the Порядок allows.

    ``campaign_id``: the campaign that is planned anew. Raises :class:`Refused` without the school's card
    or the profile.
    """
    with office.question() as session:
        work = Work(office, session)
        text, profile = campaigns.read_regulation(office, draft.regulation)
        calendar = rules.calendar(office, work.school())
        try:
            scheme_text, scheme = campaigns.read_scheme(office, draft.scheme)
        except Refused as refusal:
            findings = list(refusal.findings)
        else:
            sources = campaigns.Sources(text, profile, scheme_text, scheme)
            findings = campaigns.check(work, draft, sources, campaign_id)
        school = rules.school_value(campaigns.card_values(work.school()))
    value = replace(draft.campaign, school=school)
    deadlines = Deadlines(profile, calendar, value.kind, value.local)
    return Review(tuple(map(_placed, findings)), date_rows(deadlines, value))


def planned_dates(office: Office, campaign_id: int) -> tuple[DateRow, ...]:
    """The dates of a stored campaign."""
    with office.question() as session:
        row = rules.campaign_row(session, campaign_id)
        return date_rows(rules.deadlines(Work(office, session), row), rules.campaign_value(row))


_PLACES = {
    "campaign_data.name_blank": "",
    "campaign_data.code_taken": "code",
    "campaign_data.number_pattern": "numbering",
    "campaign_data.number_digits": "numbering",
    "campaign_data.group_not_in_scheme": "groups",
    "campaign_data.test_not_in_scheme": "tests",
    "campaign_data.no_file": "scheme",
    "campaign.no_basis": "bases",
    "campaign.case_unknown": "bases",
    "campaign.local_subjects_missing": "local_subjects",
    "campaign.local_term_fixed": "terms",
    "campaign.local_term_range": "terms",
    "campaign.local_start_unknown": "terms",
    "campaign.not_on_founders_list": "what",
    "profile.check_edition": "what",
    "schedule.start_outside_window": "starts",
    "schedule.overlaps_planned": "starts",
    "schedule.overlaps_between": "starts",
    "schedule.no_room": "starts",
    "schedule.day_passed": "starts",
    "schedule.ends_before_start": "ends",
    "schedule.end_outside_window": "ends",
    "schedule.chain_too_long": "ends",
    "schedule.tests_too_late": "tests_end",
    "schedule.intake_reversed": "intake_closes",
    "schedule.intake_outside": "intake_closes",
    "schedule.intake_planned_missed": "intake_closes",
    "schedule.intake_planned_lenient": "intake_closes",
    "schedule.intake_between_missed": "intake_closes",
    "schedule.intake_between_lenient": "intake_closes",
    "schedule.notice_missed": "notice",
    "schedule.notice_lenient": "notice",
    "schedule.commissions_missed": "commissions",
    "schedule.commissions_lenient": "commissions",
    "schedule.preliminary_outside": "preliminary",
    "schedule.final_before_appeals": "final",
    "schedule.final_late": "final",
    "schedule.test_without_sitting": "sittings",
    "schedule.sitting_outside": "sittings",
    "schedule.sitting_on_day_off": "sittings",
    "schedule.only_combined_test": "tests",
    "schedule.subject_without_test": "tests",
    "schedule.too_many_tests": "tests",
}
_PLACES_BY_SUBJECT = {"campaign": "groups", "lawful": "scheme", "scheme": "scheme", "schedule": "starts"}


def _placed(finding: Finding) -> Placed:
    place = _PLACES.get(finding.id) or ("" if finding.id not in _PLACES else finding.where)
    subject = finding.id.partition(".")[0]
    place = place or _PLACES_BY_SUBJECT.get(subject, "starts")
    known = place == finding.where or subject == "lawful"  # those name the indicator: a key of the file says no more
    return Placed(finding, place, sentence(replace(finding, where="") if known else finding))


def date_rows(deadlines: Deadlines, value: domain.Campaign) -> tuple[DateRow, ...]:
    """The dates of a campaign as they are, in the order of the procedure, with the days that the Порядок allows."""
    plan, calendar = value.schedule, deadlines.calendar
    window: tuple[date | None, date | None] = (None, None)
    paragraph, tests_limit = "6.2", None
    if value.kind is CampaignKind.PLANNED:
        rule = deadlines.regulation.window(value.school.founder, value.level)
        window, paragraph = rule.dates(plan.starts.year), rule.paragraph
        tests_limit = rule.tests_end_in(plan.starts.year)
    first_test, last_test = first_test_day(value), last_test_day(value)
    rows = [
        _term_row(deadlines, TermId.NOTICE, "notice", plan.notice_on, plan.starts),
        _term_row(deadlines, TermId.COMMISSIONS, "commissions", plan.commissions_on, plan.starts),
        DateRow("starts", plan.starts, paragraph, *window),
        DateRow("intake_opens", plan.intake_opens, "10", plan.starts),
    ]
    planned = value.kind is CampaignKind.PLANNED
    closing = TermId.INTAKE_PLANNED if planned else TermId.INTAKE_BETWEEN
    rows.append(_term_row(deadlines, closing, "intake_closes", plan.intake_closes, first_test))
    if first_test is not None and last_test is not None:
        rows.append(DateRow("first_test", first_test))
        latest = deadlines.latest_tests_end(plan.ends)
        rows.append(DateRow("tests_end", last_test, "22–27", last=min(latest, tests_limit or latest)))
    rows += _chain_rows(deadlines, value)
    rows.append(DateRow("ends", plan.ends, paragraph, *window))
    return tuple(replace(row, working=row.day is None or calendar.is_working(row.day)) for row in rows)


def _term_row(deadlines: Deadlines, identity: TermId, step: str, day: date | None, anchor: date | None) -> DateRow:
    """A date that a term before an event limits, by the stricter reading."""
    term, rule = deadlines.term(identity), deadlines.regulation.terms[identity]
    if term is None or anchor is None:
        return DateRow(step, day)
    limit = term.limits(anchor, deadlines.calendar)[1]
    earliest = limit if term.kind is Kind.AT_MOST_BEFORE else None
    latest = limit if earliest is None else None
    since = deadlines.regulation.events[rule.starts[0]]
    return DateRow(step, day, rule.paragraph, earliest, latest, term.n, term.unit, since)


def _chain_rows(deadlines: Deadlines, value: domain.Campaign) -> Iterator[DateRow]:
    """What follows the last test: the planned days of protocols, the last days of the rest."""
    plan, last_test = value.schedule, last_test_day(value)
    planned = {TermId.PRELIMINARY: plan.preliminary_on, TermId.FINAL: plan.final_on}
    if last_test is None:
        yield from (DateRow(term.value, day) for term, day in planned.items())
        return
    for identity, latest in deadlines.chain(last_test, plan.preliminary_on, plan.final_on).items():
        term, rule = deadlines.term(identity), deadlines.regulation.terms[identity]
        since = deadlines.regulation.events[deadlines.start(identity)]
        n, unit = (None, None) if term is None else (term.n, term.unit)
        day = planned.get(identity, latest)
        yield DateRow(identity.value, day, rule.paragraph, None, latest, n, unit, since)
