"""The school, its campaigns, schemes, groups and entrance tests."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otbor.domain.campaign import CampaignKind, Founder, GroupKind, Level
from otbor.storage.models.base import Base


class School(Base):
    """The school's card (организация): one row, the operator of the personal data."""

    __tablename__ = "school"

    name: Mapped[str]
    short_name: Mapped[str]
    place: Mapped[str]  # city or village, as it stands on papers
    address: Mapped[str]
    founder: Mapped[Founder]
    founder_name: Mapped[str] = mapped_column(default="")  # as it stands above the school's name, empty: not printed
    cadet: Mapped[bool] = mapped_column(default=False)
    sport: Mapped[bool] = mapped_column(default=False)
    on_founders_list: Mapped[bool] = mapped_column(default=False)  # перечень п. 3
    director: Mapped[str]
    director_post: Mapped[str]
    time_zone: Mapped[str]
    week: Mapped[int]  # 5 or 6 working days
    days_off: Mapped[list[str]] = mapped_column(default=list)  # ISO dates that the school adds
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own attribute


class Campaign(Base):
    """One selection (кампания индивидуального отбора) with its own copy of the school's card."""

    __tablename__ = "campaign"
    __table_args__ = (UniqueConstraint("code"),)

    code: Mapped[str] = mapped_column(String(40))  # «2026-8»
    number_pattern: Mapped[str]  # of registration numbers: «{campaign}-{series}{ordinal}»
    number_digits: Mapped[int]  # width of the ordinal, with leading zeros
    title: Mapped[str]
    year: Mapped[int]
    grade: Mapped[int]
    level: Mapped[Level]
    kind: Mapped[CampaignKind]
    bases: Mapped[list[str]]  # cases of пп. 8, 9
    local_subjects: Mapped[list[str]] = mapped_column(default=list)
    wave: Mapped[int] = mapped_column(default=1)
    school_card: Mapped[dict[str, Any]]
    regulation: Mapped[str]  # id of the profile
    regulation_text: Mapped[bytes] = mapped_column(
        LargeBinary
    )  # the profile as it was when planned, frozen by the notice
    starts: Mapped[date]
    ends: Mapped[date]
    intake_opens: Mapped[date]
    intake_closes: Mapped[date]
    notice_on: Mapped[date | None]
    commissions_on: Mapped[date | None]
    preliminary_on: Mapped[date | None]
    final_on: Mapped[date | None]
    local_terms: Mapped[dict[str, Any]]  # the local act's own terms (пп. 22, 23, 25, 26) and their starting events
    notice_published_on: Mapped[date | None]
    notice: Mapped[dict[str, Any] | None]  # the seven items of п. 10 as published
    recommended_on: Mapped[date | None]  # the commission has recommended whom to enrol (п. 26), be it nobody
    version: Mapped[int] = mapped_column(default=1)
    groups: Mapped[list["Group"]] = relationship(order_by="Group.position", back_populates="campaign")
    tests: Mapped[list["EntranceTest"]] = relationship(order_by="EntranceTest.id", back_populates="campaign")
    schemes: Mapped[list["SchemeVersion"]] = relationship(order_by="SchemeVersion.number", back_populates="campaign")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SchemeVersion(Base):
    """A version of the local act's scoring scheme (порядок начисления баллов), locked when the notice is published.

    ``basis_*``: the act by which a version after the notice was adopted.
    """

    __tablename__ = "scheme_version"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    name: Mapped[str]
    text: Mapped[str]  # as the school wrote it
    sha256: Mapped[str] = mapped_column(String(64))  # of the text
    content: Mapped[str]  # the whole scheme as JSON, with the scale and the lists that the text names
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    locked_at: Mapped[datetime | None]
    basis_act: Mapped[str] = mapped_column(default="")
    basis_on: Mapped[date | None]
    basis_reason: Mapped[str] = mapped_column(default="")
    campaign: Mapped[Campaign] = relationship(back_populates="schemes")


class Group(Base):
    """A class or half-group with its own seats and subjects in depth (класс, группа, п. 3)."""

    __tablename__ = "class_group"
    __table_args__ = (UniqueConstraint("campaign_id", "code"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str]
    class_code: Mapped[str]
    kind: Mapped[GroupKind]
    profile: Mapped[str]
    subjects: Mapped[list[str]]
    seats: Mapped[int]
    campaign: Mapped[Campaign] = relationship(back_populates="groups")


class EntranceTest(Base):
    """An entrance test (вступительное испытание, п. 15); it may cover several subjects."""

    __tablename__ = "entrance_test"
    __table_args__ = (UniqueConstraint("campaign_id", "name"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    name: Mapped[str] = mapped_column(String(200))  # as the scheme names it
    form: Mapped[str]
    subjects: Mapped[list[str]]
    groups: Mapped[list[str]] = mapped_column(default=list)  # codes; empty: every group that studies a subject of it
    maximum: Mapped[Decimal]
    step: Mapped[Decimal]  # points are multiples of it
    sheet_closed_at: Mapped[datetime | None]
    sheet_closed_by: Mapped[list[str]] = mapped_column(default=list)
    campaign: Mapped[Campaign] = relationship(back_populates="tests")
    sittings: Mapped[list["Sitting"]] = relationship(order_by="Sitting.held_on", back_populates="test")


class Sitting(Base):
    """A day and room of a test; the last one of a campaign ends the tests (п. 22)."""

    __tablename__ = "sitting"
    __table_args__ = (Index(None, "test_id"),)

    test_id: Mapped[int] = mapped_column(ForeignKey("entrance_test.id"))
    held_on: Mapped[date]
    room: Mapped[str]
    reserve: Mapped[bool] = mapped_column(default=False)
    test: Mapped[EntranceTest] = relationship(back_populates="sittings")
