"""Opening and creating a database: what is ours opens, everything else is left as it is, byte for byte."""

import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import text

from otbor.domain.findings import Refused, Trouble
from otbor.storage.database import open_database
from otbor.storage.migrations import HEAD
from otbor.storage.models import Base
from otbor.wording.findings import sentence
from tests.storage.mounting import Mount


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of this version."""
    path = tmp_path_factory.mktemp("storage") / "template.otbor"
    open_database(path, create=True).close()
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """A copy of it, in a folder whose name would not pass through an address."""
    folder = tmp_path / "Лицей № 8 #1 100%?"
    folder.mkdir()
    return Path(shutil.copyfile(template, folder / "школа.otbor"))


def refused(path: Path, identity: str, key: str | None = None) -> None:
    """Opening is refused in a sentence, and the folder is as it was."""
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(Refused) as refusal:
        open_database(path, key)
    assert refusal.value.finding.id == identity
    assert str(path) in sentence(refusal.value.finding)
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_file_of_this_version_opens_durable_and_with_its_parents_kept(path: Path) -> None:
    database = open_database(path)
    with database.reading() as session:
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            assert session.execute(text(f"PRAGMA {pragma}")).scalar() == wanted
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    database.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_copy_that_lost_its_journal_mode_gets_it_back(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    connection.close()
    database = open_database(path)
    with database.reading() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    database.close()


def test_no_file_no_database(tmp_path: Path) -> None:
    refused(tmp_path / "нет.otbor", "database.missing")


def test_an_existing_file_is_never_created_over(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Refused, match=r"database\.exists"):
        open_database(path, create=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"\x89PNG\r\n" + bytes(5000), b"\xff" * 100])
def test_what_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "картинка.otbor"
    path.write_bytes(content)
    refused(path, "database.not_a_database")


def test_an_empty_file_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "пусто.otbor"
    path.touch()
    refused(path, "database.foreign")


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "чужая.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE pupils (name TEXT)")
    connection.execute("INSERT INTO pupils VALUES ('Иванов')")
    connection.commit()
    connection.close()
    refused(path, "database.foreign")


def test_the_database_of_a_newer_version_is_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    refused(path, "database.newer")


def test_an_encrypted_database_opens_with_its_key_only(tmp_path: Path) -> None:
    path = tmp_path / "тайна.otbor"
    key = "пароль с 'кавычкой'"
    open_database(path, key, create=True).close()
    assert not path.read_bytes().startswith(b"SQLite format 3")
    open_database(path, key).close()
    refused(path, "database.not_a_database", "не тот")
    refused(path, "database.not_a_database")


def _read_everything(path: Path) -> None:
    database = open_database(path)
    try:
        with database.reading() as session:
            for table in Base.metadata.sorted_tables:
                session.execute(table.select()).all()
    finally:
        database.close()


def test_a_damaged_file_is_told_as_such(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Trouble, match=r"database\.damaged"):
        _read_everything(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        open_database(tmp_path / "нет такой" / "школа.otbor", create=True)
    assert trouble.value.finding.id == "database.cannot_open"
    assert "нет такой" in sentence(trouble.value.finding)


def test_a_read_only_folder_is_told_and_nothing_is_made(path: Path, mount: Mount) -> None:
    folder = mount("-t", "tmpfs", "tmpfs")
    shutil.copyfile(path, folder / "школа.otbor")
    (folder / "mounted").mkdir()
    read_only = mount("--bind", "-o", "ro", str(folder))
    for name, create in (("школа.otbor", False), ("новая.otbor", True)):
        with pytest.raises(Trouble) as trouble:
            open_database(read_only / name, create=create)
        assert trouble.value.finding.id in {"database.cannot_open", "database.read_only"}
        assert name in sentence(trouble.value.finding)
    assert sorted(file.name for file in folder.iterdir() if file.is_file()) == ["школа.otbor"]


def test_a_full_disk_leaves_no_half_made_database(mount: Mount) -> None:
    disk = mount("-t", "tmpfs", "-o", "size=256k", "tmpfs")
    with pytest.raises(Trouble, match=r"database\.disk_full"):
        open_database(disk / "школа.otbor", create=True)
    assert list(disk.iterdir()) == []


def test_a_locked_database_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("otbor.storage.connections._BUSY_SECONDS", 0.05)
    database = open_database(path)
    with driver.connect(str(path), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Trouble) as trouble, database.writing() as session:
            session.execute(text("INSERT INTO applicant (uid) VALUES ('a')"))
        assert trouble.value.finding.id == "database.locked"
        with database.reading() as session:  # reading goes on beside a writer
            assert session.execute(text("SELECT count(*) FROM applicant")).scalar() == 0
        other.execute("ROLLBACK")
    other.close()
    with database.writing() as session:
        session.execute(text("INSERT INTO applicant (uid) VALUES ('a')"))
        session.commit()
    database.close()


def test_our_own_mistakes_are_no_trouble_of_the_computer(path: Path) -> None:
    database = open_database(path)
    with pytest.raises(Exception, match="no such table"), database.reading() as session:
        session.execute(text("SELECT * FROM nowhere"))
    database.close()


@pytest.mark.parametrize("fate", ["deleted", "moved", "replaced"])
def test_a_file_that_is_no_longer_there_is_not_written_to(path: Path, template: Path, fate: str) -> None:
    database = open_database(path)
    with database.reading() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    away = path.rename(path.with_name("унесли.otbor"))
    if fate == "deleted":
        away.unlink()
    elif fate == "replaced":
        shutil.copyfile(template, path)
    for session_of in (database.writing, database.reading):
        with pytest.raises(Trouble) as trouble, session_of():
            pytest.fail("no session is given")
        assert trouble.value.finding.id == "database.vanished"
        assert str(path) in sentence(trouble.value.finding)
    database.close()


def test_a_file_that_came_back_is_worked_with_further(path: Path) -> None:
    database = open_database(path)
    away = path.rename(path.with_name("унесли.otbor"))
    with pytest.raises(Trouble, match=r"database\.vanished"), database.reading():
        pytest.fail("no session is given")
    away.rename(path)
    with database.reading() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    database.close()
