"""How and when the application came (способ и время подачи, п. 11), its case, and the consent."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from otbor.domain.applications import Channel
from otbor.domain.campaign import Basis
from otbor.services.registration import Questions, Remark, Suggestions
from otbor.services.typed import read_moment
from otbor.support.clock import Clock
from otbor.support.translation import gettext as _
from otbor.ui.kit.dates import moment
from otbor.ui.kit.words import basis_words
from otbor.ui.registration.editors import Box, Check, Line
from otbor.ui.registration.rows import Open, Part, Row, Rows


class FilingPart(Part):
    """The card of the filing."""

    def __init__(self, open_other: Open) -> None:
        super().__init__(_("Filing"), open_other)
        self._zone = "UTC"
        self._school_asked: frozenset[Basis] = frozenset()
        self.channel = Box(_("How it came"))
        self.external = Line(_("Number of the portal or of the letter"))
        self.filed = Line(_("Filed, day and time"), _("now"))
        self.late_reason = Line(_("Reason to take a late one"), _("decision of the commission and its reason"))
        self.basis = Box(_("Case of selection"))
        self.school = Line(_("School that the child comes from"))
        self.consent = Check(_("consent to the processing of personal data is signed"))
        rows = self._rows = Rows(open_other)
        rows.add(_("How it came"), [self.channel], ["channel"])
        self._external_row = rows.add(_("Number there"), [self.external], ["external_number"], tail=1)
        rows.add(_("Filed"), [self.filed], ["filed_at"], tail=1)
        self._late_row = rows.add(_("Why taken late"), [self.late_reason], ["late_reason"])
        self._basis_row = rows.add(_("Case of selection"), [self.basis], ["basis"])
        self._school_row = rows.add(_("Previous school"), [self.school], ["previous_school"])
        rows.add(_("Consent"), [self.consent], ["consent"])
        self.column.addWidget(rows)
        self._late_row.show(shown=False)
        self._school_row.show(shown=False)
        self.channel.currentIndexChanged.connect(lambda _row: self._channel_chosen())
        self.basis.currentIndexChanged.connect(lambda _row: self._case_chosen())
        for line in (self.external, self.filed, self.late_reason, self.school):
            line.textChanged.connect(self.note)
        self.filed.left.connect(self._write_moment)
        self.consent.toggled.connect(self.note)

    def ask(self, questions: Questions) -> None:
        """Offer what a campaign and its Порядок know."""
        self._zone = questions.time_zone
        self.channel.offer([(channel.id, _capital(channel.title)) for channel in questions.channels])
        several = len(questions.bases) > 1
        offered = [(basis.value, basis_words(basis)) for basis in questions.bases]
        self.basis.offer([("", "—"), *offered] if several else offered)
        self._basis_row.show(shown=several)
        self._school_asked = questions.school_asked
        self._case_chosen()
        self._channel_chosen()

    def suggest(self, given: Suggestions) -> None:
        """Offer what was typed before."""
        self.school.suggest(given.schools)

    @property
    def came_by(self) -> Channel:
        """How it came."""
        return Channel(self.channel.chosen) if self.channel.chosen else Channel.IN_PERSON

    @property
    def case(self) -> Basis | None:
        """The case of пп. 8, 9, None while it is not chosen."""
        return Basis(self.basis.chosen) if self.basis.chosen else None

    @property
    def previous_school(self) -> str:
        """The school that the child comes from, empty where the case does not ask for it."""
        return self.school.text().strip() if self._school_row.shown else ""

    def filed_at(self, clock: Clock) -> datetime:
        """The instant of filing: as typed in the school's own time, or now."""
        typed = read_moment(self.filed.text())
        return clock() if typed is None else typed.replace(tzinfo=ZoneInfo(self._zone))

    def unread(self) -> dict[str, str]:
        """A text that is no moment."""
        typed = self.filed.text().strip()
        return {"filed_at": typed} if typed and read_moment(typed) is None else {}

    def heed(self, remarks: tuple[Remark, ...]) -> None:
        """Ask for the reason of a late one, and only of a late one."""
        self._late_row.show(shown=any(remark.late for remark in remarks) or bool(self.late_reason.text()))

    def all_rows(self) -> list[Row]:
        """Its rows."""
        return self._rows.rows

    def state(self) -> dict[str, Any]:
        """What was typed, as plain values."""
        return {
            "channel": self.channel.chosen,
            "external": self.external.text(),
            "filed": self.filed.text(),
            "late_reason": self.late_reason.text(),
            "basis": self.basis.chosen,
            "previous_school": self.school.text(),
            "consent": self.consent.isChecked(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Put back what was typed; an empty state clears."""
        self.channel.choose(state.get("channel", ""))
        self.external.setText(state.get("external", ""))
        self.filed.setText(state.get("filed", ""))
        self.late_reason.setText(state.get("late_reason", ""))
        self.basis.choose(state.get("basis", ""))
        self.school.setText(state.get("previous_school", ""))
        self.consent.setChecked(state.get("consent", False))
        self._late_row.show(shown=bool(self.late_reason.text()))

    def _channel_chosen(self) -> None:
        self._external_row.show(shown=self.came_by is not Channel.IN_PERSON)
        self.note()

    def _case_chosen(self) -> None:
        """Ask for the school before where the case asks for it."""
        self._school_row.show(shown=self.case in self._school_asked)
        self.note()

    def _write_moment(self) -> None:
        found = read_moment(self.filed.text())
        if found is not None:
            self.filed.setText(moment(found.replace(tzinfo=ZoneInfo(self._zone)), self._zone))


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]
