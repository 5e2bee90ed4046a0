"""The frame of the settings, the school's card, seats, numbering and the notice."""

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QComboBox, QLineEdit, QMessageBox, QPlainTextEdit, QSpinBox, QWidget

from otbor.services import campaign_edits, campaigns, planning
from otbor.services.office import Changes
from otbor.ui.settings.controls import Choice
from otbor.ui.settings.section import PARTS
from tests.services.school import SCHOOL, campaign_draft
from tests.ui.settings.conftest import PlaceAt
from tests.ui.typing_keys import type_text


def typed(field: QWidget, text: str) -> None:
    """Write ``text`` instead of what a line holds, letter by letter."""
    assert isinstance(field, QLineEdit)
    field.selectAll()
    type_text(field, text)


# The frame


def test_a_link_opens_its_part_and_every_part_opens(place_at: PlaceAt) -> None:
    place = place_at("planned")
    for kind in PARTS:
        place.open(kind.id)
        assert place.section.stack.currentWidget() is place.section.parts[kind.id]
        assert place.section.list.currentItem().text() == kind.title()
    place.section.go("no such part")
    assert place.section.stack.currentWidget() is place.section.parts[PARTS[-1].id]


def test_a_page_that_is_being_filled_has_nothing_unsaved(place_at: PlaceAt) -> None:
    place = place_at("planned")
    parts = (place.groups, place.numbering, place.notice, place.school)
    place.until(place.notice.save_button.isEnabled)
    draft = replace(place.stored().draft, number_digits=5, code="2026-8z")
    place.workplace.set_campaign(campaigns.plan(place.workplace.glance, draft).campaign_id)
    assert place.section.unsaved() == [], "shown is still the campaign before, and that is nobody's edit"
    place.workplace.set_campaign(None)
    assert place.section.unsaved() == []
    place.until(lambda: all(part.settled for part in parts))
    assert place.section.unsaved() == []


def test_unsaved_edits_survive_other_parts(place_at: PlaceAt) -> None:
    place = place_at("planned")
    school = place.school
    typed(school.names.fields["director"], "Новикова Т. Т.")
    place.until(lambda: place.section.list.item(0).text().endswith("•"))
    assert place.groups.isVisible()
    assert place.school.names["director"] == "Новикова Т. Т."
    assert school.unsaved()


def test_a_link_may_name_what_its_part_shows(place_at: PlaceAt) -> None:
    place = place_at("planned")
    place.section.go(("campaign", "new"))
    part = place.campaign
    place.until(lambda: part.draft is not None and part.draft.grade == 5)
    assert part.unsaved()


# The school's card


def test_a_new_school_is_set_up_by_its_card(place_at: PlaceAt) -> None:
    place = place_at("empty")
    school = place.school
    place.press_save()
    place.until(lambda: school.names.remarks["name"].text)
    assert "Не заполнено" in school.names.remarks["director"].text
    for name in ("name", "short_name", "place", "address", "director"):
        typed(school.names.fields[name], getattr(SCHOOL, name))
    school.standing.fields["founder_name"].setFocus()
    type_text(school.standing.fields["founder_name"], SCHOOL.founder_name)
    school.standing["on_founders_list"] = True
    place.press_save()
    assert "сохранена" in place.until_told()
    stored = planning.stored_school(place.workplace.glance)
    assert stored is not None
    assert stored.card == SCHOOL
    assert not school.unsaved()
    typed(school.names.fields["director"], "Чужая строка")
    assert school.unsaved()
    school.back.click()
    assert school.names["director"] == SCHOOL.director
    assert not school.unsaved()


def test_enter_goes_on_through_the_card(place_at: PlaceAt) -> None:
    place = place_at("school")
    school = place.school
    school.names.fields["name"].setFocus()
    assert place.enter() is school.names.fields["short_name"]
    assert place.enter() is school.names.fields["place"]
    school.names.fields["director_post"].setFocus()
    assert place.enter() is school.standing.fields["founder"]
    assert place.enter() is school.standing.fields["founder_name"]
    assert not place.told, "Enter saves nothing"


def test_days_off_are_days(place_at: PlaceAt) -> None:
    place = place_at("school")
    school = place.school
    days = school.days.fields["days_off"]
    assert isinstance(days, QPlainTextEdit)
    days.setPlainText("30.12.2026, 31.13.2026")
    place.press_save()
    assert "31.13.2026" in school.days.remarks["days_off"].text
    days.setPlainText("31.12.2026\n30.12.2026")
    school.days["week"] = 6
    place.press_save()
    place.until_told()
    stored = planning.stored_school(place.workplace.glance)
    assert stored is not None
    assert stored.card.days_off == (date(2026, 12, 30), date(2026, 12, 31))
    assert stored.card.week == 6


def test_a_wrong_time_zone_is_told_beside_it(place_at: PlaceAt) -> None:
    place = place_at("school")
    zone = place.school.days.fields["time_zone"]
    assert isinstance(zone, QComboBox)
    zone.setEditText("Europe/Gorky")
    place.press_save()
    place.until(lambda: place.school.days.remarks["time_zone"].text)
    assert "Europe/Gorky" in place.school.days.remarks["time_zone"].text
    assert place.school.unsaved()


def test_what_another_has_saved_stands_beside_what_is_typed(place_at: PlaceAt) -> None:
    place = place_at("school")
    school = place.school
    typed(school.names.fields["director"], "Новикова Т. Т.")
    campaigns.set_up_school(place.workplace.glance, replace(SCHOOL, director="Петрова П. П."))
    place.press_save()
    assert "изменили в другом месте" in place.until_told()
    assert "Петрова П. П." in school.names.remarks["director"].text
    assert school.names["director"] == "Новикова Т. Т."
    place.press_save()
    assert "сохранена" in place.until_told(2)
    stored = planning.stored_school(place.workplace.glance)
    assert stored is not None
    assert stored.card.director == "Новикова Т. Т."


# Without a campaign


def test_without_a_campaign_its_parts_lead_to_planning(place_at: PlaceAt) -> None:
    place = place_at("school")
    for part in (place.groups, place.numbering, place.notice):
        assert part.body.isHidden()
        assert not part.empty.isHidden()
        part.plan_first.click()
    assert [(link.section, link.target) for link in place.went] == [("settings", "campaign")] * 3


# Seats


def seats(field: QWidget) -> QSpinBox:
    assert isinstance(field, QSpinBox)
    return field


def test_seats_before_the_notice(place_at: PlaceAt) -> None:
    place = place_at("planned")
    groups = place.groups
    assert not groups.basis.isVisible()
    first = seats(next(iter(groups.seats.values())))
    first.setValue(30)
    assert "50" in groups.total.text()
    place.press_save()
    assert "сохранены" in place.until_told()
    assert [group.seats for group in place.stored().groups] == [30, 20]
    assert not groups.unsaved()


def test_what_is_typed_while_it_is_saved_stays(place_at: PlaceAt) -> None:
    """An act may wait behind a long one, and the person types on."""
    place = place_at("planned")
    groups, school, numbering = place.groups, place.school, place.numbering
    first = next(iter(groups.seats.values()))
    seats(first).setValue(30)
    typed(school.names.fields["director"], "Новикова Т. Т.")
    numbering.numbering.fields["digits"] = 5
    for part in (groups, school, numbering):
        part.save()
    seats(first).setValue(31)
    typed(school.names.fields["place"], "Бор")
    numbering.numbering.fields["digits"] = 6
    place.until_told(3)
    place.until(lambda: all(part.settled for part in (groups, school, numbering)))
    assert (place.stored().groups[0].seats, first.value()) == (30, 31)
    assert (school.names["director"], school.names["place"]) == ("Новикова Т. Т.", "Бор")
    assert numbering.numbering.digits() == 6
    assert len(place.section.unsaved()) == 3
    place.press_save()
    place.until_told(4)
    assert place.stored().draft.number_digits == 6


def test_the_act_of_a_change_is_not_lost_to_another_change(place_at: PlaceAt) -> None:
    place = place_at("filed")
    groups = place.groups
    groups.basis.form["act"] = "приказ № 31-од"
    place.workplace.changed.emit(Changes())
    place.until(lambda: groups.settled)
    assert groups.basis.form["act"] == "приказ № 31-од"
    assert groups.unsaved()


def test_published_seats_ask_for_their_act(place_at: PlaceAt) -> None:
    place = place_at("filed")
    groups = place.groups
    seats(next(iter(groups.seats.values()))).setValue(3)
    place.press_save()
    place.until(lambda: groups.card.remarks.text)
    assert "Укажите приказ" in groups.card.remarks.text
    groups.basis.form["act"] = "приказ № 31-од"
    groups.basis.form["reason"] = "открыт ещё один класс"
    place.press_save()
    place.until_told()
    assert [group.seats for group in place.stored().groups] == [3, 1]


def test_seats_changed_elsewhere_stand_beside(place_at: PlaceAt) -> None:
    place = place_at("planned")
    groups, stored = place.groups, place.stored()
    first = stored.groups[0].group_id
    seats(groups.seats[first]).setValue(30)
    campaign_edits.change_seats(place.workplace.glance, stored.campaign_id, {first: 27}, stored.version)
    place.press_save()
    place.until_told()
    assert "27" in groups.said[first].text
    place.press_save()
    place.until_told(2)
    assert place.stored().groups[0].seats == 30


# Numbering


def test_the_numbering_shows_its_example_and_its_mistakes(place_at: PlaceAt) -> None:
    place = place_at("planned")
    numbering = place.numbering
    assert numbering.numbering.example.text() == "2026-8-0041"
    typed(numbering.numbering.fields.fields["pattern"], "{ordinal}")
    assert numbering.numbering.example.text() == "—"
    place.press_save()
    place.until(lambda: numbering.card.remarks.text)
    typed(numbering.numbering.fields.fields["pattern"], "{series}{ordinal}/{campaign}")
    assert numbering.numbering.example.text() == "0041/2026-8"
    place.press_save()
    place.until_told()
    assert place.stored().draft.number_pattern == "{series}{ordinal}/{campaign}"


def test_given_numbers_fix_the_numbering(place_at: PlaceAt) -> None:
    place = place_at("filed")
    assert not place.numbering.numbering.fields.isEnabled()
    assert "7 заявлений" in place.numbering.fixed.text()
    assert not place.numbering.bottom.isVisible()


# The notice


def test_the_notice_is_published_after_a_question_and_issued(place_at: PlaceAt) -> None:
    place = place_at("planned")
    place.clock.on(date(2026, 3, 2))
    notice = place.notice
    place.until(notice.save_button.isEnabled)
    notice.items["other"].setPlainText(" ")
    place.press_save()
    assert notice.said["other"].text
    place.until(notice.items["other"].hasFocus)
    notice.items["other"].setPlainText("нет")
    place.press_save()
    box = notice.findChild(QMessageBox)
    assert box is not None
    assert "Отменить публикацию нельзя" in box.informativeText()
    assert box.defaultButton().text() == "Ещё нет", "Enter publishes nothing"
    next(button for button in box.buttons() if button is not box.defaultButton()).click()
    assert "опубликовано" in place.until_told()
    assert place.stored().published_on == date(2026, 3, 2)
    place.until(notice.items["other"].isReadOnly)
    place.told[-1].acts[0][1]()
    assert "выдано" in place.until_told(2)
    place.told[-1].acts[0][1]()
    assert place.went[-1].section == "issued"


def test_a_late_notice_is_refused_beside_its_texts(place_at: PlaceAt) -> None:
    place = place_at("planned")
    place.clock.on(date(2026, 3, 25))
    notice = place.notice
    place.until(notice.save_button.isEnabled)
    notice.publish()
    place.until(lambda: notice.card.remarks.text)
    assert "п.\u00a010" in notice.card.remarks.text
    assert place.stored().published_on is None


def test_another_campaign_shows_its_own(place_at: PlaceAt) -> None:
    place = place_at("planned")
    draft = replace(campaign_draft(), code="2026-8б", title="Ещё восьмые")
    assert "2026-8)" in place.groups.about.text()
    other = campaigns.plan(place.workplace.glance, draft).campaign_id
    place.workplace.set_campaign(other)
    place.until(lambda: place.section.parts["groups"].settled)
    assert "Ещё восьмые" in place.groups.about.text()


def test_a_choice_keeps_what_it_offers() -> None:
    choice = Choice(((1, "один"), (2, "два")))
    choice.choose(2)
    assert (choice.chosen(), choice.text_of(1)) == (2, "один")
    choice.choose(3)
    assert choice.chosen() is None
