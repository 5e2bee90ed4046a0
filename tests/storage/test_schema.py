"""The schema and its history agree, on SQLite and on PostgreSQL; a migration loses nothing."""

import ast
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.schema import CreateIndex, CreateTable

from otbor.domain.findings import Refused, Trouble
from otbor.storage import migrations as package
from otbor.storage.connections import BEGIN
from otbor.storage.database import Database, open_database
from otbor.storage.migrations import HEAD
from otbor.storage.models import Applicant, Base, Counter, EnrolmentRow, PointsEntry
from otbor.storage.schema import migrations, upgrade
from otbor.wording.findings import sentence


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A fresh database, built by the migrations."""
    database = open_database(tmp_path / "школа.otbor", create=True)
    yield database
    database.close()


def _alembic(engine: Engine, act: Callable[..., object], *arguments: str) -> None:
    settings = migrations()
    with engine.connect().execution_options(**{BEGIN: ""}) as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        settings.attributes["connection"] = connection
        act(settings, *arguments)
        connection.commit()


def test_the_migrations_make_what_the_models_say(database: Database) -> None:
    _alembic(database.engine, command.check)  # raises with the differences


def test_the_history_has_one_head_and_its_name_is_known_without_alembic() -> None:
    assert ScriptDirectory.from_config(migrations()).get_heads() == [HEAD]


def test_a_way_down_leaves_no_trace_and_up_again_is_the_same(database: Database) -> None:
    def shape() -> list[tuple[str, str]]:
        with database.engine.connect() as connection:
            rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")).all()
            connection.rollback()
        return sorted((row.name, row.sql or "") for row in rows)

    before = shape()
    _alembic(database.engine, command.downgrade, "base")
    assert [name for name, _ in shape()] == ["alembic_version"]
    _alembic(database.engine, command.upgrade, "head")
    assert shape() == before


def test_a_migration_never_imports_the_models() -> None:
    for script in (Path(package.__file__).parent / "versions").glob("*.py"):
        for node in ast.walk(ast.parse(script.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.startswith("otbor")], script.name


def test_every_table_and_index_compiles_for_postgresql() -> None:
    dialect = postgresql.dialect()
    for table in Base.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect)).strip().startswith("CREATE TABLE")
        for index in table.indexes:
            assert len(index.name or "") <= 63  # PostgreSQL cuts a longer one
            CreateIndex(index).compile(dialect=dialect)
        for constraint in table.constraints:
            assert len(str(constraint.name or "")) <= 63, constraint.name


def test_every_foreign_key_is_found_by_an_index_or_is_of_a_small_table(database: Database) -> None:
    """Rows that grow with the number of families are found by their application without reading the table."""
    inspector = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        if "application_id" not in table.columns:
            continue
        first = {index["column_names"][0] for index in inspector.get_indexes(table.name)}
        first |= {unique["column_names"][0] for unique in inspector.get_unique_constraints(table.name)}
        second = {
            u["column_names"][1] for u in inspector.get_unique_constraints(table.name) if len(u["column_names"]) > 1
        }
        assert "application_id" in first | second, table.name


def _write(database: Database, row: Base) -> None:
    with database.writing() as session:
        session.add(row)
        session.flush()


def test_a_row_keeps_its_parents(database: Database) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        _write(database, EnrolmentRow(order_id=9, application_id=9, group_id=9))


def test_points_are_never_floats_and_instants_never_naive(database: Database) -> None:
    with pytest.raises(StatementError, match="points are Decimal"):
        _write(database, PointsEntry(number=1.5))
    with pytest.raises(StatementError, match="without a time zone"):
        _write(database, PointsEntry(entered_at=datetime(2026, 4, 6, 9)))  # noqa: DTZ001 - what is refused


def test_a_word_that_is_not_in_the_list_is_refused_by_the_database(database: Database) -> None:
    _write(database, Counter(register="journal"))
    with database.writing() as session:
        checks = [row.sql for row in session.execute(text("SELECT sql FROM sqlite_master WHERE name = 'points_entry'"))]
    assert "CHECK (state IN (" in checks[0]
    with pytest.raises(StatementError):
        _write(database, PointsEntry(state="никакое"))


def test_an_older_file_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    """The newest revision stands for an older one: what is tested is the copy, not a step."""
    path = tmp_path / "школа.otbor"
    database = open_database(path, create=True)
    with database.writing() as session:
        session.add(Applicant(uid="a"))
        session.commit()
    upgrade(database.engine, path)
    database.close()
    kept = path.with_name(f"школа.otbor.before-{HEAD}")
    assert kept.read_bytes() == path.read_bytes()
    with sqlite3.connect(kept) as copy:
        assert copy.execute("SELECT uid FROM applicant").fetchall() == [("a",)]
    copy.close()
    open_database(path).close()


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is of an older program: opening one copies it before there would be anything to migrate."""
    monkeypatch.setattr("otbor.storage.database.HEAD", "9999")


def _made(folder: Path, key: str | None = None) -> Path:
    path = folder / "школа №8 #1?%41.otbor"
    open_database(path, key, create=True).close()
    return path


def _not_migrated(path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening ``path`` is a trouble told by ``name``, and no migration is begun."""
    monkeypatch.setattr("otbor.storage.schema.command.upgrade", lambda *_: pytest.fail("migrated without a copy"))
    with pytest.raises(Trouble) as trouble:
        open_database(path)
    assert trouble.value.finding.id == name
    assert sentence(trouble.value.finding)


@pytest.mark.parametrize("key", [None, "пароль 'школы'"])
@pytest.mark.usefixtures("older")
def test_a_copy_is_opened_with_the_key_of_its_file_and_nothing_is_laid_beside_it(
    tmp_path: Path, key: str | None
) -> None:
    path = _made(tmp_path, key)
    open_database(path, key).close()
    assert sorted(file.name for file in tmp_path.iterdir()) == [path.name, f"{path.name}.before-{HEAD}"]


@pytest.mark.usefixtures("older")
def test_without_a_sound_copy_nothing_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _made(tmp_path)

    def half(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:-1])

    monkeypatch.setattr(shutil, "copy2", half)
    _not_migrated(path, "database.copy_differs", monkeypatch)


@pytest.mark.usefixtures("older")
def test_a_damaged_file_is_not_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _made(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'applicant'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    _not_migrated(path, "database.damaged", monkeypatch)


@pytest.mark.usefixtures("older")
def test_who_writes_while_it_is_copied_is_not_overlooked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, copy = _made(tmp_path), shutil.copy2
    with closing(sqlite3.connect(path)) as other:

        def copy_and_write(source: Path, target: Path) -> None:
            copy(source, target)
            other.execute("INSERT INTO counter (register, series, last, uid) VALUES ('a', '', 1, 'a')")
            other.commit()

        monkeypatch.setattr(shutil, "copy2", copy_and_write)
        _not_migrated(path, "database.locked", monkeypatch)


def test_an_upgrade_refuses_a_revision_it_does_not_know(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        session.commit()
    with pytest.raises(Refused, match=r"database\.newer"):
        upgrade(database.engine, database.path)
    assert [file.name for file in database.path.parent.glob("*.before-*")] == []
