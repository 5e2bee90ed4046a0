"""Issued papers as the widgets of preview and print handle them."""

from dataclasses import dataclass

from otbor.services import papers
from otbor.services.office import Office
from otbor.services.papers.register_view import Line
from otbor.ui.papers.paper_file import PaperFile


@dataclass(frozen=True, eq=False)
class IssuedFile(PaperFile):
    """A paper of the register."""

    paper_id: int = 0


def issued_file(office: Office, paper_id: int, number: str, title: str) -> IssuedFile:
    """The newest bytes of a paper; ``office`` is used by the thread that loads them and by nobody else."""
    return IssuedFile(number, title, lambda: papers.content(office, paper_id), paper_id)


def of_line(office: Office, line: Line) -> IssuedFile:
    """:func:`issued_file` of a row of the register."""
    return issued_file(office, line.paper_id, line.number, line.title)


def of_qr(office: Office, payload: str) -> IssuedFile | None:
    """The paper of a QR's payload, None for an unknown one."""
    card = papers.find_by_qr(office, payload)
    return None if card is None else issued_file(office, card.paper_id, card.number, card.title)
