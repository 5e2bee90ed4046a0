"""What a link to a section may name, where two sections have to agree on it."""

from enum import StrEnum


class JournalRows(StrEnum):
    """Rows that the journal shows by their name; a tuple of registration numbers names single ones."""

    ALL = "all"
    INCOMPLETE = "incomplete"  # documents are missing (п. 11)
    NOT_COMPARED = "not-compared"
    AWAITING_RECEIPT = "awaiting-receipt"
    ENDED = "ended"  # annulled and withdrawn
