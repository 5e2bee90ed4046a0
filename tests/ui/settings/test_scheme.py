"""The scheme is read, edited by a form or as text, compared, saved with a basis where it is locked, put into a file."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTableWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from otbor.domain.findings import Finding
from otbor.services import scheme_edits, schemes
from otbor.services.scheme_edits import StoredScheme
from otbor.storage.models import Campaign
from otbor.ui.kit.workplace import Link
from otbor.ui.settings.controls import show_value
from otbor.ui.settings.scheme import FORM, MOVES, TEXT, VERSIONS, SchemePart
from otbor.wording.findings import sentence
from tests.services.test_schemes import LICEY8, NEWER
from tests.ui.settings.conftest import PlaceAt
from tests.ui.settings.place import Place
from tests.ui.typing_keys import type_text


def part_of(place: Place, page: int = 0) -> SchemePart:
    part = place.open("scheme")
    assert isinstance(part, SchemePart)
    place.until(lambda: part.reviewed is not None)
    show(place, part, page)
    return part


def show(place: Place, part: SchemePart, page: int) -> None:
    part.tabs.setCurrentIndex(page)
    place.until(lambda: page != FORM or part.form.ready)


def stored(place: Place) -> StoredScheme:
    assert place.workplace.campaign is not None
    return scheme_edits.stored_scheme(place.workplace.glance, place.workplace.campaign)


def settled(place: Place, part: SchemePart) -> None:
    """Wait until what is typed has been looked through."""
    before = part.reviewed
    place.until(lambda: part.reviewed is not before)


def cell(table: QTableWidget, row: int, column: int) -> str:
    item = table.item(row, column)
    return "" if item is None else item.text()


def type_number(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    type_text(field, text)


def new_version(part: SchemePart, name: str = "2026.2") -> None:
    field = part.form.general.fields["version"]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    type_text(field, name)


def fill_basis(part: SchemePart) -> None:
    show_value(part.basis.fields["act"], "приказ № 31-у")
    show_value(part.basis.fields["reason"], "ошибка в таблице отметок")


def test_without_a_campaign_a_link_leads_on(place_at: PlaceAt) -> None:
    place = place_at("empty")
    part = place.open("scheme")
    assert isinstance(part, SchemePart)
    place.until(part.state.text)
    part.plan_first.click()
    assert place.went == [Link("settings", "campaign")]


def test_the_rules_are_read_as_sentences(place_at: PlaceAt) -> None:
    part = part_of(place_at("open"))
    assert part.sentences.heading.text().startswith("Положение об индивидуальном отборе")
    assert "победитель" in part.sentences.text.text()
    assert not part.clean.isHidden()
    assert not part.save_button.isEnabled()


def test_before_the_notice_the_form_saves_freely_and_keeps_remarks(place_at: PlaceAt, qtbot: QtBot) -> None:
    place = place_at("planned")
    part = part_of(place, FORM)
    type_number(part.form.tests.fields["tests[физика]", "maximum"], "30")
    type_number(part.form.components.fields["components[test1]", "weight"], "1,5")
    part.form.tables[0].rows[1]["points"].setFocus()
    field = part.form.tables[0].rows[1]["points"]
    assert isinstance(field, QLineEdit)
    type_number(field, "3,5")
    settled(place, part)
    assert part.lost.isHidden()
    assert part.basis_card.isHidden()
    place.press_save()
    place.until_told()
    text = stored(place).text
    assert text == LICEY8.replace('name = "физика"\nmaximum = 20', 'name = "физика"\nmaximum = 30').replace(
        "4 = 3,", "4 = 3.5,"
    ).replace("position = 1 }\n", "position = 1 }\nweight = 1.5\n")
    assert not part.unsaved()


def test_rows_keys_and_thresholds_are_edited(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part = part_of(place, FORM)
    portfolio = part.form.portfolios[1]
    portfolio.button.click()
    for name, value in (("category", "16.3"), ("result", "участник"), ("points", "1")):
        show_value(portfolio.rows[-1][name], value)
    part.form.keys.list.setCurrentRow(0)
    part.form.keys.down.click()
    type_number(part.form.gates.fields["gates[1]", "points"], "25")
    settled(place, part)
    place.press_save()
    place.until_told()
    text = stored(place).text
    assert '    { category = "16.3", results = { "участник" = 1 } },\n' in text
    assert text.index('id = "tie_16.1"') < text.index('id = "tie_16.2"')
    assert "points = 25" in text
    assert text.startswith("# Лицей, 8 класс")


def test_what_is_no_number_is_framed_and_changes_nothing(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part = part_of(place, FORM)
    field = part.form.tests.fields["tests[физика]", "maximum"]
    type_number(field, "много")
    assert field.property("wrong") == "true"
    assert part.draft == LICEY8
    type_number(field, "40")
    assert field.property("wrong") == ""
    assert part.unsaved()
    portfolio = part.form.portfolios[1]
    before = part.draft
    show_value(portfolio.rows[1]["result"], "победитель")
    assert part.form.cards["components[portfolio].rows"].remarks.text
    assert part.draft == before


def test_a_finding_stands_beside_its_field_with_its_paragraph(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part = part_of(place, FORM)
    show_value(part.form.portfolios[1].rows[0]["category"], "16.9")
    settled(place, part)
    assert "п.\u00a016" in part.form.cards["components[portfolio].rows"].remarks.text
    assert "п.\u00a016" in part.findings.text
    assert not part.save_button.isEnabled()


def test_a_locked_scheme_asks_for_a_basis(place_at: PlaceAt) -> None:
    place = place_at("open")
    part = part_of(place, FORM)
    assert part.basis_card.isHidden()
    show_value(part.form.tables[0].rows[0]["points"], "6")
    assert not part.basis_card.isHidden()
    settled(place, part)
    place.press_save()
    place.until(lambda: part.basis_card.remarks.text)
    assert "основание" in part.basis_card.remarks.text
    fill_basis(part)
    new_version(part)
    settled(place, part)
    place.press_save()
    place.until_told()
    newest = stored(place).versions[-1]
    assert (newest.number, newest.version) == (2, "2026.2")
    assert newest.basis is not None
    assert newest.basis.act == "приказ № 31-у"


def test_the_text_is_edited_with_its_mistakes_named(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part = part_of(place, TEXT)
    part.text.setPlainText(LICEY8.replace('"физика"]', '"физека"]'))
    settled(place, part)
    assert "физека" in part.findings.text
    part.text.setPlainText("title = ")
    settled(place, part)
    assert part.findings.text
    part.tabs.setCurrentIndex(FORM)
    assert not part.form.isEnabled()
    part.back.click()
    assert (part.draft, part.unsaved()) == (LICEY8, False)


def test_it_is_told_whom_an_edit_would_move(place_at: PlaceAt) -> None:
    place = place_at("preliminary")
    part = part_of(place, MOVES)
    part.moves.button.click()
    place.until(lambda: part.moves.table.isHidden() and "Ничего не изменится" in part.moves.state.text())
    show(place, part, FORM)
    type_number(part.form.components.fields["components[test1]", "weight"], "2")
    settled(place, part)
    part.tabs.setCurrentIndex(MOVES)
    part.moves.button.click()
    place.until(lambda: not part.moves.table.isHidden())
    first = [part.moves.model.index(0, column).data() for column in range(7)]
    assert first == ["8Ф", "2026-8-0001", "Иванов Пётр", "48", "68", "1", "1"]
    assert [version.number for version in stored(place).versions] == [1]


def test_rules_of_another_program_are_told_in_their_place(place_at: PlaceAt) -> None:
    place = place_at("open")
    with place.workplace.glance.transaction() as work:
        row = work.session.scalars(select(Campaign)).one()
        row.regulation_text = b"title = 'of another model'"
        told = sentence(Finding("campaign_data.other_rules", values={"campaign": row.title}))
        work.commit()
    part = place.open("scheme")
    assert isinstance(part, SchemePart)
    place.until(lambda: told in part.sentences.text.text())
    assert part.reviewed is None
    assert not part.save_button.isEnabled()


def test_two_versions_stand_side_by_side(place_at: PlaceAt) -> None:
    place = place_at("open")
    part = part_of(place, TEXT)
    part.text.setPlainText(NEWER)
    fill_basis(part)
    settled(place, part)
    place.press_save()
    place.until_told()
    part.tabs.setCurrentIndex(VERSIONS)
    assert part.versions.table.rowCount() == 2
    assert "приказ № 31-у" in cell(part.versions.table, 0, 5)
    place.until(lambda: part.versions.lines.count() == 4)
    part.versions.before.choose(2)
    place.until(lambda: part.versions.lines.count() == 1)


def test_a_scheme_goes_into_a_file_and_comes_from_one(place_at: PlaceAt, tmp_path: Path) -> None:
    place = place_at("planned")
    part = part_of(place)
    path = tmp_path / "схема.toml"
    part.files.export(path)
    place.until_told()
    assert path.read_text("utf-8") == LICEY8
    path.write_text(NEWER, "utf-8")
    part.files.take(path)
    place.until(lambda: part.draft == NEWER and part.save_button.isEnabled())
    assert part.unsaved()
    place.press_save()
    place.until(lambda: stored(place).name == "схема")
    place.until(lambda: not part.files.restore.isVisible())
    part.files.take(tmp_path / "нет.toml")
    place.until(lambda: "нет.toml" in place.told[-1].text)


def test_the_shipped_scheme_is_put_back(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part = part_of(place, TEXT)
    part.text.setPlainText(NEWER)
    part.files.restore.trigger()
    place.until(lambda: part.draft == LICEY8)
    assert not part.unsaved()


def test_enter_goes_on_and_saves_nothing(place_at: PlaceAt, qtbot: QtBot) -> None:
    place = place_at("planned")
    part = part_of(place, FORM)
    field = part.form.general.fields["version"]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not field.hasFocus()
    assert len(stored(place).versions) == 1


def test_a_version_that_somebody_else_saved_meanwhile_is_told_and_the_draft_stays(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part = part_of(place, TEXT)
    mine = NEWER.replace('"2026.2"', '"2026.3"').replace("5 = 6", "5 = 7")
    part.text.setPlainText(mine)
    settled(place, part)
    campaign = place.workplace.campaign
    assert campaign is not None
    act = place.workplace.act(lambda office, _steps: schemes.change_scheme(office, campaign, NEWER))
    with place.qtbot.waitSignal(act.succeeded):
        pass
    place.press_save()
    place.until_told()
    assert "изменили в другом месте" in place.told[-1].text
    assert part.draft == part.text.toPlainText() == mine
    assert stored(place).text == NEWER
    assert part.versions.table.rowCount() == 2  # to be compared; saved once more it is meant
    place.press_save()
    place.until(lambda: len(place.told) == 2)
    assert [(one.number, one.version) for one in stored(place).versions][-1] == (3, "2026.3")


def test_a_draft_belongs_to_the_campaign_that_it_was_begun_for(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part = part_of(place, TEXT)
    campaign = place.workplace.campaign
    assert campaign is not None
    part.text.setPlainText(NEWER)
    settled(place, part)
    place.workplace.set_campaign(None)
    assert part.draft == NEWER
    assert stored_title(part) in part.about.text()
    place.press_save()
    place.until_told()
    place.workplace.set_campaign(campaign)
    assert stored(place).text == NEWER


def stored_title(part: SchemePart) -> str:
    assert part.stored is not None
    return part.stored.campaign
