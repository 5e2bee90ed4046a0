"""The check of a file: which one is asked or dropped, checked on the reading thread, shown on its page."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from otbor.support.translation import gettext as _
from otbor.ui.issued import saving
from otbor.ui.issued.check_page import CheckedFile, CheckPage, check_file
from otbor.ui.kit.workplace import Workplace

_SIGNATURES = frozenset({".sig", ".p7s", ".sgn"})


class Checking(QObject):
    """Checks files for the section ``owner``, above which its dialog stands; ``page`` shows what was found."""

    shown = Signal()  # the page has something new

    def __init__(self, workplace: Workplace, owner: QWidget) -> None:
        super().__init__(owner)
        self._workplace, self._owner = workplace, owner
        self.page = CheckPage(replace(workplace.glance))
        self.page.another_wanted.connect(self.ask)

    def ask(self) -> None:
        """Ask for a PDF, and for the signature beside it when there is one."""
        kinds = _("Papers and signatures (*.pdf *.sig *.p7s *.sgn);;All (*)")
        names = saving.ask_to_open(self._owner, _("Check a file"), kinds)
        if names:
            self.check([Path(name) for name in names])

    def check(self, files: Sequence[Path]) -> None:
        """Check a file, with the signature beside it when that is among ``files``."""
        signs = [path for path in files if path.suffix.lower() in _SIGNATURES]
        others = [path for path in files if path not in signs]
        if len(others) != 1 or len(signs) > 1:
            self._workplace.tell(_("One file is checked at a time: a PDF, or a PDF together with its signature."))
            return
        [file], signature = others, next(iter(signs), None)
        task = self._workplace.ask(
            lambda office, steps: check_file(office, file, signature, steps), _("The file is being checked")
        )

        def show(found: CheckedFile) -> None:
            self.page.show_checked(found, file, signature)
            self.shown.emit()

        task.succeeded.connect(show)
