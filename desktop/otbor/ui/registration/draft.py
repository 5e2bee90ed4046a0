"""The draft (черновик): what is typed and not registered is kept, put back, or waits for another to be registered."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from otbor.services import drafts
from otbor.services.drafts import KeptDraft
from otbor.support.translation import gettext as _
from otbor.ui.kit.dates import moment
from otbor.ui.kit.notices import NoticeBar
from otbor.ui.kit.workplace import Workplace
from otbor.ui.registration.keeper import Keeper
from otbor.ui.registration.sheet import Sheet

_EARLIER = "earlier"  # in a kept draft: one begun before it, which waits


class Draft(QObject):
    """What ``sheet`` holds; :attr:`offer` is the bar that tells of one that was kept."""

    came = Signal()  # the fields hold something else than the person typed last

    def __init__(self, workplace: Workplace, sheet: Sheet, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace, self._sheet = workplace, sheet
        self.offer = NoticeBar()
        self.keeper = Keeper(workplace, self._content, self)
        self._empty = self._blank = sheet.state()
        self._earlier: dict[str, Any] | None = None  # begun before and not registered: comes when the form is empty

    @property
    def typed(self) -> dict[str, Any] | None:
        """What was typed for the campaign at hand; None where nothing was."""
        state = self._sheet.state()
        return None if state == self._blank or self.keeper.campaign is None else state

    def begin(self, campaign: int) -> None:
        """The sheet asks what ``campaign`` asks: as it is now, but for the child and the family, it is empty."""
        self.keeper.campaign = campaign
        self._blank = self._sheet.state() | {part: self._empty[part] for part in ("child", "family")}

    def forget_campaign(self) -> None:
        """The campaign is left, what was typed for it is kept."""
        if self.keeper.campaign is not None:
            self.keeper.campaign = self._earlier = None
            self._clear()

    def open(self, kept: KeptDraft | None, zone: str) -> None:
        """Put back what was kept; where the person has begun to type meanwhile, that stays and the kept one waits.

        Another person's, which was left behind, is only offered: who does not want it leaves it where it is.
        """
        typing = self.typed is not None
        if kept is not None:
            values = {"moment": moment(kept.kept_at, zone), "person": kept.kept_by}
            if kept.foreign:
                said = _("What {person} typed on {moment} in another window is not registered.")
                self.offer.tell(said.format(**values), None, (_("Show it now"), lambda: self._take_over(kept)))
            else:
                self._own(kept)
                self._offer_own(values, typing=typing)
        if typing:
            self.keeper.keep()  # at once: what was left behind is in this window alone

    def _offer_own(self, values: dict[str, str], *, typing: bool) -> None:
        if typing:
            said = _(
                "What was typed on {moment} by {person} is not registered: it comes back when this one is registered."
            )
            self.offer.tell(said.format(**values), None, (_("Show it now"), self._change_places))
        else:
            self._bring_earlier()
            said = _("What was not registered is put back: typed on {moment} by {person}.")
            acts = ((_("Go on"), self.came.emit), (_("Begin anew"), self.clear))
            self.offer.tell(said.format(**values), None, *acts)

    def _take_over(self, kept: KeptDraft) -> None:
        self._own(kept)
        if self.typed is None:
            self._bring_earlier()
        else:
            self._change_places()
        self.keeper.keep()

    def _own(self, kept: KeptDraft) -> None:
        """What was kept waits in this window, and is this window's own from now on."""
        content, campaign = dict(kept.content), self.keeper.campaign
        if self._earlier is not None:  # it waits behind the one that is taken over
            content.setdefault(_EARLIER, self._earlier)
        self._earlier = content
        if kept.window != self._workplace.glance.window and campaign is not None:
            self._workplace.act(lambda office, _steps: drafts.take_over(office, campaign, kept), told=False)

    def start_anew(self) -> None:
        """What was typed is registered or put away: the form is empty, or holds what waited."""
        self.keeper.rest()
        self._clear()
        if self._earlier is not None:
            self._bring_earlier()
            self.keeper.touch()

    def clear(self) -> None:
        """Begin anew; what was typed can be put back."""
        state = self.typed
        if state is not None:
            self.start_anew()
            self.keeper.keep()
            self.came.emit()
            self._workplace.tell(_("The form was cleared."), (_("Put back"), lambda: self.put_back(state)))

    def put_back(self, state: dict[str, Any]) -> None:
        """Have the fields as they were."""
        self._sheet.restore(state)
        self.keeper.touch()
        self.came.emit()

    def _content(self) -> dict[str, Any] | None:
        if self._earlier is None:
            return self.typed
        return self._sheet.state() | {_EARLIER: self._earlier}

    def _clear(self) -> None:
        self.offer.hide()
        self._sheet.restore({})

    def _bring_earlier(self) -> None:
        content = self._earlier or {}
        self._earlier = content.get(_EARLIER)
        self._sheet.restore(content)
        self.came.emit()

    def _change_places(self) -> None:
        typed = self._sheet.state()
        self._bring_earlier()
        self._earlier = typed if self._earlier is None else typed | {_EARLIER: self._earlier}
        self.keeper.touch()
