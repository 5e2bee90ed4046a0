"""The child (ребёнок, п. 11): name, birth, address, citizenship."""

from datetime import date
from typing import Any

from otbor.services.registration import NOT_TYPED, Suggestions
from otbor.services.typed import read_day
from otbor.support.translation import gettext as _
from otbor.ui.kit.dates import day
from otbor.ui.registration.editors import Check, Line
from otbor.ui.registration.names import NameField
from otbor.ui.registration.rows import Open, Part, Row, Rows


class ChildPart(Part):
    """The first card of the form."""

    def __init__(self, open_other: Open) -> None:
        super().__init__(_("Child"), open_other)
        self.name = NameField(_("Child"))
        self.born = Line(_("Birth date"), _("070412 or 7.4.12"))
        self.birth_place = Line(_("Birth place"))
        self.address = Line(_("Address of the child"), _("town, street, house, flat"))
        self.foreign = Check(_("foreign citizen or stateless"))
        self._rows = Rows(open_other)
        self._rows.add(_("Name of the person"), [self.name], ["child_surname", "child_name", "child_patronymic"])
        self._rows.add(_("Birth date"), [self.born], ["birth_date"], tail=1)
        self._rows.add(_("Birth place"), [self.birth_place], ["birth_place"])
        self._rows.add(_("Address"), [self.address], ["child_address"])
        self._rows.add(_("Citizenship"), [self.foreign], ["foreign"])
        self.column.addWidget(self._rows)
        self.name.changed.connect(self.note)
        for line in (self.born, self.birth_place, self.address):
            line.textChanged.connect(self.note)
        self.born.left.connect(self._write_day)
        self.foreign.toggled.connect(self.note)

    @property
    def birth_date(self) -> date:
        """The day that is read, :data:`NOT_TYPED` without any."""
        return read_day(self.born.text()) or NOT_TYPED

    def unread(self) -> dict[str, str]:
        """A text that is no day."""
        typed = self.born.text().strip()
        return {"birth_date": typed} if typed and read_day(typed) is None else {}

    def suggest(self, given: Suggestions) -> None:
        """Offer what was typed before."""
        self.birth_place.suggest(given.birth_places)
        self.address.suggest(given.addresses)

    def all_rows(self) -> list[Row]:
        """Its rows."""
        return self._rows.rows

    def state(self) -> dict[str, Any]:
        """What was typed, as plain values."""
        return {
            "name": self.name.state(),
            "born": self.born.text(),
            "birth_place": self.birth_place.text(),
            "address": self.address.text(),
            "foreign": self.foreign.isChecked(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Put back what was typed; an empty state clears."""
        self.name.restore(state.get("name", ["", "", ""]))
        self.born.setText(state.get("born", ""))
        self.birth_place.setText(state.get("birth_place", ""))
        self.address.setText(state.get("address", ""))
        self.foreign.setChecked(state.get("foreign", False))

    def _write_day(self) -> None:
        found = read_day(self.born.text())
        if found is not None:
            self.born.setText(day(found))
