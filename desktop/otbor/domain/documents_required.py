"""Documents that go with an application (п. 11): which are asked for, and what is missing."""

from collections.abc import Collection, Sequence

from otbor.domain.campaign import Level
from otbor.domain.findings import Finding
from otbor.domain.regulation import DocumentRule, Regulation

_IDS = {"forbids": "intake.document_required", "warns": "intake.document_missing"}


def required_documents(
    regulation: Regulation, level: Level, *, cadet: bool = False, sport: bool = False, foreign: bool = False
) -> tuple[DocumentRule, ...]:
    """Documents of п. 11 for one application, in the order of the Порядок, those «при наличии» included.

    ``cadet``: a cadet school; ``sport``: a programme of п. 7; ``foreign``: the child is a foreign citizen or stateless.
    """
    conditions = (("cadet", cadet), ("sport", sport), ("foreign", foreign))
    return tuple(
        document
        for document in regulation.documents
        if level in document.levels and all(getattr(document, name) in (None, value) for name, value in conditions)
    )


def missing_documents(
    regulation: Regulation, required: Sequence[DocumentRule], handed: Collection[str]
) -> tuple[Finding, ...]:
    """A finding for each document of ``required`` whose id is not in ``handed``.

    ``intake.document_required`` forbids the registration, ``intake.document_missing`` warns and goes onto the receipt;
    what is given «при наличии» is never missing.
    """
    return tuple(
        regulation.finding(_IDS[d.missing], paragraph=d.paragraph, document=d.title)
        for d in demanded(required)
        if d.id not in handed
    )


def demanded(required: Sequence[DocumentRule]) -> tuple[DocumentRule, ...]:
    """Those of ``required`` without which an application is incomplete: given «при наличии» are not among them."""
    return tuple(document for document in required if document.missing in _IDS)
