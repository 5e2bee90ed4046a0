"""The campaign in the settings: planned with the planner, planned anew, mended after its notice."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from otbor.domain.campaign import Basis, CampaignKind, TermId
from otbor.services import campaigns, plan_review, planning
from otbor.ui.settings.campaign import CampaignPart
from otbor.ui.settings.campaign_form import CampaignForm
from otbor.ui.settings.campaign_published import PublishedCampaign
from otbor.ui.settings.controls import Choice, DateField, show_value
from tests.ui.settings.conftest import PlaceAt
from tests.ui.settings.place import Place
from tests.ui.typing_keys import type_text


def form_of(place: Place) -> tuple[CampaignPart, CampaignForm]:
    """The form, filled and reviewed."""
    part = place.campaign
    place.until(lambda: part.draft is not None and part.summary.text())
    place.until(lambda: part.form is not None and part.form.take.isEnabled())
    assert part.form is not None
    return part, part.form


def new_form(place: Place) -> tuple[CampaignPart, CampaignForm]:
    """The form of a new campaign for grade 8."""
    part = place.campaign
    part.first_button.click()
    _part, form = form_of(place)
    choose(form.what.fields["grade"], 8)
    place.until(lambda: part.draft is not None and part.draft.grade == 8)
    return form_of(place)


def choose(field: QWidget, thing: Any) -> None:
    """Choose, as a person does."""
    assert isinstance(field, Choice)
    field.choose(thing)
    field.activated.emit(field.currentIndex())


def day(form: CampaignForm, step: str) -> DateField:
    """The field of a date."""
    field = form.dates.dates.lines[step].field
    assert field is not None
    return field


def put(row: Mapping[str, QWidget], **values: Any) -> None:
    """Fill in fields of a row."""
    for name, value in values.items():
        show_value(row[name], value)


def published(place: Place) -> PublishedCampaign:
    """The page of a published campaign."""
    part = place.campaign
    place.until(lambda: part.published is not None and part.pages.currentWidget() is part.published)
    assert part.published is not None
    return part.published


def test_a_new_campaign_is_laid_out_and_planned(place_at: PlaceAt) -> None:
    place = place_at("school")
    part, form = new_form(place)
    draft = form.draft()
    assert (draft.code, draft.title) == ("2026-8", "8 классы, 2026/2027 учебный год")
    assert part.unsaved(), "nothing of it is stored"
    choose(form.scheme_field, "licey8")
    form.take.click()
    place.until(lambda: form.dates.dates.schedule().starts == date(2026, 4, 1))
    for row in form.sittings.rows:
        put(row, room="каб. 301")
    place.until(lambda: "не д" not in part.summary.text())
    place.press_save()
    assert "запланирован" in place.until_told()
    stored = place.stored()
    assert [(g.code, g.seats) for g in stored.groups] == [("8Ф", 25), ("8И", 20)]
    assert {edit.room for edit in stored.sittings} == {"каб. 301"}
    assert place.workplace.campaign == stored.campaign_id
    place.until(lambda: part.draft is not None and not part.unsaved())
    place.told[-1].acts[0][1]()
    assert (place.went[-1].section, place.went[-1].target) == ("settings", "notice")


def test_the_planner_lays_out_backwards_and_keeps_the_rooms(place_at: PlaceAt) -> None:
    place = place_at("planned")
    _part, form = form_of(place)
    form.dates.planner.way.choose(thing=True)
    form.dates.planner.day.set_day(date(2026, 6, 26))
    form.dates.planner.wishes["intake"] = 5
    form.dates.planner.button.click()
    place.until(lambda: form.dates.dates.schedule().ends == date(2026, 6, 26))
    value = form.draft().campaign
    assert {s.room for test in value.tests for s in test.sittings} == {"каб. 301"}
    review = plan_review.review(place.workplace.glance, form.draft(), place.stored().campaign_id)
    assert not any(placed.forbids for placed in review.findings)


def test_an_impossible_wish_is_told_at_the_planner(place_at: PlaceAt) -> None:
    place = place_at("planned")
    _part, form = form_of(place)
    form.dates.planner.wishes["intake"] = 60
    form.dates.planner.button.click()
    place.until(lambda: form.dates.planner.said.text)
    assert "не укладывается" in form.dates.planner.said.text


def test_a_day_by_the_term_begins_at_the_school_s_day(place_at: PlaceAt) -> None:
    place = place_at("planned")
    place.clock.on(date(2026, 2, 10), 23)  # in the school's zone the next day has begun
    _part, form = form_of(place)
    field = day(form, "preliminary")
    assert field.day() is None
    calendar = field.calendarWidget()
    QApplication.sendEvent(calendar, QShowEvent())  # the screenless platform complains of a real popup
    assert (calendar.yearShown(), calendar.monthShown()) == (2026, 2)
    field.stepUp()
    assert field.day() == date(2026, 2, 11)
    field.set_day(None)
    place.clock.on(date(2026, 3, 1))  # the window stays open over night
    type_text(field, "1")
    assert field.day() == date(2026, 3, 1)


def test_findings_stand_beside_their_dates_while_editing(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part, form = form_of(place)
    day(form, "intake_closes").set_day(date(2026, 5, 8))
    remarks = form.dates.dates.lines["intake_closes"].remarks
    place.until(lambda: remarks.text)
    assert "п.\u00a011 Порядка" in remarks.text
    assert "не д" in part.summary.text()
    day(form, "intake_closes").set_day(date(2026, 4, 22))
    place.until(lambda: not remarks.text)
    assert not part.unsaved()


def test_a_wrong_plan_is_refused_and_stays_on_the_page(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part, form = form_of(place)
    show_value(form.what.fields["code"], "")
    day(form, "starts").set_day(date(2026, 3, 20))
    place.press_save()
    place.until_told()
    place.until(lambda: form.what.remarks["code"].text)
    assert "с 01.04.2026 по 30.06.2026" in form.dates.dates.lines["starts"].remarks.text
    assert part.unsaved()
    part.back.click()
    place.until(lambda: part.draft is not None)
    assert form.draft().code == "2026-8"


def test_a_plan_is_changed_before_its_notice(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part, form = form_of(place)
    put(form.groups.rows[0], seats=30, title="физмат")
    form.bases[Basis.TRANSFER_FROM].setChecked(True)
    form.terms.form["preliminary"] = 3
    form.numbering.fields["digits"] = 3
    assert part.unsaved()
    place.press_save()
    assert "План сохранён" in place.until_told()
    draft = place.stored().draft
    assert (draft.campaign.groups[0].seats, draft.campaign.groups[0].title) == (30, "физмат")
    assert draft.campaign.bases == (Basis.ADMISSION, Basis.TRANSFER_FROM)
    assert draft.campaign.local.days == {TermId.PRELIMINARY: 3}
    assert draft.number_digits == 3


def test_groups_and_tests_come_and_go(place_at: PlaceAt) -> None:
    place = place_at("planned")
    _part, form = form_of(place)
    form.groups.button.click()
    put(form.groups.rows[2], code="8Х", title="химический", subjects="Химия , биология", seats=10)
    group = form.draft().campaign.groups[2]
    assert (group.code, group.subjects, group.grade) == ("8Х", ("химия", "биология"), 8)
    remarks = form.cards["groups"].remarks
    place.until(lambda: "8Х" in remarks.text)
    form.groups.takers[2].click()
    place.until(lambda: not remarks.text)
    assert len(form.draft().campaign.groups) == 2


def test_a_selection_between_planned_ones_has_its_own_rules(place_at: PlaceAt) -> None:
    place = place_at("planned")
    _part, form = form_of(place)
    choose(form.what.fields["kind"], CampaignKind.BETWEEN)
    assert form.draft().campaign.kind is CampaignKind.BETWEEN
    place.until(lambda: "не раньше" in form.dates.dates.lines["intake_closes"].allowed.text())


def test_a_plan_changed_elsewhere_is_not_overwritten(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part, form = form_of(place)
    put(form.groups.rows[0], seats=30)
    stored = place.stored()
    campaigns.replan(place.workplace.glance, stored.campaign_id, stored.draft, stored.version)
    place.press_save()
    assert "изменили в другом месте" in place.until_told()
    assert part.unsaved()
    place.told[-1].acts[0][1]()
    place.until(lambda: part.draft is not None)
    assert form.draft().campaign.groups[0].seats == 25


def test_a_draft_survives_other_parts_and_is_given_up(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part, _form = form_of(place)
    part.new_button.click()
    place.until(lambda: part.stored is None and part.draft is not None)
    assert place.groups.body.isVisible()
    assert part.unsaved()
    assert place.campaign.draft is not None
    part.back.click()
    place.until(lambda: part.stored is not None and part.draft is not None)
    assert not part.unsaved()


# After the notice


def test_published_days_move_by_an_act(place_at: PlaceAt) -> None:
    place = place_at("filed")
    page = published(place)
    show_value(page.sittings.rows[0]["day"], date(2026, 5, 14))
    show_value(page.sittings.rows[0]["room"], "каб. 205")
    place.press_save()
    place.until(lambda: page.card.remarks.text)
    assert "Укажите приказ" in page.card.remarks.text
    page.basis.form["act"], page.basis.form["reason"] = "приказ № 31-од", "ремонт"
    place.press_save()
    assert "сохранены" in place.until_told()
    assert (date(2026, 5, 14), "каб. 205") in {(edit.day, edit.room) for edit in place.stored().sittings}
    assert not page.unsaved()


def test_days_that_are_over_cannot_be_changed(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.clock.on(date(2026, 5, 13))
    page = published(place)
    assert [row["day"].isEnabled() for row in page.sittings.rows] == [False] * 3 + [True] * 3


def test_published_days_changed_elsewhere_stand_beside(place_at: PlaceAt) -> None:
    place = place_at("filed")
    page = published(place)
    show_value(page.sittings.rows[0]["room"], "каб. 205")
    page.basis.form["act"], page.basis.form["reason"] = "приказ № 31-од", "ремонт"
    stored = planning.stored_campaign(place.workplace.glance, place.stored().campaign_id)
    page.stored = type(stored)(**{**vars(stored), "version": stored.version - 1})
    place.press_save()
    place.until_told()
    assert "каб. 301" in page.card.remarks.text
    place.press_save()
    assert "сохранены" in place.until_told(2)
