"""The two plain pages: the form with its head and foot, and the one of a school that has no campaign yet."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.empty import EmptyPage
from otbor.ui.kit.theme import em, mark


def form_page(title: QLabel, offer: QWidget, sheet: QWidget, status: QLabel, main: QPushButton) -> QWidget:
    """The title and the offer above the sheet, what is told and the main button below it."""
    mark(title, "title")
    mark(main, "main")
    mark(status, "muted")
    status.setWordWrap(True)
    page = QWidget()
    side = em(page, 1)
    foot = QFrame()
    mark(foot, "bar")
    row = QHBoxLayout(foot)
    row.setContentsMargins(side, em(page, 0.5), side, em(page, 0.5))
    row.addWidget(status, 1)
    row.addWidget(main)
    head = QVBoxLayout()
    head.setContentsMargins(side, em(page, 0.8), side, 0)
    head.setSpacing(em(page, 0.5))
    head.addWidget(title)
    head.addWidget(offer)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(head)
    column.addWidget(sheet, 1)
    column.addWidget(foot)
    return page


def nothing_page(plan: Callable[[], object]) -> EmptyPage:
    """There is no campaign: where to go on."""
    page = EmptyPage()
    why = _("Families are registered once the campaign is planned.")
    page.say(_("There is no campaign yet"), why, _("Plan a campaign"), plan)
    return page
