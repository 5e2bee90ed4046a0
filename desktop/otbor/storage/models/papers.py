"""Issued papers with every revision of their bytes, signatures beside them, and the counters of gapless numbers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otbor.storage.models.base import Base


class Counter(Base):
    """The last number given in one series of one register; raised inside the act's transaction."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("register", "series"),)

    register: Mapped[str] = mapped_column(String(80))  # «journal:<campaign>», «paper:<campaign>:<kind>» …
    series: Mapped[str] = mapped_column(String(10), default="")
    last: Mapped[int] = mapped_column(default=0)


class IssuedPaper(Base):
    """A paper that the program issued (выданный документ): number by kind, date, author, what it was made from.

    ``subject`` is what the paper is about («application:12», «rating:1»): printed anew, it keeps its number and date
    and gets the next ``repetition`` (0 for the first). One of a batch has its bytes there (``within_id``):
    ``page_count`` pages from ``first_page`` on.
    """

    __tablename__ = "issued_paper"
    __table_args__ = (
        UniqueConstraint("campaign_id", "kind", "number", "repetition"),
        Index(None, "campaign_id", "kind", "subject"),
        Index(None, "application_id"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(60))
    repetition: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    issued_on: Mapped[date]  # the date that the paper bears
    issued_at: Mapped[datetime]
    author: Mapped[str]
    form_version: Mapped[str]  # «receipt/1»
    fingerprint: Mapped[str] = mapped_column(String(16), index=True)  # of the data, as its QR holds it
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("issued_paper.id"))
    within_id: Mapped[int | None] = mapped_column(ForeignKey("issued_paper.id"), index=True)
    first_page: Mapped[int] = mapped_column(default=0)  # in the file that holds it, from 0
    page_count: Mapped[int]
    signature_fields: Mapped[list[dict[str, Any]]]  # name, page from 0, rect in points
    revisions: Mapped[list["PaperRevision"]] = relationship(order_by="PaperRevision.number")
    signatures_beside: Mapped[list["DetachedSignature"]] = relationship(order_by="DetachedSignature.id")


class PaperRevision(Base):
    """The bytes of a paper: 0 as made, then one revision a signature; a signed file is never touched."""

    __tablename__ = "paper_revision"
    __table_args__ = (UniqueConstraint("paper_id", "number"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    signed_by: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")  # name of the field that the signature fills
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DetachedSignature(Base):
    """A signature beside a paper (отсоединённая подпись): over the bytes of one of its revisions, never changed."""

    __tablename__ = "detached_signature"
    __table_args__ = (Index(None, "paper_id"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"))
    revision: Mapped[int]  # number of the revision that it signs
    made_at: Mapped[datetime]
    signed_by: Mapped[str]
    serial: Mapped[str]  # of the certificate
    sha256: Mapped[str] = mapped_column(String(64))  # of the signature itself
    content: Mapped[bytes] = mapped_column(LargeBinary)  # CMS, DER
