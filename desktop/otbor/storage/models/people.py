"""What the school said of people's names, whatever application or commission they are in."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from otbor.storage.models.base import Base


class NameForms(Base):
    """How a full name declines (склонение) where the rules cannot know it; an empty case goes by the rules."""

    __tablename__ = "name_forms"
    __table_args__ = (UniqueConstraint("full_name"),)

    full_name: Mapped[str]  # in the nominative, surname first, as papers write it
    genitive: Mapped[str] = mapped_column(default="")
    dative: Mapped[str] = mapped_column(default="")
    accusative: Mapped[str] = mapped_column(default="")
    instrumental: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own attribute
