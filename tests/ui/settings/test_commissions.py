"""Commissions are drafted with what п. 12 says beside, formed by an order, changed by a further one."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from otbor.domain.commissions import Role, Standing
from otbor.domain.findings import Finding, Refused
from otbor.services import commission_view, commissions
from otbor.services.commission_view import StoredCommissions
from otbor.services.commissions import Formed
from otbor.ui.kit.workplace import Link
from otbor.ui.settings.commissions import CommissionsPart
from otbor.ui.settings.commissions_card import DraftCard
from otbor.ui.settings.controls import DateField, show_value
from tests.services.school import commission_drafts
from tests.ui.settings.conftest import PlaceAt
from tests.ui.settings.place import Place
from tests.ui.typing_keys import type_text

NOBODY = "В составе (приёмная комиссия) председателей: 0"


def part_of(place: Place) -> CommissionsPart:
    part = place.open("commissions")
    assert isinstance(part, CommissionsPart)
    place.until(lambda: part.settled and (place.workplace.campaign is None or part.cards or part.formed))
    return part


def stored(place: Place) -> StoredCommissions:
    assert place.workplace.campaign is not None
    return commission_view.stored_commissions(place.workplace.glance, place.workplace.campaign)


def type_into(part: CommissionsPart, card: DraftCard, row: int, name: str, text: str) -> None:
    field = card.form.rows.rows[row][name]
    assert isinstance(field, QLineEdit)
    field.clear()
    type_text(field, text)


def fill(part: CommissionsPart) -> None:
    """The commissions of the tests' school, as they would be typed."""
    for card, draft in zip(part.cards, commission_drafts(), strict=True):
        rows = card.form.rows
        while len(rows.rows) < len(draft.members):
            rows.button.click()
        for row, member in zip(rows.rows, draft.members, strict=False):
            values = {
                "person": member.person,
                "post": member.post,
                "role": member.role,
                "quality": (member.standing, member.collegial_body),
            }
            for name, value in values.items():
                show_value(row[name], value)


def test_without_a_campaign_a_link_leads_on(place_at: PlaceAt) -> None:
    place = place_at("empty")
    part = part_of(place)
    part.plan_first.click()
    assert place.went == [Link("settings", "campaign")]


def test_a_draft_says_at_once_what_is_wrong(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part = part_of(place)
    card = part.cards[0]
    assert NOBODY in card.remarks.text
    assert not part.unsaved()
    until = card.rest.fields["until"]
    assert isinstance(until, DateField)
    until.stepUp()
    assert until.day() == stored(place).today == date(2026, 2, 10)
    until.set_day(None)
    assert not part.unsaved()
    type_into(part, card, 0, "person", "Соколова Ирина Петровна")
    assert NOBODY not in card.remarks.text
    assert part.unsaved()
    type_into(part, card, 1, "post", "секретарь")
    assert "Строка 2" in card.remarks.text
    part.save()
    assert stored(place).commissions == ()
    part.back.click()
    assert not part.unsaved()


def test_commissions_are_formed_by_an_order(place_at: PlaceAt, qtbot: QtBot) -> None:
    place = place_at("planned")
    part = part_of(place)
    fill(part)
    assert [card.remarks.text for card in part.cards] == [""] * 5
    part.save()
    assert part.order.remarks["number"].text
    number = part.order.fields["number"]
    type_text(number, "12-од")
    place.press_save()
    assert "комисси" in place.until_told().lower()
    assert len(stored(place).commissions) == 5
    assert (stored(place).order_number, len(part.formed), part.cards) == ("12-од", 5, [])
    assert stored(place).commissions[0].draft.members[0].name.startswith("Соколова")
    part.issue_button.click()
    place.until_told(2)
    assert stored(place).paper_id is not None
    place.until(lambda: part.stored is not None and part.stored.paper_id is not None)
    part.issue_button.click()
    assert place.went[-1] == Link("issued", stored(place).paper_id)


def test_an_order_out_of_its_stage_asks_for_its_reason_beside_it(
    place_at: PlaceAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {"act": "создание комиссий", "stage": "4 этап", "stages": ("1 этап",)}
    late, form = Finding("campaign.out_of_order", values=values, where="reason"), commissions.form_commissions

    def strict(*asked: Any, reason: str = "") -> Formed:  # the shipped profile comes here only with other stages
        if not reason:
            raise Refused(late)
        return form(*asked, reason=reason)

    monkeypatch.setattr(commissions, "form_commissions", strict)
    place = place_at("planned")
    part = part_of(place)
    fill(part)
    part.order["number"] = "12-од"
    assert part.excuse.isHidden()
    place.press_save()
    place.until(lambda: not part.excuse.isHidden())
    assert "сейчас не выполняется" in part.order_card.remarks.text
    type_text(part.excuse.line, "решение суда от 01.06.2026")
    place.press_save()
    assert "комисси" in place.until_told().lower()
    assert part.excuse.isHidden()


def test_an_order_of_a_day_to_come_is_refused_beside_it(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part = part_of(place)
    fill(part)
    part.order["number"], part.order["day"] = "12-од", date(2026, 3, 1)
    place.press_save()
    place.until(lambda: part.order_card.remarks.text)
    assert "ещё не наступил" in part.order_card.remarks.text
    assert part.unsaved()


def test_a_commission_for_subjects_is_added_and_taken_away(place_at: PlaceAt) -> None:
    place = place_at("planned")
    part = part_of(place)
    part.add_button.click()
    assert len(part.cards) == 6
    assert part.unsaved()
    part.cards[1].remove.click()
    assert len(part.cards) == 5
    assert "математика" in part.whole.text


def test_a_member_is_replaced_by_a_further_order(place_at: PlaceAt) -> None:
    place = place_at("open")
    part = part_of(place)
    part.formed[0].change.click()
    change = part.change
    assert change is not None
    rows = change.form.rows
    leaving = [n for n, row in enumerate(rows.values()) if row["person"].startswith("Громов")]
    rows.takers[leaving[0]].click()
    assert part.unsaved()
    rows.button.click()
    for name, value in (
        ("person", "Ершова Ольга Павловна"),
        ("post", "учитель"),
        ("role", Role.MEMBER),
        ("quality", (Standing.TEACHER, False)),
    ):
        show_value(rows.rows[-1][name], value)
    part.save()
    place.until(lambda: change.remarks.text)
    assert "номер приказа" in change.remarks.text
    change.basis["number"], change.basis["reason"] = "15-од", "болезнь"
    place.press_save()
    place.until_told()
    persons = {member.person for member in stored(place).commissions[0].draft.members}
    assert "Ершова Ольга Павловна" in persons
    assert "15-од" in part.state.text()
    assert part.issue_button.isHidden()
    [(_title, issue)] = place.told[-1].acts
    issue()
    assert "15-од" in place.until_told(2)
    [(_title, show)] = place.told[-1].acts
    show()
    assert place.went[-1].section == "issued"


def test_a_broken_composition_is_told_while_it_is_typed(place_at: PlaceAt) -> None:
    place = place_at("open")
    part = part_of(place)
    part.formed[0].change.click()
    change = part.change
    assert change is not None
    change.form.rows.takers[0].click()
    assert NOBODY in change.remarks.text
    part.back.click()
    assert part.change is None
    assert len(part.formed) == 5
