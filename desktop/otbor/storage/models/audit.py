"""The audit trail: a hash chain without personal data, payloads that retention may erase, the list of imports."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from otbor.storage.models.base import Base


class AuditEntry(Base):
    """One link of the chain: the hash covers origin, sequence, time, act, the previous hash and the payload's hash."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("origin", "sequence"),)

    origin: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int]
    at: Mapped[datetime]
    act: Mapped[str]
    previous: Mapped[str] = mapped_column(String(64))
    payload_sha256: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))


class AuditPayload(Base):
    """What an act did, by whom and why; may be erased when retention ends, the chain stays valid."""

    __tablename__ = "audit_payload"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[dict[str, Any]]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)


class ImportRun(Base):
    """A workbook's sheet that was imported, with the mapping that was used."""

    __tablename__ = "import_run"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[str]
    mapping: Mapped[dict[str, Any]]
    imported_by: Mapped[str]
    imported_at: Mapped[datetime]


class ImportedRow(Base):
    """A row that came in: its key in the workbook and its content as it was read, to tell same from changed."""

    __tablename__ = "imported_row"
    __table_args__ = (UniqueConstraint("campaign_id", "sheet", "key"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), index=True)
    sheet: Mapped[str] = mapped_column(String(40))  # kind of sheet: applications, achievements, tests, appeals
    key: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
