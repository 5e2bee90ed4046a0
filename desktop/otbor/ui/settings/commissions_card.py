"""One commission: its members read, or in a form with what п. 12 says of them beside."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from otbor.domain.commissions import CommissionKind, Role, Standing
from otbor.domain.findings import Finding, Severity
from otbor.services.commission_view import StoredCommissions
from otbor.services.commissions import CommissionDraft
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit import dates
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import by_text, em, mark
from otbor.ui.settings.cards import Card, Remarks, muted
from otbor.ui.settings.commissions_words import Quality, members_of, qualities, quality, roles, row_of
from otbor.ui.settings.controls import Choice, DateField, line, spin
from otbor.ui.settings.fields import Fields
from otbor.ui.settings.rows import Column, Rows
from otbor.wording.findings import sentence

_MOST = 50


class MembersForm(QWidget):
    """Rows of members; ``offered``: in what quality one may sit here."""

    edited = Signal()

    def __init__(self, draft: CommissionDraft, offered: Sequence[Standing], people: dict[str, str]) -> None:
        super().__init__()
        self._known = {member.person: member for member in draft.members}
        self._people = people
        told = {member.standing for member in draft.members} | set(offered)
        fitting = [(one, text) for one, text in qualities().items() if one[0] in told]
        self.rows = Rows(
            (
                Column("person", _("Surname, given name, patronymic"), lambda: line(people), 4),
                Column("post", _("Post"), line, 4),
                Column("role", _("Role"), lambda: Choice(roles().items()), 2, Role.MEMBER),
                Column("quality", _("In what quality"), lambda: Choice(fitting), 4, (Standing.TEACHER, False)),
            ),
            _("Add a member"),
            _("Take this member away"),
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.rows)
        self.rows.show_rows([row_of(member) for member in draft.members] or _begun(offered))
        self._fill_posts()
        self.rows.edited.connect(self._edited)

    def members(self) -> CommissionDraft:
        """Only the members matter of what is given."""
        return CommissionDraft(CommissionKind.ADMISSION, "", members_of(self.rows.values(), self._known))

    def nameless(self) -> list[int]:
        """Numbers of rows with a post and nobody who holds it."""
        return [n for n, row in enumerate(self.rows.values(), 1) if row["post"] and not row["person"]]

    def _edited(self) -> None:
        self._fill_posts()
        self.edited.emit()

    def _fill_posts(self) -> None:
        """Who is known brings the post along; rows are made anew when one is added."""
        for row in self.rows.rows:
            name, post = row["person"], row["post"]
            if isinstance(name, QLineEdit) and isinstance(post, QLineEdit) and not name.property("brings"):
                name.setProperty("brings", True)  # noqa: FBT003 - Qt's own shape
                name.textChanged.connect(lambda text, post=post: self._bring(text, post))
                _wide(row.values())

    def _bring(self, person: str, post: QLineEdit) -> None:
        if person in self._people and not post.text():
            post.setText(self._people[person])


def _wide(fields: Iterable[QWidget]) -> None:
    for field in fields:
        if isinstance(field, QComboBox):
            field.setMinimumContentsLength(10)


def _begun(offered: Sequence[Standing]) -> list[dict[str, object]]:
    """Rows to be filled; with parents where they must take part (12)."""
    asked: list[tuple[Role, Quality]] = [
        (Role.CHAIR, (Standing.TEACHER, False)),
        (Role.SECRETARY, (Standing.TEACHER, False)),
        (Role.MEMBER, (Standing.TEACHER, False)),
    ]
    if Standing.PARENT in offered:
        asked = [(Role.CHAIR, (Standing.HEAD, False)), *asked[1:], (Role.MEMBER, (Standing.PARENT, True))]
    return [{"person": "", "post": "", "role": role, "quality": sits} for role, sits in asked]


class DraftCard(Card):
    """A commission of those ``stored`` that is to be formed; ``away`` asks to take it out of the order."""

    edited = Signal()
    away = Signal()

    def __init__(self, draft: CommissionDraft, stored: StoredCommissions) -> None:
        super().__init__(draft.title[:1].upper() + draft.title[1:])
        self.given = draft
        self.about = Fields()
        self.about.add("title", _("Name in the order"), line())
        self.about["title"] = draft.title
        if draft.kind is CommissionKind.SUBJECT:
            self.about.add("subjects", _("Subjects, separated by commas"), line())
            self.about["subjects"] = ", ".join(draft.subjects)
        self.form = MembersForm(draft, stored.standings[draft.kind], stored.people)
        quorum = spin(0, _MOST)
        quorum.setSpecialValueText(_("more than half"))
        by_text(quorum, QWidget.setMinimumWidth, 14)
        self.rest = Fields()
        self.rest.add("quorum", _("Quorum"), quorum, _("How many must be there, by the local act."), narrow=True)
        self.rest["quorum"] = draft.quorum or 0
        until = DateField(today=lambda: stored.today, nothing=_("no end"))
        self.rest.add("until", _("In office until"), until, narrow=True)
        self.rest["until"] = draft.until
        self.column.addWidget(self.about)
        self.column.addWidget(self.form)
        self.column.addWidget(self.rest)
        if draft.kind is CommissionKind.SUBJECT:
            self.remove = QPushButton(_("Take this commission away"))
            give_icon(self.remove, "trash")
            self.remove.clicked.connect(self.away)
            self.column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.finish()
        for part in (self.about, self.form, self.rest):
            part.edited.connect(self.edited)

    def draft(self) -> CommissionDraft:
        """The commission as typed."""
        subjects = self.given.subjects
        if "subjects" in self.about.fields:
            subjects = tuple(one.strip() for one in self.about["subjects"].split(",") if one.strip())
        return replace(
            self.given,
            title=self.about["title"],
            subjects=subjects,
            members=self.form.members().members,
            quorum=self.rest["quorum"] or None,
            until=self.rest["until"],
        )

    def say(self, findings: Sequence[Finding]) -> None:
        """Show what the rules say of it."""
        say_findings(self.remarks, findings, nameless(self.form.nameless()))


class FormedCard(Card):
    """A commission as formed; ``changed`` asks for the form of a further order."""

    changing = Signal()

    def __init__(self, draft: CommissionDraft, quorum: int) -> None:
        super().__init__(draft.title[:1].upper() + draft.title[1:])
        head = QHBoxLayout()
        about = [ngettext("Quorum: {n} member", "Quorum: {n} members", quorum).format(n=quorum)]
        if draft.subjects:
            about.insert(0, ", ".join(draft.subjects))
        if draft.until is not None:
            about.append(_("in office until {day}").format(day=dates.day(draft.until)))
        head.addWidget(muted(" · ".join(about)), 1)
        self.change = QPushButton(_("Change the members…"))
        self.change.setAccessibleName(_("Change the members: {commission}").format(commission=draft.title))
        self.change.clicked.connect(self.changing)
        head.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.column.addWidget(_table(draft))
        self.finish()


def _table(draft: CommissionDraft) -> QWidget:
    """The members, one a line."""
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(em(body, 1.2))
    grid.setVerticalSpacing(em(body, 0.3))
    for place, (title, stretch) in enumerate(((_("Role"), 2), (_("Member"), 4), (_("Post"), 4), (_("Quality"), 3))):
        grid.addWidget(muted(title), 0, place)
        grid.setColumnStretch(place, stretch)
    for row, member in enumerate(draft.members, 1):
        texts = (roles()[member.role], member.person, member.post, qualities()[quality(member)])
        for place, text in enumerate(texts):
            label = QLabel(text)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            if place == 1:
                mark(label, "heading")
            grid.addWidget(label, row, place)
    return body


def nameless(rows: Sequence[int]) -> list[str]:
    """What is said of rows without a name."""
    if not rows:
        return []
    told = ngettext("Row {rows}: write whose post it is.", "Rows {rows}: write whose posts these are.", len(rows))
    return [told.format(rows=", ".join(map(str, rows)))]


def say_findings(remarks: Remarks, findings: Sequence[Finding], more: Sequence[str] = ()) -> None:
    """Findings where they belong: what forbids above what warns."""
    bad = [sentence(finding) for finding in findings if finding.severity is Severity.FORBIDS]
    remarks.say([*more, *bad], [sentence(finding) for finding in findings if finding.severity is Severity.WARNS])
