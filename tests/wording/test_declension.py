"""Names decline as the hand-made table says: the people of the golden cases and the hard ones."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from otbor.domain.people import FullName, full_name, parse_full_name
from otbor.wording.declension import Case, Gender, declined, declines, gender_of, in_all_cases, in_case, short_name

TESTS = Path(__file__).parents[1]
with (Path(__file__).parent / "names.csv").open(encoding="utf-8", newline="") as file:
    TABLE = {(row["part"], row["gender"], row["nominative"]): row for row in csv.DictReader(file)}


def people() -> list[FullName]:
    """Children and representatives of the golden cases."""
    found = set()
    for path in sorted((TESTS / "cases").glob("*/appl*s.xlsx")):
        book = CalamineWorkbook.from_path(path)
        if "Участники" in book.sheet_names:
            found |= {parse_full_name(str(row[1]))[0] for row in book.get_sheet_by_name("Участники").to_python()[1:]}
        else:
            rows = [row for row in book.get_sheet_by_name("Заявления").to_python()[3:] if row[3]]
            found |= {full_name(*map(str, row[3:6])) for row in rows}
            found |= {parse_full_name(str(row[9]))[0] for row in rows}
    return sorted(filter(None, found), key=str)


def test_every_name_of_the_table_declines_as_it_says() -> None:
    wrong = []
    for (part, gender, nominative), row in TABLE.items():
        name = FullName(**{"surname": "", "given": "", "patronymic": "", part: nominative})
        got = {case: getattr(declined(name, case, Gender(gender)), part) for case in Case}
        wrong += [(nominative, gender, got[case], row[case.value]) for case in Case if got[case] != row[case.value]]
    assert wrong == []


def test_everybody_of_the_cases_declines_but_one_whose_gender_nobody_can_tell() -> None:
    everybody = people()
    assert len(everybody) > 500
    untold = [str(name) for name in everybody if gender_of(name) is None]
    assert untold == ["Нгуен Ван Ань"]
    for name in everybody:
        if (gender := gender_of(name)) is None:
            continue
        for case in Case:
            parts = (("surname", name.surname), ("given", name.given), ("patronymic", name.patronymic))
            expected = [TABLE[part, gender.value, text][case.value] for part, text in parts if text]
            assert in_case(str(name), case) == " ".join(expected)


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Салтыков-Щедрин Михаил Евграфович", Gender.MALE),
        ("Ким Али Рашид оглы", Gender.MALE),
        ("Ким Али Рашид кызы", Gender.FEMALE),  # the отчество wins
        ("Черных Саша Ильинична", Gender.FEMALE),
        ("Черных Илья", Gender.MALE),
        ("Черных Петр", Gender.MALE),  # written without ё
        ("Шевченко Анна-Мария", Gender.FEMALE),
        ("Шевченко Саша", None),
        ("Кузнецова О. И.", None),
    ],
)
def test_gender_is_told_by_the_patronymic_else_by_the_given_name(text: str, gender: Gender | None) -> None:
    name, _ = parse_full_name(text)
    assert name is not None
    assert gender_of(name) is gender
    assert declines(text) is (gender is not None)


@pytest.mark.parametrize("text", ["Нгуен Ван Ань", "Кузнецова О. И.", "Директор", "", "管理 员", "Smith 007"])
def test_what_cannot_be_declined_stays_as_it_is(text: str) -> None:
    assert not declines(text)
    assert in_case(text, Case.DATIVE) == text


def test_an_override_wins_in_its_case_only() -> None:
    overrides = {"Нгуен Ван Ань": {Case.DATIVE: "Нгуену Ван Аню"}}
    told = in_case("Нгуен Ван Ань", Case.DATIVE, overrides)
    assert told == "Нгуену Ван Аню"
    assert short_name(told).replace("\u00a0", " ") == "Нгуену В."
    assert in_case("Нгуен Ван Ань", Case.GENITIVE, overrides) == "Нгуен Ван Ань"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Гуляева Татьяна Фёдоровна", "Гуляевой Т. Ф."),
        ("Фон Дервиз Пётр", "Фон Дервиза П."),
        ("Гасанов Али Рашид оглы", "Гасанова А. Р."),
        ("ИВАНОВ ИВАН ИЛЬИЧ", "ИВАНОВА И. И."),
        ("Кузнецова О. И.", "Кузнецова О. И."),
    ],
)
def test_a_declined_name_is_abbreviated(text: str, short: str) -> None:
    assert short_name(in_case(text, Case.GENITIVE)).replace("\u00a0", " ") == short


def test_capital_letters_stay() -> None:
    assert in_case("ИВАНОВА МАРИЯ ПЕТРОВНА", Case.DATIVE) == "ИВАНОВОЙ МАРИИ ПЕТРОВНЕ"


@given(st.text(max_size=60), st.sampled_from(Case))
def test_no_text_is_too_strange_to_decline(text: str, case: Case) -> None:
    assert isinstance(short_name(in_case(text, case)), str)


def test_who_answers_for_the_gender_gets_all_cases() -> None:
    assert in_all_cases("Шевченко Саша", Gender.FEMALE)[Case.GENITIVE] == "Шевченко Саши"
    assert in_all_cases("Ким Саша", Gender.MALE)[Case.DATIVE] == "Киму Саше"
    assert in_all_cases("Ким Саша Ильинична", Gender.MALE)[Case.DATIVE] == "Ким Саше Ильиничне"  # the name tells it
    assert set(in_all_cases("Ким Саша").values()) == {"Ким Саша"}
