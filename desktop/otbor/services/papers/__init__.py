"""Issued papers: acts that make them, the register that finds them, the check of a file.

The acts load reportlab (and the check pyHanko) when they are first asked for, so that the window starts fast:
``papers.issue_receipt(office, …)`` looks like any act and imports what draws the paper only then.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from otbor.services.papers.registry import (
    Issued,
    PaperCard,
    Revision,
    content,
    find_by_number,
    find_by_qr,
    issued_papers,
    revisions,
)

if TYPE_CHECKING:
    from otbor.services.papers.appeals import issue_conflict_protocol
    from otbor.services.papers.checking import Checked, trusted_roots, verify
    from otbor.services.papers.enrolment import issue_order, issue_refusal_notice
    from otbor.services.papers.examinations import issue_test_sheet
    from otbor.services.papers.explanations import issue_explanation
    from otbor.services.papers.final import issue_final_protocol, issue_recommendation
    from otbor.services.papers.intake import (
        Batch,
        issue_copies_return,
        issue_journal,
        issue_receipt,
        issue_receipts,
    )
    from otbor.services.papers.preparation import issue_commission_order, issue_notice
    from otbor.services.papers.ratings import (
        issue_acquaintance_sheet,
        issue_preliminary_protocol,
        issue_public_list,
    )

_LAZY = {
    "appeals": ("issue_conflict_protocol",),
    "checking": ("Checked", "trusted_roots", "verify"),
    "enrolment": ("issue_order", "issue_refusal_notice"),
    "examinations": ("issue_test_sheet",),
    "explanations": ("issue_explanation",),
    "final": ("issue_final_protocol", "issue_recommendation"),
    "intake": ("Batch", "issue_copies_return", "issue_journal", "issue_receipt", "issue_receipts"),
    "preparation": ("issue_commission_order", "issue_notice"),
    "ratings": ("issue_acquaintance_sheet", "issue_preliminary_protocol", "issue_public_list"),
}
_MODULE_OF = {name: module for module, names in _LAZY.items() for name in names}

__all__ = [
    "Batch",
    "Checked",
    "Issued",
    "PaperCard",
    "Revision",
    "content",
    "find_by_number",
    "find_by_qr",
    "issue_acquaintance_sheet",
    "issue_commission_order",
    "issue_conflict_protocol",
    "issue_copies_return",
    "issue_explanation",
    "issue_final_protocol",
    "issue_journal",
    "issue_notice",
    "issue_order",
    "issue_preliminary_protocol",
    "issue_public_list",
    "issue_receipt",
    "issue_receipts",
    "issue_recommendation",
    "issue_refusal_notice",
    "issue_test_sheet",
    "issued_papers",
    "revisions",
    "trusted_roots",
    "verify",
]


def __getattr__(name: str) -> Any:
    """An act or a type of a module that is loaded now."""
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
