"""Long work: off the window's thread, told on it, cancelled between steps, failed in three families."""

import errno
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from otbor.domain.findings import Finding, Refused, Trouble
from otbor.ui.kit import tasks
from otbor.ui.kit.failures import Failure, Family, failure_of
from otbor.ui.kit.notices import NoticeBar
from otbor.ui.kit.task_bar import TaskBar
from otbor.ui.kit.tasks import Steps, Task, Worker, still_running


def raising(error: Exception) -> Any:
    def work(steps: Steps) -> None:
        raise error

    return work


def noting(order: list[str], text: str, _: Steps) -> None:
    order.append(text)


def test_work_runs_aside_and_is_told_on_the_windows_thread(qtbot: QtBot, worker: Worker) -> None:
    threads: list[threading.Thread] = []
    results: list[object] = []

    def told(result: object) -> None:
        threads.append(threading.current_thread())
        results.append(result)

    task = worker.start(lambda _: threading.current_thread())
    task.succeeded.connect(told)
    with qtbot.waitSignal(task.ended):
        pass
    assert threads == [threading.current_thread()]
    assert results != threads


def test_tasks_of_a_worker_go_one_after_another(qtbot: QtBot, worker: Worker) -> None:
    order: list[str] = []
    tasks = [worker.start(partial(noting, order, f"run {n}")) for n in range(3)]
    with qtbot.waitSignals([task.ended for task in tasks], order="strict"):
        pass
    assert order == ["run 0", "run 1", "run 2"]


def test_progress_is_told_and_the_last_step_always(qtbot: QtBot, worker: Worker) -> None:
    seen: list[tuple[int, int]] = []

    def work(steps: Steps) -> None:
        for done in range(1, 1001):
            steps.step(done, 1000)

    task = worker.start(work)
    task.progressed.connect(lambda done, of: seen.append((done, of)))
    with qtbot.waitSignal(task.ended):
        pass
    assert seen[-1] == (1000, 1000)
    assert len(seen) < 100  # the window is not flooded


def until_cancelled(steps: Steps) -> None:
    while True:
        steps.step(0, 1)


def test_cancelled_work_stops_at_its_step_and_waiting_work_never_begins(qtbot: QtBot, worker: Worker) -> None:
    began: list[str] = []
    task = worker.start(until_cancelled)
    waiting = worker.start(lambda _: began.append("waiting"))
    with qtbot.waitSignals([task.cancelled, waiting.cancelled, waiting.ended]):
        waiting.cancel()
        task.cancel()
    assert began == []


@pytest.mark.parametrize(
    ("error", "family", "said"),
    [
        (Refused(Finding("file.missing", values={"path": "a.pdf"}), Finding("file.exists", values={"path": "b"})),
         Family.REFUSED, ("a.pdf", "b")),
        (Trouble(Finding("file.disk_full", values={"path": "D:"})), Family.TROUBLE, ("D:",)),
        (OSError(errno.ENOSPC, "", "E:"), Family.TROUBLE, ("E:",)),
        (OSError(errno.EDQUOT, "", "E:"), Family.TROUBLE, ("Исчерпано место, отведённое вам",)),
        (OSError(errno.EIO, "", "F:"), Family.TROUBLE, ("Диск не отвечает",)),
        (OSError(errno.ENODEV, "", "F:"), Family.TROUBLE, ("Диска больше нет на месте",)),
        (OSError(errno.ENXIO, "", "F:"), Family.TROUBLE, ("Верните флешку",)),
        (OSError(errno.ESTALE, "", "//server"), Family.TROUBLE, ("Нет связи с сетевой папкой: //server",)),
        (OSError(errno.EPIPE, "", "F:"), Family.FAULT, (".log",)),
        (KeyError("x"), Family.FAULT, (".log",)),
    ],
)  # fmt: skip
def test_a_failure_has_its_family_and_its_sentences(
    qtbot: QtBot, worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    error: Exception, family: Family, said: tuple[str, ...],
) -> None:  # fmt: skip
    monkeypatch.setattr("otbor.support.faults.data_folder", lambda: tmp_path / "data")
    with qtbot.waitSignal(worker.start(raising(error)).failed) as waited:
        pass
    [failure] = waited.args or []
    assert isinstance(failure, Failure)
    assert (failure.family, failure.error) == (family, error)
    assert all(part in sentence for part, sentence in zip(said, failure.sentences, strict=True))
    logs = list(tmp_path.glob("data/*.log"))
    assert len(logs) == (family is Family.FAULT)
    assert all(type(error).__name__ in log.read_text("utf-8") for log in logs)


def test_a_fault_that_no_log_can_keep_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setattr("otbor.support.faults.data_folder", lambda: file / "data")
    monkeypatch.setattr("tempfile.tempdir", str(file))
    told = failure_of(KeyError("имя")).text
    assert ".log" not in told
    assert "KeyError: 'имя'" in told


def test_faults_of_one_second_are_kept_one_after_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("otbor.support.faults.data_folder", lambda: tmp_path)
    for fault in (KeyError("a"), ValueError("b")):
        failure_of(fault)
    kept = "".join(log.read_text("utf-8") for log in tmp_path.glob("*.log"))
    assert "KeyError" in kept
    assert "ValueError" in kept


def test_a_worker_that_finishes_does_what_was_asked_for_before_it_closes(qtbot: QtBot) -> None:
    worker = Worker("finishing", finishes=True)
    order: list[str] = []
    begun = threading.Event()

    def endless(steps: Steps) -> None:
        begun.set()
        until_cancelled(steps)

    worker.start(partial(noting, order, "over, not told yet"))
    worker.start(endless)
    worker.start(partial(noting, order, "an act that waited"))
    assert begun.wait(10)
    worker.close()
    assert order == ["over, not told yet", "an act that waited"]


def test_closing_stops_everything_and_tells_nothing(qtbot: QtBot) -> None:
    worker = Worker("closing")
    told: list[str] = []
    for task in (worker.start(until_cancelled), worker.start(until_cancelled)):
        task.ended.connect(lambda: told.append("ended"))
    worker.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("closing")]
    with qtbot.waitSignal(worker.destroyed):
        worker.deleteLater()
    assert told == []


def test_what_hangs_and_writes_nothing_holds_no_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_PATIENCE", 0.01)
    worker, begun, over, done = Worker("hanging"), threading.Event(), threading.Event(), list[int]()

    def sleep(_steps: Steps) -> None:  # a printer that does not answer
        begun.set()
        over.wait(30)

    worker.start(sleep)
    worker.start(lambda _steps: done.append(1))
    assert begun.wait(10)
    worker.close()
    assert still_running()
    over.set()
    qtbot.waitUntil(lambda: not still_running())
    assert done == []


def test_the_bar_waits_then_shows_progress_and_stops_the_task(qtbot: QtBot, worker: Worker) -> None:
    bar = TaskBar()
    qtbot.addWidget(bar)
    reached = threading.Event()

    def work(steps: Steps) -> None:
        steps.step(3, 12)
        while True:
            steps.check()
            reached.set()

    task = worker.start(work)
    bar.watch(task, "Печать")
    assert bar.isHidden()
    qtbot.waitUntil(bar.isVisible)
    assert (bar.bar.value(), bar.bar.maximum()) == (3, 12)
    assert bar.bar.accessibleName() == "Печать"
    with qtbot.waitSignal(task.cancelled):
        bar.stop.click()
    assert not bar.stop.isEnabled()
    qtbot.waitUntil(bar.isHidden)


def test_short_work_shows_no_bar(qtbot: QtBot, worker: Worker) -> None:
    bar = TaskBar()
    qtbot.addWidget(bar)
    task = worker.start(lambda _: None)
    bar.watch(task, "Печать")
    with qtbot.waitSignal(task.ended):
        pass
    assert bar.isHidden()
    assert not bar._delay.isActive()


def test_a_task_that_begins_meanwhile_is_shown_when_the_first_has_ended(qtbot: QtBot, worker: Worker) -> None:
    bar = TaskBar()
    qtbot.addWidget(bar)
    first, second = worker.start(until_cancelled), worker.start(until_cancelled)
    bar.watch(first, "Печать")
    bar.watch(second, "Сохранение")
    qtbot.waitUntil(bar.isVisible)
    assert bar.bar.accessibleName() == "Печать"
    with qtbot.waitSignal(first.ended):
        bar.stop.click()
    assert bar.isHidden()
    assert bar.bar.accessibleName() == "Сохранение"
    assert bar.stop.isEnabled()
    qtbot.waitUntil(bar.isVisible)
    with qtbot.waitSignal(second.cancelled):
        bar.stop.click()
    qtbot.waitUntil(bar.isHidden)


def test_a_notice_is_plain_text_and_its_act_is_done_once(qtbot: QtBot, worker: Worker) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    done: list[str] = []
    bar.tell("<b>Иванов</b>", None, ("Отменить", lambda: done.append("undone")))
    assert bar.text == "<b>Иванов</b>"
    bar.buttons[0].click()
    assert done == ["undone"]
    assert bar.text == ""
    with qtbot.waitSignal(worker.start(raising(Refused(Finding("file.missing", values={"path": "a"})))).failed) as seen:
        pass
    bar.tell_failure((seen.args or [])[0])
    assert "a" in bar.text
    assert bar.buttons == []


def test_a_task_is_gone_when_it_has_ended(qtbot: QtBot, worker: Worker) -> None:
    task = worker.start(lambda _: None)
    with qtbot.waitSignal(task.destroyed):
        pass
    assert worker.findChildren(Task) == []


def test_a_closed_worker_begins_nothing(qtbot: QtBot) -> None:
    worker = Worker("test")
    done: list[int] = []
    worker.close()
    task = worker.start(lambda _steps: done.append(1))
    with qtbot.waitSignal(task.destroyed):
        pass
    assert done == []
    assert not worker.busy
