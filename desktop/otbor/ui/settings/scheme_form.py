"""The common edits of a scheme as a form: what a deputy head changes from year to year, without the text.

The form is drawn from what the file holds, its words from the reference of schemes. What it does not show (choices,
conditions, conversions made of several) stays as it is and is edited as text.
"""

import copy
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from otbor.domain.findings import Finding, Severity
from otbor.domain.scheme import Scheme, Test
from otbor.domain.scheme.components import ComponentBase, Row
from otbor.domain.scheme.conversions import Band
from otbor.domain.scheme.order import Minimum, Total
from otbor.support.translation import gettext as _
from otbor.ui.kit.theme import em
from otbor.ui.settings.cards import Card, muted
from otbor.ui.settings.controls import line
from otbor.ui.settings.fields import Fields
from otbor.ui.settings.rows import Column, Rows
from otbor.ui.settings.scheme_numbers import NumberColumn, NumberRow, NumberTable, Order, check_number, number, shown
from otbor.wording.findings import parts
from otbor.wording.reference import SCHEME

Content = dict[str, Any]


def column(model: type[Any], key: str, *, whole: bool = False, needed: bool = False) -> NumberColumn:
    """A column with the words that the reference has for ``key``."""
    title, _unit, help_, _example = SCHEME.key_words(model, key) or (key, "", "", "")
    return NumberColumn(key, title, help_, whole, needed)


def title_of(model: type[Any], key: str) -> str:
    """How the reference calls ``key``."""
    return column(model, key).title


class PointRows(Rows):
    """Rows whose last column, and others named, are numbers."""

    def __init__(self, columns: Sequence[Column], numbers: Sequence[str], needed: Sequence[str]) -> None:
        super().__init__(columns, _("Add a row"), _("Take this row away"))
        self._numbers, self._needed = numbers, needed

    def twice(self, names: Sequence[str]) -> list[int]:
        """Numbers of rows that say the same as one above: one of the two would be lost."""
        seen: set[tuple[str, ...]] = set()
        found = []
        for place, row in enumerate(self.values(), 1):
            said = tuple(row[name].casefold() for name in names)
            if said in seen:
                found.append(place)
            seen.add(said)
        return found

    def right(self) -> bool:
        """Whether numbers are numbers; wrong ones are marked."""
        checked = [
            check_number(field, needed=name in self._needed)
            for row in self.rows
            for name in self._numbers
            if isinstance(field := row[name], QLineEdit)
        ]
        return all(checked)


class SchemeForm(QWidget):
    """Cards made anew by :meth:`show_content`; ``edited`` at every change of a field."""

    edited = Signal()
    drawn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ready = False  # all of it is drawn
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._draw)
        self._steps: list[Callable[[], None]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.9))
        self._content: Content = {}
        self._body = QWidget()
        self._cards = QVBoxLayout(self._body)
        self._column.addWidget(self._body)
        self.general, self.total = Fields(), Fields()
        self.tests = self.components = self.gates = NumberTable((), ())
        self.tables: dict[int, PointRows] = {}
        self.bands: dict[int, PointRows] = {}
        self.portfolios: dict[int, PointRows] = {}
        self.keys = Order("")
        self.cards: dict[str, Card] = {}

    def show_content(self, content: Content) -> None:
        """Draw the form of what a scheme's file holds, a part a turn; ``drawn`` follows."""
        self._content = content
        self.cards = {}
        self.ready = False
        old, self._body = self._body, QWidget()
        self._cards = QVBoxLayout(self._body)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(em(self, 0.9))
        self._body.setEnabled(False)  # typed in when it is whole
        self._column.replaceWidget(old, self._body)
        old.hide()
        old.deleteLater()
        self._steps = [self._general, self._components, self._tests, self._conversions, self._portfolios, self._order]
        self._turn.start()

    def _draw(self) -> None:
        """The next part of the form."""
        known = len(self.cards)
        self._steps.pop(0)()
        for card in list(self.cards.values())[known:]:
            card.finish()
            self._cards.addWidget(card)
        if not self._steps:
            self._turn.stop()
            self._body.setEnabled(True)
            self.ready = True
            self.drawn.emit()

    def content(self) -> Content | None:
        """What the file holds with the edits; None while some number is none (it is marked)."""
        made = copy.deepcopy(self._content)
        right = [self._put_texts(made)]
        right += [self.tests.put(row.where, made["tests"][n]) for n, row in enumerate(self.tests.rows)]
        right += [self.components.put(row.where, made["components"][n]) for n, row in enumerate(self.components.rows)]
        gates = [gate for gate in made.get("gates", ()) if gate.get("gate") == "minimum"]
        right += [self.gates.put(row.where, gate) for row, gate in zip(self.gates.rows, gates, strict=True)]
        right += [rows.right() for group in (self.tables, self.bands, self.portfolios) for rows in group.values()]
        if not all(right) or self._twice():
            return None
        for index, rows in self.tables.items():
            points = {shown(number(one["value"])).replace(",", "."): number(one["points"]) for one in rows.values()}
            _put(made["components"][index]["conversion"], "points", points)
        for index, rows in self.bands.items():
            bands = [{key: typed for key in _BAND if (typed := number(one[key])) is not None} for one in rows.values()]
            _put(made["components"][index]["conversion"], "bands", bands)
        for index, rows in self.portfolios.items():
            before = made["components"][index]["rows"]
            _put(made["components"][index], "rows", _portfolio(before, rows.values(), rows.keys()))
        if made.get("keys"):
            made["keys"] = [made["keys"][place] for place in self.keys.order()]
        return made

    def _twice(self) -> bool:
        """Whether some row says what another says already; told beside it."""
        found = False
        asked = ((self.tables, ("value",), "conversion"), (self.portfolios, ("category", "level", "result"), "rows"))
        for group, names, key in asked:
            for index, rows in group.items():
                remarks = self.cards[f"components[{self._content['components'][index].get('id')}].{key}"].remarks
                places = ", ".join(map(str, rows.twice(names)))
                remarks.say([_("The same stands in a row above: {rows}.").format(rows=places)] if places else [])
                found = found or bool(places)
        return found

    def say(self, findings: Sequence[Finding]) -> None:
        """Findings beside the fields that they are about; the longest path wins. Before it is drawn nothing."""
        if not self.ready:
            return
        for card in self.cards.values():
            card.remarks.say()
        for table in (self.tests, self.components, self.gates):
            for remarks in table.remarks.values():
                remarks.say()
        self.general.clear()
        self.total.clear()
        for where, mine in self._by_field(findings).items():
            bad = [without_place(f) for f in mine if f.severity is Severity.FORBIDS]
            warning = [without_place(f) for f in mine if f.severity is Severity.WARNS]
            self._remarks()[where].say(bad, warning)

    def _remarks(self) -> dict[str, Any]:
        found = {name: card.remarks for name, card in self.cards.items()}
        for table in (self.tests, self.components, self.gates):
            found |= table.remarks
        found |= self.general.remarks
        return found | {f"total.{name}": remarks for name, remarks in self.total.remarks.items()}

    def _by_field(self, findings: Sequence[Finding]) -> dict[str, list[Finding]]:
        known = sorted(self._remarks(), key=len, reverse=True)
        found: dict[str, list[Finding]] = {}
        for finding in findings:
            path = finding.where.partition(": ")[2]
            where = next((name for name in known if path == name or path.startswith((f"{name}.", f"{name}["))), None)
            if where is not None:
                found.setdefault(where, []).append(finding)
        return found

    # Drawing

    def _card(self, name: str, title: str, hint: str = "") -> Card:
        card = self.cards[name] = Card(title, hint)
        return card

    def _general(self) -> None:
        card = self._card("", _("The act"), _("The version gets another name at every change of the rules."))
        self.general = Fields()
        for key in ("title", "version"):
            self.general.add(key, title_of(Scheme, key), line(), narrow=key == "version")
            self.general[key] = str(self._content.get(key, ""))
        self.general.edited.connect(self.edited)
        card.column.addWidget(self.general)

    def _components(self) -> None:
        listed = self._list("components")
        card = self._card("components", title_of(Scheme, "components"), _("Empty: no limit, no weight."))
        columns = (
            column(ComponentBase, "weight"),
            column(ComponentBase, "cap"),
            column(ComponentBase, "digits", whole=True),
        )
        rows = [NumberRow(f"components[{one.get('id')}]", str(one.get("title")), one) for one in listed]
        self.components = self._numbers(card, rows, columns)
        total = self._content.get("total") or {}
        self.total = Fields()
        for key in ("cap", "digits"):
            told = column(Total, key)
            told_title = _("Total: {what}").format(what=told.title[:1].lower() + told.title[1:])
            self.total.add(key, told_title, line(), told.help, narrow=True)
            self.total[key] = shown(total.get(key))
        self.total.edited.connect(self.edited)
        card.column.addWidget(self.total)
        gates = [gate for gate in self._list("gates") if gate.get("gate") == "minimum"]
        titles = {one.get("id"): one.get("title") for one in listed} | {"total": _("Total")}
        indexes = [n for n, gate in enumerate(self._list("gates"), 1) if gate.get("gate") == "minimum"]
        shown_gates = [
            NumberRow(f"gates[{n}]", str(titles.get(gate.get("of"), gate.get("of"))), gate)
            for n, gate in zip(indexes, gates, strict=True)
        ]
        if gates:
            threshold = self._card("gates", _("Thresholds"), SCHEME.words["Minimum"].about)
            self.gates = self._numbers(threshold, shown_gates, (column(Minimum, "points", needed=True),))
        else:
            self.gates = NumberTable((), ())

    def _tests(self) -> None:
        tests = self._list("tests")
        if not tests:
            self.tests = NumberTable((), ())
            return
        card = self._card("tests", title_of(Scheme, "tests"))
        rows = [NumberRow(f"tests[{one.get('name')}]", str(one.get("name")), one) for one in tests]
        self.tests = self._numbers(card, rows, (column(Test, "maximum", needed=True), column(Test, "step")))

    def _conversions(self) -> None:
        self.tables, self.bands = {}, {}
        for index, one in enumerate(self._list("components")):
            conversion = one.get("conversion")
            if not isinstance(conversion, dict):
                continue
            where = f"components[{one.get('id')}].conversion"
            if conversion.get("by") == "table" and isinstance(conversion.get("points"), dict):
                columns = (Column("value", _("Value"), line, 1), Column("points", _("Points"), line, 1))
                rows = PointRows(columns, ("value", "points"), ("value", "points"))
                given = [{"value": k, "points": shown(v)} for k, v in conversion["points"].items()]
                self.tables[index] = rows
            elif conversion.get("by") == "bands" and isinstance(conversion.get("bands"), list):
                columns_ = tuple(Column(key, title_of(Band, key), line, 1) for key in _BAND)
                rows = PointRows(columns_, _BAND, ("points",))
                given = [{key: shown(band.get(key)) for key in _BAND} for band in conversion["bands"]]
                self.bands[index] = rows
            else:
                continue
            rows.show_rows(given)
            rows.edited.connect(self.edited)
            card = self._card(where, str(one.get("title")), _("Points by the number."))
            card.column.addWidget(rows)

    def _portfolios(self) -> None:
        self.portfolios = {}
        for index, one in enumerate(self._list("components")):
            if one.get("source") != "achievements" or not isinstance(one.get("rows"), list):
                continue
            columns = (
                Column("category", title_of(Row, "category"), line, 3),
                Column("level", title_of(Row, "level"), line, 3),
                Column("result", _("Result"), line, 3),
                Column("points", _("Points"), line, 1),
            )
            rows = PointRows(columns, ("points",), ("points",))
            given, keys = [], []
            for place, row in enumerate(one["rows"]):
                for result, points in (row.get("results") or {}).items():
                    common = {"category": row.get("category", ""), "level": row.get("level", "")}
                    given.append(common | {"result": result, "points": shown(points)})
                    keys.append(place)
            rows.show_rows(given, keys)
            rows.edited.connect(self.edited)
            self.portfolios[index] = rows
            told = _("Among equals the one whose line stands higher counts. An empty level fits any.")
            card = self._card(f"components[{one.get('id')}].rows", str(one.get("title")), told)
            card.column.addWidget(rows)

    def _order(self) -> None:
        keys = self._list("keys")
        title = title_of(Scheme, "keys")
        self.keys = Order(title)
        if not keys:
            return
        card = self._card("keys", title, _("The first that differs decides; who is equal in all shares the place."))
        self.keys.show_titles([str(key.get("title")) for key in keys])
        self.keys.edited.connect(self.edited)
        card.column.addWidget(self.keys)
        card.column.addWidget(muted(_("Choices, conditions and other rules are edited as text.")))

    def _numbers(self, card: Card, rows: Sequence[NumberRow], columns: Sequence[NumberColumn]) -> NumberTable:
        table = NumberTable(rows, columns)
        table.edited.connect(self.edited)
        card.column.addWidget(table)
        return table

    def _list(self, key: str) -> list[Content]:
        listed = self._content.get(key)
        return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []

    def _put_texts(self, made: Content) -> bool:
        for key in ("title", "version"):
            made[key] = self.general[key]
        total = dict(made.get("total") or {})
        right = True
        for key in ("cap", "digits"):
            field = self.total.fields[key]
            typed = number(self.total[key])
            if isinstance(field, QLineEdit) and not check_number(field):
                right = False
            elif typed is None:
                total.pop(key, None)
            elif total.get(key) != typed:
                total[key] = int(typed) if key == "digits" else typed
        if total or "total" in made:
            made["total"] = total
        return right


_BAND = ("least", "most", "points")


def _put(table: Content, key: str, value: Any) -> None:
    """Write ``value`` where it says another thing."""
    if table.get(key) != value:
        table[key] = value


def _portfolio(before: list[Content], rows: list[dict[str, str]], keys: list[int | None]) -> list[Content]:
    """Rows of the file from lines of the form, one result each; what the form does not show stays."""
    made: dict[tuple[int | None, str, str], Content] = {}
    for line_, key in zip(rows, keys, strict=True):
        identity = key, line_["category"], line_["level"]
        if identity not in made:
            row = copy.deepcopy(before[key]) if key is not None else {}
            for name in ("category", "level"):
                if line_[name]:
                    _put(row, name, line_[name])
                else:
                    row.pop(name, None)
            row["results"] = {}
            made[identity] = row
        made[identity]["results"][line_["result"]] = number(line_["points"]) or Decimal(0)
    told = [(len(before) if key is None else key, row) for (key, *_rest), row in made.items()]
    told += [(place, row) for place, row in enumerate(before) if not row.get("results")]  # by places: not in the form
    return [row for _place, row in sorted(told, key=lambda one: one[0])]


def without_place(finding: Finding) -> str:
    """What was found and what to do, for where the field itself is in sight."""
    text, advice = parts(finding)
    return f"{text.removeprefix(f'{finding.where}: ')} {advice}"
