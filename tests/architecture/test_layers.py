"""The floors of the house: who may import whom, and which library stays in which room."""

import os
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(60)
def test_imports_go_downward_only(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.lint_imports(config_filename="pyproject.toml", no_cache=True) == os.EX_OK, capsys.readouterr().out
