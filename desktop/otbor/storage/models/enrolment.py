"""Stage 4: recommendation, offers, orders and refusals (пп. 26, 28)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otbor.domain.applications import OfferStatus
from otbor.domain.campaign import Basis
from otbor.storage.models.applications import Application
from otbor.storage.models.base import Base
from otbor.storage.models.school import Group


class Recommendation(Base):
    """The admission commission recommends one application for one group (рекомендация к зачислению, п. 26)."""

    __tablename__ = "recommendation"
    __table_args__ = (UniqueConstraint("rating_id", "application_id"), Index(None, "group_id"))

    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("class_group.id"))
    place: Mapped[int]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    recommended_at: Mapped[datetime]
    group: Mapped[Group] = relationship()
    application: Mapped[Application] = relationship()


class Offer(Base):
    """A freed seat offered to the next in the reserve list (предложение освободившегося места)."""

    __tablename__ = "offer"
    __table_args__ = (Index(None, "group_id", "status"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("class_group.id"))
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    place: Mapped[int]
    offered_at: Mapped[datetime]
    answer_by: Mapped[date]
    status: Mapped[OfferStatus] = mapped_column(default=OfferStatus.OFFERED)
    answered_at: Mapped[datetime | None]
    application: Mapped[Application] = relationship()
    group: Mapped[Group] = relationship()


class EnrolmentOrder(Base):
    """The director's order (распорядительный акт, п. 28)."""

    __tablename__ = "enrolment_order"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[str]
    signed_on: Mapped[date]
    basis: Mapped[Basis]
    basis_acts: Mapped[list[str]]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    rows: Mapped[list["EnrolmentRow"]] = relationship(order_by="EnrolmentRow.id")


class EnrolmentRow(Base):
    """One child in an order; who has left (выбытие) stays in it, and the seat is free again."""

    __tablename__ = "enrolment_row"
    __table_args__ = (UniqueConstraint("application_id"), Index(None, "order_id"))

    order_id: Mapped[int] = mapped_column(ForeignKey("enrolment_order.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("class_group.id"))
    left_on: Mapped[date | None]
    left_by: Mapped[str] = mapped_column(default="")  # the paper by which the child left: the order of expulsion
    application: Mapped[Application] = relationship()
    group: Mapped[Group] = relationship()


class Refusal(Base):
    """A refusal to enrol (отказ в зачислении), told to the family; an accepted offer lifts it, the row stays."""

    __tablename__ = "refusal"
    __table_args__ = (UniqueConstraint("application_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    refused_on: Mapped[date]
    reason: Mapped[str]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"))
    application: Mapped[Application] = relationship()
