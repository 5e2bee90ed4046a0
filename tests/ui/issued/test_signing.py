"""Papers signed from the window by all three means: told plainly, one by one, and whole when it does not work."""

import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otbor.services import papers, signatures
from otbor.ui.issued import saving
from otbor.ui.issued.means_form import Kind
from otbor.ui.issued.section import IssuedSection
from otbor.ui.issued.signing_model import AWAITED, OUTCOME
from otbor.ui.issued.signing_page import SigningPage
from tests.services.desk import Desk
from tests.signing import samples
from tests.signing.token_desk import PIN, restarted, token_desk
from tests.ui.issued.conftest import Opened, rest
from tests.ui.typing_keys import type_text


def two_orders(desk: Desk) -> None:
    """Both wait for the director."""
    papers.issue_commission_order(desk.office, desk.campaign)
    papers.issue_order(desk.office, 1)


def to_sign(qtbot: QtBot, section: IssuedSection) -> SigningPage:
    """The page with all papers of the register."""
    section.table.selectAll()
    section.acts["issued-sign"].trigger()
    page = section.signing.page
    qtbot.waitUntil(page.isVisible)
    return page


def signed(qtbot: QtBot, page: SigningPage, secret: str) -> str:
    """Type the secret, sign, and what is told then; nothing of the secret is left in the form."""
    page.form.secret.setFocus()
    type_text(page.form.secret, secret)
    qtbot.keyClick(page.form.secret, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.sign  # Enter goes on to the button and does not sign by itself
    qtbot.keyClick(page.sign, Qt.Key.Key_Space)
    assert page.form.secret.text() == ""
    qtbot.waitUntil(lambda: not page._running)
    return page.notice.text


def outcomes(page: SigningPage) -> list[str]:
    return [page.model.data(page.model.index(row, OUTCOME)) for row in range(page.model.rowCount())]


def revisions(section: IssuedSection) -> list[int]:
    """How many revisions each paper of the register has."""
    return [len(papers.revisions(section.workplace.glance, paper)) for paper in section.model.ids]


def with_program(folder: Path, code: str, timeout: float = 60) -> Path:
    """The school's folder: its program runs ``code``; the certificate of the director lies there."""
    (folder / "office").mkdir()
    settings = f"""
        [commands.own]
        title = "Своя программа"
        tested = true
        argv = ['{sys.executable}', "-c", '{code}', "{{out}}"]
        secret_env = "KEY_PASSWORD"
        timeout = {timeout}
    """
    (folder / "office" / "signing.toml").write_text(settings, "utf-8")
    (folder / "office" / "директор.cer").write_bytes(samples.credential(samples.DIRECTOR).certificate.der)
    return folder


def test_a_key_file_signs_the_chosen_papers(
    qtbot: QtBot, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section, desk = opened("enrolled", two_orders)
    before = [papers.content(desk.office, paper) for paper in section.model.ids]
    (tmp_path / "директор.p12").write_bytes(samples.container(samples.DIRECTOR))
    page = to_sign(qtbot, section)
    assert QApplication.focusWidget() is page.form.key_file
    page.sign.setFocus()
    qtbot.keyClick(page.sign, Qt.Key.Key_Space)
    assert "файл" in page.notice.text.lower()  # none is chosen yet
    assert QApplication.focusWidget() is page.form.key_file
    monkeypatch.setattr(saving, "ask_to_open", lambda *_said: [str(tmp_path / "директор.p12")])
    page.form.choose_key.click()
    assert "пароль не подошёл" in signed(qtbot, page, "неверный")
    assert QApplication.focusWidget() is page.form.secret
    assert outcomes(page) == ["", ""]
    assert [papers.content(desk.office, paper) for paper in section.model.ids] == before
    assert "2" in signed(qtbot, page, samples.PASSWORD)
    assert all(samples.DIRECTOR in told for told in outcomes(page))
    assert not page.sign.isEnabled()
    qtbot.waitUntil(lambda: [page.model.data(page.model.index(row, AWAITED)) for row in range(2)] == ["", ""])
    for paper, content in zip(section.model.ids, before, strict=True):
        now = papers.content(desk.office, paper)
        assert now.startswith(content)
        assert papers.verify(desk.office, now, [samples.authority().root]).report.good
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert section.table.isVisible()
    qtbot.waitUntil(lambda: section._shown is not None and bool(section._shown[0].signed_by))
    rest(qtbot, section)
    assert section.workplace.memory.text("sign/key") == str(tmp_path / "директор.p12")
    section.workplace.memory._settings.sync()
    assert "секрет" not in (tmp_path / "window.ini").read_text("utf-8")
    page = to_sign(qtbot, section)  # once more: each is refused by name, and nothing is added
    signed(qtbot, page, samples.PASSWORD)
    assert all("уже подписан" in told for told in outcomes(page))
    assert revisions(section) == [2, 2]


def test_a_token_signs_and_a_wrong_pin_is_told(
    qtbot: QtBot, opened: Opened, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tokens = token_desk(tmp_path_factory.mktemp("tokens"))
    tokens.token("school")
    tokens.put("school", 1, samples.credential(samples.CHAIR))
    tokens.put("school", 2, samples.credential(samples.DIRECTOR))
    restarted(tokens)
    (tmp_path / "own" / "office").mkdir(parents=True)
    means = f"[tokens.soft]\ntitle = 'SoftHSM'\ntested = true\nlibraries = ['{tokens.library}']\n"
    (tmp_path / "own" / "office" / "signing.toml").write_text(means, "utf-8")
    section, desk = opened("enrolled", lambda desk: papers.issue_preliminary_protocol(desk.office, desk.rating()))
    section.workplace.glance.own = section.workplace._reader_office.own = tmp_path / "own"
    section.workplace._writer_office.own = tmp_path / "own"
    page = to_sign(qtbot, section)
    qtbot.mouseClick(page.form.kinds[Kind.TOKEN], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.form.certificate.count() == 2)
    page.form.certificate.setCurrentIndex(page.form.certificate.findText(samples.CHAIR, Qt.MatchFlag.MatchStartsWith))
    page.place.setCurrentIndex(page.place.findData("chair"))
    assert "PIN" in signed(qtbot, page, "")
    assert "не подошёл" in signed(qtbot, page, "000-000")
    assert revisions(section) == [1]
    signed(qtbot, page, PIN)
    assert samples.CHAIR in outcomes(page)[0]
    assert revisions(section) == [2]
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    page = to_sign(qtbot, section)  # the next one signs at the next place, in a file beside
    qtbot.waitUntil(lambda: page.form.certificate.count() == 2)
    assert samples.CHAIR in page.form.certificate.currentText()  # who signed last
    page.way.setCurrentIndex(1)
    assert not page.place.isEnabled()
    signed(qtbot, page, PIN)
    [kept] = papers.signatures_beside(desk.office, section.model.ids[0])
    assert (kept.revision, kept.signed_by) == (1, samples.CHAIR)


@pytest.mark.parametrize(
    ("code", "timeout", "told"),
    [
        ("raise SystemExit(3)", 60, "код 3"),
        ("import time; time.sleep(60)", 0.3, "не закончила работу"),
        ('import sys; open(sys.argv[1], "wb").write(b"junk")', 60, "записала не то"),
    ],
)
def test_a_program_that_fails_leaves_every_paper_whole(
    qtbot: QtBot, opened: Opened, tmp_path: Path, code: str, timeout: float, told: str
) -> None:
    section, _desk = opened("enrolled", two_orders, with_program(tmp_path, code, timeout))
    page = to_sign(qtbot, section)
    qtbot.mouseClick(page.form.kinds[Kind.PROGRAM], Qt.MouseButton.LeftButton)
    page.form.program_certificate.setText(str(tmp_path / "office" / "директор.cer"))
    assert page.form.program_password.isVisible()
    said = signed(qtbot, page, "пароль")
    assert "2" in said
    assert all(told in one for one in outcomes(page))  # the second was not tried and says why
    assert revisions(section) == [1, 1]
    page.form.program_certificate.setText(str(tmp_path / "office" / "signing.toml"))
    assert "не сертификат" in signed(qtbot, page, "")


def test_a_program_that_hangs_holds_neither_the_stop_nor_the_window(
    qtbot: QtBot, opened: Opened, tmp_path: Path
) -> None:
    began = tmp_path / "began"
    code = f'import time; open("{began.as_posix()}", "w").close(); time.sleep(60)'
    section, _desk = opened("enrolled", two_orders, with_program(tmp_path, code))
    page = to_sign(qtbot, section)
    qtbot.mouseClick(page.form.kinds[Kind.PROGRAM], Qt.MouseButton.LeftButton)
    page.form.program_certificate.setText(str(tmp_path / "office" / "директор.cer"))
    for end in (page.stop.click, section.workplace.close):
        qtbot.mouseClick(page.sign, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(began.exists)
        began.unlink()
        asked = monotonic()
        end()
        qtbot.waitUntil(lambda: not section.workplace._writer.busy)
        assert monotonic() - asked < 20, "the program was waited for"
        if end == page.stop.click:
            assert "Остановлено" in page.notice.text
        assert revisions(section) == [1, 1]


def test_signing_is_stopped_between_two_papers(
    qtbot: QtBot, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section, _desk = opened("enrolled", two_orders)
    (tmp_path / "директор.p12").write_bytes(samples.container(samples.DIRECTOR))
    page = to_sign(qtbot, section)
    page.form.key_file.setText(str(tmp_path / "директор.p12"))
    first, go_on = Event(), Event()
    sign: Callable[..., Any] = signatures.sign

    def held(*said: Any) -> Any:
        made = sign(*said)
        first.set()
        assert go_on.wait(20)
        return made

    monkeypatch.setattr(signatures, "sign", held)
    type_text(page.form.secret, samples.PASSWORD)
    qtbot.mouseClick(page.sign, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(first.is_set)
    assert not page.sign.isEnabled()
    section.acts["issued-sign"].trigger()  # one signing at a time: the page stays as it is
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    go_on.set()
    qtbot.waitUntil(lambda: not page._running)
    assert sorted(map(bool, outcomes(page))) == [False, True]
    assert len(page.model.to_sign) == 1
    assert "Остановлено" in page.notice.text
    rest(qtbot, section)
    assert sorted(revisions(section)) == [1, 2]
