"""Texts of papers (формы документов): edited as the school wants them, tried on invented data before they are saved.

What is typed is looked through after every pause, on the reading thread; nothing of it counts before it is saved.
"""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSplitter, QTabWidget, QVBoxLayout, QWidget

from otbor.domain.findings import Refused, Severity
from otbor.services import wording_files
from otbor.services.wording_files import Tried
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit.theme import em, mark
from otbor.ui.kit.workplace import Workplace
from otbor.ui.papers.keys import rekey
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.preview import PreviewPane
from otbor.ui.settings.cards import Remarks
from otbor.ui.settings.controls import Choice
from otbor.ui.settings.part import Part
from otbor.ui.settings.wording_editor import WordingEditor
from otbor.ui.settings.wording_help import WordingHelp
from otbor.wording import forms
from otbor.wording.findings import sentence
from otbor.wording.paper_kinds import paper_kind_words

_PAUSE = 400  # milliseconds of silence before what is typed is looked through
_SAID = 5  # findings shown at once
_NARROW = 60  # em: below this the paper stands under its text


class WordingPart(Part):
    """A form at a time: its text, what may be put in, the paper; a text that is not saved waits in ``drafts``."""

    id = "wording"
    icon = "article"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.drafts: dict[str, str] = {}
        self.tried: Tried | None = None  # what is in front, None while it is being looked through
        self._name = ""  # of the form in front
        self._in_force = ""
        self._asked = 0  # which look-through is the newest
        self._page = 0  # of the paper, kept through its changes
        self._previewed = ""  # the form whose paper is shown
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(_PAUSE)
        self._silence.timeout.connect(self.look)
        self.form_box = Choice(())
        self.form_box.setAccessibleName(_("Paper"))
        self.form_box.setMaxVisibleItems(20)
        self.state = QLabel()
        mark(self.state, "muted")
        self.editor, self.remarks = WordingEditor(), Remarks()
        self.editor.setAccessibleName(_("Text of the paper"))
        self.help, self.pane, self.tabs = WordingHelp(), PreviewPane(), QTabWidget()
        rekey(self.pane)
        self._make()
        self._make_foot()
        self.form_box.currentIndexChanged.connect(lambda _index: self._chosen())
        self.editor.textChanged.connect(self._typed)
        self.help.chosen.connect(self._put_in)
        self.pane.opened.connect(lambda _paper: self.pane.view.go_to(self._page))

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts."""
        return _("Texts of papers")

    def entered(self) -> None:
        """Show what is in force now, unless another text of this form waits to be saved."""
        if not self._name:
            self.in_turns(self._offer, lambda: self.form_box.setCurrentIndex(0))
        elif self._name not in self.drafts:
            self._show_form(self._name)

    def show_target(self, target: object) -> None:
        """Show the form of this name."""
        if target in forms.names():
            self.later_turns(lambda: self.form_box.choose(target))

    def unsaved(self) -> bool:
        """Whether the text of some form is not saved."""
        return bool(self.drafts)

    def shut(self) -> None:
        """Stop the thread of the preview."""
        self.pane.shut()

    def discard(self) -> None:
        """Show the text in force, whatever was typed."""
        self.drafts.pop(self._name, None)
        self._show_form(self._name)

    def look(self) -> None:
        """Try the text in front on the reading thread."""
        self._silence.stop()
        self.tried = None
        self._asked += 1
        asked, name, text = self._asked, self._name, self.editor.toPlainText()
        task = self.workplace.ask(lambda office, _steps: wording_files.try_wording(office, name, text))
        task.succeeded.connect(lambda tried: self._show_tried(asked, tried))

    def save(self) -> None:
        """Put the text in front in force as the school's own."""
        name, text = self._name, self.drafts.get(self._name)
        if text is None:
            return
        task = self.workplace.act(lambda office, _steps: wording_files.save_wording(office, name, text))
        task.succeeded.connect(lambda _found: self._saved(name, text))

    def restore(self) -> None:
        """Put the program's own text of the form in force."""
        name, before = self._name, self._in_force
        task = self.workplace.act(lambda office, _steps: wording_files.restore_wording(office, name))
        task.succeeded.connect(lambda _none: self._restored(name, before))

    # Inside

    def _offer(self) -> None:
        """All forms by their names, the texts that all papers share last."""
        papers = sorted((_title(name), name) for name in forms.names() if name != forms.COMMON)
        with QSignalBlocker(self.form_box):
            self.form_box.offer([*((name, title) for title, name in papers), (forms.COMMON, _title(forms.COMMON))])
            self.form_box.setCurrentIndex(-1)

    def _chosen(self) -> None:
        name = self.form_box.chosen()
        if name is not None and name != self._name:
            self._page = 0
            self._show_form(name)
            self.help.show_explained(forms.explained(name))

    def _show_form(self, name: str) -> None:
        another, self._name, unreadable = name != self._name, name, None
        try:
            self._in_force = wording_files.wording_text(self.workplace.glance, name)
        except Refused as refused:  # the school's copy is no text: it can only be given back
            self._in_force, unreadable = "", refused.finding
        with QSignalBlocker(self.editor):
            if another:
                self.editor.begin(self.drafts.get(name, self._in_force))
            else:
                self.editor.show_text(self.drafts.get(name, self._in_force))
        self.editor.setEnabled(unreadable is None)
        self._mark()
        if unreadable is None:
            self.look()
        else:
            self._asked += 1
            self._show_tried(self._asked, Tried((unreadable,), None))

    def _typed(self) -> None:
        text = self.editor.toPlainText()
        if text == self._in_force:
            self.drafts.pop(self._name, None)
        else:
            self.drafts[self._name] = text
        self.tried = None
        self._asked += 1  # what is still being looked through is of the text before
        self._silence.start()
        self._mark()

    def _put_in(self, text: str) -> None:
        self.editor.insertPlainText(text)
        self.editor.setFocus()

    def _show_tried(self, asked: int, tried: Tried) -> None:
        if asked != self._asked:
            return  # typed on since
        self.tried = tried
        bad = [sentence(f) for f in tried.findings if f.severity is Severity.FORBIDS]
        self.remarks.say(_few(bad), _few([sentence(f) for f in tried.findings if f.severity is Severity.WARNS]))
        self._allow()
        if tried.pdf is not None:
            pdf = tried.pdf
            self._page = self.pane.view.page if self._previewed == self._name else 0
            self._previewed = self._name
            self.pane.show_paper(PaperFile("", _title(self._name), lambda: pdf))
        elif self._previewed != self._name:
            self._previewed = ""
            self.pane.clear()

    def _saved(self, name: str, text: str) -> None:
        if self.drafts.get(name) == text:
            del self.drafts[name]
        if name == self._name:
            self._show_form(name)
        self._mark()
        told = _("The text is saved: the next papers “{paper}” are made by it.").format(paper=_title(name))
        self.workplace.tell(told, good=True)

    def _restored(self, name: str, before: str) -> None:
        self.drafts.pop(name, None)
        if name == self._name:
            self._show_form(name)
        self._mark()
        told = _("“{paper}” has the program's own text again.").format(paper=_title(name))
        acts = ((_("Put the school's text back"), lambda: self._keep(name, before)),) if before else ()
        self.workplace.tell(told, *acts, good=True)

    def _keep(self, name: str, text: str) -> None:
        """Undo a restoring."""
        task = self.workplace.act(lambda office, _steps: wording_files.save_wording(office, name, text))
        task.succeeded.connect(lambda _found: self._saved(name, text))

    def _mark(self) -> None:
        """Say whose texts are in force and which are not saved."""
        own = wording_files.edited_forms(self.workplace.glance)
        for index in range(self.form_box.count()):
            name = self.form_box.thing(index)
            shown = _("{paper} (the school's)").format(paper=_title(name)) if name in own else _title(name)
            self.form_box.setItemText(index, f"{shown} •" if name in self.drafts else shown)
        self.state.setText(_("The school's own text") if self._name in own else _("The program's text"))
        self._allow()
        self.edited.emit()

    def _allow(self) -> None:
        edited = self._name in self.drafts
        usable = self.tried is None or self.tried.pdf is not None
        self.save_button.setEnabled(edited and usable)
        self.back.setEnabled(edited)
        self.restore_button.setEnabled(self._name in wording_files.edited_forms(self.workplace.glance))

    # Making

    def fit(self) -> None:
        """Where there is no room for both beside each other, the paper stands under its text."""
        super().fit()
        narrow = self.width() < em(self, _NARROW)
        self.halves.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        self.halves.setMinimumHeight(em(self, 52 if narrow else 26))

    def _make(self) -> None:
        label = QLabel(_("Paper:"))
        label.setBuddy(self.form_box)
        row = QHBoxLayout()
        row.setSpacing(em(self, 0.6))
        row.addWidget(label)
        row.addWidget(self.form_box)
        row.addWidget(self.state, 1)
        self.column.addLayout(row)
        left, column = QWidget(), QVBoxLayout()
        left.setLayout(column)
        column.setContentsMargins(0, 0, em(self, 0.8), 0)
        column.addWidget(self.editor, 1)
        column.addWidget(self.remarks)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Paper and explanations"))
        self.tabs.addTab(self.pane, _("Preview"))
        self.tabs.addTab(self.help, _("What may be put in"))
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(left)
        self.halves.addWidget(self.tabs)
        self.halves.setSizes([1000, 1000])  # halves, whatever each would like to have
        self.halves.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.column.addWidget(self.halves, 1)

    def _make_foot(self) -> None:
        self.restore_button = QPushButton(_("The program's text again"))
        self.restore_button.clicked.connect(self.restore)
        self.foot.addWidget(self.restore_button)
        self.foot.addStretch(1)
        self.end_foot(_("Save the text"))
        self.bottom.show()


def _title(name: str) -> str:
    return _("Texts that all papers share") if name == forms.COMMON else paper_kind_words(name)


def _few(said: list[str]) -> list[str]:
    """The first of many, and how many there are beside."""
    if len(said) <= _SAID:
        return said
    more = len(said) - _SAID
    return [*said[:_SAID], ngettext("… and {n} more", "… and {n} more", more).format(n=more)]
