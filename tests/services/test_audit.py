"""The audit trail: what is rewritten behind the program's back is found; erasing what must go breaks nothing."""

import pytest
from sqlalchemy import Connection, func, select, text

from otbor.domain.applications import RatingKind
from otbor.services import audit, corrections
from otbor.storage.models import AuditEntry, AuditPayload
from tests.services.conftest import At
from tests.services.desk import Desk


def verified(desk: Desk) -> audit.Verified:
    """What checking the chain shows."""
    with desk.office.question() as session:
        return audit.verify(session)


def rewrite(desk: Desk, *statements: str, **values: object) -> None:
    """Change the file past the program."""
    with desk.office.database.writing() as session:
        connection: Connection = session.connection()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            session.execute(text(statement), values)
        session.commit()


def test_the_chain_of_a_whole_campaign_holds(at: At) -> None:
    desk = at("enrolled")
    shown = verified(desk)
    with desk.office.question() as session:
        assert shown == audit.Verified(session.scalar(select(func.count(AuditEntry.id))) or 0, 0, None)
        newest = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
        assert newest is not None
        assert (newest.act, newest.sha256) == ("order_enrolment", audit.head(session, "main"))
        assert len({entry.previous for entry in session.scalars(select(AuditEntry))}) == shown.links


def test_an_entry_holds_no_personal_data(at: At) -> None:
    desk = at("enrolled")
    with desk.office.question() as session:
        rows = session.execute(text("SELECT * FROM audit_entry")).all()
        assert not any(name in repr(rows) for name in ("Иванов", "Петрова", "2026-8-0001", "Белова"))


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit_payload SET content = replace(content, '2026-8-0003', '2026-8-0009') WHERE entry_id = 7", 7),
        ("UPDATE audit_entry SET act = 'withdraw' WHERE sequence = 7", 7),
        ("UPDATE audit_entry SET at = '2026-04-01 00:00:00.000000' WHERE sequence = 7", 7),
        ("UPDATE audit_entry SET sequence = sequence + 1000 WHERE sequence >= 7", 1007),
        ("UPDATE audit_entry SET origin = 'laptop' WHERE sequence = 7", 7),
    ],
)
def test_a_rewritten_entry_is_found(at: At, statement: str, broken_at: int) -> None:
    desk = at("enrolled")
    rewrite(desk, statement)
    assert (verified(desk).broken_at or ("", 0))[1] == broken_at


def test_a_removed_entry_is_found(at: At) -> None:
    desk = at("enrolled")
    rewrite(desk, "DELETE FROM audit_payload WHERE entry_id = 7", "DELETE FROM audit_entry WHERE sequence = 7")
    assert verified(desk).broken_at == ("main", 8)


def test_entries_put_into_another_order_are_found(at: At) -> None:
    desk = at("enrolled")
    rewrite(
        desk,
        "UPDATE audit_entry SET sequence = -1 WHERE sequence = 7",
        "UPDATE audit_entry SET sequence = 7 WHERE sequence = 8",
        "UPDATE audit_entry SET sequence = 8 WHERE sequence = -1",
    )
    assert verified(desk).broken_at == ("main", 7)


def test_the_head_that_was_printed_tells_of_a_shorter_chain(at: At) -> None:
    desk = at("enrolled")
    with desk.office.question() as session:
        printed = audit.head(session, "main")
        last = session.scalar(select(func.max(AuditEntry.id)))
    removed = ("DELETE FROM audit_payload WHERE entry_id = :last", "DELETE FROM audit_entry WHERE id = :last")
    rewrite(desk, *removed, last=last)
    with desk.office.question() as session:
        assert audit.head(session, "main") != printed


def test_what_retention_erases_breaks_nothing(at: At) -> None:
    desk = at("enrolled")
    with desk.office.question() as session:
        of_one = select(func.count(AuditPayload.id)).where(AuditPayload.application_id == desk.id(3))
        erased = session.scalar(of_one) or 0
    rewrite(desk, "DELETE FROM audit_payload WHERE application_id = :child", child=desk.id(3))
    shown = verified(desk)
    assert (shown.erased, shown.broken_at) == (erased, None)
    assert erased > 0


def test_two_computers_keep_two_chains(at: At) -> None:
    desk = at("filed")
    desk.office.origin = "ноутбук"
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    corrections.withdraw(desk.office, desk.id(2), "переезд")
    rewrite(desk, "UPDATE audit_entry SET act = 'annul' WHERE origin = 'ноутбук' AND sequence = 2")
    assert verified(desk).broken_at == ("ноутбук", 2)


def test_an_empty_chain_holds(at: At) -> None:
    assert audit.plain({"a": (RatingKind.FINAL, {1})}) == {"a": ["final", [1]]}
    with pytest.raises(TypeError):
        audit.canonical({"a": object()})
