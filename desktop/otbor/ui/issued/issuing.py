"""«Выдать…»: papers of the campaign that nothing more has to be said for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from otbor.services import papers
from otbor.services.office import Office
from otbor.services.papers import Issued
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.theme import em, give_size, mark
from otbor.wording.paper_kinds import paper_kind_words


@dataclass(frozen=True)
class Offer:
    """A paper that needs the campaign only, or ``more`` that its act is told besides; ``what`` tells two papers of a
    kind apart."""

    kind: str
    what: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """«Заявление (бланк)»."""
        words = paper_kind_words(self.kind)
        return f"{words} ({self.what})" if self.what else words

    def issue(self, office: Office, campaign_id: int) -> Issued:
        """Issue it; raises :class:`Refused` as its act does."""
        make: Callable[..., Issued] = getattr(papers, f"issue_{self.kind}")
        return make(office, campaign_id, **self.more)


def offers(orders: Sequence[tuple[str, date]]) -> list[Offer]:
    """In the order of the procedure; ``orders``: numbers and days of those that changed commissions."""
    blank, told = _("blank form"), _("No. {number} of {day}")
    return [
        Offer("commission_order"),
        *(
            Offer("commission_change", told.format(number=number, day=dates.day(day)), {"order_number": number})
            for number, day in orders
        ),
        Offer("notice"),
        Offer("notice_large"),
        Offer("application_form", blank),
        Offer("processing_consent", blank),
        Offer("publication_consent", blank),
        Offer("journal"),
        Offer("admitted_list", _("by numbers")),
        Offer("admitted_list", _("with names, for the school's own use"), {"named": True}),
        Offer("appeal_form", blank),
        Offer("appeal_register"),
    ]


class IssueDialog(QDialog):
    """Asks which paper; ``there`` are the kinds that the campaign has papers of already, ``orders`` as
    :func:`offers` takes them."""

    chosen = Signal(object)  # an Offer

    def __init__(
        self, there: Collection[str], orders: Sequence[tuple[str, date]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Issue a paper"))
        self.offers = offers(orders)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Papers of the campaign"))
        self.list.setSpacing(em(self, 0.1))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for offer in self.offers:
            item = QListWidgetItem(offer.title)
            if offer.kind in there:
                item.setToolTip(_("There is one in the register: the same paper printed anew says «повторно»"))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(lambda _item: self.accept())
        why = QLabel(
            _(
                "The paper gets its number and date and stays in the register for good. "
                "One that was issued before keeps its number and is marked as repeated. "
                "Papers of one family are issued from its card in the journal."
            )
        )
        why.setWordWrap(True)
        mark(why, "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.issue = buttons.addButton(_("Issue"), QDialogButtonBox.ButtonRole.AcceptRole)
        mark(self.issue, "main")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.chosen.emit(self.offers[self.list.currentRow()]))
        column = QVBoxLayout(self)
        gap = em(self, 1)
        column.setContentsMargins(gap, gap, gap, gap)
        column.setSpacing(gap)
        column.addWidget(self.list, 1)
        column.addWidget(why)
        column.addWidget(buttons)
        give_size(self, 40, 34)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
