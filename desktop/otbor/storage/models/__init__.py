"""Typed models of the whole procedure."""

from otbor.storage.models.applications import (
    AchievementRow,
    Applicant,
    Application,
    Document,
    LikenessAnswer,
    Representative,
    Wish,
)
from otbor.storage.models.audit import AuditEntry, AuditPayload, ImportedRow, ImportRun
from otbor.storage.models.base import Base
from otbor.storage.models.commissions import CommissionChange, CommissionRow, Meeting, MemberRow, Recusal
from otbor.storage.models.drafts import FormDraft
from otbor.storage.models.enrolment import EnrolmentOrder, EnrolmentRow, Offer, Recommendation, Refusal
from otbor.storage.models.papers import Counter, DetachedSignature, IssuedPaper, PaperRevision
from otbor.storage.models.people import NameForms
from otbor.storage.models.points import Admission, ExpertiseEntry, PointsEntry
from otbor.storage.models.ratings import Acquaintance, Appeal, RatingInput, RatingRow, RatingSnapshot, TieDecision
from otbor.storage.models.school import Campaign, EntranceTest, Group, SchemeVersion, School, Sitting

__all__ = [
    "AchievementRow",
    "Acquaintance",
    "Admission",
    "Appeal",
    "Applicant",
    "Application",
    "AuditEntry",
    "AuditPayload",
    "Base",
    "Campaign",
    "CommissionChange",
    "CommissionRow",
    "Counter",
    "DetachedSignature",
    "Document",
    "EnrolmentOrder",
    "EnrolmentRow",
    "EntranceTest",
    "ExpertiseEntry",
    "FormDraft",
    "Group",
    "ImportRun",
    "ImportedRow",
    "IssuedPaper",
    "LikenessAnswer",
    "Meeting",
    "MemberRow",
    "NameForms",
    "Offer",
    "PaperRevision",
    "PointsEntry",
    "RatingInput",
    "RatingRow",
    "RatingSnapshot",
    "Recommendation",
    "Recusal",
    "Refusal",
    "Representative",
    "SchemeVersion",
    "School",
    "Sitting",
    "TieDecision",
    "Wish",
]
