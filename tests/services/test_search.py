"""One search for everything: numbers, names with ё or е, telephones."""

import pytest

from otbor.services import intake, search
from tests.services.conftest import At
from tests.services.desk import CAMPAIGN, number
from tests.services.school import application


@pytest.mark.parametrize(
    ("typed", "children"),
    [
        ("петрова", ["Петрова Анна"]),
        ("анна петр", ["Петрова Анна"]),
        ("  ПЕТРОВА,анна ", ["Петрова Анна"]),
        ("нна", []),  # the middle of a word is no name
        ("0003", ["Сидоров Олег"]),
        ("2026-8-0003", ["Сидоров Олег"]),
        ("3", ["Сидоров Олег"]),
        ("%", []),
        ("", []),
        ("нет такого", []),
    ],
)
def test_an_application_is_found_by_what_people_say(at: At, typed: str, children: list[str]) -> None:
    found = search.find(at("filed").office, typed)
    assert [" ".join(one.child.split()[:2]) for one in found] == children


def test_yo_and_ye_are_one_letter(at: At) -> None:
    desk = at("filed")
    intake.register(desk.office, CAMPAIGN, application("Королёв-Щёкин", "Фёдор", ("8Ф",)))
    for typed in ("королев", "КОРОЛЁВ", "щекин", "федор королёв-щ"):
        assert [one.number for one in search.find(desk.office, typed)] == [number(8)], typed


def test_a_telephone_is_found_however_it_is_written(at: At) -> None:
    desk = at("filed")
    draft = application("Чижов", "Лев", ("8Ф",))
    intake.register(desk.office, CAMPAIGN, draft)
    phone = draft.representatives[0].phone
    digits = "".join(c for c in phone if c.isdigit())[-10:]
    for typed in (digits, f"8{digits}", f"+7 ({digits[:3]}) {digits[3:6]}-{digits[6:8]}-{digits[8:]}", digits[-4:]):
        assert number(8) in [one.number for one in search.find(desk.office, typed)], typed


def test_the_list_is_no_longer_than_asked(at: At) -> None:
    assert len(search.find(at("filed").office, "2026-8", limit=3)) == 3
