"""What a family chose, and the form and place of an achievement, go from the application to the points."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from otbor.domain.intake import ApplicationDraft
from otbor.domain.participants import Achievement, Participant
from otbor.domain.scoring import Plan
from otbor.services import campaigns, commissions, corrections, intake, ledger, rules, schemes
from otbor.services.corrections import Correction
from otbor.services.office import Office
from otbor.storage.models import Application, Campaign
from otbor.wording.findings import sentence
from tests import golden
from tests.services.conftest import At
from tests.services.desk import Desk
from tests.services.school import NOTICE_ITEMS, Clock, application, commission_drafts, planned

CHOSEN = """
[[components]]
id = "chosen"
title = "Отметка по выбранному предмету"
source = "mark"
choice = { take = "named", question = "Главный предмет", sets = ["in_depth"] }
"""
TEXT = golden.scheme_text("licey8").replace('version = "2026.1"', 'version = "2026.2"')
SCHEME = TEXT.replace("[[components]]", f"{CHOSEN}\n[[components]]", 1)


@pytest.fixture
def desk(office: Office, clock: Clock) -> Desk:
    """A campaign whose scheme asks for a choice, on the first day of the intake."""
    campaign = planned(office)
    schemes.change_scheme(office, campaign, SCHEME)
    clock.on(date(2026, 3, 2))
    campaigns.publish_notice(office, campaign, NOTICE_ITEMS)
    clock.on(date(2026, 3, 16))
    commissions.form_commissions(office, campaign, commission_drafts(), "12-од", date(2026, 3, 16))
    clock.on(date(2026, 4, 6))
    return Desk(office, clock, campaign, {}, {})


def draft(named: Mapping[str, str], groups: tuple[str, ...] = ("8Ф",)) -> ApplicationDraft:
    return replace(application(groups=groups), named=named)


def participant(desk: Desk) -> Participant:
    with desk.office.question() as session:
        (found,) = ledger.participants(session, desk.campaign)
        return found


def chosen_points(desk: Desk) -> Decimal | None:
    with desk.office.question() as session:
        scheme = rules.scheme_in_force(session.get_one(Campaign, desk.campaign))
    tree = Plan(scheme, "8Ф").explain(participant(desk))
    return next(node.points for node in tree.walk() if node.values.get("id") == "chosen")


def test_a_choice_is_kept_by_the_names_of_the_subjects_and_makes_points(desk: Desk) -> None:
    registered = intake.register(desk.office, desk.campaign, draft({" главный  предмет": "Физ."}))
    assert registered.warnings == ()
    assert participant(desk).named == {"главный предмет": "физика"}
    assert chosen_points(desk) == 5


@pytest.mark.parametrize(
    ("named", "groups", "identity"),
    [
        ({"Любимый предмет": "физика"}, ("8Ф",), "application.choice_unknown"),
        ({"Главный предмет": "информатика"}, ("8Ф",), "application.choice_not_permitted"),
        ({"Главный предмет": "рисование"}, ("8Ф", "8И"), "application.choice_not_permitted"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(
    desk: Desk, named: dict[str, str], groups: tuple[str, ...], identity: str
) -> None:
    with desk.refused(identity):
        intake.register(desk.office, desk.campaign, draft(named, groups))
    intake.register(desk.office, desk.campaign, draft({"Главный предмет": "информатика"}, ("8Ф", "8И")))


def test_who_chose_nothing_is_told_and_may_choose_later(desk: Desk) -> None:
    registered = intake.register(desk.office, desk.campaign, draft({}))
    assert [f.id for f in registered.warnings] == ["application.choice_missing"]
    assert "главный предмет" in sentence(registered.warnings[0]).lower()
    assert chosen_points(desk) is None
    wrong = Correction(named={"Главный предмет": "химия"})
    with desk.refused("application.choice_not_permitted"):
        corrections.correct(desk.office, registered.application_id, 1, wrong, "выбор семьи")
    right = Correction(named={"Главный предмет": "Математика"})
    corrections.correct(desk.office, registered.application_id, 1, right, "выбор семьи")
    assert participant(desk).named == {"главный предмет": "математика"}
    with desk.office.question() as session:
        row = session.get_one(Application, registered.application_id)
        assert intake.draft_of(row).named == {"главный предмет": "математика"}
        assert ledger.participant(session, row.id).named == row.named


def test_a_scheme_that_asks_nothing_refuses_answers(at: At) -> None:
    desk = at("open")
    with desk.refused("application.choice_unknown"):
        intake.register(desk.office, desk.campaign, draft({"Главный предмет": "физика"}))


def test_form_and_place_of_an_achievement_are_kept(at: At) -> None:
    desk = at("open")
    first = Achievement("16.3", "Кубок", "участник", "физика", form="командная", place=4)
    later = replace(first, event="Турнир", form="личная", place=None)
    filed = replace(application(), achievements=(first,))
    registered = intake.register(desk.office, desk.campaign, filed)
    corrections.add_documents(desk.office, registered.application_id, filed.documents, achievements=[later])
    assert participant(desk).achievements == (first, later)
