"""A trial rating (пробный расчёт): any workbook by any scheme; a school tries its draft act on last year's data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from otbor.domain.expectations import impossible_values
from otbor.domain.findings import Finding, Refused, forbidding
from otbor.domain.participants import Participant
from otbor.domain.rating import Rating, rate
from otbor.domain.scales import check_marks
from otbor.domain.scheme import Scheme, parse_scheme
from otbor.domain.scoring import Plan, Result
from otbor.domain.subjects import Subjects, parse_subjects
from otbor.domain.unknown_words import unknown_words
from otbor.exchange.exam_marks import read_exam_marks
from otbor.exchange.participants import read_participants
from otbor.exchange.score_mapping import ExamMarks, load_score_mapping, mapping_beside
from otbor.exchange.tables import write_csv
from otbor.exchange.words import words
from otbor.exchange.workbook import Book, open_book
from otbor.services.library import library
from otbor.services.scales import read_scale
from otbor.services.trial_seats import COLUMNS, Line, seat_lines
from otbor.support.places import resource
from otbor.wording.findings import short_sentence
from otbor.wording.statuses import status_words

Cell = str | int | Decimal | None


@dataclass(frozen=True)
class Trial:
    """A trial rating: the columns and rows of its table, how many are rated, and what the workbook left doubtful."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    rated: int
    listed_apart: int
    doubts: tuple[Finding, ...] = ()
    seats: tuple[Line, ...] = ()


def read_scheme(path: Path) -> Scheme:
    """The scheme in the file ``path``, with the files that it names: those in its own folder win over the shipped ones.

    Raises :class:`Refused` with every mistake in it, or without such a file.
    """
    return parse_scheme(scheme_text(path), path.name, subjects_beside(path), library(path.parent))


def subjects_beside(path: Path) -> Subjects:
    """The list of subjects in the folder of the scheme ``path``, where there is one, else the shipped."""
    return parse_subjects(resource("subjects.toml", path.parent).read_text("utf-8"))


def scheme_text(path: Path) -> str:
    """Text of the scheme's file; raises :class:`Refused` without such a file, or when it is no text."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise Refused(Finding("scheme.no_file", values={"file": path})) from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise Refused(Finding("scheme.file_not_text", values={"file": path})) from None


def rate_workbook(
    scheme_path: Path, workbook: Path, mapping_path: Path | None = None, *, appeals: bool = True, seats: bool = False
) -> Trial:
    """Rate the participants of ``workbook`` by the scheme, read by the mapping file (beside the scheme by default).

    What may have been lost is in ``doubts``: words of achievements without a row that the scheme does not know.

    ``appeals``: apply the workbook's sheet of appeals where the mapping names one; ``seats``: settle them, too. Raises
    :class:`Refused` with a finding for every cell that cannot be read, is impossible by the scheme, names a group
    unknown to it, or is not the mark that the year's scale gives (where the mapping asks to compare); for seats that
    no group has.
    """
    scheme, participants = read_case(scheme_path, workbook, mapping_path, appeals=appeals)
    codes = [group.code for group in scheme.groups]
    ratings = [rate(scheme, code, Plan(scheme, code).score_all(participants)) for code in codes]
    subjects = subjects_beside(scheme_path).names
    usual = {"level": {*words().levels, ""}, "form": {""}, "result": words().results, "subject": subjects}
    return replace(
        _table(scheme, ratings),
        doubts=unknown_words(scheme, participants, usual),
        seats=seat_lines(scheme, participants, ratings) if seats else (),
    )


def read_case(
    scheme_path: Path, workbook: Path, mapping_path: Path | None = None, *, appeals: bool = True
) -> tuple[Scheme, tuple[Participant, ...]]:
    """The scheme and the participants of ``workbook``; arguments and refusals are those of :func:`rate_workbook`."""
    scheme = read_scheme(scheme_path)
    mapping = load_score_mapping(mapping_path or mapping_beside(scheme_path))
    book = open_book(workbook)
    codes = [group.code for group in scheme.groups]
    participants, findings = read_participants(book, mapping if appeals else mapping.without_appeals(), codes)
    marks = _marks(book, mapping.exam_marks, scheme_path.parent) if mapping.exam_marks else ()
    if wrong := forbidding([*findings, *impossible_values(scheme, participants), *marks]):
        raise Refused(*wrong)
    return scheme, participants


def _marks(book: Book, mapping: ExamMarks, own: Path) -> tuple[Finding, ...]:
    """What is wrong with the marks of examinations beside their primary scores."""
    pairs, findings = read_exam_marks(book, mapping)
    return (*findings, *check_marks(read_scale(mapping.year, own), pairs))


def _table(scheme: Scheme, ratings: Sequence[Rating]) -> Trial:
    components = tuple(component.id for component in scheme.components)
    keys = tuple(key.id for key in scheme.keys)
    rows: list[tuple[Cell, ...]] = []
    for rating in ratings:
        lines: list[tuple[Cell, Result]] = [(entry.place, entry.result) for entry in rating.entries]
        lines += [(_why(result), result) for result in rating.out]
        for place, result in lines:
            parts = dict(zip(rating.components, result.parts, strict=True))
            rows.append((rating.group, place, result.number, result.total, *map(parts.get, components), *result.keys))
    rated = sum(len(rating.entries) for rating in ratings)
    return Trial(("group", "place", "number", "total", *components, *keys), tuple(rows), rated, len(rows) - rated)


def _why(result: Result) -> str:
    """The words for the place of who has none: where one stands, and every reason."""
    return ": ".join(filter(None, (status_words(result.status), "; ".join(short_sentence(f) for f in result.reasons))))


def write_trial(trial: Trial, path: Path, seats: Path | None = None) -> None:
    """Write the table, and that of the seats into the file ``seats``, as CSV in UTF-8; raises :class:`OSError`."""
    write_csv(path, trial.columns, trial.rows, bom=False)
    if seats is not None:
        write_csv(seats, COLUMNS, trial.seats, bom=False)
