"""Deadlines of пп. 22–27: from the last test to the acquaintance with the final rating, by the local act's terms."""

from dataclasses import dataclass, field
from datetime import date

from otbor.domain.calendar import Calendar
from otbor.domain.campaign import CampaignKind, Event, LocalTerms, TermId
from otbor.domain.findings import Finding
from otbor.domain.regulation import Regulation, TermRule, Values
from otbor.domain.terms import Kind, Term

CHAIN = (
    TermId.PRELIMINARY,
    TermId.ACQUAINTANCE,
    TermId.APPEAL,
    TermId.APPEAL_CONSIDERED,
    TermId.FINAL,
    TermId.ACQUAINTANCE_FINAL,
)
"""The terms that follow the last test, each counted at the latest from the end of the one before."""


@dataclass(frozen=True)
class Deadlines:
    """Deadlines of one campaign: the profile's terms, shortened by the local act where it may, by the calendar."""

    regulation: Regulation
    calendar: Calendar
    kind: CampaignKind = CampaignKind.PLANNED
    local: LocalTerms = field(default_factory=LocalTerms)

    def term(self, identity: TermId) -> Term | None:
        """The term as it holds for this campaign; None where the Порядок leaves it to the school and it set none."""
        rule = self.regulation.terms[identity]
        own = self.local.days.get(identity)
        if self.kind not in rule.kinds:
            return None if own is None else rule.term(own)
        return rule.term(own if rule.local else None)

    def start(self, identity: TermId) -> Event:
        """The event that the term is counted from: the school's choice, else the profile's default."""
        return self.local.starts.get(identity, self.regulation.terms[identity].starts[0])

    def preliminary_due(self, tests_end: date) -> date:
        """п. 22: last day for the protocol of the preliminary rating; ``tests_end`` is the last sitting."""
        return self._after(TermId.PRELIMINARY, tests_end)

    def acquaintance_due(self, protocol_on: date) -> date:
        """п. 23: last day of acquaintance with the preliminary rating."""
        return self._after(TermId.ACQUAINTANCE, protocol_on)

    def appeal_clock_starts(
        self, acquainted_on: date | None, acquaintance_due: date, informed_on: date | None = None
    ) -> date:
        """п. 24: the day from which a family's appeal term runs: its own day of acquaintance.

        For a family that never came: by the school's setting, the end of the acquaintance term, or the day it was
        informed (until then, the end of that term).
        """
        if acquainted_on is not None:
            return acquainted_on
        by = self.local.absent_from or self.regulation.absent_clock[0]
        return informed_on if by is Event.INFORMED and informed_on is not None else acquaintance_due

    def appeal_last_day(self, clock_starts: date) -> date:
        """п. 24: last day on which the family may appeal."""
        return self._after(TermId.APPEAL, clock_starts)

    def appeal_considered_due(self, filed_on: date, appeal_term_end: date) -> date:
        """п. 25: last day to consider an appeal; by the setting from its filing, or the end of the appeal term."""
        from_end = self.start(TermId.APPEAL_CONSIDERED) is Event.APPEAL_TERM_END
        return self._after(TermId.APPEAL_CONSIDERED, max(filed_on, appeal_term_end) if from_end else filed_on)

    def final_due(self, appeal_term_end: date, last_decided_on: date | None = None) -> date:
        """п. 26: last day for the protocol of the final rating.

        Counted, by the setting, from the day the last appeal was decided (the end of the appeal term if that is later
        or nobody appealed), or from the end of the term to consider the last appeal.
        """
        if self.start(TermId.FINAL) is Event.CONSIDERED_TERM_END:
            return self._after(TermId.FINAL, self._after(TermId.APPEAL_CONSIDERED, appeal_term_end))
        return self._after(TermId.FINAL, max(appeal_term_end, last_decided_on or appeal_term_end))

    def acquaintance_final_due(self, protocol_on: date) -> date:
        """п. 27: last day of acquaintance with the final rating."""
        return self._after(TermId.ACQUAINTANCE_FINAL, protocol_on)

    def chain(
        self, tests_end: date, preliminary_on: date | None = None, final_on: date | None = None
    ) -> dict[TermId, date]:
        """The latest lawful day of every step after the last test, when everybody takes all the time there is.

        A planned day of a protocol, where given, takes the place of its deadline in counting on.
        """
        days = {TermId.PRELIMINARY: self.preliminary_due(tests_end)}
        days[TermId.ACQUAINTANCE] = self.acquaintance_due(preliminary_on or days[TermId.PRELIMINARY])
        days[TermId.APPEAL] = self.appeal_last_day(days[TermId.ACQUAINTANCE])
        days[TermId.APPEAL_CONSIDERED] = self._after(TermId.APPEAL_CONSIDERED, days[TermId.APPEAL])
        days[TermId.FINAL] = self._after(TermId.FINAL, days[TermId.APPEAL_CONSIDERED])
        days[TermId.ACQUAINTANCE_FINAL] = self.acquaintance_final_due(final_on or days[TermId.FINAL])
        return days

    def latest_tests_end(self, ends: date) -> date:
        """The latest (working) day of the last test from which the whole chain runs out by ``ends``."""
        day = ends
        for identity in reversed(CHAIN):
            day = self._required(identity).latest_anchor(day, self.calendar)
        return day

    def chain_length(self) -> int:
        """How many working days the chain after the last test takes at most (19 by the Порядок itself)."""
        return sum(self._required(identity).n for identity in CHAIN)

    def _after(self, identity: TermId, anchor: date) -> date:
        return self._required(identity).last_day(anchor, self.calendar)

    def _required(self, identity: TermId) -> Term:
        term = self.term(identity)
        if term is None or term.kind is not Kind.AFTER:
            raise ValueError(f"the profile does not set {identity} for {self.kind}")
        return term


def check_due(regulation: Regulation, identity: TermId, due: date, done_on: date) -> tuple[Finding, ...]:
    """A warning ``schedule.term_missed`` when an act of ``done_on`` is later than its deadline ``due``."""
    if done_on <= due:
        return ()
    rule = regulation.terms[identity]
    values: Values = {"term": rule.title, "due": due, "done_on": done_on}
    return (regulation.finding("schedule.term_missed", paragraph=rule.paragraph, **values),)


def check_local_terms(regulation: Regulation, kind: CampaignKind, local: LocalTerms) -> tuple[Finding, ...]:
    """The local act's terms against the maxima of the Порядок (пп. 22, 23, 25, 26), its starting events too."""
    findings = []
    for identity, days in local.days.items():
        rule = regulation.terms[identity]
        values: Values = {"term": rule.title, "days": days, "n": rule.n}
        own = kind not in rule.kinds
        if not own and not rule.local:
            findings.append(regulation.finding("campaign.local_term_fixed", paragraph=rule.paragraph, **values))
        elif days < 1 or (days > rule.n and not own):
            findings.append(regulation.finding("campaign.local_term_range", paragraph=rule.paragraph, **values))
    for identity, event in local.starts.items():
        rule = regulation.terms[identity]
        if event not in rule.starts:
            findings.append(_unknown_start(regulation, rule, event, rule.starts))
    if local.absent_from is not None and local.absent_from not in regulation.absent_clock:
        rule = regulation.terms[TermId.APPEAL]
        findings.append(_unknown_start(regulation, rule, local.absent_from, regulation.absent_clock))
    return tuple(findings)


def _unknown_start(regulation: Regulation, rule: TermRule, event: Event, known: tuple[Event, ...]) -> Finding:
    values: Values = {"event": regulation.events[event], "known": tuple(regulation.events[e] for e in known)}
    return regulation.finding("campaign.local_start_unknown", paragraph=rule.paragraph, term=rule.title, **values)
