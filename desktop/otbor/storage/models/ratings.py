"""Ratings as frozen snapshots, acquaintance, appeals and decisions on ties."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otbor.domain.applications import AppealAbout, AppealOutcome, HowTold, RatingKind
from otbor.storage.models.applications import Application
from otbor.storage.models.base import Base
from otbor.storage.models.school import Group


class RatingSnapshot(Base):
    """A numbered rating (рейтинг, пп. 22, 26): frozen with the hashes of the scheme and of the inputs."""

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    kind: Mapped[RatingKind]
    made_at: Mapped[datetime]
    made_on: Mapped[date]  # local date of the protocol
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    scheme_version_id: Mapped[int] = mapped_column(ForeignKey("scheme_version.id"))
    scheme_sha256: Mapped[str] = mapped_column(String(64))
    inputs_sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(default="")  # why a final rating was made anew
    counts: Mapped[dict[str, Any]]  # подано / допущено / не явилось / ниже минимума / в рейтинге
    rows: Mapped[list["RatingRow"]] = relationship(order_by="RatingRow.id")


class RatingRow(Base):
    """One application in one group of a rating, with everything that the sheet and the order were read from."""

    __tablename__ = "rating_row"
    __table_args__ = (UniqueConstraint("rating_id", "group_id", "application_id"),)

    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("class_group.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    place: Mapped[int | None]
    status: Mapped[str]  # rated, below minimum, absent, not rated …
    reason: Mapped[dict[str, Any]] = mapped_column(default=dict)  # why not rated: a finding's id and values
    total: Mapped[Decimal | None]
    parts: Mapped[dict[str, Any]]  # component → points as text
    keys: Mapped[dict[str, Any]]  # tie key → value as text
    deciding_key: Mapped[str] = mapped_column(default="")
    group: Mapped[Group] = relationship()
    application: Mapped[Application] = relationship()


class RatingInput(Base):
    """What the points of one application were made from, frozen with the rating: choice, wishes, values, achievements.

    ``content`` is as ``domain.participant_storing`` has it; explanations of the rating are made from it.
    """

    __tablename__ = "rating_input"
    __table_args__ = (UniqueConstraint("rating_id", "application_id"),)

    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    content: Mapped[dict[str, Any]]


class Acquaintance(Base):
    """A family got to know a rating (ознакомление, пп. 23, 27): the day starts its appeal clock."""

    __tablename__ = "acquaintance"
    __table_args__ = (UniqueConstraint("rating_id", "application_id"),)

    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    acquainted_on: Mapped[date]
    how: Mapped[HowTold]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]


class Appeal(Base):
    """An appeal about points of stage 2 (апелляция, пп. 24–25).

    One about documents may move the points of several groups: ``group_points`` holds all, ``old_points`` and
    ``new_points`` those of the group wanted most among those that moved.
    """

    __tablename__ = "appeal"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    about: Mapped[AppealAbout]
    test_name: Mapped[str]  # empty when it is about documents
    filed_on: Mapped[date]
    in_time: Mapped[bool]
    text: Mapped[str]
    outcome: Mapped[AppealOutcome | None]
    old_points: Mapped[Decimal | None]
    new_points: Mapped[Decimal | None]
    group_points: Mapped[dict[str, Any]] = mapped_column(default=dict)  # code → [before, after] as text
    reason: Mapped[str] = mapped_column(default="")
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    decided_on: Mapped[date | None]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    application: Mapped[Application] = relationship()


class TieDecision(Base):
    """The commission's decision on a shared place (решение о равных), in the order it was asked.

    ``offer_id``: the freed seat that it was about; without it, the last seat of the recommendation.
    """

    __tablename__ = "tie_decision"
    __table_args__ = (UniqueConstraint("rating_id", "number"), Index(None, "group_id"))

    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    number: Mapped[int]
    group_id: Mapped[int] = mapped_column(ForeignKey("class_group.id"))
    place: Mapped[int]
    equals: Mapped[list[int]]  # application ids
    given: Mapped[list[int]]
    reason: Mapped[str]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    decided_at: Mapped[datetime]
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"))
    group: Mapped[Group] = relationship()
