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
    SignatureBeside,
    content,
    find_by_number,
    find_by_qr,
    issued_papers,
    revisions,
    signatures_beside,
    waiting_papers,
)

if TYPE_CHECKING:
    from otbor.services.papers.admission import (
        issue_admitted_list,
        issue_attendance_sheet,
        issue_code_register,
    )
    from otbor.services.papers.appeal_lists import (
        issue_appeal,
        issue_appeal_form,
        issue_appeal_register,
    )
    from otbor.services.papers.appeals import issue_conflict_protocol
    from otbor.services.papers.applications import (
        issue_application,
        issue_application_form,
        issue_copies_request,
        issue_processing_consent,
        issue_publication_consent,
        issue_withdrawal,
    )
    from otbor.services.papers.case_files import (
        issue_case_cover,
        issue_inventory,
        issue_receipt_addendum,
        issue_true_copy,
    )
    from otbor.services.papers.checking import Checked, trusted_roots, verify, verify_beside
    from otbor.services.papers.closing import (
        issue_destruction_act,
        issue_founder_report,
        issue_publication_mark,
    )
    from otbor.services.papers.enrolment import issue_order, issue_refusal_notice
    from otbor.services.papers.examinations import issue_test_sheet
    from otbor.services.papers.expertise import (
        issue_documents_protocol,
        issue_expertise_sheet,
        issue_subject_protocol,
    )
    from otbor.services.papers.explanations import issue_explanation
    from otbor.services.papers.final import issue_final_protocol, issue_recommendation
    from otbor.services.papers.intake import (
        Batch,
        issue_copies_return,
        issue_journal,
        issue_receipt,
        issue_receipts,
    )
    from otbor.services.papers.preparation import (
        issue_commission_change,
        issue_commission_order,
        issue_notice,
        issue_notice_large,
    )
    from otbor.services.papers.ratings import (
        issue_acquaintance_sheet,
        issue_preliminary_protocol,
        issue_public_list,
    )
    from otbor.services.papers.reserve import (
        issue_reserve_notice,
    )
    from otbor.services.papers.tables import ListKind, export_list
    from otbor.services.papers.twins import docx_twin, notice_fragment, public_list_page

_LAZY = {
    "tables": (
        "ListKind",
        "export_list",
    ),
    "twins": (
        "docx_twin",
        "notice_fragment",
        "public_list_page",
    ),
    "admission": (
        "issue_admitted_list",
        "issue_attendance_sheet",
        "issue_code_register",
    ),
    "appeal_lists": (
        "issue_appeal",
        "issue_appeal_form",
        "issue_appeal_register",
    ),
    "applications": (
        "issue_application",
        "issue_application_form",
        "issue_copies_request",
        "issue_processing_consent",
        "issue_publication_consent",
        "issue_withdrawal",
    ),
    "case_files": (
        "issue_case_cover",
        "issue_inventory",
        "issue_receipt_addendum",
        "issue_true_copy",
    ),
    "closing": (
        "issue_destruction_act",
        "issue_founder_report",
        "issue_publication_mark",
    ),
    "expertise": (
        "issue_documents_protocol",
        "issue_expertise_sheet",
        "issue_subject_protocol",
    ),
    "reserve": ("issue_reserve_notice",),
    "appeals": ("issue_conflict_protocol",),
    "checking": ("Checked", "trusted_roots", "verify", "verify_beside"),
    "enrolment": ("issue_order", "issue_refusal_notice"),
    "examinations": ("issue_test_sheet",),
    "explanations": ("issue_explanation",),
    "final": ("issue_final_protocol", "issue_recommendation"),
    "intake": ("Batch", "issue_copies_return", "issue_journal", "issue_receipt", "issue_receipts"),
    "preparation": ("issue_commission_change", "issue_commission_order", "issue_notice_large", "issue_notice"),
    "ratings": ("issue_acquaintance_sheet", "issue_preliminary_protocol", "issue_public_list"),
}
_MODULE_OF = {name: module for module, names in _LAZY.items() for name in names}

__all__ = [
    "Batch",
    "Checked",
    "Issued",
    "ListKind",
    "PaperCard",
    "Revision",
    "SignatureBeside",
    "content",
    "docx_twin",
    "export_list",
    "find_by_number",
    "find_by_qr",
    "issue_acquaintance_sheet",
    "issue_admitted_list",
    "issue_appeal",
    "issue_appeal_form",
    "issue_appeal_register",
    "issue_application",
    "issue_application_form",
    "issue_attendance_sheet",
    "issue_case_cover",
    "issue_code_register",
    "issue_commission_change",
    "issue_commission_order",
    "issue_conflict_protocol",
    "issue_copies_request",
    "issue_copies_return",
    "issue_destruction_act",
    "issue_documents_protocol",
    "issue_expertise_sheet",
    "issue_explanation",
    "issue_final_protocol",
    "issue_founder_report",
    "issue_inventory",
    "issue_journal",
    "issue_notice",
    "issue_notice_large",
    "issue_order",
    "issue_preliminary_protocol",
    "issue_processing_consent",
    "issue_public_list",
    "issue_publication_consent",
    "issue_publication_mark",
    "issue_receipt",
    "issue_receipt_addendum",
    "issue_receipts",
    "issue_recommendation",
    "issue_refusal_notice",
    "issue_reserve_notice",
    "issue_subject_protocol",
    "issue_test_sheet",
    "issue_true_copy",
    "issue_withdrawal",
    "issued_papers",
    "notice_fragment",
    "public_list_page",
    "revisions",
    "signatures_beside",
    "trusted_roots",
    "verify",
    "verify_beside",
    "waiting_papers",
]


def __getattr__(name: str) -> Any:
    """An act or a type of a module that is loaded now."""
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
