"""Registration as the secretary does it: by keys, from the first letter to the receipt."""

from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from otbor.domain.applications import ApplicationStatus, Channel, CopyKind
from otbor.domain.findings import Finding, Trouble
from otbor.domain.participants import Kind
from otbor.services import drafts, ledger, papers, registration
from otbor.storage.models import Application
from otbor.ui.kit.decision import ReasonDecision
from otbor.ui.kit.failures import Family
from otbor.ui.kit.theme import Look, dress, em
from otbor.ui.kit.workplace import Link
from otbor.ui.registration.editors import Stop
from tests.services.desk import CAMPAIGN, number
from tests.services.school import SECRETARY, application
from tests.ui.registration.conftest import Sit
from tests.ui.registration.hands import ALT, CONTROL, SHIFT, Secretary, Strokes
from tests.ui.typing_keys import type_text

MOST_STROKES = 40
LATE = date(2026, 4, 24)


def row(secretary: Secretary, identity: int) -> Application:
    """The application with its parts loaded."""
    with secretary.desk.office.question() as session:
        found = session.get_one(Application, identity)
        assert found.representatives
        assert all(wish.group for wish in found.wishes)
        assert list(found.documents) is not None
        return found


def done(secretary: Secretary) -> None:
    """All that was asked and is to be written is over."""
    secretary.qtbot.waitUntil(lambda: not secretary.workplace.busy, timeout=10_000)


def receipt_ready(secretary: Secretary) -> None:
    """The receipt is shown."""
    secretary.qtbot.waitUntil(lambda: secretary.form.receipt.pane.paper is not None, timeout=10_000)


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
    with secretary.qtbot.waitSignal(secretary.form.receipt.printed, timeout=10_000):
        secretary.press(Qt.Key.Key_P, CONTROL)
    qapp.removeEventFilter(strokes)
    with capsys.disabled():
        print(f"\nfrom the empty form to the printed receipt: {len(strokes.keys)} keys beyond the text")
    assert (secretary.printers.folder / f"{number(8)}.pdf").stat().st_size > 1000
    assert 20 < len(strokes.keys) <= MOST_STROKES, strokes.keys


def test_ctrl_p_right_after_ctrl_enter_prints_when_the_receipt_is_made(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    with secretary.qtbot.waitSignal(secretary.form.receipt.printed, timeout=10_000):
        secretary.press(Qt.Key.Key_Return, CONTROL)
        secretary.press(Qt.Key.Key_P, CONTROL)
    assert [way.printer for way in secretary.printers.ways] == ["office"]


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


def test_a_representative_is_taken_away_and_put_back(sit: Sit) -> None:
    secretary = sit()
    secretary.press(Qt.Key.Key_Insert, ALT)
    secretary.type("Зайцев")
    secretary.press(Qt.Key.Key_Delete, ALT)
    assert len(secretary.form.sheet.family.people) == 1
    [(_title, undo)] = secretary.notices[-1].acts
    undo()
    assert [person.name.surname.text() for person in secretary.form.sheet.family.people] == ["", "Зайцев"]


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
    popup.hide()
    address.clear()
    secretary.type("г. Кстово")
    secretary.press(Qt.Key.Key_Return)
    assert address.text() == "г. Кстово"  # nothing is filled in by itself


def test_a_crash_loses_nothing_that_was_typed(sit: Sit) -> None:
    secretary = sit()
    with secretary.qtbot.waitSignal(secretary.form.drafted, timeout=10_000):
        secretary.family("Петрова-Водкина Инна")
    with secretary.qtbot.waitSignal(secretary.form.drafted, timeout=10_000):
        secretary.group(Qt.Key.Key_2, Qt.Key.Key_1)
    before = secretary.form.sheet.state()
    secretary.form.hide()  # it is never shut: the program has crashed
    again = sit(before=secretary)
    assert again.form.sheet.state() == before
    assert "Белова А. С." in again.form.draft.offer.text
    assert len(again.form.draft.offer.buttons) == 2
    again.form.sheet.filing.consent.setChecked(True)
    again.register()
    assert drafts.kept(again.desk.office, CAMPAIGN) is None  # gone with the registration
    third = sit(before=again)
    assert third.form.draft.offer.isHidden()
    assert third.form.sheet.child.name.state() == ["", "", ""]


def test_the_draft_of_a_registered_application_is_not_kept_behind_it(sit: Sit) -> None:
    secretary, gate = sit(), Event()
    secretary.whole()
    secretary.workplace.act(lambda _office, _steps: gate.wait(10))  # a slow disk
    secretary.press(Qt.Key.Key_Return, CONTROL)
    secretary.form.draft.keeper.touch()  # a letter of the last moment
    secretary.press(Qt.Key.Key_Escape)  # and back to the journal
    with secretary.qtbot.waitSignal(secretary.form.registered, timeout=10_000):
        gate.set()
    done(secretary)
    assert drafts.kept(secretary.desk.office, CAMPAIGN) is None


def test_what_is_typed_before_the_draft_has_come_stays_and_the_draft_waits(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Зайцев Фёдор Ильич")
    secretary.press(Qt.Key.Key_Escape)
    done(secretary)
    gate = Event()
    secretary.workplace.ask(lambda _office, _steps: gate.wait(10))  # a long export
    again = sit(before=secretary, looked=False)
    again.whole()
    gate.set()
    again.qtbot.waitUntil(lambda: "вернётся" in again.form.draft.offer.text, timeout=10_000)
    assert again.form.sheet.child.name.state() == ["Зайцев", "Фёдор", "Ильич"]
    assert again.form.sheet.child.born.text() == "20.05.2012"
    secretary.qtbot.mouseClick(again.form.draft.offer.buttons[0], Qt.MouseButton.LeftButton)
    assert again.form.sheet.child.born.text() == ""  # the one that waited
    again.press(Qt.Key.Key_Delete, CONTROL)
    assert again.form.sheet.child.born.text() == "20.05.2012"  # nothing of the other is lost by it


def test_what_waited_is_kept_with_it_and_comes_back_when_it_is_registered(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Белкин Олег Ильич")
    secretary.press(Qt.Key.Key_Escape)
    done(secretary)
    gate = Event()
    secretary.workplace.ask(lambda _office, _steps: gate.wait(10))
    again = sit(before=secretary, looked=False)
    again.type("Зайцев Фёдор Ильич")
    with again.qtbot.waitSignal(again.form.drafted, timeout=10_000):
        gate.set()
    third = sit(before=again)  # after a crash
    assert third.form.sheet.child.name.state()[0].startswith("Зайцев")
    third.form.sheet.restore({})
    third.form.sheet.child.name.surname.setFocus()
    third.whole()
    third.register()
    receipt_ready(third)
    third.press(Qt.Key.Key_Return)
    assert third.form.sheet.child.name.state() == ["Белкин", "Олег", "Ильич"]


def test_a_street_is_offered_to_the_very_next_family(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    secretary.register()
    completer = secretary.form.sheet.child.address.completer()
    secretary.qtbot.waitUntil(
        lambda: completer.model().match(completer.model().index(0, 0), 0, "г. Нижний Новгород, ул. Тихая, ") != []
    )


def test_a_receipt_is_made_and_printed_once_however_often_it_is_asked_for(sit: Sit) -> None:
    secretary, gate = sit(), Event()
    secretary.whole()
    identity = secretary.register()
    again = next(notice for notice in secretary.notices if notice.good).acts[0][1]
    again()  # while it is being made
    receipt_ready(secretary)
    real = secretary.form.receipt._open_printer
    secretary.form.receipt._open_printer = lambda way: (gate.wait(10), real(way))[1]
    secretary.press(Qt.Key.Key_P, CONTROL)
    secretary.press(Qt.Key.Key_P, CONTROL)
    with secretary.qtbot.waitSignal(secretary.form.receipt.printed, timeout=10_000):
        gate.set()
    done(secretary)
    assert len(secretary.printers.ways) == 1
    issued = papers.issued_papers(secretary.desk.office, CAMPAIGN, application_id=identity)
    assert [card.kind for card in issued] == ["receipt"]


def test_registering_before_the_campaign_is_read_says_so(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    secretary = sit()
    form, real = secretary.form, registration.opening
    locked = Trouble(Finding("database.locked", values={"path": "школа.otbor"}))
    monkeypatch.setattr(registration, "opening", lambda *_asked: (_ for _ in ()).throw(locked))
    form._forget_campaign()
    form.begin()
    secretary.qtbot.waitUntil(lambda: bool(secretary.notices))
    secretary.press(Qt.Key.Key_Return, CONTROL)
    assert "Повторите" in form.status.text()
    monkeypatch.setattr(registration, "opening", real)
    secretary.press(Qt.Key.Key_Return, CONTROL)
    secretary.qtbot.waitUntil(lambda: form.questions is not None)


def test_a_kept_draft_may_be_left_for_a_new_form(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Зайцев Фёдор")
    with secretary.qtbot.waitSignal(secretary.form.left):
        secretary.press(Qt.Key.Key_Escape)
    secretary.qtbot.waitUntil(lambda: drafts.kept(secretary.desk.office, CAMPAIGN) is not None)
    again = sit(before=secretary)
    again.qtbot.mouseClick(again.form.draft.offer.buttons[1], Qt.MouseButton.LeftButton)
    assert again.form.sheet.child.name.state() == ["", "", ""]
    again.qtbot.waitUntil(lambda: drafts.kept(again.desk.office, CAMPAIGN) is None)


def test_closing_the_window_keeps_the_last_letters(sit: Sit) -> None:
    secretary = sit()
    secretary.type("Зайц")
    secretary.form.shut()
    kept = drafts.kept(secretary.desk.office, CAMPAIGN)
    assert kept is not None
    assert kept.content["child"]["name"][0] == "Зайц"


def test_a_cleared_form_can_be_put_back(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Зайцев Фёдор Ильич")
    secretary.press(Qt.Key.Key_Delete, CONTROL)
    assert secretary.form.sheet.child.name.state() == ["", "", ""]
    [(_title, undo)] = secretary.notices[-1].acts
    undo()
    assert secretary.form.sheet.child.name.state() == ["Зайцев", "Фёдор", "Ильич"]


@pytest.mark.qt_log_ignore("QPainter::begin", "does not support (propagateSizeHints|raise|grabbing the keyboard)")
def test_a_printer_that_fails_leaves_the_application_registered(sit: Sit) -> None:
    secretary = sit()
    secretary.printers.folder = secretary.printers.folder / "gone"
    secretary.whole()
    identity = secretary.register()
    receipt_ready(secretary)
    notices = len(secretary.notices)
    secretary.press(Qt.Key.Key_P, CONTROL)
    secretary.qtbot.waitUntil(lambda: len(secretary.notices) > notices, timeout=10_000)
    assert secretary.notices[-1].family is Family.TROUBLE
    assert row(secretary, identity).status is ApplicationStatus.REGISTERED


def test_without_a_printer_it_is_said(sit: Sit) -> None:
    secretary = sit()
    secretary.printers.choices = []
    secretary.form.receipt.look_for_printers()
    secretary.qtbot.waitUntil(lambda: secretary.form.receipt.printers.count() == 0)
    secretary.whole()
    secretary.register()
    receipt_ready(secretary)
    secretary.press(Qt.Key.Key_P, CONTROL)
    assert secretary.form.receipt.status.text()
    assert secretary.printers.ways == []


def test_the_receipt_is_recorded_once_and_shown_again(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    identity = secretary.register()
    receipt_ready(secretary)
    secretary.press(Qt.Key.Key_Return)
    assert not secretary.form.on_receipt
    _text, again = next(notice for notice in secretary.notices if notice.good).acts[0]
    again()
    assert secretary.form.on_receipt
    secretary.press(Qt.Key.Key_Escape)
    assert not secretary.form.on_receipt
    issued = papers.issued_papers(secretary.desk.office, CAMPAIGN, application_id=identity)
    assert [card.kind for card in issued] == ["receipt"]


def test_what_was_registered_by_mistake_is_annulled_with_a_reason(sit: Sit) -> None:
    secretary = sit()
    secretary.whole()
    identity = secretary.register()
    receipt_ready(secretary)
    _text, annul = next(notice for notice in secretary.notices if notice.good).acts[1]
    annul()
    dialog = secretary.form.findChild(ReasonDecision)
    assert isinstance(dialog, ReasonDecision)
    type_text(dialog.reason, "записано дважды")
    secretary.qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)  # goes on and decides nothing
    assert row(secretary, identity).status is ApplicationStatus.REGISTERED
    with secretary.qtbot.waitSignal(dialog.accepted, timeout=10_000):
        dialog.sure.click()
    secretary.qtbot.waitUntil(lambda: row(secretary, identity).status is ApplicationStatus.ANNULLED)
    secretary.qtbot.waitUntil(lambda: not secretary.form.on_receipt)


def test_a_school_without_a_campaign_is_led_to_the_settings(sit: Sit, qtbot: QtBot) -> None:
    secretary = sit()
    went: list[Link] = []
    secretary.workplace.went.connect(went.append)
    secretary.workplace.set_campaign(None)
    assert secretary.at == ""
    secretary.press(Qt.Key.Key_Space)
    assert went == [Link("settings", "campaign")]


def test_a_document_taken_away_by_the_mouse_is_put_back(sit: Sit) -> None:
    secretary = sit()
    documents = secretary.form.sheet.documents
    documents.add()
    secretary.type("Грамота")
    away = next(b for b in documents.papers[-1].findChildren(QPushButton))
    secretary.qtbot.mouseClick(away, Qt.MouseButton.LeftButton)
    assert all(paper.asked for paper in documents.papers)
    [(_title, undo)] = secretary.notices[-1].acts
    undo()
    assert documents.papers[-1].title.text() == "Грамота"


def test_another_campaign_has_a_form_of_its_own(sit: Sit) -> None:
    secretary = sit()
    secretary.line("Зайцев Фёдор Ильич")
    secretary.workplace.set_campaign(None)
    assert secretary.form.sheet.child.name.state() == ["", "", ""]
    with secretary.qtbot.waitSignal(secretary.form.remarked, timeout=10_000):
        secretary.workplace.set_campaign(CAMPAIGN)
    assert secretary.form.sheet.child.name.state() == ["Зайцев", "Фёдор", "Ильич"]  # kept when it was left


@pytest.mark.parametrize("percent", [100, 200])
def test_it_fits_beside_the_rail_of_a_small_screen(sit: Sit, qapp: QApplication, percent: int) -> None:
    secretary = sit()
    dress(qapp, Look.LIGHT, percent)
    secretary.form.receipt.printers.offer([("office", "Принтер в приёмной на втором этаже")])
    assert secretary.form.minimumSizeHint().width() <= 1366 - em(secretary.form, 6)
    assert secretary.form.minimumSizeHint().height() <= 768 - em(secretary.form, 9)


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
