"""Hypothesis plays the secretary: any act at any time, over a real database file; what must hold is asked after each.

Every act either does its work or is refused in a sentence that can be filled, and then has left no trace. Every few
acts the campaign goes on to its next step by itself, so that a good share of plays gets to the order.
"""

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from otbor.domain.allocation import Question
from otbor.domain.applications import AppealOutcome, ApplicationStatus, HowTold, RatingKind
from otbor.domain.findings import Refused
from otbor.domain.intake import DocumentDraft
from otbor.domain.participants import Kind
from otbor.domain.values import State, Value, known
from otbor.services import (
    acquaintance,
    appeals,
    audit,
    corrections,
    enrolment,
    examinations,
    expertise,
    intake,
    ledger,
    offers,
    ratings,
    seating,
)
from otbor.services.office import Office
from otbor.storage.database import open_database
from otbor.storage.models import (
    Appeal,
    Application,
    AuditEntry,
    Campaign,
    EnrolmentRow,
    EntranceTest,
    Meeting,
    PointsEntry,
    RatingSnapshot,
)
from otbor.wording.findings import sentence
from tests.services.desk import CAMPAIGN, SEATS, Templates
from tests.services.school import CHAIR, Clock, application, conflict_meeting, marker_of, meeting

R = TypeVar("R")
PICK = st.integers(0, 40)
POINTS = st.sampled_from([10, 15, 15, 20])  # few, so that places are shared
MARKS = st.sampled_from([5, 5, 4, 3])
WISHES = st.sampled_from([("8Ф",), ("8И",), ("8Ф", "8И"), ("8И", "8Ф")])
SUBJECTS = {"8Ф": ("математика", "физика"), "8И": ("математика", "информатика")}
MARK_POINTS = {5: 5, 4: 3, 3: 0}
EXAMINED, MARKED, FINAL = date(2026, 4, 23), date(2026, 5, 20), date(2026, 6, 1)
STEPS = ("intake", "examined", "marked", "preliminary", "final", "decided", "recommended", "ordered")
REACHED: Counter[str] = Counter()
"""How many plays ended at each step."""
DONE: Counter[str] = Counter()
"""How many times each act was done."""


class Secretary(RuleBasedStateMachine):
    """The secretary at work; ``templates`` is given by the test."""

    templates: ClassVar[Templates]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.path = Path(self.folder.name) / "школа.otbor"
        self.clock.now = self.templates.copy("open", self.path)
        self.office = Office(open_database(self.path), "Белова А. С.", clock=self.clock)
        self.step = self.turn = 0
        self.checked: int | None = -1
        self.pace = 1000
        self.points: list[int] = []
        self.numbers: dict[int, str] = {}
        self.ended: dict[int, ApplicationStatus] = {}
        self.entries: dict[int, tuple[Any, ...]] = {}
        self.frozen: dict[int, str] = {}

    def teardown(self) -> None:
        """Count how far this play got."""
        REACHED[STEPS[self.step]] += 1
        event(f"reached {STEPS[self.step]}")
        self.office.database.close()
        self.folder.cleanup()

    def attempt(self, act: Callable[..., R], *arguments: Any, **named: Any) -> R | None:
        """Do an act or be refused without a trace; then time may go on."""
        done = self._attempt(act, *arguments, **named)
        self.turn += 1
        if self.turn % self.pace == 0 and self.step < len(STEPS) - 1:
            getattr(self, f"finish_{STEPS[self.step]}")(self.points)
        return done

    def _attempt(self, act: Callable[..., R], *arguments: Any, **named: Any) -> R | None:
        with self.office.question() as session:
            before = session.scalar(select(func.count(AuditEntry.id)))
        try:
            return self.must(act, *arguments, **named)
        except Refused as refusal:
            refused = refusal
        event(f"refused {refused.finding.id}")
        assert all(sentence(finding) for finding in refused.findings)
        with self.office.question() as session:
            assert session.scalar(select(func.count(AuditEntry.id))) == before
        return None

    def must(self, act: Callable[..., R], *arguments: Any, **named: Any) -> R:
        """Do an act that nothing may stand in the way of."""
        done = act(self.office, *arguments, **named)
        DONE[act.__name__] += 1
        return done

    def ids(self, *, in_force: bool = False) -> list[int]:
        """Row ids of the applications."""
        wanted = select(Application.id).order_by(Application.id)
        if in_force:
            wanted = wanted.where(Application.status == ApplicationStatus.REGISTERED)
        with self.office.question() as session:
            return list(session.scalars(wanted))

    def one(self, pick: int) -> int:
        """Some application."""
        return (ids := self.ids())[pick % len(ids)]

    def tests(self) -> dict[str, int]:
        """Row id of each test by its name."""
        with self.office.question() as session:
            return {test.name: test.id for test in session.scalars(select(EntranceTest).order_by(EntranceTest.id))}

    def test(self, pick: int) -> tuple[str, int]:
        """Some test."""
        return list(self.tests().items())[pick % 3]

    # what the secretary does ------------------------------------------------------------------------------------

    @initialize(
        wishes=st.lists(WISHES, min_size=3, max_size=5),
        mark=MARKS,
        points=st.lists(POINTS, min_size=6, max_size=6),
        pace=st.integers(2, 5),
    )
    def first_day(self, wishes: list[tuple[str, ...]], mark: int, points: list[int], pace: int) -> None:
        """A few families come on the first day; ``pace``: after how many acts the campaign goes on."""
        for groups in wishes:
            self.register(groups=groups, mark=mark, late=False)
        self.points, self.pace = points, pace

    @rule(groups=WISHES, mark=MARKS, late=st.booleans())
    def register(self, groups: tuple[str, ...], mark: int, late: bool) -> None:
        """A family comes, in time or with a reason."""
        name = "АБВГДЕЖЗИКЛМНОПРСТ"[len(self.numbers) % 18]
        draft = application(f"{name}ванов", f"{name}ётр", groups, marks=(mark, mark, mark))
        draft = replace(draft, filed_at=self.clock.now, late_reason="болел" if late else "")
        if registered := self.attempt(intake.register, CAMPAIGN, draft):
            self.numbers[registered.application_id] = registered.number

    @rule(pick=PICK, mark=MARKS, reason=st.sampled_from(["описка", ""]))
    def correct(self, pick: int, mark: int, reason: str) -> None:
        """A mark was misread."""
        with self.office.question() as session:
            version = session.get_one(Application, self.one(pick)).version
        new = corrections.Correction(address="г. Бор, д. 1", values={(Kind.MARK, "математика"): known(mark)})
        self.attempt(corrections.correct, self.one(pick), version, new, reason)

    @rule(pick=PICK, annulled=st.booleans())
    def end(self, pick: int, annulled: bool) -> None:
        """An application was typed by mistake, or a family goes."""
        act = corrections.annul if annulled else corrections.withdraw
        if self.attempt(act, self.one(pick), "заявление матери"):
            self.ended[self.one(pick)] = ApplicationStatus.ANNULLED if annulled else ApplicationStatus.WITHDRAWN

    @precondition(lambda self: self.step >= STEPS.index("preliminary"))
    @rule(pick=PICK)
    def somebody_in_play_leaves(self, pick: int) -> None:
        """Who waits for an answer to an appeal, is one of equals or has a seat, withdraws: then much has to move."""
        with self.office.question() as session:
            waiting = set(session.scalars(select(Appeal.application_id).where(Appeal.outcome.is_(None))))
            if self.step >= STEPS.index("final"):
                final = ratings.newest(session, CAMPAIGN, RatingKind.FINAL)
                waiting |= {row.application_id for row in final.rows if row.place is not None and row.place <= 2}
        if in_play := [identity for identity in self.ids(in_force=True) if identity in waiting]:
            leaving = in_play[pick % len(in_play)]
            if self._attempt(corrections.withdraw, leaving, "переезд"):
                self.ended[leaving] = ApplicationStatus.WITHDRAWN

    @rule(pick=PICK, groups=WISHES)
    def change_groups(self, pick: int, groups: tuple[str, ...]) -> None:
        """A family changes its mind."""
        self.attempt(corrections.change_groups, self.one(pick), groups, "заявление отца")

    @rule(pick=PICK)
    def add_documents(self, pick: int) -> None:
        """A diploma comes later."""
        self.attempt(corrections.add_documents, self.one(pick), [DocumentDraft("portfolio", "Диплом")])

    @rule(pick=PICK)
    def score_documents(self, pick: int) -> None:
        """The commission examines one application."""
        self.attempt(expertise.score_documents, self.one(pick), expertise.Expertise(), [CHAIR])

    @rule(pick=PICK)
    def admit(self, pick: int) -> None:
        """One is admitted."""
        self.attempt(examinations.admit, self.one(pick))

    @rule(test=PICK)
    def give_codes(self, test: int) -> None:
        """Codes for a test."""
        self.attempt(examinations.give_codes, self.test(test)[1])

    @rule(pick=PICK, test=PICK, points=st.none() | POINTS, reason=st.sampled_from(["", "опечатка"]))
    def mark(self, pick: int, test: int, points: int | None, reason: str) -> None:
        """A work is marked by its code."""
        name, identity = self.test(test)
        with self.office.question() as session:
            code = examinations.codes(session, [identity]).get((self.one(pick), identity), "МА-нет")
        value = Value(State.DID_NOT_COME) if points is None else known(points)
        self.attempt(examinations.enter_points, identity, code, value, [marker_of(name)], reason)

    @rule(test=PICK)
    def close_sheet(self, test: int) -> None:
        """A sheet is closed."""
        name, identity = self.test(test)
        self.attempt(examinations.close_sheet, identity, [marker_of(name)])

    @rule(pick=PICK, test=PICK)
    def give_reserve_day(self, pick: int, test: int) -> None:
        """One was ill."""
        self.attempt(examinations.give_reserve_day, self.one(pick), self.test(test)[1], "справка")

    @precondition(lambda self: self.step >= STEPS.index("examined"))
    @rule()
    def build_preliminary(self) -> None:
        """A preliminary rating, ready or not; a second one beside the first."""
        if self.attempt(ratings.build_preliminary, CAMPAIGN, meeting(self.clock.now.date())):
            self.step = max(self.step, STEPS.index("preliminary"))

    @precondition(lambda self: self.step >= STEPS.index("preliminary"))
    @rule(pick=PICK, how=st.sampled_from(HowTold))
    def acquaint(self, pick: int, how: HowTold) -> None:
        """A family gets to know the rating."""
        with self.office.question() as session:
            newest = session.scalars(select(RatingSnapshot.id).order_by(RatingSnapshot.id.desc())).first()
        self.attempt(acquaintance.mark_acquaintance, newest, self.one(pick), how, self.clock.now.date())

    @precondition(lambda self: self.step >= STEPS.index("preliminary"))
    @rule(pick=PICK, test=PICK, documents=st.booleans())
    def file_appeal(self, pick: int, test: int, documents: bool) -> None:
        """A family appeals about a test or about its documents."""
        about = None if documents else self.test(test)[1]
        self.attempt(appeals.file_appeal, self.one(pick), about, self.clock.now.date(), "прошу проверить")

    @precondition(lambda self: self.step >= STEPS.index("preliminary"))
    @rule(appeal=PICK, change=st.sampled_from([0, 0, 5, -5]))
    def decide_appeal(self, appeal: int, change: int) -> None:
        """The conflict commission decides."""
        outcome = AppealOutcome.MARKING_ERROR if change else AppealOutcome.REJECTED
        decision = appeals.Decision(outcome, "проверено заново", Decimal(change), votes_for=3)
        self.attempt(appeals.decide_appeal, appeal % 4 + 1, decision, conflict_meeting(self.clock.now.date()))

    @precondition(lambda self: self.step in {STEPS.index("final"), STEPS.index("decided")})
    @rule(first=PICK, right=st.booleans())
    def decide_tie(self, first: int, right: bool) -> None:
        """The commission decides on equals, sometimes about the wrong ones."""
        given = [self.numbers[self.one(first)]]
        question = self.question()
        if question is not None and right:
            at = first % len(question.equals)
            given = [*question.equals[at:], *question.equals[:at]][: question.fit]
        today = self.clock.now.date()
        self.attempt(enrolment.decide_tie, CAMPAIGN, given, "больше олимпиад", meeting(today))

    def question(self) -> Question | None:
        """What the commission is asked."""
        with self.office.question() as session:
            campaign = session.get_one(Campaign, CAMPAIGN)
            final = ratings.newest(session, CAMPAIGN, RatingKind.FINAL)
            return seating.seating(session, campaign, final).question

    @precondition(lambda self: self.step >= STEPS.index("recommended"))
    @rule(pick=PICK)
    def refuse(self, pick: int) -> None:
        """Who has no seat is refused."""
        self.attempt(enrolment.refuse, self.one(pick), "нет мест")

    @precondition(lambda self: self.step >= STEPS.index("recommended"))
    @rule(group=st.sampled_from(["8Ф", "8И"]), pick=PICK)
    def offer(self, group: str, pick: int) -> None:
        """A freed seat is offered."""
        with self.office.question() as session:
            identity = ledger.group_codes(session, CAMPAIGN)[group]
        today = self.clock.now.date()
        self.attempt(offers.offer, identity, today, offers.Named(self.one(pick), "жребий", meeting(today, "равные")))

    @precondition(lambda self: self.step >= STEPS.index("recommended"))
    @rule(answer=st.sampled_from([offers.accept_offer, offers.decline_offer, offers.expire_offer]), which=PICK)
    def answer(self, answer: Callable[..., object], which: int) -> None:
        """A family answers, or does not."""
        self.attempt(answer, which % 3 + 1)

    @precondition(lambda self: self.step >= STEPS.index("recommended"))
    @rule(pick=PICK)
    def record_leaving(self, pick: int) -> None:
        """An enrolled child leaves."""
        paper = "приказ об отчислении № 50-у"
        self.attempt(enrolment.record_leaving, self.one(pick), self.clock.now.date(), paper)

    @rule()
    def reopen(self) -> None:
        """The file is closed and opened again."""
        self.office.database.close()
        self.office = Office(open_database(self.path), "Белова А. С.", clock=self.clock)

    # to the next step -------------------------------------------------------------------------------------------

    def finish_intake(self, _points: list[int]) -> None:
        """Examine and admit everybody."""
        self.clock.on(EXAMINED)
        self._examine()
        self.step = STEPS.index("examined")

    def _examine(self) -> None:
        with self.office.question() as session:
            rows = session.scalars(select(Application).where(Application.status == ApplicationStatus.REGISTERED))
            todo = [(row.id, row.reviewed_at is None, row.admitted_at is None) for row in rows]
        for identity, unseen, outside in todo:
            if unseen:
                self.must(expertise.score_documents, identity, expertise.Expertise(), [CHAIR])
            if outside and self._attempt(examinations.admit, identity) is None:  # too late: its sheet is closed
                self.must(corrections.withdraw, identity, "испытания прошли")
                self.ended[identity] = ApplicationStatus.WITHDRAWN

    def finish_examined(self, points: list[int]) -> None:
        """Mark every work that is not marked and close the sheets."""
        self.clock.on(MARKED)
        self._examine()
        for name, identity in self.tests().items():
            with self.office.question() as session:
                if session.get_one(EntranceTest, identity).sheet_closed_at is not None:
                    continue
            self.must(examinations.give_codes, identity)
            with self.office.question() as session:
                coded = examinations.coded_works(session, session.get_one(EntranceTest, identity))
                owners = {code: owner for (owner, _), code in examinations.codes(session, [identity]).items()}
            # Codes are by chance, plays are to be repeatable: points go by application.
            for place, work in enumerate(sorted(coded, key=lambda work: owners[work.code])):
                if work.value is None or work.value.state is State.RESERVE_DAY:
                    value = known(points[place % len(points)])
                    self.must(examinations.enter_points, identity, work.code, value, [marker_of(name)], "ведомость")
            self.must(examinations.close_sheet, identity, [marker_of(name)])
        self.step = STEPS.index("marked")

    def finish_marked(self, points: list[int]) -> None:
        """Build the preliminary rating; some families appeal at once."""
        self._examine()
        self.must(ratings.build_preliminary, CAMPAIGN, meeting(self.clock.now.date()))
        self.step = STEPS.index("preliminary")
        for place, identity in enumerate(self.ids(in_force=True)):
            if points[place % len(points)] == 15:
                text = (self.tests()["математика"], self.clock.now.date(), "прошу проверить")
                self._attempt(appeals.file_appeal, identity, *text)

    def finish_preliminary(self, _points: list[int]) -> None:
        """Decide the appeals, wait for the end of the term, build the final rating."""
        self.clock.on(FINAL)
        with self.office.question() as session:
            undecided = session.scalars(select(Appeal).where(Appeal.outcome.is_(None))).all()
            open_ones = [(a.id, a.in_time) for a in undecided if a.application.status is ApplicationStatus.REGISTERED]
        for identity, in_time in open_ones:
            outcome = AppealOutcome.REJECTED if in_time else AppealOutcome.NOT_CONSIDERED
            decision = appeals.Decision(outcome, "критерии соблюдены", votes_for=3)
            self.must(appeals.decide_appeal, identity, decision, conflict_meeting(FINAL))
        self._examine_late()
        self.must(ratings.build_final, CAMPAIGN, meeting(FINAL))
        self.step = STEPS.index("final")

    def _examine_late(self) -> None:
        """After the preliminary rating nobody is admitted any more."""
        self._examine()
        with self.office.question() as session:
            assert not session.scalars(
                select(Application.id).where(
                    Application.status == ApplicationStatus.REGISTERED, Application.admitted_at.is_(None)
                )
            ).all()

    def finish_final(self, points: list[int]) -> None:
        """Decide the ties."""
        while (question := self.question()) is not None:
            given = sorted(question.equals, key=lambda number: (points[int(number[-4:]) % len(points)], number))
            today = meeting(self.clock.now.date())
            self.must(enrolment.decide_tie, CAMPAIGN, given[: question.fit], "жребий", today)
        self.step = STEPS.index("decided")

    def finish_decided(self, points: list[int]) -> None:
        """Recommend; who has withdrawn since the decisions may have left new equals."""
        self.finish_final(points)
        self.must(enrolment.recommend, CAMPAIGN, meeting(self.clock.now.date()))
        self.step = STEPS.index("recommended")
        with self.office.question() as session:
            self._nobody_is_passed_over(session)

    def finish_recommended(self, _points: list[int]) -> None:
        """Order the enrolment of those who hold a seat, if there is anybody."""
        if self._attempt(enrolment.order_enrolment, CAMPAIGN, "45-у", self.clock.now.date()):
            self.step = STEPS.index("ordered")

    # what must hold ---------------------------------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        """All that must hold after every act, in one look at the file."""
        with self.office.question() as session:
            newest = session.scalar(select(func.max(AuditEntry.id)))
            if newest == self.checked:  # nothing was done since
                return
            self.checked = newest
            self._numbers_have_no_holes(session)
            self._nothing_is_lost(session)
            self._every_point_has_author_and_reason(session)
            self._ratings_are_frozen_and_add_up(session)
            self._seats_are_not_given_twice(session)
            assert audit.verify(session).broken_at is None

    def _numbers_have_no_holes(self, session: Session) -> None:
        for column, owner in (
            (Application.ordinal, Application.campaign_id),
            (RatingSnapshot.number, RatingSnapshot.campaign_id),
            (Appeal.number, Appeal.campaign_id),
            (Meeting.number, Meeting.commission_id),
        ):
            counted = select(func.count(), func.count(column.distinct()), func.min(column), func.max(column))
            for rows, numbers, first, last in session.execute(counted.group_by(owner)):
                assert (numbers, first, last) == (rows, 1, rows)

    def _nothing_is_lost(self, session: Session) -> None:
        rows = session.scalars(select(Application)).all()
        assert {row.id: row.number for row in rows} == self.numbers
        ended = {row.id: row.status for row in rows if row.status is not ApplicationStatus.REGISTERED}
        assert ended == self.ended
        assert all(row.status_reason for row in rows if row.id in ended)

    def _every_point_has_author_and_reason(self, session: Session) -> None:
        entries = {}
        for row in session.scalars(select(PointsEntry)):
            assert row.reason
            assert row.entered_by
            assert row.decided_by or row.kind is Kind.MARK
            entries[row.id] = (row.application_id, row.kind, row.name, row.state, row.number, row.reason)
        assert {identity: entries.get(identity) for identity in self.entries} == self.entries  # only ever longer
        self.entries = entries

    def _ratings_are_frozen_and_add_up(self, session: Session) -> None:
        for snapshot in session.scalars(select(RatingSnapshot)):
            content = [
                (r.group_id, r.application_id, r.place, r.status, r.total, r.parts, r.keys, r.deciding_key)
                for r in snapshot.rows
            ]
            frozen = audit.digest([snapshot.scheme_sha256, snapshot.inputs_sha256, snapshot.counts, content])
            if snapshot.id not in self.frozen:
                self._totals_equal_the_ledger(session, snapshot)
                self._counts_add_up(snapshot)
            assert self.frozen.setdefault(snapshot.id, frozen) == frozen

    def _totals_equal_the_ledger(self, session: Session, snapshot: RatingSnapshot) -> None:
        """The points once more, straight from the ledger: marks by the table, tests as they are, the gate of 20."""
        rated: dict[str, list[Decimal]] = {}
        for row in snapshot.rows:
            values = ledger.in_force(session, [row.application_id])[row.application_id]
            subjects = SUBJECTS[row.group.code]
            tests = [values.get((Kind.TEST, subject)) for subject in subjects]
            marks = [values[Kind.MARK, subject].number for subject in subjects]
            numbers = [MARK_POINTS[int(mark)] for mark in marks if mark is not None]
            numbers += [int(test.number) for test in tests if test is not None and test.number is not None]
            whole = len(numbers) == 2 * len(subjects)
            assert (row.place is not None) == (whole and sum(numbers) >= 20), (row.status, numbers)
            if row.place is not None:
                assert row.total == sum(numbers)
                rated.setdefault(row.group.code, []).append(row.total)
        for row in snapshot.rows:
            if row.place is not None and row.total is not None:
                assert row.place == 1 + sum(total > row.total for total in rated[row.group.code])

    def _counts_add_up(self, snapshot: RatingSnapshot) -> None:
        for counts in snapshot.counts.values():
            rest = dict(counts)
            filed, admitted = rest.pop("filed"), rest.pop("admitted")
            assert filed == rest.pop("annulled") + rest.pop("withdrawn") + admitted
            assert admitted == sum(rest.values())

    def _seats_are_not_given_twice(self, session: Session) -> None:
        if self.step < STEPS.index("final"):
            return
        campaign = session.get_one(Campaign, CAMPAIGN)
        final = ratings.newest(session, CAMPAIGN, RatingKind.FINAL)
        held = Counter(holder.group_id for holder in seating.holders(session, campaign, final))
        enrolled = Counter(session.scalars(select(EnrolmentRow.group_id).where(EnrolmentRow.left_on.is_(None))))
        for group, seats in zip(campaign.groups, SEATS, strict=True):
            assert held[group.id] <= seats
            assert enrolled[group.id] <= seats
            assert seating.free_seats(session, campaign, final)[group.code] >= 0

    def _nobody_is_passed_over(self, session: Session) -> None:
        """Who did not get a group it wants more has nobody behind it there."""
        campaign = session.get_one(Campaign, CAMPAIGN)
        final = ratings.newest(session, CAMPAIGN, RatingKind.FINAL)
        holders = {h.application_id: h for h in seating.holders(session, campaign, final)}
        worst = {
            group.id: max((h.place for h in holders.values() if h.group_id == group.id), default=0)
            for group in campaign.groups
        }
        for row in final.rows:
            mine, ranks = holders.get(row.application_id), {w.group_id: w.rank for w in row.application.wishes}
            content = mine is not None and ranks[mine.group_id] <= ranks[row.group_id]
            if row.place is None or row.application.status is not ApplicationStatus.REGISTERED or content:
                continue
            assert worst[row.group_id] <= row.place
