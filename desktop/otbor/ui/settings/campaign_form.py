"""The form of a plan (план отбора), top to bottom: what selection, by what scheme, groups, tests, dates, numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from otbor.domain import campaign as domain
from otbor.domain.campaign import Basis, CampaignKind, GroupKind, Level
from otbor.domain.regulation import Regulation
from otbor.services.campaigns import CampaignDraft
from otbor.services.plan_review import Placed, Review
from otbor.services.planning import SchemeChoice
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit.theme import em, mark
from otbor.ui.settings.campaign_dates import DatesCard
from otbor.ui.settings.campaign_terms import TermsCard
from otbor.ui.settings.cards import Card
from otbor.ui.settings.controls import Choice, DateField, line, read, spin, suggesting
from otbor.ui.settings.fields import Fields
from otbor.ui.settings.numbering_fields import NumberingFields
from otbor.ui.settings.rows import Column, Rows

_YEARS = (2020, 2100)
_MOST_SEATS = 500


class CampaignForm(QWidget):
    """Shows a draft and gives it back as it was changed; knows no rule: findings come from outside."""

    edited = Signal()
    grade_chosen = Signal(int)
    scheme_chosen = Signal(object)  # a SchemeChoice whose groups and tests shall be taken

    def __init__(
        self, regulations: Mapping[str, Regulation], subjects: Sequence[str], today: Callable[[], date]
    ) -> None:
        super().__init__()
        self._regulations, self._subjects = regulations, subjects
        self._draft: CampaignDraft | None = None
        self._choices: list[SchemeChoice] = []
        self._filling = False
        self.cards: dict[str, Card] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.9))
        profile = next(iter(regulations.values()))
        self.what = self._what(profile)
        self.bases = self._bases()
        self.scheme = self._scheme()
        self.groups = self._groups()
        self.tests = self._tests(profile)
        self.sittings = self._sittings()
        self.dates = DatesCard(today)
        self._add("dates", self.dates)
        self.dates.dates.edited.connect(self._told)
        self.terms = TermsCard(profile)
        self._add("terms", self.terms)
        self.terms.edited.connect(self._told)
        numbers = Card(_("Registration numbers"))
        self.numbering = NumberingFields()
        self.numbering.edited.connect(self._told)
        numbers.column.addWidget(self.numbering)
        self._add("numbering", numbers)
        numbers.finish()

    # The draft

    def show_draft(self, draft: CampaignDraft) -> None:
        """Show ``draft`` in all fields."""
        for step in self.filling(draft):
            step()

    def filling(self, draft: CampaignDraft) -> list[Callable[[], None]]:
        """The steps that show ``draft``: rows of fields take their time, so a caller may take a turn for each."""
        value = draft.campaign
        groups, tests = [_group_row(group) for group in value.groups], [_test_row(test) for test in value.tests]
        steps: tuple[Callable[[], None], ...] = (
            lambda: self._show_what(draft),
            lambda: self.groups.show_rows(groups),
            lambda: self.tests.show_rows(tests),
            lambda: self.show_sittings(value),
            lambda: self._show_dates(draft),
        )
        return [partial(self._quietly, step) for step in steps]

    def _quietly(self, step: Callable[[], None]) -> None:
        """Fill in fields without telling that somebody edits them."""
        self._filling = True
        step()
        self._filling = False

    def _show_what(self, draft: CampaignDraft) -> None:
        self._draft, value = draft, draft.campaign
        for name in ("grade", "year", "code", "title", "regulation"):
            self.what[name] = getattr(draft, name)
        self.what["kind"] = value.kind
        self.what["local_subjects"] = ", ".join(value.local_subjects)
        cadet = value.school.cadet and value.level is Level.OOO
        self.what.show_only("local_subjects", shown=cadet)
        for basis, box in self.bases.items():
            box.setChecked(basis in value.bases)
        self._show_schemes(draft.scheme)

    def _show_dates(self, draft: CampaignDraft) -> None:
        value = draft.campaign
        self.dates.dates.show_schedule(value.schedule)
        self.dates.planner.show_schedule(value.schedule)
        self.terms.show_terms(value.local)
        self.numbering.show_numbering(draft)

    def show_laid_out(self, value: domain.Campaign) -> None:
        """Show the dates that the planner has laid out."""
        self._filling = True
        self.show_sittings(value)
        self.dates.dates.show_schedule(value.schedule)
        self._filling = False
        self._told()

    def show_sittings(self, value: domain.Campaign) -> None:
        """Show the days of all tests, by day."""
        days = sorted(((s, t.title) for t in value.tests for s in t.sittings), key=lambda pair: (pair[0].day, pair[1]))
        rows = [{"test": title, "day": s.day, "room": s.room, "reserve": s.reserve} for s, title in days]
        self.sittings.show_rows(rows)

    def draft(self) -> CampaignDraft:
        """The draft as the fields have it now."""
        if self._draft is None:
            raise RuntimeError("no draft is shown")
        grade = self.what["grade"]
        profile = self._regulations[self.what["regulation"]]
        value = replace(
            self._draft.campaign,
            kind=self.what["kind"],
            level=next(level for level, rule in profile.levels.items() if grade in rule.grades),
            groups=tuple(_group(row, grade) for row in self.groups.values()),
            tests=self._tests_now(),
            schedule=self.dates.dates.schedule(),
            bases=tuple(basis for basis, box in self.bases.items() if box.isChecked()),
            local_subjects=_names(self.what["local_subjects"]),
            local=self.terms.terms(),
        )
        return replace(
            self._draft,
            code=self.what["code"],
            title=self.what["title"],
            year=self.what["year"],
            grade=grade,
            campaign=value,
            regulation=self.what["regulation"],
            scheme=read(self.scheme_field) or "",
            number_pattern=self.numbering.pattern(),
            number_digits=self.numbering.digits(),
        )

    def _tests_now(self) -> tuple[domain.EntranceTest, ...]:
        days: dict[str, list[domain.Sitting]] = {}
        for row in self.sittings.values():
            days.setdefault(row["test"], []).append(domain.Sitting(row["day"], row["room"], row["reserve"]))
        return tuple(
            domain.EntranceTest(
                title=row["title"],
                form=row["form"],
                subjects=_names(row["subjects"]),
                sittings=tuple(sorted(days.get(row["title"], ()), key=lambda sitting: (sitting.reserve, sitting.day))),
                groups=_codes(row["groups"]),
            )
            for row in self.tests.values()
        )

    # What is said of it

    def show_choices(self, choices: Sequence[SchemeChoice]) -> None:
        """Offer these schemes."""
        self._choices = list(choices)
        self._filling = True
        self._show_schemes(self._draft.scheme if self._draft else "")
        self._filling = False

    def show_review(self, review: Review) -> None:
        """Show every finding beside what it is about."""
        self.dates.dates.show_review(review.milestones, review.findings)
        for name, remarks in self.what.remarks.items():
            _say(remarks, [placed for placed in review.findings if placed.place == name])
        for name, card in self.cards.items():
            _say(card.remarks, [placed for placed in review.findings if placed.place == name])
        self.numbering.show_draft(self.draft())

    # Making

    def _what(self, profile: Regulation) -> Fields:
        card, form = Card(_("What selection")), Fields()
        grades = [grade for rule in profile.levels.values() for grade in rule.grades]
        grade = Choice((grade, _("grade {grade}").format(grade=grade)) for grade in grades)
        grade.activated.connect(lambda _index: self.grade_chosen.emit(grade.chosen()))
        form.add("grade", _("Grade"), grade, narrow=True)
        form.add("year", _("Year"), spin(*_YEARS), narrow=True)
        kinds = (
            (CampaignKind.PLANNED, _("planned, yearly (6.1)")),
            (CampaignKind.BETWEEN, _("between planned ones, for free seats (6.2)")),
        )
        form.add("kind", _("Kind"), Choice(kinds))
        form.add("title", _("Title"), line(), _("As papers name the selection."))
        form.add("code", _("Code"), line(), _("Short; a part of registration numbers."))
        regions = ((name, one.region) for name, one in self._regulations.items())
        form.add("regulation", _("Порядок of the region"), Choice(regions))
        form.add(
            "local_subjects",
            _("Subjects of the local act"),
            line(),
            _("Of a cadet school (11, 13), separated by commas."),
        )
        form.edited.connect(self._told)
        card.column.addWidget(form)
        self._add("what", card)
        card.finish()
        return form

    def _bases(self) -> dict[Basis, QCheckBox]:
        card = Card(
            _("Cases of selection (8, 9)"), _("Who may apply: by the case the child is enrolled or transferred.")
        )
        titles = {
            Basis.ADMISSION: _("admission to the class"),
            Basis.TRANSFER_INSIDE: _("transfer inside the school"),
            Basis.TRANSFER_FROM: _("transfer from another school"),
        }
        boxes = {}
        for basis, title in titles.items():
            boxes[basis] = QCheckBox(title)
            boxes[basis].toggled.connect(lambda _on: self._told())
            card.column.addWidget(boxes[basis])
        self._add("bases", card)
        card.finish()
        return boxes

    def _scheme(self) -> Fields:
        card, form = Card(_("Scoring scheme")), Fields()
        self.scheme_field = Choice(())
        form.add("scheme", _("Scheme"), self.scheme_field, _("Those of the grade come first."))
        form.edited.connect(self._told)
        self.take = QPushButton(_("Take groups and tests from the scheme"))
        self.take.clicked.connect(self._take)
        card.column.addWidget(form)
        card.column.addWidget(self.take)
        mark(self.take, "link")
        self._add("scheme", card)
        card.finish()
        return form

    def _groups(self) -> Rows:
        card = Card(_("Groups and seats"), _("A group is a class or a part of it with seats of its own."))
        kinds = ((GroupKind.IN_DEPTH, _("in depth")), (GroupKind.PROFILE, _("profile")))
        columns = (
            Column("code", _("Code"), line, 1),
            Column("title", _("Title"), line, 3),
            Column("class_code", _("Class"), line, 1),
            Column("kind", _("Kind"), lambda: Choice(kinds), 1, GroupKind.IN_DEPTH),
            Column("subjects", _("Subjects in depth, by commas"), line, 4),
            Column("profile", _("Profile"), line, 2),
            Column("seats", _("Seats"), lambda: spin(0, _MOST_SEATS), 0, 25),
        )
        return self._rows("groups", card, Rows(columns, _("Add a group"), _("Take the group away")))

    def _tests(self, profile: Regulation) -> Rows:
        card = Card(
            _("Entrance tests"), _("A test is named as the scheme names it; it may cover several subjects (15).")
        )
        columns = (
            Column("title", _("Test"), lambda: line(self._test_names()), 2),
            Column("form", _("Form"), lambda: suggesting(profile.test_forms), 2, profile.test_forms[0]),
            Column("subjects", _("Subjects, by commas"), lambda: line(self._subjects), 3),
            Column("groups", _("Groups, by commas"), lambda: line(placeholder=_("all that study it")), 2),
        )
        return self._rows("tests", card, Rows(columns, _("Add a test"), _("Take the test away")))

    def _sittings(self) -> Rows:
        card = Card(_("Days of the tests"), _("The main day and reserve days; the last of them ends the tests (22)."))
        columns = (
            Column("test", _("Test"), lambda: line(self._titles()), 3),
            Column("day", _("Day"), DateField, 0, None),
            Column("room", _("Room"), line, 2),
            Column("reserve", _("Reserve"), QCheckBox, 0, default=False),
        )
        return self._rows("sittings", card, Rows(columns, _("Add a day"), _("Take the day away")))

    def _rows(self, name: str, card: Card, rows: Rows) -> Rows:
        rows.edited.connect(self._told)
        card.column.addWidget(rows)
        self._add(name, card)
        card.finish()
        return rows

    def _add(self, name: str, card: Card) -> None:
        self.cards[name] = card
        self._column.addWidget(card)

    def _test_names(self) -> list[str]:
        chosen = self._choice()
        return [test.title for test in chosen.tests] if chosen else []

    def _titles(self) -> list[str]:
        return [str(row["title"]) for row in self.tests.values()]

    # Schemes

    def _show_schemes(self, name: str) -> None:
        offered = [(choice.name, _called(choice)) for choice in self._choices]
        if name and all(known != name for known, _title in offered):
            offered.append((name, name))
        self.scheme_field.offer(offered)
        self.scheme_field.choose(name)
        self.take.setEnabled(bool(self._choices))

    def _choice(self) -> SchemeChoice | None:
        name = read(self.scheme_field)
        return next((one for one in self._choices if one.name == name), None)

    def _take(self) -> None:
        chosen = self._choice()
        if chosen is not None and not chosen.wrong:
            self.scheme_chosen.emit(chosen)

    def _told(self) -> None:
        if not self._filling:
            self.edited.emit()


def _called(choice: SchemeChoice) -> str:
    """A scheme as the choice names it: grade, title, file, whose it is."""
    whose = _("own") if choice.own else _("example")
    told = f"{choice.title} ({choice.name}, {whose})"
    if choice.wrong:
        return _("{scheme}: cannot be read").format(scheme=told)
    return _("grade {grade}").format(grade=choice.grade) + f" · {told}"


def said_in_short(findings: Sequence[Placed]) -> str:
    """How many findings there are, for the foot of the page."""
    bad = sum(placed.forbids for placed in findings)
    rest = len(findings) - bad
    told = []
    if bad:
        told.append(ngettext("{n} forbids the plan", "{n} forbid the plan", bad).format(n=bad))
    if rest:
        told.append(ngettext("{n} warning", "{n} warnings", rest).format(n=rest))
    return ", ".join(told) or _("Nothing to say against it")


def _say(remarks: Any, placed: Sequence[Placed]) -> None:
    remarks.say([p.text for p in placed if p.forbids], [p.text for p in placed if not p.forbids])


def _group_row(group: domain.Group) -> dict[str, Any]:
    names = ("code", "title", "class_code", "kind", "profile", "seats")
    return {name: getattr(group, name) for name in names} | {"subjects": ", ".join(group.subjects)}


def _test_row(test: domain.EntranceTest) -> dict[str, Any]:
    lists = {"subjects": ", ".join(test.subjects), "groups": ", ".join(test.groups)}
    return {"title": test.title, "form": test.form} | lists


def _group(row: Mapping[str, Any], grade: int) -> domain.Group:
    subjects = _names(row["subjects"])
    return domain.Group(
        row["code"], row["title"], grade, row["kind"], subjects, row["seats"], row["profile"], row["class_code"]
    )


def _names(text: str) -> tuple[str, ...]:
    """Names of subjects, written with commas between them."""
    return tuple(" ".join(part.split()).lower() for part in text.split(",") if part.strip())


def _codes(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split(",") if part.strip())
