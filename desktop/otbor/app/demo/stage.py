"""The demo's stage: the open office, the clock that the demo sets, the folder, what is known from act to act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from otbor.app.demo import lyceum
from otbor.domain.applications import ApplicationStatus, HowTold, RatingKind
from otbor.exchange.tables import write_csv
from otbor.services import acquaintance, imports, journal, lists
from otbor.services.office import MassOutcome, Office, for_each

Watched = Callable[[int, int], None]  # (done, of)

_PARTS = ("marks", "portfolio", "test1", "test2")
_KEYS = ("tie_16.2", "tie_16.1", "tie_16.3")


class DemoClock:
    """The clock of the demo, in the time of Moscow."""

    def __init__(self) -> None:
        self._now = datetime.combine(lyceum.PLANNED_ON, time(6), UTC)

    def __call__(self) -> datetime:
        return self._now

    def set(self, day: date, hour: int = 9) -> None:
        """It is ``day`` at ``hour``."""
        self._now = datetime.combine(day, time(hour - 3), UTC)


@dataclass
class Stage:
    """The demo's stage."""

    office: Office
    clock: DemoClock
    folder: Path
    workbook: imports.Workbook
    campaign_id: int = 0
    preliminary_id: int = 0
    final_id: int = 0
    order_paper_id: int = 0
    papers: list[Path] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    _rows: list[journal.JournalRow] = field(default_factory=list)

    def applications(self) -> list[journal.JournalRow]:
        """The applications in force now."""
        self._rows = journal.journal(self.office, self.campaign_id)
        return [row for row in self._rows if row.status is ApplicationStatus.REGISTERED]

    def row(self, number: str) -> journal.JournalRow:
        """The application that came from row ``number`` of the workbook."""
        return next(row for row in self._rows if row.row_number == number)

    def by_row(self, number: str) -> int:
        """Its row id."""
        return self.row(number).application_id

    def keep(self, name: str, pdf: bytes) -> None:
        """Put a paper into the folder of papers, numbered in the order of the campaign."""
        path = self.folder / "papers" / f"{len(self.papers) + 1:02d}-{name}.pdf"
        path.write_bytes(pdf)
        self.papers.append(path)

    def acquaint(self, rating_id: int, days: Sequence[date], watched: Watched, never_came: str = "") -> None:
        """Every family signs on one of ``days``; one does not come and is told by letter on the last of them."""
        rated = [row for row in self.applications() if row.groups]
        share = -(-len(rated) // len(days))

        def sign(place_and_row: tuple[int, journal.JournalRow]) -> None:
            place, row = place_and_row
            came = row.row_number != never_came
            day = days[place // share] if came else days[-1]
            how = HowTold.SIGNED if came else HowTold.DID_NOT_COME
            self.clock.set(days[-1], hour=17)
            acquaintance.mark_acquaintance(self.office, rating_id, row.application_id, how, day)

        all_done(for_each(list(enumerate(rated)), sign, watched))

    def write_rating(self, name: str, kind: RatingKind) -> None:
        """Write a rating into the folder of lists, as frozen."""
        columns = ("group", "place", "no", *_PARTS, "total", *_KEYS)
        rows = [
            (
                line.group,
                line.status.replace("_", " ") if line.place is None else line.place,
                line.row_number,
                *(line.parts[part] for part in _PARTS),
                line.total,
                *(line.keys[key] for key in _KEYS),
            )
            for line in lists.rating_lines(self.office, self.campaign_id, kind)
        ]
        write_csv(self.folder / "lists" / f"{name}.csv", columns, rows, bom=False)

    def write_recommended(self) -> None:
        """Write whom the commission recommended into the folder of lists."""
        rows = [
            (line.group, line.place, line.row_number) for line in lists.recommended_lines(self.office, self.campaign_id)
        ]
        write_csv(self.folder / "lists" / "recommended.csv", ("group", "place_in_rating", "no"), rows, bom=False)


def all_done(outcome: MassOutcome) -> None:
    """Go on only when no row of a mass act was refused: the demo's campaign has no such rows."""
    for refusal in outcome.refused.values():
        raise refusal


Step = Callable[[Stage, Watched], None]
