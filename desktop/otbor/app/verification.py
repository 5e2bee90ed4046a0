"""«otbor verify»: what the signatures of a paper are worth, and whether the database issued it."""

from collections.abc import Sequence
from pathlib import Path

from otbor.services import papers
from otbor.services.office import Office
from otbor.services.papers import checking
from otbor.storage.database import open_database


def verify_file(
    file: Path, database: Path | None, trusted: Sequence[Path], signature: Path | None = None
) -> tuple[list[str], bool]:
    """Plain sentences about ``file``, and whether all is well; ``trusted`` are files of issuers' certificates.

    With ``signature``, a file that lies beside it, that is checked in place of what is signed inside. The school's own
    folder is the one of the database: its ``trusted`` holds the issuers that it trusts. Raises :class:`Refused` for a
    database that does not open and an unreadable certificate, :class:`OSError`.
    """
    content = file.read_bytes()
    beside = None if signature is None else signature.read_bytes()
    roots = [der for path in trusted for der in checking.certificates(path)]
    if database is None:
        return _told(None, content, beside, roots)
    opened = open_database(database)
    try:
        return _told(Office(opened, "otbor verify", own=database.parent), content, beside, roots or None)
    finally:
        opened.close()


def _told(
    office: Office | None, content: bytes, signature: bytes | None, roots: Sequence[bytes] | None
) -> tuple[list[str], bool]:
    if signature is None:
        checked = papers.verify(office, content, roots)
    else:
        checked = papers.verify_beside(office, content, signature, roots)
    return list(checked.sentences), checked.well
