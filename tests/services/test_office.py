"""What holds for every act: one transaction, its audit entry inside, the clock, the computer's bad days."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from otbor.domain.applications import ApplicationStatus
from otbor.domain.findings import Refused, Severity, Trouble
from otbor.services import audit, corrections, intake
from otbor.services.office import MassOutcome, Office, findings_at_opening, for_each
from otbor.storage.database import open_database
from otbor.storage.models import Applicant, Application, AuditEntry, Counter
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.desk import CAMPAIGN, Desk, Templates, number
from tests.services.school import Clock, application
from tests.storage.mounting import Mount


def applicants(office: Office) -> int:
    """How many applicants there are."""
    with office.question() as session:
        return session.scalar(select(func.count(Applicant.id))) or 0


def test_leaving_a_transaction_without_a_commit_rolls_it_back(office: Office) -> None:
    with office.transaction() as work:
        work.session.add(Applicant())
        work.session.flush()
    assert applicants(office) == 0


def _fail_in_the_middle(office: Office) -> None:
    with office.transaction() as work:
        work.session.add(Applicant())
        work.session.flush()
        raise ZeroDivisionError


def test_an_error_before_the_commit_leaves_nothing(office: Office) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_in_the_middle(office)
    assert applicants(office) == 0


def test_nested_acts_are_one_transaction(office: Office) -> None:
    with office.transaction() as outer:
        outer.session.add(Applicant())
        with office.transaction() as inner:
            assert inner is outer
            inner.session.add(Applicant())
            inner.commit()
        assert applicants(office) == 2  # the office sees its own work …
        other = open_database(office.database.path)
        assert applicants(Office(other, "другой")) == 0  # … nobody else does
        other.close()
        outer.commit()
    assert applicants(office) == 2


def test_an_outer_act_undoes_its_inner_ones(office: Office) -> None:
    with office.transaction() as outer:
        with office.transaction() as inner:
            inner.session.add(Applicant())
            inner.commit()
        outer.session.flush()
    assert applicants(office) == 0


def _outer_goes_on(office: Office) -> None:
    with office.transaction() as outer:
        with office.transaction() as inner:
            inner.session.add(Applicant())
        outer.session.add(Applicant())
        outer.commit()


def test_an_inner_act_left_without_a_commit_spoils_the_outer(office: Office) -> None:
    with pytest.raises(RuntimeError, match="inner act"):
        _outer_goes_on(office)
    assert applicants(office) == 0


def _hide_a_refusal(desk: Desk) -> None:
    with desk.office.transaction() as work:
        corrections.withdraw(desk.office, desk.id(1), "переезд")
        with pytest.raises(Refused):
            corrections.withdraw(desk.office, desk.id(2), "")
        work.commit()


def test_a_refusal_inside_spoils_the_whole(at: At) -> None:
    desk = at("filed")
    with pytest.raises(RuntimeError, match="inner act"):
        _hide_a_refusal(desk)
    assert desk.row(1).status is ApplicationStatus.REGISTERED


def test_an_act_names_the_rows_it_changed(at: At) -> None:
    desk = at("filed")
    changes = corrections.withdraw(desk.office, desk.id(3), "переезд")
    assert ("application", desk.id(3)) in changes.rows
    assert {table for table, _ in changes.rows} == {"application"}


def _stale_write(desk: Desk) -> None:
    with desk.office.transaction() as work:
        row = work.session.get_one(Application, desk.id(1))
        work.session.execute(text("UPDATE application SET version = version + 1"))  # another computer was quicker
        row.address = "г. Бор"
        work.record("correct", {}, row)
        work.commit()


def test_what_another_computer_has_changed_is_not_overwritten(at: At) -> None:
    desk = at("filed")
    with desk.refused("office.stale"):
        _stale_write(desk)


def test_a_mass_act_goes_on_past_a_refusal(at: At) -> None:
    desk = at("filed")
    corrections.withdraw(desk.office, desk.id(2), "переезд")
    seen: list[tuple[int, int]] = []
    outcome = for_each(
        [desk.id(1), desk.id(2), desk.id(3)],
        lambda identity: corrections.withdraw(desk.office, identity, "переезд"),
        lambda done, of: seen.append((done, of)),
    )
    assert isinstance(outcome, MassOutcome)
    assert (outcome.done, [*outcome.refused]) == (2, [desk.id(2)])
    assert outcome.refused[desk.id(2)].finding.id == "application.withdrawn"
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert for_each([], lambda _row: None).done == 0


def test_a_clock_behind_the_last_entry_is_told(at: At) -> None:
    desk = at("filed")
    assert findings_at_opening(desk.office) == ()
    desk.clock.now -= timedelta(days=1)
    (finding,) = findings_at_opening(desk.office)
    assert (finding.id, finding.severity) == ("office.clock_behind", Severity.WARNS)
    assert "06.04.2026 12:00" in sentence(finding)  # Moscow time, as on the wall
    assert "07.04.2026 12:00" in sentence(finding)


def test_a_new_office_has_nothing_to_tell(office: Office) -> None:
    assert findings_at_opening(office) == ()


def test_the_legal_day_is_the_schools_own(at: At) -> None:
    desk = at("open")
    desk.clock.now = datetime(2026, 4, 22, 20, 59, tzinfo=UTC)
    with desk.office.transaction() as work:
        assert work.today() == date(2026, 4, 22)
    desk.clock.now = datetime(2026, 4, 22, 21, 0, tzinfo=UTC)
    with desk.office.transaction() as work:
        assert work.today() == date(2026, 4, 23)


def test_a_full_disk_stops_registering_and_nothing_is_half_written(templates: Templates, mount: Mount) -> None:
    disk = mount("-t", "tmpfs", "-o", "size=2m", "tmpfs")
    clock = Clock()
    clock.now = templates.copy("open", disk / "школа.otbor")
    database = open_database(disk / "школа.otbor")
    office = Office(database, "Белова А. С.", clock=clock)
    ballast = disk / "чужое"
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free - 150_000))
    numbers: list[str] = []
    with pytest.raises(Trouble) as trouble:
        numbers.extend(intake.register(office, CAMPAIGN, application()).number for _ in range(1000))
    registered = len(numbers)
    assert registered > 0
    assert trouble.value.finding.id == "database.disk_full"
    assert "цело" in sentence(trouble.value.finding)
    with office.question() as session:
        assert session.scalar(select(func.count(Application.id))) == registered
        assert session.scalar(select(func.count(Applicant.id))) == registered
        assert session.scalar(select(Counter.last).where(Counter.register == f"journal:{CAMPAIGN}")) == registered
        assert session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.act == "register")) == registered
        assert audit.verify(session).broken_at is None
    ballast.unlink()
    again = intake.register(office, CAMPAIGN, application("Иванов", "Пётр"))
    assert again.number == number(registered + 1)
    database.close()
