"""What was typed and is not registered yet: kept where the school's personal data are, under the same key."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from otbor.storage.models.base import Base


class FormDraft(Base):
    """A form that is not finished (черновик формы): one for a campaign in each window, gone once it is registered."""

    __tablename__ = "form_draft"
    __table_args__ = (UniqueConstraint("campaign_id", "window"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    window: Mapped[str] = mapped_column(String(40))  # which of all that are open, on whatever computer
    kept_at: Mapped[datetime]
    kept_by: Mapped[str]
    content: Mapped[dict[str, Any]]  # texts as they stand in the fields, read or not
