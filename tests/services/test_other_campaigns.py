"""Campaigns that the demo never plays, each from the plan to the printed order: between the planned ones and over New
Year, of a cadet school, of a sport programme (п. 7), of a transfer inside the school."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from otbor.domain import campaign as domain
from otbor.domain.campaign import Basis, CampaignKind, Event, Founder, GroupKind, Level, LocalTerms, Schedule, TermId
from otbor.domain.commissions import CommissionKind, Role, Standing
from otbor.domain.findings import Refused
from otbor.domain.intake import ApplicationDraft, DocumentDraft, RepresentativeDraft
from otbor.domain.participants import Achievement, Key, Kind
from otbor.domain.people import FullName
from otbor.domain.values import State, Value, known
from otbor.services import (
    campaigns,
    corrections,
    enrolment,
    examinations,
    expertise,
    intake,
    papers,
    rules,
)
from otbor.services.campaigns import CampaignDraft
from otbor.services.commissions import CommissionDraft
from otbor.services.office import Office
from otbor.storage.models import Campaign, RatingSnapshot
from otbor.wording.findings import sentence
from tests.services.play import CADET, SENIOR, SPORT, Play
from tests.services.school import (
    CHAIR,
    MATHS,
    SCHOOL,
    SUBJECT_SECRETARY,
    Clock,
    commission_drafts,
    member,
)
from tests.services.small_campaign import text

Values = Mapping[Key, Value]


@pytest.fixture
def own(office: Office, tmp_path: Path) -> Path:
    """The school's own folder of schemes."""
    office.own = tmp_path
    (tmp_path / "schemes").mkdir()
    return tmp_path / "schemes"


def _sittings(main: date, reserve: date | None = None) -> tuple[domain.Sitting, ...]:
    last = () if reserve is None else (domain.Sitting(reserve, "каб. 1", reserve=True),)
    return (domain.Sitting(main, "каб. 1"), *last)


def _commissions(*subjects: str) -> list[CommissionDraft]:
    """Приёмная and конфликтная of the tests' school, with one предметная for ``subjects``."""
    drafts = [draft for draft in commission_drafts() if draft.kind is not CommissionKind.SUBJECT]
    judges = (member(MATHS, Role.CHAIR, Standing.TEACHER), member(SUBJECT_SECRETARY, Role.SECRETARY))
    return [*drafts, CommissionDraft(CommissionKind.SUBJECT, "предметная комиссия", judges, subjects)]


def _family(
    surname: str, group: str, born_on: date, filed_at: datetime, values: Values, documents: tuple[str, ...] = ()
) -> ApplicationDraft:
    kin = FullName(surname, "Мария", "Олеговна")
    return ApplicationDraft(
        child=FullName(surname, "Пётр", "Иванович"),
        birth_date=born_on,
        birth_place="г. Нижний Новгород",
        address=f"г. Нижний Новгород, ул. {surname}, д. 5",
        representatives=(RepresentativeDraft(kin, f"+7 903 {sum(map(ord, surname)) % 10**7:07d}"),),
        groups=(group,),
        filed_at=filed_at,
        consent=True,
        documents=tuple(DocumentDraft(kind, "документ") for kind in documents),
        values=values,
    )


def _values(kind: Kind, **numbers: str | int) -> dict[Key, Value]:
    return {(kind, name.replace("_", " ")): known(Decimal(number)) for name, number in numbers.items()}


def _refused(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    assert all(sentence(finding) for finding in refusal.value.findings)
    return {finding.id for finding in refusal.value.findings}


def _senior(**changes: object) -> domain.Campaign:
    """Free seats of a grade 10 at a state school that is on no list: three subjects, two tests, over New Year."""
    value = domain.Campaign(
        school=domain.School(Founder.STATE),
        kind=CampaignKind.BETWEEN,
        level=Level.SOO,
        groups=(
            domain.Group("10Х", "химико-биологический", 10, GroupKind.IN_DEPTH, ("математика", "химия", "биология"), 2),
        ),
        tests=(
            domain.EntranceTest("математика", "контрольная работа", ("математика",), _sittings(date(2027, 1, 12))),
            domain.EntranceTest(
                "естествознание",
                "комплексная работа",
                ("химия", "биология"),
                _sittings(date(2027, 1, 13), date(2027, 1, 15)),
            ),
        ),
        schedule=Schedule(
            starts=date(2026, 12, 14),
            ends=date(2027, 2, 12),
            intake_opens=date(2026, 12, 14),
            intake_closes=date(2026, 12, 28),
            notice_on=date(2026, 12, 7),
            commissions_on=date(2026, 12, 8),
        ),
        bases=(Basis.TRANSFER_FROM,),
        local=LocalTerms(days={TermId.COMMISSIONS: 3}, starts={TermId.FINAL: Event.LAST_APPEAL_DECIDED}),
    )
    return replace(value, **changes)  # type: ignore[arg-type]  # the tests name fields of the value


def _senior_draft(value: domain.Campaign) -> CampaignDraft:
    return CampaignDraft("2026-10п", "10 классы, свободные места", 2026, 10, value, "nizhny-novgorod-2020", "senior")


def _state_school(office: Office, own: Path) -> None:
    (own / "senior.toml").write_text(SENIOR, "utf-8")
    campaigns.set_up_school(office, replace(SCHOOL, founder=Founder.STATE, on_founders_list=False))


def test_free_seats_of_a_tenth_grade_are_taken_by_transfer_over_new_year(
    office: Office, clock: Clock, own: Path
) -> None:
    _state_school(office, own)
    clock.on(date(2026, 12, 1))
    planned = campaigns.plan(office, _senior_draft(_senior()))
    assert "schedule.intake_between_missed" not in {f.id for f in planned.warnings}
    play = Play(office, clock, planned.campaign_id)
    play.prepare(date(2026, 12, 7), date(2026, 12, 8), _commissions("математика", "химия", "биология"))

    clock.on(date(2026, 12, 29))
    facts = _values(Kind.FACT, средний_балл_аттестата="4.5")
    exams = _values(Kind.EXAM, химия=30, биология=40)
    late_evening = datetime(2026, 12, 28, 20, 30, tzinfo=UTC)  # 23:30 of the last day at the school
    first = play.register(_family("Иванов", "10Х", date(2010, 5, 1), late_evening, {**facts, **exams}))
    assert first == "2026-10п-0001"
    after_midnight = datetime(2026, 12, 28, 21, 30, tzinfo=UTC)  # 00:30 of the day after
    with pytest.raises(Refused) as refusal:
        play.register(_family("Поздняков", "10Х", date(2010, 5, 2), after_midnight, facts))
    assert _refused(refusal) == {"intake.too_late"}
    for surname in ("Белкин", "Волков", "Сомов"):
        filed = datetime(2026, 12, 20, 9, 0, tzinfo=UTC)
        assert play.register(_family(surname, "10Х", date(2010, 6, 1), filed, facts)) == f"2026-10п-{len(play.ids):04}"
    won = Achievement("16.1", "олимпиада по химии", "победитель", "химия")
    corrections.add_documents(office, play.ids["Белкин"], [DocumentDraft("portfolio", "диплом")], achievements=[won])
    play.examine()

    clock.on(date(2027, 1, 13))
    away = Value(State.DID_NOT_COME)
    play.mark(
        {
            "математика": {"Иванов": known(15), "Белкин": known(20), "Волков": known(10), "Сомов": away},
            "естествознание": {"Иванов": known(20), "Белкин": known(25), "Сомов": away},
        }
    )
    both = play.tests()["естествознание"]
    examinations.give_reserve_day(office, play.ids["Волков"], both, "справка врача")
    with pytest.raises(Refused) as refusal:
        examinations.close_sheet(office, both, [MATHS])
    assert _refused(refusal) == {"examination.reserve_day_to_come"}
    clock.on(date(2027, 1, 15))
    with office.question() as session:
        code = examinations.codes(session, [both])[play.ids["Волков"], both]
    examinations.enter_points(office, both, code, known(11), [MATHS], "работа написана в резервный день")
    play.close()

    # Five working days after the reserve sitting: 22 January is in time.
    play.rate(date(2027, 1, 22), date(2027, 1, 27))
    assert play.places() == {
        "Иванов": (1, Decimal("109.5")),
        "Белкин": (2, Decimal("54.5")),
        "Волков": (None, Decimal("25.5")),
        "Сомов": (None, None),
    }
    printed = play.order(date(2027, 1, 28))
    assert "в порядке перевода" in printed
    assert "№ 240" in printed
    assert "№ 458" not in printed
    assert "28 января 2027" in printed
    enrolment.refuse(office, play.ids["Волков"], "набрано меньше минимального балла")
    corrections.return_copies(office, play.ids["Волков"], date(2027, 1, 28), "Волкова Мария Олеговна")
    for issue in (papers.issue_preliminary_protocol, papers.issue_acquaintance_sheet):
        with office.question() as session:
            rating = session.scalars(select(RatingSnapshot.id).order_by(RatingSnapshot.number)).first()
        assert text(papers.content(office, issue(office, rating or 0).paper_id))


@pytest.mark.parametrize(
    ("changes", "identity"),
    [
        ({"bases": ()}, "campaign.no_basis"),
        ({"groups": (replace(_senior().groups[0], seats=0),)}, "campaign.no_free_seats"),
        (
            {
                "schedule": replace(
                    _senior().schedule, intake_opens=date(2026, 12, 14), intake_closes=date(2026, 12, 18)
                )
            },
            "schedule.intake_between_missed",
        ),
        ({"tests": _senior().tests[:1]}, "schedule.subject_without_test"),
        ({"local": LocalTerms(days={TermId.COMMISSIONS: 6})}, "schedule.commissions_missed"),
    ],
)
def test_a_campaign_between_the_planned_ones_is_refused(
    office: Office, clock: Clock, own: Path, changes: Mapping[str, object], identity: str
) -> None:
    _state_school(office, own)
    clock.on(date(2026, 12, 1))
    with pytest.raises(Refused) as refusal:
        campaigns.plan(office, _senior_draft(_senior(**changes)))
    assert identity in _refused(refusal)


def test_a_cadet_class_is_selected_by_the_subjects_of_the_local_act(office: Office, clock: Clock, own: Path) -> None:
    (own / "cadet.toml").write_text(CADET, "utf-8")
    campaigns.set_up_school(office, replace(SCHOOL, founder=Founder.STATE, cadet=True, week=6))
    value = domain.Campaign(
        school=domain.School(Founder.STATE, on_founders_list=True, cadet=True),
        kind=CampaignKind.PLANNED,
        level=Level.OOO,
        groups=(domain.Group("8К", "кадетский класс", 8, GroupKind.PROFILE, (), 1, "кадетский", "8К"),),
        tests=(
            domain.EntranceTest(
                "комплексная работа",
                "комплексная работа",
                ("русский язык", "математика"),
                _sittings(date(2026, 5, 16)),
            ),
        ),
        schedule=Schedule(
            starts=date(2026, 4, 6),
            ends=date(2026, 6, 30),
            intake_opens=date(2026, 4, 6),
            intake_closes=date(2026, 4, 30),
            notice_on=date(2026, 3, 2),
            commissions_on=date(2026, 3, 16),
        ),
        local_subjects=("русский язык", "математика"),
    )
    draft = CampaignDraft("2026-8К", "8 кадетский класс", 2026, 8, value, "nizhny-novgorod-2020", "cadet")
    with pytest.raises(Refused) as refusal:
        campaigns.plan(office, replace(draft, campaign=replace(value, local_subjects=())))
    assert "campaign.local_subjects_missing" in _refused(refusal)
    play = Play(office, clock, campaigns.plan(office, draft).campaign_id)
    play.prepare(date(2026, 3, 2), date(2026, 3, 16), _commissions("русский язык", "математика"))
    clock.on(date(2026, 4, 10))
    filed = datetime(2026, 4, 10, 8, 0, tzinfo=UTC)
    for surname, marks in (("Иванов", (5, 5)), ("Белкин", (4, 4))):
        values = {(Kind.MARK, s): known(m) for s, m in zip(("русский язык", "математика"), marks, strict=True)}
        play.register(_family(surname, "8К", date(2012, 5, 1), filed, values, ("marks_local",)))
    with office.question() as session:
        campaign = session.get_one(Campaign, play.id)
        asked = intake.documents_asked(rules.regulation(campaign), rules.campaign_value(campaign), False)
    assert {"marks_local"} == {d.id for d in asked if d.id.startswith("marks")}
    clock.on(date(2026, 5, 2))
    play.examine()
    clock.on(date(2026, 5, 16))
    play.mark({"комплексная работа": {"Иванов": known(20), "Белкин": known(35)}})
    play.close()
    play.rate(date(2026, 5, 18), date(2026, 5, 21))
    assert play.places() == {"Белкин": (1, Decimal(43)), "Иванов": (2, Decimal(30))}
    printed = play.order(date(2026, 5, 22))
    assert "Белкин" in printed
    assert "Всего в приказе: 1" in printed
    assert "1 сентября 2026" in printed


def test_a_sport_programme_selects_by_aptitude_and_health(office: Office, clock: Clock, own: Path) -> None:
    (own / "sport.toml").write_text(SPORT, "utf-8")
    campaigns.set_up_school(office, replace(SCHOOL, sport=True))
    value = domain.Campaign(
        school=domain.School(Founder.MUNICIPAL, on_founders_list=True, sport=True),
        kind=CampaignKind.PLANNED,
        level=Level.OOO,
        groups=(domain.Group("5С", "отделение плавания", 5, GroupKind.PROFILE, (), 1, "плавание", "5С"),),
        tests=(),
        schedule=Schedule(
            starts=date(2026, 4, 6),
            ends=date(2026, 6, 30),
            intake_opens=date(2026, 4, 6),
            intake_closes=date(2026, 4, 22),
            notice_on=date(2026, 3, 2),
            commissions_on=date(2026, 3, 16),
        ),
    )
    draft = CampaignDraft("2026-5С", "5 спортивный класс", 2026, 5, value, "nizhny-novgorod-2020", "sport")
    play = Play(office, clock, campaigns.plan(office, draft).campaign_id)
    play.prepare(date(2026, 3, 2), date(2026, 3, 16), _commissions("физическая культура"))
    clock.on(date(2026, 4, 10))
    filed = datetime(2026, 4, 10, 8, 0, tzinfo=UTC)
    healthy = {(Kind.FACT, "отсутствие противопоказаний"): known(1)}
    for surname, values in (("Иванов", healthy), ("Белкин", {}), ("Сомов", healthy)):
        papers_shown = ("no_contraindications",) if values else ()
        play.register(_family(surname, "5С", date(2015, 5, 1), filed, values, papers_shown))
    clock.on(date(2026, 5, 5))
    for surname, points in (("Иванов", 7), ("Белкин", 10), ("Сомов", 8)):
        found = expertise.Expertise(expert={"способности к плаванию": Decimal(points)})
        expertise.score_documents(office, play.ids[surname], found, [CHAIR])
        examinations.admit(office, play.ids[surname])
    play.rate(date(2026, 5, 6), date(2026, 5, 12))
    places = play.places()
    assert places["Сомов"] == (1, Decimal(8))
    assert places["Иванов"] == (2, Decimal(7))
    assert places["Белкин"][0] is None
    assert "Сомов" in play.order(date(2026, 5, 13))


def test_transfers_are_ordered_apart_by_where_the_child_comes_from(office: Office, clock: Clock) -> None:
    campaigns.set_up_school(office, SCHOOL)
    value = domain.Campaign(
        school=domain.School(Founder.MUNICIPAL, on_founders_list=True),
        kind=CampaignKind.BETWEEN,
        level=Level.OOO,
        groups=(domain.Group("8Ф", "физико-математический", 8, GroupKind.IN_DEPTH, ("математика", "физика"), 2),),
        tests=tuple(
            domain.EntranceTest(s, "контрольная работа", (s,), _sittings(date(2026, 10, 20)))
            for s in ("математика", "физика")
        ),
        schedule=Schedule(
            starts=date(2026, 10, 1),
            ends=date(2026, 11, 30),
            intake_opens=date(2026, 10, 1),
            intake_closes=date(2026, 10, 12),
        ),
        bases=(Basis.TRANSFER_INSIDE, Basis.TRANSFER_FROM),
    )
    draft = CampaignDraft("2026-8п", "8Ф, свободное место", 2026, 8, value, "nizhny-novgorod-2020", "licey8")
    clock.on(date(2026, 9, 21))
    play = Play(office, clock, campaigns.plan(office, draft).campaign_id)
    play.prepare(date(2026, 9, 22), date(2026, 9, 23), _commissions("математика", "физика"))
    clock.on(date(2026, 10, 2))
    marks = {(Kind.MARK, s): known(5) for s in ("математика", "физика")}
    for surname in ("Иванов", "Белкин"):
        filed = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
        family = _family(surname, "8Ф", date(2012, 5, 1), filed, marks, ("marks",))
        for basis, rule in ((None, "application.no_basis"), (Basis.ADMISSION, "application.other_basis")):
            with pytest.raises(Refused) as refusal:
                play.register(replace(family, basis=basis))
            assert _refused(refusal) == {rule}
        play.register(replace(family, basis=Basis.TRANSFER_INSIDE))
    slip = corrections.Correction(basis=Basis.TRANSFER_FROM)
    corrections.correct(office, play.ids["Белкин"], 1, slip, "описка: ребёнок из другой школы")
    clock.on(date(2026, 10, 13))
    play.examine()
    clock.on(date(2026, 10, 20))
    play.mark({s: {"Иванов": known(18), "Белкин": known(n)} for s, n in (("математика", 18), ("физика", 17))})
    play.close()
    play.rate(date(2026, 10, 21), date(2026, 10, 26))
    assert play.places() == {"Иванов": (1, Decimal(46)), "Белкин": (2, Decimal(45))}
    clock.on(date(2026, 10, 27))
    with pytest.raises(Refused) as refusal:
        play.order(date(2026, 10, 27))
    assert _refused(refusal) == {"enrolment.several_cases"}
    inside = play.order(date(2026, 10, 27), "45-у", Basis.TRANSFER_INSIDE)
    assert "Перевести с 27 октября 2026" in inside
    assert "Иванов Пётр" in inside
    assert "Белкин Пётр" not in inside
    outside = play.order(date(2026, 10, 27), "46-у")
    assert "Зачислить в порядке перевода с 27 октября 2026" in outside
    assert "Белкин Пётр" in outside
    assert "Иванов Пётр" not in outside
