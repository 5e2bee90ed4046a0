"""How an import reads what a workbook says in its own words, from ``resources/exchange/intake.toml``."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from otbor.domain.applications import AppealOutcome, Channel
from otbor.domain.campaign import Basis
from otbor.domain.import_rows import AchievementRow
from otbor.domain.people import search_key
from otbor.support.places import resource
from otbor.wording.templates import fill


@dataclass(frozen=True)
class IntakeWords:
    """The file's content; ``usual_age`` is the age on 1 September less the grade, from and to."""

    usual_age: tuple[int, int]
    channels: dict[str, Channel]
    bases: dict[str, Basis]
    outcomes: tuple[tuple[str, AppealOutcome], ...]
    marks_documents: frozenset[str]
    portfolio: str
    certificate_results: frozenset[str]
    texts: dict[str, str]

    def born(self, grade: int, year: int) -> tuple[date, date]:
        """First and last birth date usual for children who enter ``grade`` on 1 September of ``year``."""
        least, most = self.usual_age
        return date(year - grade - most, 9, 1), date(year - grade - least, 8, 31)

    def outcome(self, decision: str) -> AppealOutcome | None:
        """What the words of ``decision`` name beside «удовлетворить» and «отклонить»; None when nothing."""
        text = search_key(decision)
        return next((outcome for part, outcome in self.outcomes if part in text), None)

    def diploma(self, row: AchievementRow) -> str:
        """Title of the paper that proves an achievement: as the workbook has it, else made of the row."""
        kind = self.texts["certificate" if row.result in self.certificate_results else "diploma"]
        values = {"event": row.event, "subject": row.subject, "result": row.result, "held_on": row.held_on}
        return row.document or fill(self.texts["title"], {"kind": kind, **values})


def intake_words(own: Path | None = None) -> IntakeWords:
    """The words, the school's copy below ``own`` first."""
    return _read(resource("exchange/intake.toml", own))


@lru_cache(maxsize=4)
def _read(path: Path) -> IntakeWords:
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    documents = data["documents"]
    texts = {name: documents[name] for name in ("diploma", "certificate", "title")} | data["reasons"]
    least, most = data["usual_age"]
    return IntakeWords(
        usual_age=(least, most),
        channels={search_key(form): Channel(name) for name, forms in data["channels"].items() for form in forms},
        bases={search_key(form): Basis(name) for name, forms in data["bases"].items() for form in forms},
        outcomes=tuple((part, AppealOutcome(name)) for name, parts in data["outcomes"].items() for part in parts),
        marks_documents=frozenset(documents["marks"]),
        portfolio=documents["portfolio"],
        certificate_results=frozenset(documents["certificate_results"]),
        texts=texts,
    )
