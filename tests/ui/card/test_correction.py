"""A correction in the card's place: its reason, refusals beside the fields, both versions when another wrote too."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea

from otbor.domain.campaign import Basis
from otbor.domain.people import FullName
from otbor.services import card, corrections, intake
from otbor.services.card_rows import ApplicationCard
from otbor.services.corrections import Correction
from otbor.ui.card.correction import CorrectionForm
from otbor.ui.card.fields import ChoiceField, DateField, GroupsField, MomentField, NumberField, TextField
from otbor.ui.card.people import PeopleField
from tests.services.desk import number, transfers
from tests.services.school import application
from tests.ui.card.conftest import Place
from tests.ui.typing_keys import type_text

PlaceAt = Callable[[str], Place]


def begun(place: Place, ordinal: int) -> CorrectionForm:
    """The correction of an application, begun with its button."""
    place.show(ordinal)
    place.pane.head.buttons["card-correct"].click()
    form = place.pane.form
    assert form is not None
    return form


def retype(form: CorrectionForm, key: str, text: str) -> TextField:
    """Type another text into a field."""
    field = form.fields[key]
    assert isinstance(field, TextField)
    field.line.clear()
    type_text(field.line, text)
    return field


def saved(place: Place, form: CorrectionForm) -> ApplicationCard:
    """Write the correction; the card as it is then."""
    with place.qtbot.waitSignals([place.pane.corrected, place.pane.loaded]):
        form.sure.click()
    assert place.pane.form is None
    return card.application_card(place.desk.office, place.pane.application or 0)


def failed(place: Place, form: CorrectionForm) -> None:
    """Write it in vain."""
    with place.qtbot.waitSignal(form.saving):
        form.sure.click()
    place.qtbot.waitUntil(form.sure.isEnabled)


def test_everything_typed_is_written_once_with_its_reason(place_at: PlaceAt) -> None:
    place = place_at("filed")
    form = begun(place, 2)
    retype(form, "surname", "Петрушина")
    born, people, groups = form.fields["birth_date"], form.fields["representatives"], form.fields["groups"]
    assert isinstance(born, DateField)
    assert isinstance(people, PeopleField)
    assert isinstance(groups, GroupsField)
    born.line.setText("31.02.2012")
    form.sure.click()
    assert "есть в календаре" in born.hint.text()
    born.line.setText("21 мая 2012")
    people.editors[0].phone.setText("8 910 000-00-01")
    people.more.click()
    for line, text in (
        (people.editors[1].surname, "Петров"),
        (people.editors[1].given, "Иван"),
        (people.editors[1].phone, "8-910-000-00-02"),
    ):
        type_text(line, text)
    groups.boxes[0].setCurrentIndex(groups.boxes[0].findData("8И"))
    groups.boxes[1].setCurrentIndex(groups.boxes[1].findData("8Ф"))
    mark = form.fields["value:mark:физика"]
    assert isinstance(mark, NumberField)
    mark.line.setText("4")
    type_text(form.reason, "описка")
    now = saved(place, form)
    assert now.child == FullName("Петрушина", "Анна", "Иванович")
    assert now.birth_date == date(2012, 5, 21)
    assert [person.phone for person in now.representatives] == ["+79100000001", "+79100000002"]
    assert now.representatives[1].address == now.address
    assert [group.code for group in now.groups] == ["8И", "8Ф"]
    assert {v.key[1]: v.value.number for v in now.values}["физика"] == Decimal(4)
    assert (place.acts("correct"), place.acts("change_groups")) == (1, 1)
    assert place.notices[-1].text == f"Заявление № {number(2)} исправлено."
    place.says("было «Петрова Анна Иванович», стало «Петрушина Анна Иванович»")
    place.says("Отметка: физика: было «5», стало «4»")


def test_the_school_before_is_asked_once_the_case_is_a_transfer(place_at: PlaceAt) -> None:
    place = place_at("filed")
    transfers(place.desk)
    form = begun(place, 1)
    case, school = form.fields["basis"], form.fields["previous_school"]
    assert isinstance(case, ChoiceField)
    assert not school.isVisible()
    case.box.setCurrentIndex(1)
    assert school.isVisible()
    retype(form, "previous_school", "МАОУ «Школа № 22»")
    type_text(form.reason, "переводится из другой школы")
    now = saved(place, form)
    assert (now.basis, now.previous_school) == (Basis.TRANSFER_FROM, "МАОУ «Школа № 22»")
    place.says("Прежняя школа: стало «МАОУ «Школа № 22»»")


def test_a_new_address_is_that_of_who_lives_there(place_at: PlaceAt) -> None:
    place = place_at("filed")
    form = begun(place, 1)
    retype(form, "address", "г. Бор, ул. Мира, д. 1")
    type_text(form.reason, "переезд")
    now = saved(place, form)
    assert now.address == now.representatives[0].address == "г. Бор, ул. Мира, д. 1"


def test_the_day_of_filing_is_corrected_where_the_rules_of_intake_let_it(place_at: PlaceAt) -> None:
    place = place_at("filed")
    place.desk.clock.on(date(2026, 5, 8))
    intake.register(place.desk.office, place.desk.campaign, application("Новый", "Иван"))
    form = begun(place, 8)
    filed, late = form.fields["filed_at"], form.fields["late_reason"]
    assert isinstance(filed, MomentField)
    assert isinstance(late, TextField)
    assert (filed.line.text(), late.isVisible()) == ("06.04.2026 11:30", False)
    filed.line.clear()
    type_text(filed.line, "вчера")
    form.sure.click()
    assert filed.hint.text() == "Впишите день и время, например 06.04.2026 8:30."
    filed.line.clear()
    type_text(filed.line, "05.04.2026")
    type_text(form.reason, "описка")
    place.pane.resize(460, 300)
    [scroll] = place.pane.findChildren(QScrollArea)
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
    failed(place, form)
    assert "подано до начала приёма" in filed.hint.text()
    assert not filed.line.visibleRegion().isEmpty()  # scrolled to, from the button below
    filed.line.clear()
    type_text(filed.line, "070526")  # a day alone keeps the time
    failed(place, form)
    assert late.isVisible()
    assert "подано поздно" in late.hint.text()
    type_text(late.line, "болел, справка № 7")
    now = saved(place, form)
    assert now.filed_at == datetime(2026, 5, 7, 8, 30, tzinfo=UTC)
    assert (now.late_reason, now.number) == ("болел, справка № 7", number(8))
    place.says("Подано: было «06.04.2026 11:30», стало «07.05.2026 11:30»")
    place.says("Принято после срока: стало «болел, справка № 7»")


def test_what_was_typed_before_is_offered(place_at: PlaceAt) -> None:
    place = place_at("filed")
    form = begun(place, 3)
    address, people = form.fields["address"], form.fields["representatives"]
    assert isinstance(address, TextField)
    assert isinstance(people, PeopleField)
    place.qtbot.waitUntil(lambda: address.line.completer() is not None)
    people.more.click()
    for line, typed in ((address.line, "горького"), (people.editors[-1].relation, "опек")):
        completer = line.completer()
        assert completer is not None
        completer.setCompletionPrefix(typed)
        assert completer.completionCount() == 1, typed


def test_enter_goes_on_and_writes_nothing(place_at: PlaceAt) -> None:
    place = place_at("filed")
    form = begun(place, 1)
    surname = retype(form, "surname", "Иванцов")
    type_text(form.reason, "описка")
    surname.line.setFocus()
    place.qtbot.keyClick(surname.line, Qt.Key.Key_Return)
    place.qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    place.qtbot.keyClick(form.sure, Qt.Key.Key_Return)
    assert form.dirty
    assert place.acts("correct") == 0
    with place.qtbot.waitSignal(place.pane.corrected):
        place.qtbot.keyClick(surname.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert place.desk.row(1).surname == "Иванцов"


def test_refusals_stand_beside_their_fields(place_at: PlaceAt) -> None:
    place = place_at("filed")
    form = begun(place, 1)
    form.sure.click()
    assert form.problem.text() == "Пока ничего не изменено."
    birth_place = retype(form, "birth_place", "")
    birth_place.setFocus()
    failed(place, form)
    assert "Не указана причина" in form.problem.text()
    assert not form.problem.visibleRegion().isEmpty()  # below the field that got the focus, and in sight
    type_text(form.reason, "описка")
    failed(place, form)
    assert "место рождения" in birth_place.hint.text()
    assert birth_place.line.property("wrong") == "true"
    assert place.desk.row(1).birth_place == "г. Нижний Новгород"
    mark = form.fields["value:mark:физика"]
    assert isinstance(mark, NumberField)
    mark.line.setText("пять")
    form.sure.click()
    assert mark.hint.text() == "Впишите число, например 5 или 4,75."


def test_both_versions_are_shown_when_another_wrote_meanwhile(place_at: PlaceAt) -> None:
    place = place_at("filed")
    form = begun(place, 1)
    address, birth_place = retype(form, "address", "г. Бор, ул. Моя, д. 1"), form.fields["birth_place"]
    type_text(form.reason, "переезд")
    theirs = Correction(address="г. Бор, ул. Чужая, д. 2", birth_place="г. Бор")
    corrections.correct(place.desk.office, place.desk.id(1), 1, theirs, "по паспорту")
    form.sure.click()
    place.qtbot.waitUntil(lambda: "Другая правка" in form.problem.text())
    assert "по паспорту" in form.problem.text()
    assert address.line.text() == "г. Бор, ул. Моя, д. 1"
    assert address.hint.text() == "Сейчас в журнале: «г. Бор, ул. Чужая, д. 2»."
    assert birth_place.value() == "г. Бор"
    assert "было «г. Нижний Новгород»" in birth_place.hint.text()
    now = saved(place, form)
    assert (now.address, now.birth_place) == ("г. Бор, ул. Моя, д. 1", "г. Бор")


def test_the_other_version_is_taken_with_one_button(place_at: PlaceAt) -> None:
    place = place_at("filed")
    form = begun(place, 1)
    address = retype(form, "address", "г. Бор, ул. Моя, д. 1")
    retype(form, "external_number", "77")
    type_text(form.reason, "переезд")
    corrections.correct(place.desk.office, place.desk.id(1), 1, Correction(address="г. Бор, д. 2"), "по паспорту")
    form.sure.click()
    place.qtbot.waitUntil(address.take.isVisible)
    address.take.click()
    now = saved(place, form)
    assert (now.address, now.external_number) == ("г. Бор, д. 2", "77")


def test_what_was_typed_waits_in_its_card(place_at: PlaceAt) -> None:
    place = place_at("filed")
    form = begun(place, 1)
    retype(form, "surname", "Иванцов")
    place.show(2)
    assert "ждёт в его карточке" in place.notices[-1].text
    place.pane.show_application(place.desk.id(1))
    assert place.pane.form is form
    assert form.fields["surname"].value() == "Иванцов"
    with place.qtbot.waitSignal(place.pane.loaded):
        form.away.click()
    assert place.pane.form is None
    assert place.desk.row(1).surname == "Иванов"


def test_what_is_being_written_is_not_left_and_takes_no_letters(place_at: PlaceAt) -> None:
    place, gate = place_at("filed"), Event()
    form = begun(place, 1)
    surname = retype(form, "surname", "Иванцов")
    type_text(form.reason, "описка")
    place.workplace.act(lambda _office, _steps: gate.wait(10))  # a slow disk
    form.sure.click()
    form.away.click()
    place.qtbot.keyClick(surname.line, Qt.Key.Key_A)
    assert surname.line.text() == "Иванцов"
    with place.qtbot.waitSignals([place.pane.corrected, place.pane.loaded]):
        gate.set()
    assert place.desk.row(1).surname == "Иванцов"
    focus = QApplication.focusWidget()
    assert focus is not None
    assert place.pane.isAncestorOf(focus)  # the keys stay in the card


def test_a_correction_refused_behind_another_card_says_where_it_waits(place_at: PlaceAt) -> None:
    place, gate = place_at("filed"), Event()
    form = begun(place, 1)
    retype(form, "surname", "Иванцов")
    place.workplace.act(lambda _office, _steps: gate.wait(10))
    form.sure.click()  # without its reason
    place.show(2)
    assert place.notices == []
    gate.set()
    place.qtbot.waitUntil(lambda: bool(place.notices) and "ждёт в его карточке" in place.notices[-1].text)
    assert "Не указана причина" in form.problem.text()


def test_walking_over_a_begun_correction_leaves_the_focus_where_it_is(place_at: PlaceAt) -> None:
    place = place_at("filed")
    form = begun(place, 1)
    retype(form, "surname", "Иванцов")
    place.show(2)
    rows = QLineEdit(place.holder)  # where the person walks
    rows.show()
    rows.setFocus()
    place.pane.show_application(place.desk.id(1))
    assert place.pane.form is form
    assert rows.hasFocus()


def test_an_annulled_application_is_not_corrected(place_at: PlaceAt) -> None:
    place = place_at("filed")
    corrections.annul(place.desk.office, place.desk.id(1), "ошибка")
    place.show(1)
    place.pane.correct()
    assert place.pane.form is None
    assert "больше не исправляют" in place.notices[-1].text
