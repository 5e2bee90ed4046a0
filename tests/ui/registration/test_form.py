"""Registration as the secretary does it: by keys, from the first letter to the receipt."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otbor.domain.applications import Channel, CopyKind
from otbor.domain.participants import Kind
from otbor.services import ledger
from otbor.ui.kit.theme import Look, dress, em
from otbor.ui.kit.workplace import Link
from otbor.ui.registration.editors import Stop
from tests.services.desk import number
from tests.services.school import SECRETARY, application
from tests.ui.registration.conftest import Sit
from tests.ui.registration.hands import ALT, CONTROL, SHIFT, Strokes, receipt_ready, row

MOST_STROKES = 40
LATE = date(2026, 4, 24)


def test_a_family_is_registered_by_keys_alone(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    identity = secretary.register()
    found = row(secretary, identity)
    assert (found.surname, found.given, found.patronymic) == ("Зайцев", "Фёдор", "Ильич")
    assert found.birth_date == date(2012, 5, 20)
    assert [wish.group.code for wish in found.wishes] == ["8Ф"]
    [parent] = found.representatives
    assert (parent.surname, parent.relation, parent.phone) == ("Зайцева", "мать", "+79101234567")
    assert parent.address == found.address  # «the same» is the child's
    assert found.consent
    assert found.filed_at == secretary.desk.clock.now
    [marks] = found.documents
    assert (marks.kind, marks.copy_kind, marks.sheets) == ("marks", CopyKind.SHOWN_WITH_ORIGINAL, 1)
    assert marks.compared_by == "Белова А. С."
    with secretary.desk.office.question() as session:
        values = ledger.participant(session, found.id).values
    assert values[Kind.MARK, "математика"].number == Decimal(5)
    assert values[Kind.MARK, "физика"].number == Decimal(4)
    receipt_ready(secretary)
    secretary.press(Qt.Key.Key_Return)
    assert secretary.focus is secretary.form.sheet.child.name.surname
    assert secretary.form.sheet.child.name.state() == ["", "", ""]


def test_at_most_forty_keys_beyond_the_text(sit: Sit, qapp: QApplication, capsys: pytest.CaptureFixture[str]) -> None:
    secretary = sit()
    strokes = Strokes()
    qapp.installEventFilter(strokes)
    secretary.whole()
    secretary.register()
    with secretary.qtbot.waitSignal(secretary.form.receipt.printed):
        secretary.press(Qt.Key.Key_P, CONTROL)
    qapp.removeEventFilter(strokes)
    with capsys.disabled():
        print(f"\nfrom the empty form to the printed receipt: {len(strokes.keys)} keys beyond the text")
    assert (secretary.printers.folder / f"{number(8)}.pdf").stat().st_size > 1000
    assert 20 < len(strokes.keys) <= MOST_STROKES, strokes.keys


def test_enter_never_registers(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    before = secretary.count()
    secretary.press(Qt.Key.Key_Return, times=60)
    assert secretary.focus is secretary.form.main
    assert secretary.count() == before
    secretary.press(Qt.Key.Key_Return, SHIFT)
    assert isinstance(secretary.focus, Stop)
    assert secretary.focus is not secretary.form.main


def test_a_pasted_name_is_parted(sit: Sit) -> None:
    secretary = sit()
    QGuiApplication.clipboard().setText("Салтыкова-Щедрина Анна Мария Петровна")
    secretary.press(Qt.Key.Key_V, CONTROL)
    name = secretary.form.sheet.child.name
    assert name.state() == ["Салтыкова-Щедрина", "Анна Мария", "Петровна"]
    secretary.press(Qt.Key.Key_Return)
    assert secretary.at == secretary.form.sheet.child.born.accessibleName()
    QGuiApplication.clipboard().setText("Ким\tЛев\tОлегович\n")  # the clipboard held another family's child
    name.surname.setFocus()
    name.surname.selectAll()
    secretary.press(Qt.Key.Key_V, CONTROL)
    assert name.state() == ["Ким", "Лев", "Олегович"]
    QGuiApplication.clipboard().setText("фон дер Пален")  # a surname
    name.surname.selectAll()
    secretary.press(Qt.Key.Key_V, CONTROL)
    assert name.state() == ["фон дер Пален", "Лев", "Олегович"]
    sheet, endless = secretary.form.sheet, "Ц" + 300 * "ц"
    room = sheet.widget().minimumSizeHint().width()
    QGuiApplication.clipboard().setText(f"{endless}\0\n\u202eВан Ань Ли")
    name.surname.setFocus()
    name.surname.selectAll()
    secretary.looked(lambda: secretary.press(Qt.Key.Key_V, CONTROL))
    assert "прочитано так" in secretary.told("child_surname")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert sheet.widget().minimumSizeHint().width() <= max(room, sheet.viewport().width())
    assert name.state() == [endless, "Ван Ань Ли", ""]


def test_a_name_in_one_case_is_written_as_names_are(sit: Sit) -> None:
    secretary = sit()
    QGuiApplication.clipboard().setText("САЛТЫКОВА-ЩЕДРИНА АННА\n")
    secretary.press(Qt.Key.Key_V, CONTROL)
    secretary.press(Qt.Key.Key_Return)
    name = secretary.form.sheet.child.name
    name.patronymic.setFocus()
    secretary.line("петровна")
    assert name.state() == ["Салтыкова-Щедрина", "Анна", "Петровна"]


def test_a_name_parted_in_doubt_is_told_beside_it(sit: Sit) -> None:
    secretary = sit()
    secretary.looked(lambda: secretary.line("Нгуен Ван Ань Ли"))
    assert "прочитано так" in secretary.told("child_surname")
    secretary.form.sheet.child.name.given.setFocus()
    secretary.looked(lambda: secretary.type("а"))
    assert "прочитано так" not in secretary.told("child_surname")  # a person has looked at it


def test_a_day_is_written_out_and_compared_with_the_grade(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Зайцев Фёдор Ильич")
    secretary.looked(lambda: secretary.line("7.4.15"))
    assert secretary.form.sheet.child.born.text() == "07.04.2015"
    assert "не похожа на поступающего в 8 класс" in secretary.told("birth_date")
    secretary.press(Qt.Key.Key_Return, SHIFT)
    secretary.looked(lambda: secretary.line("30.02.2012"))
    assert "Дата не читается" in secretary.told("birth_date")


def test_a_telephone_is_written_out_and_an_unreadable_one_told(sit: Sit) -> None:
    secretary = sit()
    phone = secretary.form.sheet.family.people[0].phone
    phone.setFocus()
    secretary.line("89101234567")
    assert phone.text() == "+7 (910) 123-45-67"
    phone.setFocus()
    phone.clear()
    secretary.looked(lambda: secretary.line("12-34"))
    assert "Телефон не читается" in secretary.told("parent_phone")


def test_two_representatives_by_keys(sit: Sit) -> None:
    secretary = sit()
    secretary.family()
    secretary.form.sheet.family.people[0].shown.setFocus()
    secretary.press(Qt.Key.Key_Insert, ALT)
    secretary.line("Зайцев Илья Петрович")
    secretary.line("отец")
    secretary.line("+7 920 111-22-33")
    secretary.line("г. Бор, ул. Ленина, д. 1")
    secretary.line()
    secretary.group(Qt.Key.Key_2, Qt.Key.Key_1)
    secretary.consent()
    found = row(secretary, secretary.register())
    assert [r.relation for r in found.representatives] == ["мать", "отец"]
    assert found.representatives[1].address == "г. Бор, ул. Ленина, д. 1"
    assert [wish.group.code for wish in found.wishes] == ["8И", "8Ф"]


def test_a_late_one_needs_its_reason(sit: Sit) -> None:
    secretary = sit()
    reason = secretary.form.sheet.filing.late_reason
    assert not reason.isVisible()
    secretary.on(LATE)
    secretary.looked()
    assert reason.isVisible()
    assert "22.04.2026" in secretary.told("filed_at")
    secretary.family()
    secretary.group(Qt.Key.Key_1)
    secretary.line()
    secretary.line()
    assert secretary.focus is reason
    secretary.line()
    secretary.press(Qt.Key.Key_Space)
    secretary.refused()
    assert secretary.form.status.text()
    reason.setFocus()
    secretary.type("болезнь ребёнка, протокол № 3")
    found = row(secretary, secretary.register())
    assert found.late_reason == "болезнь ребёнка, протокол № 3"


def test_one_filed_in_time_may_be_typed_later(sit: Sit) -> None:
    secretary = sit()
    secretary.on(LATE)
    secretary.family()
    secretary.group(Qt.Key.Key_1)
    secretary.line()
    secretary.line("220426 1630")
    assert secretary.form.sheet.filing.filed.text() == "22.04.2026 16:30"
    secretary.looked()
    assert not secretary.form.sheet.filing.late_reason.isVisible()
    secretary.form.sheet.filing.consent.setFocus()
    secretary.press(Qt.Key.Key_Space)
    found = row(secretary, secretary.register())
    assert found.filed_at == datetime(2026, 4, 22, 13, 30, tzinfo=UTC)  # Moscow's 16:30


def test_a_twin_is_told_with_a_link_and_stops_nobody(sit: Sit) -> None:
    secretary = sit()
    child = application("Иванов", "Пётр")
    secretary.line("Иванов Павел Иванович")
    secretary.line("20.05.2012")
    secretary.line("г. Нижний Новгород")
    secretary.looked(lambda: secretary.line(child.address))
    assert "близнецов" in secretary.told("child_surname")
    assert number(1) in secretary.told("child_surname")
    went: list[Link] = []
    secretary.workplace.went.connect(went.append)
    row_told = secretary.form.sheet.child.all_rows()[0].told
    link = next(button for button in row_told.findChildren(QWidget) if number(1) in button.accessibleName())
    secretary.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert went == [Link("journal", secretary.desk.id(1))]
    assert secretary.at == secretary.form.sheet.child.foreign.accessibleName()


def test_a_child_that_applied_already_is_told(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Иванов Пётр Иванович")
    secretary.looked(lambda: secretary.line("20.05.2012"))
    assert "уже записан" in secretary.told("child_surname")


def test_a_missing_document_is_told_when_the_documents_are_passed(sit: Sit) -> None:
    secretary = sit()
    secretary.family()
    secretary.group(Qt.Key.Key_1)
    secretary.consent()
    secretary.looked()
    assert secretary.told("document:marks") == ""  # its turn has not come
    secretary.line()
    secretary.looked(secretary.line)
    assert "Не представлен документ" in secretary.told("document:marks")
    found = row(secretary, secretary.register())
    assert list(found.documents) == []


def test_what_is_missing_is_marked_and_the_first_of_it_gets_the_focus(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Зайцев Фёдор Ильич")
    secretary.looked()
    assert secretary.told("birth_place") == ""
    secretary.refused()
    assert secretary.focus is secretary.form.sheet.child.born
    assert "место рождения" in secretary.told("birth_place")
    assert "согласие" in secretary.told("consent")
    assert secretary.form.sheet.child.born.property("wrong")
    secretary.looked(lambda: secretary.line("200512"))
    assert not secretary.form.sheet.child.born.property("wrong")


def test_from_the_portal_with_its_number(sit: Sit) -> None:
    secretary = sit()
    filing = secretary.form.sheet.filing
    assert not filing.external.isVisible()
    secretary.family()
    secretary.group(Qt.Key.Key_1)
    secretary.press(Qt.Key.Key_Down)
    secretary.press(Qt.Key.Key_Return)
    assert secretary.focus is filing.external
    secretary.line("1234567890")
    secretary.line()
    secretary.press(Qt.Key.Key_Space)
    secretary.press(Qt.Key.Key_Return)
    secretary.line()
    secretary.press(Qt.Key.Key_Space)
    found = row(secretary, secretary.register())
    assert (found.channel, found.external_number) == (Channel.EPGU, "1234567890")
    assert not found.representatives[0].identity_shown
    assert found.documents[0].copy_kind is CopyKind.ELECTRONIC


def test_a_foreign_citizen_is_asked_for_more_documents(sit: Sit) -> None:
    secretary = sit()
    documents = secretary.form.sheet.documents
    documents.papers[1].there.setChecked(True)
    before = {paper.asked.id for paper in documents.papers if paper.asked}
    secretary.form.sheet.child.foreign.setFocus()
    secretary.press(Qt.Key.Key_Space)
    after = {paper.asked.id for paper in documents.papers if paper.asked}
    assert after - before == {"kinship", "right_to_stay", "translation"}
    assert [draft.kind for draft in documents.drafts()] == ["marks"]  # what was marked stays marked
    documents.papers[-1].there.setChecked(True)
    documents.papers[-1].sheets.setValue(3)
    secretary.press(Qt.Key.Key_Space)
    assert [draft.kind for draft in documents.drafts()] == ["marks"]
    secretary.press(Qt.Key.Key_Space)  # it was a slip
    assert [draft.sheets for draft in documents.drafts()] == [1, 3]


def test_marks_come_back_with_a_group_that_is_wanted_again(sit: Sit) -> None:
    secretary = sit()
    wishes = secretary.form.sheet.wishes.wishes
    wishes.setFocus()
    secretary.press(Qt.Key.Key_1)
    secretary.form.sheet.proofs.values[Kind.MARK, "физика"].setText("4")
    wishes.setFocus()
    secretary.press(Qt.Key.Key_1)
    assert (Kind.MARK, "физика") not in secretary.form.sheet.proofs.values
    secretary.press(Qt.Key.Key_1)
    assert secretary.form.sheet.proofs.values[Kind.MARK, "физика"].text() == "4"


def test_who_compared_is_asked_beside_its_field(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    secretary.form.sheet.documents.comparer.choose("")
    secretary.refused()
    assert "Не указано, кто сличил копии" in secretary.told("comparer")
    assert secretary.focus is secretary.form.sheet.documents.comparer


def test_another_document_and_an_achievement_by_keys(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    secretary.form.sheet.documents.papers[0].there.setFocus()
    secretary.press(Qt.Key.Key_Insert, ALT)
    secretary.type("Справка из спортивной школы")
    secretary.form.sheet.proofs.values[Kind.MARK, "физика"].setFocus()
    secretary.press(Qt.Key.Key_Insert, ALT)
    made = secretary.form.sheet.proofs.achievements[0]
    assert secretary.focus is made.category
    made.category.choose("16.2")
    secretary.press(Qt.Key.Key_Return)
    secretary.line("ВсОШ, региональный этап")
    made.subject.choose("физика")
    made.result.choose("призёр")
    made.held.setFocus()
    secretary.line("150226")
    found = row(secretary, secretary.register())
    assert [document.title for document in found.documents if document.kind == "other"] == [
        "Справка из спортивной школы"
    ]
    with secretary.desk.office.question() as session:
        [proved] = ledger.participant(session, found.id).achievements
    assert (proved.category, proved.subject, proved.result, proved.held_on) == (
        "16.2", "физика", "призёр", date(2026, 2, 15),
    )  # fmt: skip


def test_what_was_typed_before_is_suggested(sit: Sit) -> None:
    secretary = sit()
    address = secretary.form.sheet.child.address
    secretary.qtbot.waitUntil(lambda: address.completer() is not None)
    address.setFocus()
    secretary.type("горьк")
    popup = address.completer().popup()
    secretary.qtbot.waitUntil(popup.isVisible)
    secretary.qtbot.keyClick(popup, Qt.Key.Key_Down)
    assert address.text() == "г. Нижний Новгород, ул. Горького, "
    secretary.qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert secretary.focus is address  # the house is still to be typed
    secretary.type("д. 5")
    assert address.text() == "г. Нижний Новгород, ул. Горького, д. 5"
    address.clear()
    secretary.type("г. Кстово")
    secretary.press(Qt.Key.Key_Return)
    assert address.text() == "г. Кстово"  # nothing is filled in by itself


def test_a_street_is_offered_to_the_very_next_family(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    secretary.register()
    completer = secretary.form.sheet.child.address.completer()
    secretary.qtbot.waitUntil(
        lambda: completer.model().match(completer.model().index(0, 0), 0, "г. Нижний Новгород, ул. Тихая, ") != []
    )


def test_a_school_without_a_campaign_is_led_to_the_settings(sit: Sit, qtbot: QtBot) -> None:
    secretary = sit()
    went: list[Link] = []
    secretary.workplace.went.connect(went.append)
    secretary.workplace.set_campaign(None)
    assert secretary.at == ""
    secretary.press(Qt.Key.Key_Space)
    assert went == [Link("settings", "campaign")]


@pytest.mark.parametrize("percent", [100, 110, 200])
def test_it_fits_beside_the_rail_of_a_small_screen(sit: Sit, qapp: QApplication, percent: int) -> None:
    secretary = sit()
    dress(qapp, Look.LIGHT, percent)
    secretary.form.receipt.printers.offer([("office", "Принтер в приёмной на втором этаже")])
    assert secretary.form.minimumSizeHint().width() <= 1366 - em(secretary.form, 6)
    assert secretary.form.minimumSizeHint().height() <= 768 - em(secretary.form, 9)
    sheet = secretary.form.sheet
    wishes = sheet.wishes.wishes
    assert wishes.minimumHeight() >= sum(wishes.sizeHintForRow(row) for row in range(wishes.count())) > 0
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    for width in range(1150, 1400, 5):  # beside the rail, whole or narrow: nothing is beyond the edge
        secretary.form.resize(width, 680)
        assert sheet.widget().minimumSizeHint().width() <= sheet.viewport().width()


def test_every_control_has_a_name_and_tab_goes_from_top_to_bottom(sit: Sit) -> None:
    secretary = sit()
    stops = [widget for widget in secretary.form.sheet.findChildren(QWidget) if isinstance(widget, Stop)]
    assert stops
    assert [type(widget).__name__ for widget in stops if not widget.accessibleName()] == []
    seen = []
    for _ in range(len(stops)):
        seen.append(secretary.focus)
        secretary.press(Qt.Key.Key_Return)
    places = [
        secretary.form.sheet.parts.index(part)
        for w in seen
        for part in secretary.form.sheet.parts
        if part.isAncestorOf(w)
    ]
    assert places == sorted(places)
    assert SECRETARY
