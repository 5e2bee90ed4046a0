"""Applications with what the family wrote and handed in. A person only links; the application keeps its own copy."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otbor.domain.applications import ApplicationStatus, Channel, CopyKind
from otbor.domain.campaign import Basis
from otbor.storage.models.base import Base
from otbor.storage.models.school import Group


class Applicant(Base):
    """A child (участник отбора) across campaigns: nothing but the link between its applications."""

    __tablename__ = "applicant"


class Application(Base):
    """A registered application (заявление, п. 11): never deleted, its number never reused."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("campaign_id", "series", "ordinal"),
        # Each holds all that a sorted or searched journal asks for, so that its rows need not be read.
        Index(None, "campaign_id", "search_key", "series", "ordinal"),
        Index(None, "campaign_id", "sort_key", "series", "ordinal"),
        Index(None, "campaign_id", "filed_at", "series", "ordinal"),
        Index(None, "campaign_id", "status"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), index=True)
    series: Mapped[str] = mapped_column(String(10))
    ordinal: Mapped[int]
    number: Mapped[str] = mapped_column(String(60), unique=True)
    filed_at: Mapped[datetime]  # when the family handed it in
    recorded_at: Mapped[datetime]  # when it was typed
    accepted_by: Mapped[str]
    channel: Mapped[Channel]
    external_number: Mapped[str] = mapped_column(default="")
    surname: Mapped[str]
    given: Mapped[str]
    patronymic: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str]
    search_key: Mapped[str] = mapped_column(String(400))
    birth_date: Mapped[date]
    birth_place: Mapped[str]
    address: Mapped[str]
    foreign_citizen: Mapped[bool] = mapped_column(default=False)
    consent: Mapped[bool]  # согласие на обработку персональных данных
    basis: Mapped[Basis]  # the case of selection (пп. 8, 9): it decides by what order the child is taken
    previous_school: Mapped[str] = mapped_column(default="")  # whence, in the cases of пп. 8, 9 that ask; else empty
    late_reason: Mapped[str] = mapped_column(default="")  # why the commission took it after the term
    named: Mapped[dict[str, Any]] = mapped_column(default=dict)  # question → what the family chose
    status: Mapped[ApplicationStatus] = mapped_column(default=ApplicationStatus.REGISTERED)
    status_reason: Mapped[str] = mapped_column(default="")
    status_at: Mapped[datetime | None]
    receipt_given_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]  # the admission commission has examined its documents (п. 18)
    admitted_at: Mapped[datetime | None]
    copies_requested_on: Mapped[date | None]
    copies_returned_on: Mapped[date | None]
    copies_returned_to: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    representatives: Mapped[list["Representative"]] = relationship(
        order_by="Representative.id", cascade="all, delete-orphan"
    )
    wishes: Mapped[list["Wish"]] = relationship(order_by="Wish.rank", cascade="all, delete-orphan")
    documents: Mapped[list["Document"]] = relationship(order_by="Document.id")
    achievements: Mapped[list["AchievementRow"]] = relationship(order_by="AchievementRow.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own attribute


class Representative(Base):
    """A parent or other legal representative (законный представитель)."""

    __tablename__ = "representative"
    __table_args__ = (Index(None, "application_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    surname: Mapped[str]
    given: Mapped[str]
    patronymic: Mapped[str] = mapped_column(default="")
    relation: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str]
    identity_shown: Mapped[bool] = mapped_column(default=True)  # оригинал документа, удостоверяющего личность


class Wish(Base):
    """A wanted group with its rank, 1 being wanted most."""

    __tablename__ = "wish"
    __table_args__ = (
        UniqueConstraint("application_id", "rank"),
        UniqueConstraint("application_id", "group_id"),
        Index(None, "group_id"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("class_group.id"))
    rank: Mapped[int]
    group: Mapped[Group] = relationship()


class Document(Base):
    """A document handed in (представленный документ): kind, form of the copy, sheets, who compared it and when."""

    __tablename__ = "document"
    __table_args__ = (Index(None, "application_id", "kind", "copy_kind", "compared_at"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[str]  # id of the required document in the profile, or «other»
    title: Mapped[str]
    copy_kind: Mapped[CopyKind]
    sheets: Mapped[int]
    received_at: Mapped[datetime]
    added_later: Mapped[bool] = mapped_column(default=False)
    compared_by: Mapped[str] = mapped_column(default="")
    compared_at: Mapped[datetime | None]


class AchievementRow(Base):
    """An individual achievement that the family proved (достижение портфолио, п. 16)."""

    __tablename__ = "achievement"
    __table_args__ = (Index(None, "application_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    category: Mapped[str]
    event: Mapped[str]
    level: Mapped[str] = mapped_column(default="")
    form: Mapped[str] = mapped_column(default="")  # личная, командная
    result: Mapped[str]
    place: Mapped[int | None]
    subject: Mapped[str] = mapped_column(default="")
    held_on: Mapped[date | None]


class LikenessAnswer(Base):
    """A remembered answer about two applications that look alike: «это другой ребёнок» or «это он же»."""

    __tablename__ = "likeness_answer"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    same: Mapped[bool]
    reason: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
