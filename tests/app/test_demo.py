"""A new user plays the demo: the whole campaign, the golden lists, the papers, and what goes wrong."""

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from otbor.app import edge
from otbor.app.cli import application
from otbor.app.demo.play import DATABASE, MARKER, open_folder, play
from otbor.domain.campaign import Act
from otbor.domain.findings import Refused
from otbor.services import papers
from otbor.services.audit import verify
from otbor.services.office import Office
from otbor.storage.database import open_database
from otbor.storage.models import AuditEntry

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "cases" / "licey8"


def otbor(*arguments: str | Path) -> int:
    """Run a command of the program; gives its exit code."""
    return edge.run(lambda: application()([str(a) for a in arguments], prog_name="otbor", standalone_mode=False))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a demo that was played once, and what it said."""
    folder = tmp_path_factory.mktemp("demo") / "показ №1"
    said = io.StringIO()
    play(folder, Console(file=said, width=200))
    return folder, said.getvalue()


@pytest.fixture
def office(demo: tuple[Path, str]) -> Iterator[Office]:
    """An office over the demo's database."""
    database = open_database(demo[0] / DATABASE)
    yield Office(database, "проверка", own=demo[0])
    database.close()


@pytest.mark.parametrize("name", ["preliminary", "final", "recommended"])
def test_the_lists_are_the_golden_ones_byte_for_byte(demo: tuple[Path, str], name: str) -> None:
    assert (demo[0] / "lists" / f"{name}.csv").read_bytes() == (GOLDEN / f"{name}.csv").read_bytes()


def test_the_demo_has_the_workbook_and_the_answers_of_the_case() -> None:
    for name in ("applications.xlsx", "commission.csv"):
        assert (ROOT / "resources" / "demo" / name).read_bytes() == (GOLDEN / name).read_bytes()


def test_every_act_of_the_procedure_is_in_the_audit_trail_and_the_chain_holds(office: Office) -> None:
    with office.question() as session:
        recorded = {entry.act for entry in session.query(AuditEntry)}
        checked = verify(session)
    assert not {act.value for act in Act} - recorded
    assert checked.broken_at is None


def test_the_papers_are_issued_whole_and_the_order_is_signed(demo: tuple[Path, str], office: Office) -> None:
    folder = demo[0] / "papers"
    assert len(list(folder.glob("*.pdf"))) >= 18
    order = next(folder.glob("*-order-signed.pdf"))
    checked = papers.verify(office, order.read_bytes())
    assert checked.report.good
    assert checked.issued.value == "exactly"
    assert "Орлова Наталья Викторовна" in demo[1]


def test_the_signed_order_is_verified_by_the_command(
    demo: tuple[Path, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    order = next((demo[0] / "papers").glob("*-order-signed.pdf"))
    assert otbor("verify", order, "--database", demo[0] / DATABASE) == 0
    assert "выдан программой" in capfd.readouterr().out
    spoilt = bytearray(order.read_bytes())
    spoilt[len(spoilt) // 4] ^= 1
    (tmp_path / "spoilt.pdf").write_bytes(spoilt)
    assert otbor("verify", tmp_path / "spoilt.pdf", "--database", demo[0] / DATABASE) == 1
    assert "ИЗМЕНЁН" in capfd.readouterr().out


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "отчёт.docx").write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        open_folder(tmp_path)
    assert refused.value.finding.id == "demo.folder_in_use"
    assert (tmp_path / "отчёт.docx").read_bytes() == b"mine"


def test_an_earlier_demo_is_replaced(tmp_path: Path) -> None:
    open_folder(tmp_path / "demo")
    (tmp_path / "demo" / DATABASE).write_bytes(b"old")
    (tmp_path / "demo" / "papers" / "old.pdf").write_bytes(b"old")
    open_folder(tmp_path / "demo")
    assert sorted(path.name for path in (tmp_path / "demo").iterdir()) == ["lists", MARKER, "papers"]
    assert not list((tmp_path / "demo" / "papers").iterdir())


def test_the_commands_import_no_qt() -> None:
    program = "import sys, otbor.app.cli, otbor.app.demo.play; sys.exit(any('PySide6' in m for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own of 1 MB; skipped where nothing may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=False, capture_output=True
        ).returncode
    )
    if not mounted:
        pytest.skip("no disk may be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_told_in_a_sentence(small_disk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert otbor("demo", small_disk / "demo") == 1
    said = capfd.readouterr().err
    assert "места" in said
    assert "Traceback" not in said


def test_a_read_only_folder_is_told_in_a_sentence(small_disk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert otbor("demo", small_disk / "demo") == 1
    assert "только для чтения" in capfd.readouterr().err
    assert not list(small_disk.iterdir())
