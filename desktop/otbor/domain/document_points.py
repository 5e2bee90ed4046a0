"""Points for documents (баллы экспертизы документов, пп. 18, 24): all of the total that no test has a part in."""

from collections.abc import Iterator
from decimal import Decimal

from otbor.domain.participants import Participant
from otbor.domain.scheme import Scheme
from otbor.domain.scoring import score


def document_points(scheme: Scheme, participant: Participant) -> dict[str, Decimal]:
    """Points for documents by group, in the order of wish; a component for which nothing could be given adds none."""
    counted: dict[str, Decimal] = {}
    for code in participant.groups:
        given = zip(_of_documents(scheme, code), score(scheme, code, participant).parts, strict=True)
        counted[code] = sum((part for ours, part in given if ours and part is not None), Decimal(0))
    return counted


def _of_documents(scheme: Scheme, code: str) -> Iterator[bool]:
    """For each column of a group, whether its points enter the total and come from documents alone."""
    tested: set[str] = set()
    for component in scheme.components_of(code):
        if component.source == "test" or (component.source == "components" and not tested.isdisjoint(component.of)):
            tested.add(component.id)
        yield component.in_total and component.id not in tested
