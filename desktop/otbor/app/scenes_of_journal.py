"""The scenes of the journal: its rows, the card, the form of registration, and every question that they ask."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from otbor.app.scenes import Named, dialog, open_dialog, open_place, place, settle, trigger, write
from otbor.domain.findings import Finding, Refused
from otbor.services import corrections, journal_view, mass_acts
from otbor.services.corrections import Correction
from otbor.services.drafts import KeptDraft
from otbor.services.journal_filter import Column
from otbor.services.office import Office
from otbor.ui.card.pane import CardPane
from otbor.ui.frame.window import MainWindow
from otbor.ui.journal.section import JournalSection
from otbor.ui.kit.decision import Decision
from otbor.ui.kit.failures import failure_of
from otbor.ui.registration.form import RegistrationForm

_A_CHILD = 11  # place in the journal of an application with achievements
_FEW = 5  # rows of a mass act


def of_journal() -> list[Named]:
    return [
        ("journal-columns", dialog("journal", "journal-columns")),
        ("journal-view", dialog("journal", "journal-save-view")),
        ("journal-views", _views),
        ("journal-filter", _filter(Column.STATUS)),
        ("journal-filter-days", _filter(Column.FILED)),
        ("journal-filter-text", _filter(Column.CHILD)),
        ("journal-nothing", _nothing_found),
        ("journal-compare", _mass_question("journal-compare")),
        ("journal-uncompare", _mass_question("journal-uncompare")),
        ("journal-out-of-stage", _mass_excuse),
        ("journal-progress", _progress),
        ("journal-refused", _refused_rows),
        ("journal-refusals", _refusals),
        ("papers", _papers_window),
    ]


def _journal(window: MainWindow) -> JournalSection:
    section = window.section("journal")
    if not isinstance(section, JournalSection):
        raise TypeError(type(section).__name__)
    return section


def _filter(column: Column) -> Callable[[MainWindow], Iterator[QWidget]]:
    def scene(window: MainWindow) -> Iterator[QWidget]:
        open_place(window, "journal")
        _journal(window).rows.ask_filter(column)
        settle(window)
        yield open_dialog(window)

    return scene


def _views(window: MainWindow) -> Iterator[QWidget]:
    """The list of views, open."""
    open_place(window, "journal")
    views = _journal(window).rows.bar.views
    views.showPopup()
    settle(window)
    yield views.view()
    views.hidePopup()


def _nothing_found(window: MainWindow) -> Iterator[QWidget]:
    open_place(window, "journal")
    rows = _journal(window).rows
    rows.bar.text.setText("Ъ")
    rows.bar.text.textEdited.emit("Ъ")
    settle(window)
    yield window
    rows.show_all()
    settle(window)


def _choose_rows(window: MainWindow) -> list[int]:
    open_place(window, "journal")
    table = _journal(window).rows.table
    table.selectAll()
    settle(window)
    return table.selected()


def _mass_question(act: str) -> Callable[[MainWindow], Iterator[QWidget]]:
    def scene(window: MainWindow) -> Iterator[QWidget]:
        _choose_rows(window)
        trigger(window, "journal", act)
        yield open_dialog(window)

    return scene


def _late() -> Refused:
    """What an act meets after its stage."""
    told = {"act": "сличение копий", "stage": "экспертиза", "stages": "приём документов"}
    return Refused(Finding("campaign.out_of_order", paragraph="17", values=told, where="reason"))


def _mass_excuse(window: MainWindow) -> Iterator[QWidget]:
    """A mass act out of its stage, that a reason excuses."""
    open_place(window, "journal")
    _journal(window).mass.ask_excuse(_late(), _FEW, lambda _reason: None)
    settle(window)
    yield open_dialog(window)


def _progress(window: MainWindow) -> Iterator[QWidget]:
    """A mass act under way: the bar with its button."""
    open_place(window, "journal")
    over, loop, looks = Event(), QEventLoop(), QTimer()

    def work(_office: Office, steps: Any) -> None:
        steps.step(37, 96)
        over.wait()

    window.workplace.act(work, window.section("journal").acts["journal-receipts-given"].text())
    looks.timeout.connect(lambda: loop.quit() if window.task_bar.isVisible() else None)
    looks.start(10)
    loop.exec()
    looks.stop()
    yield window
    over.set()
    settle(window)


def _refused_rows(window: MainWindow) -> Iterator[QWidget]:
    """The notice after a mass act that left rows out."""
    section, chosen = _journal(window), _choose_rows(window)[:_FEW]
    write(window, lambda office: [mass_acts.give_receipt(office, one) for one in chosen[:2]])
    section.mass.give_receipts(chosen)
    settle(window)
    yield window


def _refusals(window: MainWindow) -> Iterator[QWidget]:
    section, chosen = _journal(window), _choose_rows(window)[:_FEW]
    section.mass.give_receipts(chosen)
    settle(window)
    window.notices.buttons[-1].click()
    settle(window)
    yield open_dialog(window)


def _papers_window(window: MainWindow) -> Iterator[QWidget]:
    """Receipts of several families, ready to be printed."""
    section, chosen = _journal(window), _choose_rows(window)[:_FEW]
    section.mass.print_receipts(chosen)
    settle(window)
    if section.mass.papers is None:
        raise RuntimeError("no papers")
    section.mass.papers.resize(window.size())
    settle(window)
    yield section.mass.papers
    section.mass.shut()


# The card


def of_card() -> list[Named]:
    return [
        ("card", card),
        ("card-annulled", _annulled),
        ("correction", _correction),
        ("correction-clash", _clash),
        ("annulment", _on_card("card-annul")),
        ("annulment-out-of-stage", _excuse),
        ("withdrawal", _on_card("card-withdraw")),
        ("documents-added", _on_card("card-add-documents")),
        ("comparison", _on_card("card-compare")),
        ("comparison-taken-back", _taken_back),
        ("document-correction", _on_card("card-correct-document")),
        ("copies-returned", _copies_returned),
    ]


def _annulled(window: MainWindow) -> Iterator[QWidget]:
    """A card that is in force no more."""
    office, campaign = window.workplace.glance, window.workplace.campaign or 0
    struck = next(
        line for line in journal_view.block(office, journal_view.ids(office, campaign).tolist()) if not line.in_force
    )
    open_place(window, "journal", struck.application_id)
    yield window


def _application(window: MainWindow, *, to_compare: bool = False) -> int:
    """An application of the journal; ``to_compare``: whose copies are still to be compared."""
    campaign = window.workplace.campaign or 0
    office = window.workplace.glance
    listed = journal_view.ids(office, campaign)
    in_force = [line for line in journal_view.block(office, listed[: journal_view.BLOCK].tolist()) if line.in_force]
    fitting = [line for line in in_force if line.uncompared or not to_compare]
    return fitting[min(_A_CHILD, len(fitting) - 1)].application_id


def card(window: MainWindow) -> Iterator[QWidget]:
    open_place(window, "journal", _application(window))
    yield window


def _on_card(act: str) -> Callable[[MainWindow], Iterator[QWidget]]:
    def scene(window: MainWindow) -> Iterator[QWidget]:
        yield from dialog("journal", act, _application(window, to_compare=act == "card-compare"))(window)

    return scene


def _pane(window: MainWindow) -> CardPane:
    pane = _journal(window).card
    if not isinstance(pane, CardPane):
        raise TypeError(type(pane).__name__)
    return pane


def _correction(window: MainWindow) -> Iterator[QWidget]:
    open_place(window, "journal", _application(window))
    trigger(window, "journal", "card-correct")
    yield window
    _leave_correction(window)


def _clash(window: MainWindow) -> Iterator[QWidget]:
    """Somebody else has corrected the same application meanwhile."""
    identity = _application(window)
    open_place(window, "journal", identity)
    trigger(window, "journal", "card-correct")
    form = _pane(window).form
    if form is None:
        raise RuntimeError("no correction")
    address = form.fields["address"].control
    if isinstance(address, QLineEdit):
        address.setText("г. Бор, ул. Мира, д. 1")
    form.reason.setText("переезд")
    theirs, version = Correction(address="г. Бор, ул. Садовая, д. 4"), form.card.version
    write(window, lambda office: corrections.correct(office, identity, version, theirs, "по паспорту"))
    form.sure.click()
    settle(window)
    yield window
    _leave_correction(window)


def _leave_correction(window: MainWindow) -> None:
    form = _pane(window).form
    if form is not None:
        form.away.click()
    settle(window)


def _excuse(window: MainWindow) -> Iterator[QWidget]:
    """An act out of its stage, that a reason excuses."""
    for asked in dialog("journal", "card-compare", _application(window, to_compare=True))(window):
        if isinstance(asked, Decision):
            asked.fail(failure_of(_late()))
            settle(window)
        yield asked


def _taken_back(window: MainWindow) -> Iterator[QWidget]:
    campaign, identity = window.workplace.campaign or 0, _application(window, to_compare=True)
    member = mass_acts.comparers(window.workplace.glance, campaign)[0].person
    write(window, lambda office: mass_acts.compare_all(office, identity, member))
    yield from dialog("journal", "card-uncompare", identity)(window)


def _copies_returned(window: MainWindow) -> Iterator[QWidget]:
    identity = _application(window)
    write(window, lambda office: corrections.withdraw(office, identity, "заявление матери"))
    yield from dialog("journal", "card-return", identity)(window)


def explanation(window: MainWindow) -> Iterator[QWidget]:
    open_place(window, "journal", _application(window))
    pane = _pane(window)
    if pane.acts.subject is None:
        raise RuntimeError("no card")
    pane.acts.explain(pane.acts.subject.card.rated[-1])
    settle(window)
    yield open_dialog(window)


# Registration


def of_registration() -> list[Named]:
    return [
        ("registration", place("journal", "register")),
        ("registration-typed", _typed),
        ("registration-refused", _refused_form),
        ("registration-draft", _kept_draft),
        ("receipt", _receipt),
    ]


_FAMILY = {
    "child": {
        "name": ["Журавлёва", "Софья", "Олеговна"], "born": "14.09.2012",
        "birth_place": "г. Нижний Новгород", "address": "г. Нижний Новгород, ул. Рождественская, д. 8, кв. 15",
    },
    "family": [
        {"name": ["Журавлёва", "Анна", "Сергеевна"], "relation": "мать", "phone": "+7 920 234-00-11", "shown": True}
    ],
    "wishes": {"codes": ["8Ф", "8И"]},
    "filing": {"consent": True},
}  # fmt: skip


def _form(window: MainWindow) -> RegistrationForm:
    open_place(window, "journal", "register")
    form = _journal(window).form
    if not isinstance(form, RegistrationForm):
        raise TypeError(type(form).__name__)
    return form


def _typed(window: MainWindow) -> Iterator[QWidget]:
    """The form with a family in it, and what it says beside the fields."""
    form = _form(window)
    form.sheet.restore(_FAMILY)
    settle(window)
    yield window
    form.clear()
    settle(window)


def _refused_form(window: MainWindow) -> Iterator[QWidget]:
    """What the form says of all that was left out."""
    form = _form(window)
    form.register()
    settle(window)
    yield window
    form.clear()
    settle(window)


def _kept_draft(window: MainWindow) -> Iterator[QWidget]:
    """What was typed before the program ended is back."""
    form, office = _form(window), window.workplace.glance
    form.draft.open(KeptDraft(_FAMILY, office.clock(), office.operator, office.window), "Europe/Moscow")
    settle(window)
    yield window
    form.clear()
    settle(window)


def _receipt(window: MainWindow) -> Iterator[QWidget]:
    """The receipt as it stands after a registration."""
    form = _form(window)
    line = journal_view.block(window.workplace.glance, [_application(window)])[0]
    form.show_receipt(line.application_id, line.number, line.child)
    settle(window)
    yield window
    form.leave()
    form.leave()
    settle(window)
