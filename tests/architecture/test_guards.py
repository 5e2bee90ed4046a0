"""The guards of ``tests/conftest.py`` catch what they are there for."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CARELESS = """
import logging, threading, warnings
import pytest
from hypothesis import given, strategies
from tests import conftest

conftest._PATIENCE = 500  # milliseconds: the thread of this test will not end

def test_logs(): logging.getLogger("x").warning("disk nearly full")

@pytest.mark.logs("nearly full")
def test_claims(): logging.getLogger("x").warning("disk nearly full")

@pytest.mark.logs("nearly full")
def test_claims_in_vain(): pass

def test_leaves_a_thread(): threading.Thread(target=threading.Event().wait, args=(99,), daemon=True).start()

def test_warns(): warnings.warn("old")

@given(strategies.integers())
def test_property(number): assert number == number
"""


def test_each_carelessness_fails(tmp_path: Path) -> None:
    (tmp_path / "test_careless.py").write_text(CARELESS, "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-c",
        "pyproject.toml",
        f"--rootdir={tmp_path}",
        "-p",
        "tests.conftest",
    ]
    said = subprocess.run([*command, str(tmp_path)], cwd=ROOT, check=False, capture_output=True, text=True).stdout
    closing = {
        line.partition(" - ")[0].rpartition("::")[2]: line.partition(" ")[0]
        for line in said.splitlines()
        if "::" in line
    }
    assert closing == {
        "test_logs": "ERROR",
        "test_claims_in_vain": "ERROR",
        "test_leaves_a_thread": "ERROR",
        "test_warns": "FAILED",
    }, said
    assert "1 failed, 5 passed, 3 errors" in said
