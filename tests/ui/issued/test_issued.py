"""The register of issued papers: found, printed, saved, repeated, signed beside, a real one told from a changed one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import is_zipfile

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from otbor.domain.rights import Right
from otbor.services import commission_changes, commission_view, papers, signatures
from otbor.services.papers.again import Twin
from otbor.ui.issued import saving
from otbor.ui.issued.model import KIND, REPEATED, SIGNED
from otbor.ui.issued.section import IssuedSection
from otbor.ui.kit.theme import Look, dress
from otbor.ui.kit.workplace import Link
from otbor.wording.verification import Outcome
from tests.services.desk import Desk, number
from tests.services.school import member
from tests.signing.samples import DIRECTOR, credential, with_text_appended
from tests.signing.samples import paper as foreign_paper
from tests.ui.conftest import WorkplaceAt
from tests.ui.issued.conftest import Opened, rest
from tests.ui.issued.crowd import many
from tests.ui.typing_keys import type_text


def column(section: IssuedSection, which: int) -> list[str]:
    return [section.model.data(section.model.index(row, which)) for row in range(len(section.model.ids))]


def issue_order(desk: Desk) -> papers.Issued:
    return papers.issue_order(desk.office, 1)


def checked(qtbot: QtBot, section: IssuedSection, *files: Path) -> None:
    section.checking.check(files)
    qtbot.waitUntil(lambda: section._pages.currentWidget() is section.check_page and not section.workplace.busy)


# The register


def test_the_newest_paper_is_shown_first_and_opened(qtbot: QtBot, opened: Opened) -> None:
    section, _desk = opened()
    assert column(section, KIND) == ["Журнал приёма заявлений", *["Расписка"] * 7, "Расписки одним файлом"]
    paper = section.pane.preview.paper
    assert paper is not None
    assert paper.title.startswith("Журнал приёма заявлений")
    qtbot.keyClick(section.table, Qt.Key.Key_Down)
    rest(qtbot, section)
    paper = section.pane.preview.paper
    assert paper is not None
    assert paper.number == number(7)
    assert "Волков" in section.pane._told.text()
    assert "SHA-256" in section.model.data(section.table.currentIndex(), Qt.ItemDataRole.ToolTipRole)


def test_a_surname_a_kind_and_days_filter(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened()
    qtbot.keyClick(section, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    section.begin_filter()
    type_text(section.bar.text, "сидор")
    qtbot.waitUntil(lambda: len(section.model.ids) == 1)
    rest(qtbot, section)
    qtbot.keyClick(section.bar.text, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is section.table
    section.bar.text.clear()
    qtbot.waitUntil(lambda: len(section.model.ids) == 9)
    rest(qtbot, section)
    section.bar.kinds.setCurrentIndex(section.bar.kinds.findData("receipt"))
    qtbot.waitUntil(lambda: len(section.model.ids) == 7)
    desk.clock.on(date(2026, 5, 30))
    section.bar.days.setCurrentIndex(2)
    qtbot.waitUntil(lambda: not section.model.ids)
    rest(qtbot, section)
    assert section.empty.isVisible()
    assert section.pane.preview.paper is None
    assert not section.acts["issued-save"].isEnabled()
    qtbot.mouseClick(section.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(section.model.ids) == 9)
    rest(qtbot, section)


def test_days_of_ones_own_filter(qtbot: QtBot, opened: Opened) -> None:
    """They begin from the day of the office's clock, not of the computer's."""
    section, desk = opened()
    section.bar.days.setCurrentIndex(4)
    assert section.bar.first.isVisible()
    today = section.bar.first.date()
    assert date(*today.getDate()) == desk.clock.now.date()
    section.bar.first.setDate(today.addDays(1))
    qtbot.waitUntil(lambda: not section.model.ids)
    section.bar.first.setDate(today.addDays(-30))
    qtbot.waitUntil(lambda: len(section.model.ids) == 9)
    rest(qtbot, section)


def test_a_link_opens_a_paper_even_when_the_filter_hides_it(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened()
    section.bar.kinds.setCurrentIndex(section.bar.kinds.findData("journal"))
    qtbot.waitUntil(lambda: len(section.model.ids) == 1)
    rest(qtbot, section)
    [wanted] = papers.issued_papers(desk.office, desk.campaign, application_id=desk.id(3))
    section.go(wanted.paper_id)
    qtbot.waitUntil(lambda: section.table.current == wanted.paper_id)
    rest(qtbot, section)


def test_a_link_to_no_paper_is_told(opened: Opened, notices: list[str]) -> None:
    section, _desk = opened()
    section.go(9999)
    assert "нет документа" in notices[-1]


def payload(desk: Desk, ordinal: int) -> tuple[int, str]:
    [card] = papers.issued_papers(desk.office, desk.campaign, application_id=desk.id(ordinal))
    return card.paper_id, f"otbor:{card.kind}:{card.number}:{card.fingerprint}"


def test_a_scanned_qr_opens_its_paper(qtbot: QtBot, opened: Opened, notices: list[str]) -> None:
    section, desk = opened()
    wanted, code = payload(desk, 4)
    section.go(code)
    qtbot.waitUntil(lambda: section.table.current == wanted)
    rest(qtbot, section)
    other, code = payload(desk, 5)
    section.begin_filter()
    type_text(section.bar.text, code)
    qtbot.keyClick(section.bar.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: section.table.current == other)
    rest(qtbot, section)
    assert len(section.model.ids) == 9  # the code is no filter
    section.pane.preview.look_for(payload(desk, 2)[1])
    qtbot.waitUntil(lambda: section.table.current == payload(desk, 2)[0])
    rest(qtbot, section)
    assert notices == []


def test_an_unknown_qr_is_told(qtbot: QtBot, opened: Opened, notices: list[str]) -> None:
    section, _desk = opened()
    before = section.table.current
    section.go("otbor:receipt:2026-8-9999:0123456789abcdef")
    qtbot.waitUntil(lambda: bool(notices))
    rest(qtbot, section)
    assert section.table.current == before


def test_what_others_issue_appears(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened()
    section.workplace.act(lambda office, _steps: papers.issue_receipt(office, desk.id(1)))
    qtbot.waitUntil(lambda: len(section.model.ids) == 10)
    rest(qtbot, section)
    assert column(section, REPEATED)[0]


def test_the_application_of_a_receipt_is_a_step_away(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened()
    assert not section.acts["issued-application"].isEnabled()  # of the journal
    qtbot.keyClick(section.table, Qt.Key.Key_Down)
    rest(qtbot, section)
    with qtbot.waitSignal(section.workplace.went) as went:
        section.acts["issued-application"].trigger()
    assert went.args == [Link("journal", desk.id(7))]


# Printing and saving


def test_chosen_papers_go_into_the_queue_by_number_and_once(qtbot: QtBot, opened: Opened) -> None:
    section, _desk = opened()
    section.bar.kinds.setCurrentIndex(section.bar.kinds.findData("receipt"))
    qtbot.waitUntil(lambda: len(section.model.ids) == 7)
    rest(qtbot, section)
    section.table.selectAll()
    for _time in range(2):
        section.acts["issued-queue"].trigger()
    assert [paper.number for paper in section.pane.queue.model.papers] == [number(n) for n in range(1, 8)]
    assert section.pane.queue.isVisible()
    assert "7" in section.pane.tabs.tabText(2)


def test_a_paper_is_saved_as_it_was_issued(
    qtbot: QtBot, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notices: list[str]
) -> None:
    section, desk = opened()
    asked: list[tuple[Path, list[tuple[str, str]]]] = []
    section.workplace.memory.put("folder/papers", str(tmp_path))

    def answer(_parent: QWidget, _title: str, suggested: Path, kinds: list[tuple[str, str]]) -> str:
        asked.append((suggested, kinds))
        return str(tmp_path / "журнал.pdf")

    monkeypatch.setattr(saving, "ask_for_file", answer)
    section.acts["issued-save"].trigger()
    qtbot.waitUntil(lambda: bool(notices))
    paper_id = section.table.current
    assert paper_id is not None
    assert (tmp_path / "журнал.pdf").read_bytes() == papers.content(desk.office, paper_id)
    assert (asked[0][0].parent, asked[0][0].suffix) == (tmp_path, ".pdf")
    assert [ending for _title, ending in asked[0][1]] == ["pdf", Twin.XLSX, Twin.CSV]


def test_several_are_saved_into_a_folder(
    qtbot: QtBot, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notices: list[str]
) -> None:
    section, _desk = opened()
    monkeypatch.setattr(saving, "ask_for_folder", lambda _parent, _begin: str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    section.table.selectAll()
    section.acts["issued-save"].trigger()
    qtbot.waitUntil(lambda: bool(notices))
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 9


def test_an_order_is_saved_to_be_edited(
    qtbot: QtBot, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notices: list[str]
) -> None:
    section, _desk = opened("enrolled", issue_order)
    monkeypatch.setattr(saving, "ask_for_file", lambda *_said: str(tmp_path / "приказ.docx"))
    section.acts["issued-save"].trigger()
    qtbot.waitUntil(lambda: bool(notices))
    assert is_zipfile(tmp_path / "приказ.docx")


# Issuing


def test_a_paper_is_repeated(qtbot: QtBot, opened: Opened, notices: list[str]) -> None:
    section, _desk = opened()
    qtbot.waitUntil(section.acts["issued-repeat"].isEnabled)
    before = section.table.current
    section.acts["issued-repeat"].trigger()
    qtbot.waitUntil(lambda: section.table.current not in {None, before})
    rest(qtbot, section)
    assert column(section, KIND)[:2] == ["Журнал приёма заявлений"] * 2
    assert column(section, REPEATED)[0]
    assert not column(section, REPEATED)[1]
    assert len(notices) == 1


def test_a_batch_is_not_repeated_and_says_why(qtbot: QtBot, opened: Opened, notices: list[str]) -> None:
    section, _desk = opened()
    section.table.selectRow(8)
    rest(qtbot, section)
    section.acts["issued-repeat"].trigger()
    qtbot.waitUntil(lambda: bool(notices))
    assert "расписки разных семей" in notices[0]
    rest(qtbot, section)
    assert len(section.model.ids) == 9


def test_a_paper_of_the_campaign_is_issued_by_keys(qtbot: QtBot, opened: Opened) -> None:
    section, _desk = opened()
    section.acts["issued-issue"].trigger()
    dialog = section.paper_acts.dialog
    assert dialog is not None
    titles = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    for _time in range(3):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert titles[dialog.list.currentRow()].startswith("Заявление")
    qtbot.mouseClick(dialog.issue, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(section.model.ids) == 10)
    rest(qtbot, section)
    assert column(section, KIND)[0] == "Заявление"
    assert section.table.currentIndex().row() == 0


def test_every_offered_paper_is_issued_or_refused_in_a_sentence(
    qtbot: QtBot, opened: Opened, notices: list[str]
) -> None:
    section, desk = opened()
    admission = commission_view.stored_commissions(desk.office, desk.campaign).commissions[0]
    grown = (*admission.draft.members, member("Юдин Яков Ильич"))
    day = desk.clock.now.date()
    commission_changes.change_members(desk.office, admission.commission_id, grown, "15-од", day, "нужен учитель физики")
    section.ask_what_to_issue()
    dialog = section.paper_acts.dialog
    assert dialog is not None
    assert "15-од" in dialog.list.item(1).text()
    for offer in dialog.offers:
        section.paper_acts.issue(offer)
    qtbot.waitUntil(lambda: len(notices) == len(dialog.offers))
    assert sum("допущен" in told for told in notices) == 2  # nobody is admitted yet
    assert sum("крупн" in told for told in notices) == 1  # in the words of the notice that was issued just before
    rest(qtbot, section)
    assert "Приказ об изменении комиссий" in column(section, KIND)
    dialog.reject()


def test_who_may_not_issue_is_not_offered_it(qtbot: QtBot, workplace_at: WorkplaceAt) -> None:
    workplace, _desk = workplace_at("filed")
    workplace.glance.rights = frozenset(Right) - {Right.ISSUE}
    section = IssuedSection(workplace)
    qtbot.addWidget(section)
    assert not {"issued-issue", "issued-repeat"} & section.acts.keys()
    assert "issued-check" in section.acts
    qtbot.waitUntil(lambda: not workplace.busy and not section._asked and not section.table._pause.isActive())
    section.shut()


# Signatures


def signed_order(desk: Desk) -> papers.Issued:
    issued = issue_order(desk)
    signatures.sign(desk.office, issued.paper_id, credential(DIRECTOR), "director")
    return issued


def see_signatures(qtbot: QtBot, section: IssuedSection) -> str:
    page = section.pane.signatures
    section.pane.tabs.setCurrentWidget(page)
    # Qt shows what was put into a layout a turn of the loop later
    qtbot.waitUntil(lambda: page.sheet is not None and not section._asked and page._body.isVisible())
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_signatures_are_shown_with_what_they_are_worth(qtbot: QtBot, opened: Opened) -> None:
    section, _desk = opened("enrolled", signed_order)
    assert column(section, SIGNED) == ["подписан"]
    told = see_signatures(qtbot, section)
    assert DIRECTOR in told
    assert "директор" in told
    assert "Подлинный" in told
    assert section.pane.signatures.verdict.outcome is Outcome.GENUINE


def test_a_signature_made_elsewhere_is_kept_beside_and_saved_again(
    qtbot: QtBot, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notices: list[str]
) -> None:
    section, desk = opened("enrolled", issue_order)
    paper_id = section.table.current
    assert paper_id is not None
    made = signatures.sign_file_detached(papers.content(desk.office, paper_id), credential(DIRECTOR))
    (tmp_path / "приказ.pdf.sig").write_bytes(made)
    monkeypatch.setattr(saving, "ask_to_open", lambda *_said: [str(tmp_path / "приказ.pdf.sig")])
    see_signatures(qtbot, section)
    qtbot.mouseClick(section.pane.signatures.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(papers.signatures_beside(desk.office, paper_id)) == 1)
    qtbot.waitUntil(
        lambda: section.pane.signatures.sheet is not None and len(section.pane.signatures.sheet.beside) == 1
    )
    assert DIRECTOR in notices[-1]
    monkeypatch.setattr(saving, "ask_for_file", lambda *_said: str(tmp_path / "снова.sig"))
    [save] = [
        button
        for button in section.pane.signatures.findChildren(QAbstractButton)
        if DIRECTOR in button.accessibleName()
    ]
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (tmp_path / "снова.sig").is_file() and not section.workplace.busy)
    assert (tmp_path / "снова.sig").read_bytes() == made
    section.acts["issued-signature"].trigger()  # the same once more is refused
    qtbot.waitUntil(lambda: "уже" in notices[-1])


def test_a_signature_of_something_else_is_refused(
    qtbot: QtBot, opened: Opened, tmp_path: Path, notices: list[str]
) -> None:
    section, _desk = opened("enrolled", issue_order)
    (tmp_path / "чужая.sig").write_bytes(signatures.sign_file_detached(b"other bytes", credential(DIRECTOR)))
    assert section.table.current is not None
    section.paper_acts.keep_signature(section.table.current, tmp_path / "чужая.sig")
    qtbot.waitUntil(lambda: bool(notices))
    assert "подпис" in notices[-1]


# The check of a file


@pytest.fixture
def checking(opened: Opened) -> tuple[IssuedSection, bytes, int]:
    """The section, the bytes of a signed order and its row id."""
    section, desk = opened("enrolled", signed_order)
    paper_id = section.table.current
    assert paper_id is not None
    return section, papers.content(desk.office, paper_id), paper_id


def flipped(pdf: bytes) -> bytes:
    middle = len(pdf) // 3
    return pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]


@pytest.mark.parametrize(
    ("change", "outcome", "pretends"),
    [
        (bytes, Outcome.GENUINE, False),
        (flipped, Outcome.CHANGED, True),
        (with_text_appended, Outcome.CHANGED, True),
        (lambda _pdf: foreign_paper(), Outcome.FOREIGN, False),
        (lambda _pdf: b"no paper", Outcome.UNREADABLE, False),
    ],
)
def test_a_real_paper_is_told_from_a_changed_one(
    qtbot: QtBot,
    checking: tuple[IssuedSection, bytes, int],
    tmp_path: Path,
    change: Callable[[bytes], bytes],
    outcome: Outcome,
    pretends: bool,
) -> None:
    section, pdf, paper_id = checking
    file = tmp_path / "приказ.pdf"
    file.write_bytes(change(pdf))
    checked(qtbot, section, file)
    page = section.check_page
    assert page.verdict.outcome is outcome
    assert page.verdict.headline.text()
    assert page.verdict.told.text()
    assert not page.verdict._sign.pixmap().isNull()  # a word and an icon, not a colour alone
    assert page._issued_box.isVisible() is pretends
    if pretends:
        qtbot.waitUntil(lambda: getattr(page.issued_pane.paper, "paper_id", None) == paper_id)
        qtbot.mouseClick(page.open, Qt.MouseButton.LeftButton)
        assert section._pages.currentWidget() is not page
        rest(qtbot, section)
        assert section.table.current == paper_id


def test_a_check_is_the_one_of_the_command_line(
    qtbot: QtBot, checking: tuple[IssuedSection, bytes, int], tmp_path: Path
) -> None:
    section, pdf, _paper_id = checking
    (tmp_path / "a.pdf").write_bytes(flipped(pdf))
    checked(qtbot, section, tmp_path / "a.pdf")
    said = papers.verify(section.workplace.glance, flipped(pdf)).sentences
    assert section.check_page.verdict.told.text().split("\n") == list(said)


def test_a_file_and_its_signature_are_dropped_to_be_checked(
    qtbot: QtBot, checking: tuple[IssuedSection, bytes, int], tmp_path: Path
) -> None:
    section, pdf, _paper_id = checking
    (tmp_path / "a.pdf").write_bytes(pdf)
    (tmp_path / "a.pdf.sig").write_bytes(signatures.sign_file_detached(pdf, credential(DIRECTOR)))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.pdf", "a.pdf.sig")])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(section, enters)
    assert enters.isAccepted()
    QApplication.sendEvent(section, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))
    qtbot.waitUntil(lambda: section.check_page.verdict.outcome is Outcome.GENUINE)
    assert DIRECTOR in section.check_page.verdict.told.text()
    (tmp_path / "a.pdf").write_bytes(flipped(pdf))
    checked(qtbot, section, tmp_path / "a.pdf", tmp_path / "a.pdf.sig")
    qtbot.waitUntil(lambda: section.check_page.verdict.outcome is Outcome.CHANGED)


def test_a_file_is_chosen_to_be_checked_and_left_again(
    qtbot: QtBot,
    checking: tuple[IssuedSection, bytes, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    notices: list[str],
) -> None:
    section, pdf, _paper_id = checking
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(pdf)
    monkeypatch.setattr(saving, "ask_to_open", lambda *_said: [str(tmp_path / "a.pdf")])
    section.acts["issued-check"].trigger()
    qtbot.waitUntil(section.check_page.isVisible)
    qtbot.keyClick(section.check_page.back, Qt.Key.Key_Space)
    assert section.table.isVisible()
    section.checking.check([tmp_path / "a.pdf", tmp_path / "b.pdf"])
    assert notices
    section.checking.check([tmp_path / "none.pdf"])
    qtbot.waitUntil(lambda: len(notices) == 2)
    rest(qtbot, section)


# Looks, speed, access


def test_ten_thousand_papers_are_there_at_once(qtbot: QtBot, opened: Opened) -> None:
    section, desk = opened()
    many(desk, 10_000)
    section.bar.clear()
    qtbot.waitUntil(lambda: len(section.model.ids) == 10_009)
    rest(qtbot, section)
    for place in (0, 4_000, 9_999):
        section.table.scrollTo(section.model.index(place, 0))
        section.table.viewport().grab()
    section.table.selectAll()
    type_text(section.bar.text, "кузн")
    qtbot.waitUntil(lambda: len(section.model.ids) == 1)
    rest(qtbot, section)


def test_without_a_campaign_the_way_on_is_told(qtbot: QtBot, workplace_at: WorkplaceAt, notices: list[str]) -> None:
    workplace, _desk = workplace_at("filed")
    workplace.set_campaign(None)
    section = IssuedSection(workplace)
    qtbot.addWidget(section)
    section.show()
    with qtbot.waitSignal(workplace.went) as went:
        qtbot.mouseClick(section.empty.button, Qt.MouseButton.LeftButton)
    assert went.args == [Link("settings", "campaign")]
    section.ask_what_to_issue()
    assert notices
    section.shut()


def test_every_control_has_a_name(qtbot: QtBot, checking: tuple[IssuedSection, bytes, int], tmp_path: Path) -> None:
    section, pdf, _paper_id = checking
    (tmp_path / "a.pdf").write_bytes(flipped(pdf))
    checked(qtbot, section, tmp_path / "a.pdf")
    kinds = (QAbstractButton, QComboBox, QLineEdit)
    for control in (child for kind in kinds for child in section.findChildren(kind)):
        inner = isinstance(control.parent(), QComboBox) or control.objectName().startswith("qt_")
        if control.focusPolicy() is not Qt.FocusPolicy.NoFocus and not inner:
            named = control.accessibleName() or (isinstance(control, QAbstractButton) and control.text())
            assert named, (control, control.parent())


@pytest.mark.parametrize(("look", "percent"), [(Look.DARK, 100), (Look.LIGHT, 200)])
def test_the_section_lives_in_every_look(
    qtbot: QtBot, qapp: QApplication, opened: Opened, look: Look, percent: int
) -> None:
    section, _desk = opened()
    dress(qapp, look, percent)
    QApplication.sendPostedEvents()
    picture = section.grab()
    assert not picture.isNull()
    assert section.table.rowHeight(0) > 20 * percent / 100
    assert section.minimumSizeHint().width() <= 1366 - 80  # what a small screen leaves beside the rail of icons


def test_keys_are_not_those_of_the_main_window(opened: Opened) -> None:
    section, _desk = opened()
    keys = [
        shortcut.toString()
        for owner in (section.pane.preview, section.pane.queue, section)
        for action in (*owner.actions(), *(section.acts.values() if owner is section else ()))
        for shortcut in action.shortcuts()
        if shortcut.toString()
    ]
    assert len(keys) == len(set(keys))
    assert not {f"Ctrl+{digit}" for digit in range(10)} & set(keys)
    assert not {"Ctrl+F", "Ctrl+P", "Ctrl+S", "Ctrl++"} & set(keys)
