"""The card as it is read: blocks of data, documents, points, likenesses, papers, history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from otbor.services.card_rows import ApplicationCard, DocumentCard, LikeCard, RatedCard
from otbor.services.history import History, HistoryEntry
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.card import events, words
from otbor.ui.card.alike import LikeBlock
from otbor.ui.card.blocks import Block, link, row_of, stack_of, text_label
from otbor.ui.kit import dates
from otbor.ui.kit.theme import em
from otbor.ui.kit.words import application_status, basis_words, channel_words
from otbor.wording.findings import short_sentence
from otbor.wording.statuses import status_words

_NEWEST = 5  # events that are in sight at once


@dataclass(frozen=True)
class Shown:
    """What the card shows: the application and what happened to it."""

    card: ApplicationCard
    history: History


class CardSheet(QWidget):
    """Everything of one application, to be read and copied; ``acts`` are those that its links do."""

    explanation_wanted = Signal(object)  # a RatedCard
    paper_wanted = Signal(object)  # a PaperCard
    other_wanted = Signal(int)  # another application
    likeness_told = Signal(object, bool)  # a LikeCard, whether it is the same child

    def __init__(self, shown: Shown, acts: Mapping[str, QAction]) -> None:
        super().__init__()
        self._card, self._history, self._acts = shown.card, shown.history, acts
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(em(self, 0.7), em(self, 0.2), em(self, 0.7), em(self, 0.9))
        self._column.setSpacing(em(self, 0.7))
        self.blocks: list[Block] = []
        for block in self._made():
            self.blocks.append(block)
            self._column.addWidget(block)
        self._column.addStretch(1)

    def text(self) -> str:
        """The whole card as text."""
        head = f"{self._card.number} {self._card.child}"
        return "\n\n".join([head, *("\n".join(block.lines) for block in self.blocks)])

    def _made(self) -> Iterator[Block]:
        card = self._card
        yield from (self._like(other) for other in card.alike)
        yield self._child()
        yield from self._people()
        yield self._application()
        yield self._documents()
        if card.achievements:
            yield self._achievements()
        if card.values:
            yield self._values()
        if card.rated:
            yield self._ratings()
        if card.appeals or card.refusal or card.end:
            yield self._outcome()
        if card.papers:
            yield self._papers()
        yield self._events()

    def _like(self, other: LikeCard) -> Block:
        block = LikeBlock(self._card, other)
        block.other_wanted.connect(self.other_wanted)
        block.told.connect(self.likeness_told)
        return block

    def _child(self) -> Block:
        card, block = self._card, Block(_("Child"))
        block.row(_("Surname"), card.child.surname)
        block.row(_("Given name"), card.child.given)
        block.row(_("Patronymic"), card.child.patronymic)
        block.row(_("Date of birth"), dates.day(card.birth_date))
        block.row(_("Place of birth"), card.birth_place)
        block.row(_("Address"), card.address)
        if card.foreign_citizen:
            block.row(_("Citizenship"), _("foreign citizen or without citizenship"))
        return block

    def _people(self) -> Iterator[Block]:
        for person in self._card.representatives:
            block = Block(_("Representative"))
            block.row(_("Surname, given name, patronymic"), str(person.name))
            block.row(_("Relation"), person.relation)
            block.row(_("Telephone"), words.phone(person.phone))
            if person.address != self._card.address:
                block.row(_("Address"), person.address)
            else:
                block.row(_("Address"), _("the child's"))
            shown = _("shown") if person.identity_shown else _("not shown")
            block.row(_("Identity document"), shown, "" if person.identity_shown else "warning")
            yield block

    def _application(self) -> Block:
        card, block = self._card, Block(_("Application"))
        groups = [f"{place}. {group.code} — {group.title}" for place, group in enumerate(card.groups, 1)]
        block.row(_("Wanted groups"), "\n".join(groups))
        for question, answer in card.named.items():
            block.row(question, answer)
        block.row(_("Filed"), self._moment(card.filed_at))
        block.row(_("Way of filing"), channel_words(card.channel))
        block.row(_("External number"), card.external_number)
        block.row(_("Case"), basis_words(card.basis))
        if card.previous_school is not None:
            told = card.previous_school
            block.row(_("Previous school"), told or _("not said"), "" if told else "warning")
        block.row(_("Taken after the term"), card.late_reason)
        values = {"at": self._moment(card.recorded_at), "name": card.accepted_by}
        block.row(_("Recorded"), _("{at}, {name}").format(**values))
        given = card.receipt_given_at
        receipt = _("given {at}").format(at=self._moment(given)) if given else _("not given yet")
        block.row(_("Receipt"), receipt, "" if given else "warning")
        block.row(_("Consent to data processing"), words.yes_no(card.consent))
        if card.status_at is not None:
            values = {"at": self._moment(card.status_at), "reason": card.status_reason}
            block.row(application_status(card.status).capitalize(), _("{at}: {reason}").format(**values), "bad")
        return block

    def _documents(self) -> Block:
        card, block = self._card, Block(_("Documents"))
        for document in card.documents:
            self._document(block, document)
        if not card.documents:
            block.line(_("Nothing was handed in."), "muted")
        for title in card.missing:
            block.line(_("Not handed in: {document}").format(document=title), "warning")
        wanted = {
            "card-compare": bool(card.uncompared),
            "card-add-documents": True,
            "card-correct-document": bool(card.documents),
        }
        links = [self._acts[name] for name, sensible in wanted.items() if sensible and name in self._acts]
        if links and card.in_force:
            block.whole(stack_of(*(link(act.text().split("\t")[0], act.trigger) for act in links)))
        if card.copies_requested_on is not None:
            block.row(_("Copies asked for"), dates.day(card.copies_requested_on))
        if card.copies_returned_on is not None:
            values = {"day": dates.day(card.copies_returned_on), "name": card.copies_returned_to}
            block.row(_("Copies given back"), _("{day}, to {name}").format(**values))
        return block

    def _document(self, block: Block, document: DocumentCard) -> None:
        sheets = ngettext("{count} sheet", "{count} sheets", document.sheets).format(count=document.sheets)
        told = [words.copy_kind(document.copy_kind), sheets]
        if document.added_later:
            told.append(_("added {at}").format(at=self._moment(document.received_at)))
        if document.compared_at is not None:
            values = {"at": self._moment(document.compared_at), "name": document.compared_by}
            sign, kind = _("✓ compared with the original: {name}, {at}").format(**values), "good"
        elif document.to_compare:
            sign, kind = _("○ to be compared with the original"), "warning"
        else:
            sign, kind = _("needs no comparison"), "muted"
        block.line(document.title)
        block.line(", ".join(told), "muted")
        block.line(sign, kind)

    def _achievements(self) -> Block:
        block = Block(_("Achievements"))
        judged = {None: (_("not examined yet"), "muted"), True: (_("✓ accepted"), "good"), False: ("", "bad")}
        for one in self._card.achievements:
            told = [one.category, one.event, one.level, one.form, one.subject, one.result]
            if one.place is not None:
                told.append(_("place {place}").format(place=one.place))
            if one.held_on is not None:
                told.append(dates.day(one.held_on))
            text, kind = judged[one.accepted]
            block.line(", ".join(filter(None, told)))
            block.line(text or _("✗ not accepted: {reason}").format(reason=one.why_not), kind)
        return block

    def _values(self) -> Block:
        block = Block(_("Marks and points"))
        for value in self._card.values:
            text = words.value_text(value.value)
            if value.changes:
                text = _("{value} — changed: {reason} ({name}, {at})").format(
                    value=text, reason=value.reason, name=value.entered_by, at=self._moment(value.entered_at)
                )
            block.row(words.key(value.key), text)
        return block

    def _ratings(self) -> Block:
        block = Block(_("Ratings"))
        for rated in self._card.rated:
            title = _("{rating} No. {number} of {day}, group {group}").format(
                rating=words.rating(rated.kind), number=rated.number, day=dates.day(rated.made_on), group=rated.group
            )
            block.line(title[0].upper() + title[1:])
            block.lines.append(points := _points(rated))
            why = link(_("Explanation"), partial(self.explanation_wanted.emit, rated), f"{_('Explanation')}: {title}")
            block.whole(text_label(points, "heading"))
            block.whole(row_of(why))
        return block

    def _outcome(self) -> Block:
        card, block = self._card, Block(_("Appeals and decision"))
        for appeal in card.appeals:
            about = appeal.test or _("documents")
            title = _("Appeal No. {number}").format(number=appeal.number)
            decided = words.outcome(appeal.outcome) if appeal.outcome is not None else _("waits for a decision")
            block.row(title, f"{dates.day(appeal.filed_on)}, {about}: {decided}")
        if card.refusal is not None:
            values = {"day": dates.day(card.refusal.refused_on), "reason": card.refusal.reason}
            lifted = _("{day}: {reason}. Lifted: an offered seat was accepted.")
            block.row(_("Refusal"), (lifted if card.refusal.lifted else _("{day}: {reason}")).format(**values))
        if card.end is not None:
            order = {"order": card.end.order, "day": dates.day(card.end.signed_on), "group": card.end.group}
            block.row(_("Enrolled"), _("Order No. {order} of {day}, group {group}").format(**order), "good")
            if card.end.left_on is not None:
                block.row(_("Left the school"), dates.day(card.end.left_on))
        return block

    def _papers(self) -> Block:
        block = Block(_("Issued papers"))
        for paper in self._card.papers:
            open_it = link(
                _("Open"), partial(self.paper_wanted.emit, paper), _("Open: {title}").format(title=paper.title)
            )
            told = [dates.day(paper.issued_on), paper.author]
            told += [_("printed anew")] if paper.repetition else []
            block.line(paper.title)
            block.lines.append(", ".join(told))
            issued = QLabel(", ".join(told))
            issued.setProperty("kind", "muted")
            block.whole(row_of(open_it, issued))
        return block

    def _events(self) -> Block:
        block = Block(_("History"))
        newest, earlier = self._history.entries[:_NEWEST], self._history.entries[_NEWEST:]
        for entry in newest:
            for text, kind in self._event(entry):
                block.line(text, kind)
        if earlier:
            title = ngettext("{count} earlier event", "{count} earlier events", len(earlier)).format(count=len(earlier))
            more = link(title, lambda: self._show_earlier(block, more))
            block.whole(more)
            block.lines += [text for entry in earlier for text, _kind in self._event(entry)]
        if self._history.erased:
            block.line(_("Details of earlier changes were erased at the end of their term of storage."), "muted")
        return block

    def _show_earlier(self, block: Block, more: QWidget) -> None:
        more.hide()
        for entry in self._history.entries[_NEWEST:]:
            for text, kind in self._event(entry):
                block.whole(text_label(text, kind))

    def _event(self, entry: HistoryEntry) -> Iterator[tuple[str, str]]:
        """Lines of one event, each with its look."""
        yield " · ".join(filter(None, (self._moment(entry.at), entry.by))), "muted"
        yield events.title(entry), "heading"
        told = events.lines(entry)
        if entry.reason:
            told.append(_("Reason: {reason}").format(reason=entry.reason))
        if told:
            yield "\n".join(told), ""

    def _moment(self, at: datetime) -> str:
        return dates.moment(at, self._card.zone)


def _points(rated: RatedCard) -> str:
    points = "" if rated.total is None else _("points {points}").format(points=words.number_text(rated.total))
    if rated.place is not None:
        return ", ".join(filter(None, (_("place {place}").format(place=rated.place), points)))
    why = status_words(rated.status) if rated.why is None else short_sentence(rated.why)
    return ", ".join(filter(None, (why, points)))
