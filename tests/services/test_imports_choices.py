"""The school's workbook says what a family chose and by what case (пп. 8, 9) the child comes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from otbor.domain.campaign import Basis
from otbor.domain.findings import Refused
from otbor.exchange.mapping import Role
from otbor.exchange.recognition import recognise, with_questions
from otbor.exchange.workbook import Book, SheetCells
from otbor.services import campaigns, commissions, imports, schemes
from otbor.services.office import Office
from otbor.services.workbook_check import check_workbook
from otbor.storage.models import Application
from tests import golden
from tests.services.imports_school import LAST_DAY, count, everything, rule_ids, small, workbook
from tests.services.school import NOTICE_ITEMS, SCHOOL, Clock, campaign_draft, commission_drafts
from tests.services.test_choices import CHOSEN, SCHEME

CASES = (Basis.ADMISSION, Basis.TRANSFER_INSIDE)


def at_intake(office: Office, clock: Clock, bases: tuple[Basis, ...] = CASES, scheme: str = SCHEME) -> int:
    """The last day of the intake of a campaign whose scheme asks for «Главный предмет»."""
    campaigns.set_up_school(office, SCHOOL)
    draft = campaign_draft()
    campaign = campaigns.plan(office, replace(draft, campaign=replace(draft.campaign, bases=bases))).campaign_id
    if scheme:
        schemes.change_scheme(office, campaign, scheme)
    clock.on(date(2026, 3, 2))
    campaigns.publish_notice(office, campaign, NOTICE_ITEMS)
    clock.on(date(2026, 3, 16))
    commissions.form_commissions(office, campaign, commission_drafts(), "12-од", date(2026, 3, 16))
    clock.on(LAST_DAY, 14)
    return campaign


def book(**columns: Sequence[str]) -> Book:
    """Applications 1 (8И, 8Ф) and 2 of the case with further columns by their headers («_» for a blank)."""
    top = 3

    def widened(sheet: SheetCells) -> SheetCells:
        width = max(len(row) for row in sheet.rows)
        rows = [[*row, *[""] * (width - len(row))] for row in sheet.rows]
        for header, values in columns.items():
            rows[top - 1].append(header.replace("_", " "))
            for row, value in zip(rows[top:], values, strict=True):
                row.append(value)
        return replace(sheet, rows=rows)

    whole = small("1", "2")
    return replace(whole, sheets=tuple(widened(s) if s.name == "Заявления" else s for s in whole.sheets))


def written(office: Office) -> list[tuple[dict[str, str], Basis]]:
    """Choice and case of every application, in their order."""
    with office.question() as session:
        rows = session.scalars(select(Application).order_by(Application.ordinal))
        return [(row.named, row.basis) for row in rows]


def test_choice_and_case_come_in_with_the_application(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    opened = workbook(book(Главный_предмет=["Физ.", "математика"], Случай=["приём", "Перевод внутри школы"]))
    preview = imports.preview_applications(office, campaign, opened)
    columns = preview.mapping.sheets[Role.APPLICATIONS].columns
    assert columns["named.главный предмет"] == "Главный предмет"
    assert columns["basis"] == "Случай"
    assert not preview.run.unreadable
    assert imports.import_applications(office, campaign, opened).added == 2
    assert written(office) == [
        ({"главный предмет": "физика"}, Basis.ADMISSION),
        ({"главный предмет": "математика"}, Basis.TRANSFER_INSIDE),
    ]
    again = imports.preview_applications(office, campaign, opened)
    assert (len(again.run.new), len(again.run.same)) == (0, 2)
    other = workbook(book(Главный_предмет=["информатика", "математика"], Случай=["приём", "перевод внутри школы"]))
    (change,) = imports.preview_applications(office, campaign, other).run.changed
    assert [(f.field, f.after) for f in change.fields] == [("named", {"главный предмет": "информатика"})]
    lines = "\n".join(imports.preview_applications(office, campaign, other).lines)
    assert "выбор семьи: было «главный предмет физика», стало «главный предмет информатика»" in lines


def test_a_kept_mapping_of_last_year_reads_the_new_question(office: Office, clock: Clock) -> None:
    """The workbook had the column before the scheme asked: it was kept as unread."""
    campaign = at_intake(office, clock, (Basis.ADMISSION,), scheme="")
    opened = workbook(book(Главный_предмет=["физика", "математика"]))
    assert (
        "Главный предмет"
        in imports.preview_applications(office, campaign, opened).mapping.sheets[Role.APPLICATIONS].unknown
    )
    kept = recognise(opened.book)
    asked = with_questions(recognise(opened.book, [kept]), ["главный предмет", "нет такого"])
    sheet = asked.sheets[Role.APPLICATIONS]
    assert sheet.columns["named.главный предмет"] == "Главный предмет"
    assert "Главный предмет" not in sheet.unknown
    assert with_questions(asked, ["главный предмет"]) == asked


def test_the_school_a_child_comes_from_is_read_where_its_case_asks_for_it(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock, (Basis.ADMISSION, Basis.TRANSFER_FROM), scheme="")
    cases, schools = ["приём", "из другой школы"], ["Школа № 3", "Школа № 22"]
    opened = workbook(book(Случай=cases, Прежняя_школа=schools))
    preview = imports.preview_applications(office, campaign, opened)
    column = preview.sheet.columns["previous_school"]
    assert [(f.id, f.where) for f in preview.run.doubtful if f.where.startswith(f"Заявления!{column}")] == [
        ("application.school_not_asked", f"Заявления!{column}4")
    ]
    imports.import_applications(office, campaign, opened)
    with office.question() as session:
        assert session.scalars(select(Application.previous_school).order_by(Application.ordinal)).all() == [
            "",
            "Школа № 22",
        ]
    other = workbook(book(Случай=cases, Прежняя_школа=["Школа № 3", ""]))
    (change,) = imports.preview_applications(office, campaign, other).run.changed
    assert [(f.field, f.before, f.after) for f in change.fields] == [("previous_school", "Школа № 22", "")]


@pytest.mark.parametrize(
    ("chosen", "case", "rules", "cells"),
    [
        (("химия", "физика"), ("приём", "приём"), {"application.choice_not_permitted"}, ("named.главный предмет",)),
        (("физика", "физика"), ("приём", "так вышло"), {"import_service.basis_unclear"}, ("basis",)),
        (("физика", "физика"), ("приём", ""), {"application.no_basis"}, ("basis",)),
        (("физика", "физика"), ("приём", "из другой школы"), {"application.other_basis"}, ("basis",)),
    ],
)
def test_what_cannot_be_is_named_by_its_cell_and_nothing_comes_in(
    office: Office,
    clock: Clock,
    chosen: tuple[str, ...],
    case: tuple[str, ...],
    rules: set[str],
    cells: tuple[str, ...],
) -> None:
    campaign = at_intake(office, clock)
    opened = workbook(book(Главный_предмет=chosen, Случай=case))
    preview = imports.preview_applications(office, campaign, opened)
    assert {finding.id for finding in preview.run.unreadable} == rules
    letters = {preview.sheet.columns[cell] for cell in cells}
    assert {finding.where[len("Заявления!") :].rstrip("0123456789") for finding in preview.run.unreadable} == letters
    before = everything(office)
    with pytest.raises(Refused) as refused:
        imports.import_applications(office, campaign, opened)
    assert rule_ids(refused.value) == rules
    assert everything(office) == before


def test_who_left_the_choice_blank_is_doubted_and_comes_in(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock, (Basis.ADMISSION,))
    opened = workbook(book(Главный_предмет=["", "физика"]))
    preview = imports.preview_applications(office, campaign, opened)
    missing = [finding for finding in preview.run.doubtful if finding.id == "application.choice_missing"]
    assert [f.where for f in missing] == [f"Заявления!{preview.sheet.columns['named.главный предмет']}4"]
    imports.import_applications(office, campaign, opened)
    assert written(office) == [({}, Basis.ADMISSION), ({"главный предмет": "физика"}, Basis.ADMISSION)]
    assert count(office, Application) == 2


def test_a_check_without_a_campaign_reads_the_choice_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("check")
    scheme = folder / "school.toml"
    scheme.write_text(golden.scheme_text("licey8").replace("[[components]]", f"{CHOSEN}\n[[components]]", 1))
    checked = check_workbook(scheme, golden.CASES / "licey8" / "applications.xlsx", 2026)
    assert any("Главный предмет" in line or "главный предмет" in line for line in checked.sheets[0].lines)
