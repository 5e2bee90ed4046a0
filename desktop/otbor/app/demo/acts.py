"""The acts of the demo's campaign, in the order of the Порядок: nothing is written past the services."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from otbor.app.demo import closing, lyceum
from otbor.app.demo.stage import Stage, Step, Watched, all_done
from otbor.domain.applications import Channel, RatingKind
from otbor.domain.commissions import Relation
from otbor.domain.intake import ApplicationDraft, DocumentDraft, RepresentativeDraft
from otbor.domain.participants import Kind
from otbor.domain.people import FullName
from otbor.domain.values import State, Value, known
from otbor.services import (
    campaigns,
    commissions,
    corrections,
    enrolment,
    examinations,
    expertise,
    imports,
    intake,
    journal,
    papers,
    ratings,
    schemes,
)
from otbor.services.corrections import Correction
from otbor.services.office import for_each
from otbor.support.places import resource
from otbor.support.translation import gettext as _

_MOSCOW = timezone(timedelta(hours=3))
_RESERVE_DAY_FOR = "5"  # number in the workbook of the child who falls ill on the day of the first test
_TUTORED = "12"  # whose tutor sits in the предметная комиссия
_NEVER_CAME = "77"  # whose family does not come to get acquainted


def intake_steps() -> list[tuple[str, Step]]:
    """The steps up to the last day of the intake, with their titles in the language of the interface."""
    return [
        (_("Plan, notice, commissions"), _prepare),
        (_("Applications from the workbook"), _take_in),
        (_("Achievements from the workbook"), _take_in_achievements),
        (_("Applications typed by hand"), _type_by_hand),
    ]


def steps() -> list[tuple[str, Step]]:
    """All the steps, likewise."""
    return [
        *intake_steps(),
        (_("Copies compared, journal and receipts"), _compare_and_print),
        (_("Expertise of documents and admission"), _examine),
        (_("Codes and the reserve day"), _give_codes),
        (_("Test points and sheets"), _mark),
        (_("Preliminary rating"), _rate_preliminary),
        (_("Acquaintance and appeals"), _hear_appeals),
        (_("Final rating"), _rate_final),
        (_("Ties and recommendation"), _recommend),
        *closing.steps(),
    ]


def plan(stage: Stage, _watched: Watched) -> None:
    """The school's card and the plan of its campaign, with the scheme that the council approved."""
    office = stage.office
    campaigns.set_up_school(office, lyceum.SCHOOL)
    stage.campaign_id = campaigns.plan(office, lyceum.campaign_draft()).campaign_id
    draft_act = resource("schemes/licey8.toml").read_text("utf-8")
    schemes.change_scheme(office, stage.campaign_id, _approved(draft_act))


def _prepare(stage: Stage, watched: Watched) -> None:
    plan(stage, watched)
    office, clock = stage.office, stage.clock
    clock.set(lyceum.NOTICE_ON)
    campaigns.publish_notice(office, stage.campaign_id, lyceum.NOTICE)
    stage.keep("notice", papers.issue_notice(office, stage.campaign_id).pdf)
    clock.set(lyceum.COMMISSIONS_ON)
    drafts = list(lyceum.commission_drafts())
    commissions.form_commissions(office, stage.campaign_id, drafts, "12-од", lyceum.COMMISSIONS_ON)
    stage.keep("commission-order", papers.issue_commission_order(office, stage.campaign_id).pdf)


def _approved(text: str) -> str:
    """The local act as the pedagogical council approved it after the planning: its version says so."""
    return "\n".join('version = "2026.2"' if line.startswith("version = ") else line for line in text.split("\n"))


def _take_in(stage: Stage, watched: Watched) -> None:
    stage.clock.set(lyceum.INTAKE[1], hour=17)
    done = imports.import_applications(stage.office, stage.campaign_id, stage.workbook, progressed=watched)
    stage.facts[_("Applications imported")] = f"{done.added}"


def _take_in_achievements(stage: Stage, watched: Watched) -> None:
    done = imports.import_achievements(stage.office, stage.campaign_id, stage.workbook, progressed=watched)
    stage.facts[_("Achievements imported")] = f"{done.added}"


def _draft(surname: str, given: str, born: datetime, groups: tuple[str, ...], hour: int) -> ApplicationDraft:
    parent = FullName(f"{surname}а", "Марина", "Юрьевна")
    return ApplicationDraft(
        child=FullName(surname, given, "Денисович"),
        birth_date=born.date(),
        birth_place="г. Нижний Новгород",
        address="г. Нижний Новгород, ул. Бекетова, д. 13, кв. 7",
        representatives=(RepresentativeDraft(parent, "8 (902) 000-11-22", "мать"),),
        groups=groups,
        filed_at=datetime(2026, 4, 15, hour, 10, tzinfo=_MOSCOW),
        consent=True,
        channel=Channel.IN_PERSON,
        documents=(DocumentDraft("marks", "Выписка итоговых отметок за 7 класс", sheets=2),),
        values={(Kind.MARK, subject): known(4) for subject in lyceum.TESTS},
    )


def _type_by_hand(stage: Stage, _watched: Watched) -> None:
    """One typed twice by mistake and annulled; one corrected, completed, changed and at last withdrawn."""
    office, campaign_id = stage.office, stage.campaign_id
    draft = _draft("Бирюков", "Степан", datetime(2012, 3, 4, tzinfo=_MOSCOW), ("8И",), 16)
    intake_first = intake.register(office, campaign_id, draft)
    twice = intake.register(office, campaign_id, draft)
    corrections.annul(office, twice.application_id, "заявление записано дважды")
    first = intake_first.application_id
    version = next(row.version for row in journal.journal(office, campaign_id) if row.application_id == first)
    phone = replace(draft.representatives[0], phone="8 (902) 000-11-23")
    corrections.correct(office, first, version, Correction(representatives=(phone,)), "ошибка в номере телефона")
    diploma = DocumentDraft("portfolio", "Грамота школьной конференции")
    corrections.add_documents(office, first, [diploma])
    corrections.change_groups(office, first, ["8Ф", "8И"], "по заявлению матери")
    stage.keep("receipt", papers.issue_receipt(office, first).pdf)
    corrections.withdraw(office, first, "отзыв заявления от 15.04.2026")
    corrections.return_copies(office, first, lyceum.INTAKE[1], "Бирюкова Марина Юрьевна")
    stage.keep("copies-return", papers.issue_copies_return(office, first).pdf)


def _compare_and_print(stage: Stage, watched: Watched) -> None:
    office, campaign_id = stage.office, stage.campaign_id
    rows = [row for row in stage.applications() if row.uncompared]
    member, *_who = lyceum.ADMISSION[2]

    def compare(row: journal.JournalRow) -> None:
        corrections.compare_documents(office, row.application_id, row.uncompared, member)

    all_done(for_each(rows, compare, watched))
    stage.keep("receipts", papers.issue_receipts(office, campaign_id, progressed=watched).pdf)
    stage.keep("journal", papers.issue_journal(office, campaign_id).pdf)


def _examine(stage: Stage, watched: Watched) -> None:
    office = stage.office
    stage.clock.set(lyceum.EXPERTISE_ON)
    deciding = [person for person, *_rest in lyceum.ADMISSION[:3]]

    def examine(row: journal.JournalRow) -> None:
        expertise.score_documents(office, row.application_id, expertise.Expertise(), deciding)
        examinations.admit(office, row.application_id)

    all_done(for_each(stage.applications(), examine, watched))


def _give_codes(stage: Stage, _watched: Watched) -> None:
    """Codes for all works; a tutor stands aside; a child who is ill gets the reserve day."""
    office = stage.office
    tests = {test.name: test.test_id for test in journal.card(office, stage.campaign_id).tests}
    for test_id in tests.values():
        examinations.give_codes(office, test_id)
    tutor = lyceum.MARKERS["математика"][2]
    reason = "занимался с ребёнком частным образом"
    commissions.recuse(office, stage.by_row(_TUTORED), tutor, Relation.TUTORING, reason)
    stage.clock.set(lyceum.TESTS["математика"])
    ill = stage.by_row(_RESERVE_DAY_FOR)
    code = journal.code_of(office, ill, tests["математика"])
    absent, markers = Value(State.DID_NOT_COME), lyceum.MARKERS["математика"][:2]
    examinations.enter_points(office, tests["математика"], code, absent, markers)
    reason = "болезнь, справка от 28.04.2026"
    examinations.give_reserve_day(office, ill, tests["математика"], reason)


def _mark(stage: Stage, watched: Watched) -> None:
    office, campaign_id = stage.office, stage.campaign_id
    stage.clock.set(lyceum.SHEETS_ON)
    deciding = {subject: people[:2] for subject, people in lyceum.MARKERS.items()}
    done = imports.import_test_points(office, campaign_id, stage.workbook, deciding, progressed=watched)
    stage.facts[_("Test points imported")] = f"{done.added}"
    for test in journal.card(office, campaign_id).tests:
        examinations.close_sheet(office, test.test_id, deciding[test.name])
        stage.keep(f"test-sheet-{test.test_id}", papers.issue_test_sheet(office, test.test_id).pdf)
    test_id = journal.card(office, campaign_id).tests[0].test_id
    examinations.show_work(office, stage.by_row("107"), test_id)


def _rate_preliminary(stage: Stage, _watched: Watched) -> None:
    office = stage.office
    stage.clock.set(lyceum.PRELIMINARY_ON)
    meeting = lyceum.admission_meeting(lyceum.PRELIMINARY_ON, "предварительный рейтинг")
    stage.preliminary_id = ratings.build_preliminary(office, stage.campaign_id, meeting).rating_id
    stage.write_rating("preliminary", RatingKind.PRELIMINARY)
    stage.keep("preliminary-protocol", papers.issue_preliminary_protocol(office, stage.preliminary_id).pdf)
    stage.keep("preliminary-public-list", papers.issue_public_list(office, stage.preliminary_id).pdf)


def _hear_appeals(stage: Stage, watched: Watched) -> None:
    """Families come on three days; three appeal in time, one too late; the commission decides on one day."""
    office, campaign_id = stage.office, stage.campaign_id
    stage.acquaint(stage.preliminary_id, lyceum.ACQUAINTANCE, watched, never_came=_NEVER_CAME)
    sheet = papers.issue_acquaintance_sheet(office, stage.preliminary_id)
    stage.keep("acquaintance-sheet", sheet.pdf)
    stage.clock.set(lyceum.APPEALS_DECIDED_ON)
    hearing = imports.Hearing(
        meeting=lyceum.conflict_meeting(lyceum.APPEALS_DECIDED_ON),
        votes_for=len(lyceum.CONFLICT),
        votes_against=0,
        filed_on=lyceum.APPEALS_FILED_ON,
        filed_late_on=lyceum.APPEALS_LATE_ON,
    )
    done = imports.import_appeals(office, campaign_id, stage.workbook, hearing)
    stage.facts[_("Appeals decided")] = f"{done.added}"
    meeting_id = next(row.meeting_id for row in journal.appeals(office, campaign_id) if row.meeting_id)
    came = [row.number for row in journal.appeals(office, campaign_id) if row.in_time]
    stage.keep("conflict-protocol", papers.issue_conflict_protocol(office, meeting_id, came).pdf)


def _rate_final(stage: Stage, _watched: Watched) -> None:
    office = stage.office
    stage.clock.set(lyceum.FINAL_ON)
    meeting = lyceum.admission_meeting(lyceum.FINAL_ON, "итоговый рейтинг")
    stage.final_id = ratings.build_final(office, stage.campaign_id, meeting).rating_id
    stage.write_rating("final", RatingKind.FINAL)
    stage.keep("final-public-list", papers.issue_public_list(office, stage.final_id).pdf)


def _recommend(stage: Stage, watched: Watched) -> None:
    """The commission answers its questions on ties, then recommends; families get acquainted."""
    office, campaign_id = stage.office, stage.campaign_id
    with resource("demo/commission.csv").open(encoding="utf-8", newline="") as file:
        answers = list(csv.DictReader(file))
    meeting = lyceum.admission_meeting(lyceum.FINAL_ON, "итоговый рейтинг")
    reason = "решение принято большинством голосов с учётом дополнительных документов портфолио"
    for answer in answers:
        given = [stage.row(number).number for number in answer["given_to_no"].split()]
        enrolment.decide_tie(office, campaign_id, given, reason, meeting)
    recommended = enrolment.recommend(office, campaign_id, meeting)
    stage.facts[_("Recommended")] = ", ".join(f"{code} — {n}" for code, n in recommended.seated.items())
    stage.write_recommended()
    stage.keep("final-protocol", papers.issue_final_protocol(office, stage.final_id).pdf)
    stage.keep("recommendation", papers.issue_recommendation(office, stage.final_id).pdf)
    stage.acquaint(stage.final_id, (lyceum.FINAL_ACQUAINTANCE_ON,), watched)
    stage.keep("final-acquaintance-sheet", papers.issue_acquaintance_sheet(office, stage.final_id).pdf)
