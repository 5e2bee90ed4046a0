"""Commissions of the selection (комиссии, п. 12), their members and meetings."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otbor.domain.commissions import CommissionKind, Relation, Role, Standing
from otbor.storage.models.base import Base


class CommissionRow(Base):
    """A commission as formed by the director's order."""

    __tablename__ = "commission"
    __table_args__ = (UniqueConstraint("campaign_id", "title"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[CommissionKind]
    title: Mapped[str]
    subjects: Mapped[list[str]] = mapped_column(default=list)
    formed_on: Mapped[date]
    until: Mapped[date | None]  # end of the term of office, if the local act sets one
    order_number: Mapped[str]
    quorum: Mapped[int]  # members that must be there, by the local act
    members: Mapped[list["MemberRow"]] = relationship(order_by="MemberRow.id")


class MemberRow(Base):
    """A member of a commission (член комиссии)."""

    __tablename__ = "commission_member"
    __table_args__ = (Index(None, "commission_id"),)

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    person: Mapped[str]  # the same in every commission
    name: Mapped[str]  # «Соколова И. П.»
    post: Mapped[str]
    role: Mapped[Role]
    standing: Mapped[Standing]
    collegial_body: Mapped[bool] = mapped_column(default=False)


class CommissionChange(Base):
    """A change of the composition by a further order (приказ об изменении состава): the members before and after.

    One order may change several commissions: then there are as many rows with its number.
    """

    __tablename__ = "commission_change"
    __table_args__ = (Index(None, "commission_id"),)

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    order_number: Mapped[str]
    ordered_on: Mapped[date]
    reason: Mapped[str]
    before: Mapped[list[dict[str, Any]]]  # members as they stand in ``commission_member``
    after: Mapped[list[dict[str, Any]]]
    commission: Mapped[CommissionRow] = relationship()


class Recusal(Base):
    """A member has a tie with one applicant and stands aside (отвод, самоотвод)."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("application_id", "person"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    person: Mapped[str]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    relation: Mapped[Relation]
    reason: Mapped[str]


class Meeting(Base):
    """A meeting of a commission (заседание) with its numbered protocol."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("commission_id", "number"),)

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    number: Mapped[int]
    held_on: Mapped[date]
    present: Mapped[list[str]]  # names of the members present
    agenda: Mapped[str]
    decided: Mapped[dict[str, Any]] = mapped_column(default=dict)
    commission: Mapped[CommissionRow] = relationship()
