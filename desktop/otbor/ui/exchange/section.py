"""«Обмен»: a school's workbook comes in by five steps on one page; until the fourth nothing is written."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from otbor.domain.findings import Refused
from otbor.domain.rights import Right
from otbor.services import imports
from otbor.services.imports import BroughtIn, Checked
from otbor.services.journal_view import note_export
from otbor.services.office import Changes
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.exchange import words
from otbor.ui.exchange.bring_step import BringStep
from otbor.ui.exchange.check_step import CheckStep
from otbor.ui.exchange.columns_step import ColumnsStep
from otbor.ui.exchange.file_step import FileStep
from otbor.ui.exchange.files import Then, ask_target, ask_workbook, dropped
from otbor.ui.exchange.parts import StepPath, scrolled
from otbor.ui.exchange.result_step import ResultStep
from otbor.ui.exchange.taking import Taking
from otbor.ui.exchange.way import Step, can_go_on, main_text, reached
from otbor.ui.exchange.work import Saved, opened, saved
from otbor.ui.kit import dates, folders
from otbor.ui.kit.actions import Action
from otbor.ui.kit.empty import EmptyPage
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.section import Section
from otbor.ui.kit.task_bar import TaskBar
from otbor.ui.kit.tasks import Task
from otbor.ui.kit.theme import em, mark
from otbor.ui.kit.workplace import Workplace

_SAID = 8  # refusals of an import told in words: all of them stand beside their rows


class ExchangeSection(Section):
    """The path of one workbook; :attr:`taking` is what was decided about it so far."""

    id = "exchange"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.taking: Taking | None = None
        self.step = Step.FILE
        self._task: Task | None = None
        self._stale = False  # the journal has changed since the dry run began
        self.ask_file: Callable[[QWidget, str, Then], None] = ask_workbook  # tests answer without a dialog
        self.ask_target: Callable[[QWidget, Path, Then], None] = ask_target
        self.setAcceptDrops(True)
        self._build()
        self.make_acts()
        workplace.campaign_changed.connect(self._begin_anew)
        workplace.changed.connect(self._changed)
        self._begin_anew()

    def declare(self) -> Sequence[Action]:
        """Its actions."""
        told = [
            ("choose", _("Choose a workbook…"), self.choose, "Ctrl+I", "folder-open", _("import Excel workbook load")),
            ("back", _("Previous step"), self.back, "Alt+Left", "arrow-left", ""),
            ("next", _("Next step"), self.forward, "Alt+Right", "arrow-right", ""),
            ("other", _("This is another child"), lambda: self._answer(same=False), "Alt+1", "users", ""),
            ("same", _("This is the same child"), lambda: self._answer(same=True), "Alt+2", "copy", ""),
            ("leave", _("Leave the row out or take it in"), self._leave, "Shift+Del", "prohibit", ""),
            ("bring", _("Take the workbook in"), self.bring_in, "Ctrl+Shift+Return", "download-simple", ""),
            ("export", _("Save the rows that stayed out…"), self._to_export, "Ctrl+Shift+E", "file-arrow-down", ""),
        ]
        return [
            Action(f"exchange-{name}", title, act, keys, sign, on_bar=False, right=_right(name), words=more)
            for name, title, act, keys, sign, more in told
        ]

    def go(self, target: Any) -> None:
        """Open the workbook at a path."""
        self.open_file(Path(target))

    def unsaved(self) -> list[str]:
        """Answers about look-alikes and rows left out go with the window."""
        taking = self.taking
        return [_("Import of «{file}»").format(file=taking.file.name)] if taking is not None and taking.unsaved else []

    def entered(self) -> None:
        """What the journal has gone through meanwhile is checked now."""
        self._freshen()

    def shut(self) -> None:
        """Nothing of ours runs on."""
        if self._task is not None:
            self._task.cancel()

    # Step 1: the file

    def choose(self) -> None:
        """Ask for a workbook, where the last one lay."""
        self.ask_file(self, self.workplace.memory.text("exchange/folder"), self._chosen)

    def _chosen(self, path: Path) -> None:
        self.workplace.memory.put("exchange/folder", str(path.parent))
        self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read a workbook in the background in place of the one before; not while that is being written."""
        campaign = self.workplace.campaign
        if campaign is None or (self._task is not None and self.step is Step.BRING):
            return
        self._begin_anew()
        task = self.workplace.ask(lambda office, steps: opened(office, campaign, path, steps), told=False)
        task.failed.connect(lambda failure: self.file.tell(failure.text) if self._task is task else None)
        self._watch(task, _("Reading the workbook"), self._opened)

    def _opened(self, taking: Taking) -> None:
        self.taking = taking
        self.file.open(taking)
        self._show(Step.FILE)
        self.file.table.setFocus()

    # Step 3: the dry run

    def check(self) -> None:
        """Check every row in the background, then show them."""
        taking, campaign = self.taking, self.workplace.campaign
        if taking is None or campaign is None or self._task is not None or not taking.wanted or taking.missing:
            return
        draft, roles, book = taking.draft, frozenset(taking.wanted), taking.workbook
        mapping, again = draft.mapping(), taking.checked is not None
        self._stale = False

        def then(checked: Checked) -> None:
            if taking.draft is draft and taking.wanted == roles:  # else columns were mended meanwhile: of no use
                self._checked(taking, checked, again=again)

        task = self.workplace.ask(
            lambda office, steps: imports.check_sheets(office, campaign, book, mapping, tuple(roles), steps.step)
        )
        self._watch(task, _("Checking the rows"), then)

    def _checked(self, taking: Taking, checked: Checked, *, again: bool) -> None:
        taking.checked = checked
        self.rows.open(taking, again=again)
        self.bring.tell("")
        self._show(self.step if again else Step.CHECK)
        if not again:
            self.rows.table.setFocus()

    # Step 4: the import

    def bring_in(self) -> None:
        """Write everything that comes in, in one transaction."""
        taking, campaign = self.taking, self.workplace.campaign
        if taking is None or campaign is None or self.step is not Step.BRING or not self.main.isEnabled():
            return
        mapping, choices, book = taking.draft.mapping(), taking.choices(), taking.workbook
        task = self.workplace.act(
            lambda office, steps: imports.import_sheets(office, campaign, book, mapping, choices, steps.step),
            told=False,
        )
        task.succeeded.connect(lambda brought: self._tell_brought(taking, brought))
        task.failed.connect(lambda failure: self._refused(taking, failure))
        task.cancelled.connect(lambda: self._not_written(taking, _("Stopped: nothing was written.")))
        self.bring.tell("")
        self._watch(task, _("Taking the rows in"), self._show_brought)

    def _tell_brought(self, taking: Taking, brought: BroughtIn) -> None:
        """It is told also where another campaign is shown by now."""
        taking.brought = brought
        campaign, left = self.workplace.campaign, any(brought.left.values()) and "exchange-export" in self.acts
        acts: list[tuple[str, Callable[[], object]]] = []
        if campaign is not None and left and self.taking is taking:
            acts = [(_("Save the rows that stayed out…"), lambda: self._export_left(taking, campaign))]
        text = _("From «{file}» came in: {rows}.").format(file=taking.file.name, rows=words.rows(len(brought.rows)))
        self.workplace.tell(text, *acts, good=True)

    def _show_brought(self, brought: BroughtIn) -> None:
        self.result.open(brought)
        self._show(Step.RESULT)
        self.result.table.setFocus()

    def _not_written(self, taking: Taking, why: str) -> None:
        """Beside the numbers of the workbook, or as a notice where another is open by now."""
        (self.bring.tell if self.taking is taking else self.workplace.tell)(why)

    def _refused(self, taking: Taking, failure: Failure) -> None:
        """Nothing is written; the rows that were refused are shown as such."""
        said = "\n".join([_("Nothing was written."), *failure.sentences[:_SAID]])
        if (more := len(failure.sentences) - _SAID) > 0:
            told = ngettext("And {number} more: see step 3.", "And {number} more: see step 3.", more)
            said += "\n" + told.format(number=dates.count(more))
        self._not_written(taking, said)
        if self.taking is taking and taking.checked is not None and isinstance(failure.error, Refused):
            taking.checked = taking.checked.refused(failure.error.findings)
            self.rows.open(taking)
            self.bring.open(taking)

    # Step 5: what came in

    def _export(self, taking: Taking, campaign: int, path: Path) -> None:
        """Save the rows of ``taking`` that stayed out to ``path``, and put that on record."""
        titles = (_("Row"), _("What is wrong"))
        task = self.workplace.ask(lambda _office, _steps: saved(taking, titles, path))
        task.succeeded.connect(lambda kept: self._exported(campaign, kept))
        self._watch(task, _("Saving the rows"))

    def _exported(self, campaign: int, kept: Saved) -> None:
        names = ", ".join(file.name for file in kept.files)
        self.workplace.act(lambda office, _steps: note_export(office, campaign, names, kept.rows, kept.headings))
        self.workplace.tell(_("Saved: {files}").format(files=", ".join(map(str, kept.files))), good=True)

    # The way through the steps

    def forward(self) -> None:
        """The next step; what is written at the fourth is written by its own button only."""
        if self._task is not None or self.step >= Step.BRING or not self.main.isEnabled():
            return
        if self.step is Step.COLUMNS and (self.taking is None or self.taking.checked is None):
            self.check()
        elif self.taking is not None:
            self._show(Step(self.step + 1))

    def back(self) -> None:
        """The step before; after the import there is no way back."""
        if self._task is None and Step.FILE < self.step < Step.RESULT:
            self._show(Step(self.step - 1))

    def _press_main(self) -> None:
        if self.step is Step.BRING:
            self.bring_in()
        elif self.step is Step.RESULT or self.taking is None:
            self.choose()
        else:
            self.forward()

    def _choose_step(self, step: int) -> None:
        taking = self.taking
        if self._task is not None or taking is None or step > reached(self.taking):
            self._show(self.step)
        else:
            self._show(Step(step))

    def _show(self, step: Step) -> None:
        taking = self.taking
        changed, self.step = step is not self.step, step
        if taking is not None and changed and step is Step.COLUMNS:
            self.columns.open(taking)
        elif taking is not None and step is Step.BRING:
            self.bring.open(taking)
        self.stack.setCurrentIndex(step)
        if taking is not None and changed and step is Step.COLUMNS and taking.missing:
            self.columns.table.setFocus()  # there is no going on before something is mended in it
        self._show_way()

    def _show_way(self) -> None:
        """What can be done now: the path, the buttons, the actions."""
        taking, busy = self.taking, self._task is not None
        none = self.workplace.campaign is None
        self.empty.setVisible(none)
        self.whole.setVisible(not none)
        self.path.show_step(self.step, reached(self.taking), final=self.step is Step.RESULT or busy)
        self.main.setText(main_text(self.step, taking))
        self.main.setAccessibleName(self.main.text())
        self.main.setEnabled(not busy and Right.IMPORT in self.workplace.rights and can_go_on(self.step, taking))
        self.main.setVisible(taking is not None)
        self.first = self.file.button if taking is None else self.main
        self.before.setVisible(Step.FILE < self.step < Step.RESULT)
        self.before.setEnabled(not busy)
        pairs = self.step is Step.CHECK and taking is not None
        able = {
            "exchange-choose": not none and not (busy and self.step is Step.BRING),
            "exchange-back": not busy and Step.FILE < self.step < Step.RESULT,
            "exchange-next": self.step < Step.BRING and self.main.isEnabled() and taking is not None,
            "exchange-other": pairs,
            "exchange-same": pairs,
            "exchange-leave": pairs,
            "exchange-bring": self.step is Step.BRING and self.main.isEnabled(),
            "exchange-export": self.step is Step.RESULT and taking is not None and taking.stayed_out,
        }
        for name, action in self.acts.items():
            action.setEnabled(able[name])
        self.result.export.setEnabled("exchange-export" in self.acts)

    def _watch(self, task: Task, title: str, then: Callable[[Any], None] = lambda _result: None) -> None:
        """``task`` is what is under way; ``then`` shows its result, if nothing has taken its place meanwhile."""
        self._task = task
        task.succeeded.connect(lambda result: then(result) if self._task is task else None)
        task.ended.connect(lambda: self._ended(task))
        self.progress.watch(task, title)
        self._show_way()

    def _ended(self, task: Task) -> None:
        if self._task is task:
            self._task = None
            self._show_way()
            self._freshen()

    def _begin_anew(self) -> None:
        """No workbook; what is read for the one before stops and shows nothing, an import under way goes on."""
        if self._task is not None and self.step is not Step.BRING:
            self._task.cancel()
        self._task = self.taking = None
        self.file.open(None)
        self._show(Step.FILE)

    def _changed(self, changes: Changes) -> None:
        """What is in the journal has changed under a dry run."""
        if not changes.rows or any(table == "application" for table, _id in changes.rows):
            self._stale = True
            self._freshen()

    def _freshen(self) -> None:
        """A dry run over a journal that has changed is made again, answers are kept; not before somebody looks at it:
        it takes the reading thread for seconds."""
        checked = self.taking is not None and self.taking.checked is not None
        if self._stale and checked and self._task is None and self.step is not Step.RESULT and self.isVisible():
            self.check()

    def _answer(self, *, same: bool) -> None:
        if self.step is Step.CHECK:
            self.rows.answer(same=same)

    def _leave(self) -> None:
        if self.step is Step.CHECK:
            self.rows.leave()

    def _to_export(self) -> None:
        if self.taking is not None and self.workplace.campaign is not None:
            self._export_left(self.taking, self.workplace.campaign)

    def _export_left(self, taking: Taking, campaign: int) -> None:
        """Ask where to; of the workbook that was told of, whatever is open by now."""
        stem = _("{file} — stayed out").format(file=taking.file.stem)
        begin = folders.start(self.workplace.memory, folders.EXPORTS)
        self.ask_target(self, begin / f"{stem}.xlsx", partial(self._export, taking, campaign))

    # Qt's own events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """A file from anywhere may be dropped."""
        if dropped(event) is not None and self.acts["exchange-choose"].isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open the file that was dropped."""
        path = dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)

    # Making

    def _build(self) -> None:
        self.path = StepPath([_("File"), _("Columns"), _("Check"), _("Taking in"), _("What came in")])
        self.path.chosen.connect(self._choose_step)
        self.file = FileStep(self.choose)
        self.columns = ColumnsStep()
        self.rows = CheckStep()
        self.bring = BringStep()
        self.result = ResultStep(lambda identity: self.workplace.go("journal", identity), self._to_export)
        self.stack = QStackedWidget()
        for page in (self.file, self.columns, self.rows, self.bring, self.result):
            self.stack.addWidget(scrolled(page))
        self.file.sheets.changed.connect(self._show_way)
        self.columns.columns.changed.connect(self._show_way)
        self.rows.changed.connect(self._show_way)
        self.bring.changed.connect(self._show_way)
        self.progress = TaskBar()
        self.before = QPushButton(_("Back"))
        self.before.setToolTip(_("Previous step (Alt+Left)"))
        self.before.clicked.connect(lambda _checked: self.back())
        self.main = QPushButton()
        mark(self.main, "main")
        self.main.clicked.connect(lambda _checked: self._press_main())
        foot = QHBoxLayout()
        foot.addWidget(self.progress, 1)
        foot.addStretch(0)
        foot.addWidget(self.before)
        foot.addWidget(self.main)
        self.whole = QWidget()
        column = QVBoxLayout(self.whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.8))
        column.addWidget(self.path)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)
        self.empty = EmptyPage()
        self.empty.say(
            _("There is no campaign yet"),
            _("A workbook comes into a campaign."),
            _("Plan a campaign"),
            lambda: self.workplace.go("settings", "campaign"),
        )
        outer = QVBoxLayout(self)
        gap = em(self, 0.8)
        outer.setContentsMargins(gap, gap, gap, gap)
        outer.addWidget(self.empty)
        outer.addWidget(self.whole)


def _right(act: str) -> Right:
    """What an act needs: a table carried out of the program is put on record as every export is."""
    return Right.ISSUE if act == "export" else Right.IMPORT
