"""Points and what they rest on: append-only tables, a later entry never removes an earlier one."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otbor.domain.applications import Attendance
from otbor.domain.participants import Kind
from otbor.domain.values import State
from otbor.storage.models.applications import Application
from otbor.storage.models.base import Base
from otbor.storage.models.school import EntranceTest, Sitting


class PointsEntry(Base):
    """One entry of the ledger (запись журнала баллов): marks, examination results, test points, expert points.

    The value in force is the newest entry of its (application, kind, name).
    """

    __tablename__ = "points_entry"
    __table_args__ = (Index(None, "application_id", "kind", "name", "id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[Kind]
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[State]
    number: Mapped[Decimal | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("appeal.id"))
    decided_by: Mapped[list[str]]  # members who answer for the value
    entered_by: Mapped[str]  # operator who typed it
    entered_at: Mapped[datetime]
    reason: Mapped[str]


class ExpertiseEntry(Base):
    """An achievement is accepted or rejected (экспертиза документов, п. 18), or accepted after all by an appeal."""

    __tablename__ = "expertise_entry"
    __table_args__ = (Index(None, "achievement_id", "id"),)

    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievement.id"))
    accepted: Mapped[bool]
    reason: Mapped[str]
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("appeal.id"))
    decided_by: Mapped[list[str]]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]


class Admission(Base):
    """Admission of an application to a test (допуск), with the code under which the work is marked."""

    __tablename__ = "admission"
    __table_args__ = (
        UniqueConstraint("application_id", "test_id"),
        UniqueConstraint("test_id", "code"),
        Index(None, "sitting_id"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    test_id: Mapped[int] = mapped_column(ForeignKey("entrance_test.id"))
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    code: Mapped[str | None] = mapped_column(String(20))
    attendance: Mapped[Attendance] = mapped_column(default=Attendance.EXPECTED)
    shown_at: Mapped[datetime | None]  # when the work was shown to the family (показ работ)
    application: Mapped[Application] = relationship()
    test: Mapped[EntranceTest] = relationship()
    sitting: Mapped[Sitting] = relationship()
