"""The entry of a fresh machine: the standard library only, plain sentences, an interrupted set-up is repeated."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what the set-up reads, in a folder of its own, to which ``run`` points."""
    (tmp_path / "installers").mkdir()
    (tmp_path / ".venv").mkdir()
    for name in ("requirements.lock", "pyproject.toml", "installers/build_hook.py"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "STAMP", tmp_path / ".venv" / "otbor-stamp")
    monkeypatch.setattr(run, "LOG", tmp_path / ".venv" / "otbor-setup.log")
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    return tmp_path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would be run; each succeeds."""
    made: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        made.append(list(command))
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    return made


def test_it_needs_the_standard_library_only_and_is_read_by_an_old_python() -> None:
    tree = ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 7))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_set_up_is_done_once(checkout: Path, calls: list[list[str]]) -> None:
    run.prepare()
    assert any("--require-hashes" in command for command in calls)
    assert any("--editable" in command for command in calls)
    calls.clear()
    run.prepare()
    assert calls == []


def test_an_environment_of_another_tool_is_kept(
    checkout: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "answers", lambda *arguments: "pip" not in arguments)
    monkeypatch.setattr(run, "make_environment", lambda: pytest.fail("erased"))
    run.prepare()
    assert any("ensurepip" in command for command in calls)


def test_a_change_of_the_pins_sets_up_again(checkout: Path, calls: list[list[str]]) -> None:
    run.prepare()
    calls.clear()
    (checkout / "requirements.lock").write_text("")
    run.prepare()
    assert calls


def test_a_failed_change_does_not_look_finished(
    checkout: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.prepare()
    pins = (checkout / "requirements.lock").read_text("utf-8")
    (checkout / "requirements.lock").write_text("")
    monkeypatch.setattr(subprocess, "call", lambda command, **_: "install" in command)
    with pytest.raises(run.Trouble, match="Библиотеки не установились"):
        run.prepare()
    (checkout / "requirements.lock").write_text(pins, "utf-8")  # back to what once was whole
    with pytest.raises(run.Trouble):
        run.prepare()


def test_a_changed_translation_is_compiled(checkout: Path, calls: list[list[str]]) -> None:
    folder = checkout / "i18n" / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "otbor.po").write_text("")
    (folder / "otbor.mo").write_text("")
    os.utime(folder / "otbor.po", (1000, 1000))
    os.utime(folder / "otbor.mo", (2000, 2000))
    run.prepare()
    calls.clear()
    run.prepare()
    assert calls == []
    os.utime(folder / "otbor.po", (3000, 3000))
    run.prepare()
    assert [command[-1] for command in calls] == ["compile"]


def test_a_missing_command_is_named_by_its_package() -> None:
    commands = {"git": "git", "otbor-nowhere": "otbor-nowhere"}
    assert run.missing({"libnowhere0": "libnowhere.so.0"}, commands) == ["libnowhere0", "otbor-nowhere"]


@pytest.mark.skipif(not Path("/etc/ld.so.cache").exists(), reason="no cache of the loader on this system")
def test_a_library_that_is_there_is_not_asked_for() -> None:
    assert run.missing({"libc6": "libc.so.6"}, {}) == []


def test_without_the_right_to_install_one_command_is_told(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    run.install_system(["libgl1", "libegl1"])
    assert calls == []
    assert "sudo apt-get install -y --no-install-recommends libgl1 libegl1" in capsys.readouterr().err


def test_an_unknown_command_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["dmeo"]) == 2
    assert "run.py demo" in capsys.readouterr().out
