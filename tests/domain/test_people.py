"""Names, phones and likely duplicates."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.people import (
    DuplicateIndex,
    FullName,
    Likeness,
    Person,
    full_name,
    in_usual_case,
    likely_duplicate,
    may_be_surname,
    name_findings,
    parse_full_name,
    phones,
    search_key,
    sort_key,
)

VERA = Person(
    FullName("Трофимова", "Вера", "Ярославовна"),
    date(2012, 11, 16),
    "Трофимова Зоя Петровна",
    ("+79755185913",),
    "г. Нижний Новгород, ул. Ванеева, д. 116, кв. 134",
)
XENIA = replace(VERA, name=FullName("Трофимова", "Ксения", "Ярославовна"))
SURNAMES = ("Иванов", "Ёлкин", "Салтыков-Щедрин", "де Ла Круа", "Ли", "Кузнецова")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Козлова Юлия Арсениевна", FullName("Козлова", "Юлия", "Арсениевна")),
        ("Ли Виктория", FullName("Ли", "Виктория")),
        ("  Салтыков – Щедрин   Михаил Евграфович ", FullName("Салтыков-Щедрин", "Михаил", "Евграфович")),
        ("Гасанов Али Рашид оглы", FullName("Гасанов", "Али", "Рашид оглы")),
        ("Алиева Лейла Рашид-кызы", FullName("Алиева", "Лейла", "Рашид-кызы")),
        ("де Ла Круа Анна Пьеровна", FullName("де Ла Круа", "Анна", "Пьеровна")),
        ("Фон Визин Денис Иванович", FullName("Фон Визин", "Денис", "Иванович")),
        ("Ильич Пётр Ильич", FullName("Ильич", "Пётр", "Ильич")),
        ("О'Брайен Патрик", FullName("О'Брайен", "Патрик")),
    ],
)
def test_one_line_is_parted(line: str, name: FullName) -> None:
    assert parse_full_name(line) == (name, None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Петрова Анна Мария Ивановна", FullName("Петрова", "Анна Мария", "Ивановна")),
        ("Анна Петровна Иванова", FullName("Иванова", "Анна", "Петровна")),
        ("Нгуен Тхи Ань", FullName("Нгуен", "Тхи Ань")),
        ("Иванов П. С.", FullName("Иванов", "П. С.")),
    ],
)
def test_a_line_parted_by_order_only_warns(line: str, name: FullName) -> None:
    parsed, finding = parse_full_name(line)
    assert parsed == name
    if line != "Петрова Анна Мария Ивановна":
        assert finding is not None
        assert finding.id == "people.name_doubtful"


@pytest.mark.parametrize("line", ["", " ", "Иванов", "—"])
def test_one_word_is_no_name(line: str) -> None:
    parsed, finding = parse_full_name(line)
    assert parsed is None
    assert finding is not None
    assert finding.id == "people.name_incomplete"


def test_a_dash_stands_for_no_patronymic() -> None:
    assert full_name(" Ли ", "Виктория", "—") == FullName("Ли", "Виктория")


def test_hidden_letters_and_digits_in_a_name_are_told() -> None:
    assert [f.id for f in name_findings(FullName("Kузнецов", "Пётр"))] == ["people.mixed_letters"]
    assert [f.id for f in name_findings(FullName("Иванов2", "Пётр"))] == ["people.name_has_digits"]
    assert name_findings(FullName("де Ла Круа", "Анна", "Пьеровна")) == []


IN_ORDER = ("Ежов Пётр", "Ёлкин Антон", "Елкин Пётр", "Иванов Яков", "Иванов-Второй Антон", "Иванова Анна")


@given(st.permutations(IN_ORDER))
def test_surnames_sort_by_our_key(lines: list[str]) -> None:
    names = [FullName(*line.split()) for line in lines]
    assert tuple(str(n) for n in sorted(names, key=sort_key)) == IN_ORDER


@given(st.text())
def test_search_key_is_stable_and_blind_to_case_and_yo(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert search_key(text.replace("ё", "е")) == key


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("+7 (991) 354-54-85", ("+79913545485",)),
        ("8-918-890-4721", ("+79188904721",)),
        ("89862329998", ("+79862329998",)),
        ("9862329998", ("+79862329998",)),
        ("8 (831) 433-12-34, моб. 8 918 890 47 21", ("+78314331234", "+79188904721")),
        ("89188904721; 8-918-890-4721", ("+79188904721",)),
        ("+375 29 123-45-67", ("+375291234567",)),
        ("8-10-375-29-123-45-67", ("+375291234567",)),
        ("нет", ()),
        ("433-12-34", ()),
        ("8314331234", ("+78314331234",)),
        ("8918890472", ()),
        ("8-918-890-47-2", ()),
        ("", ()),
    ],
)
def test_phones_take_one_form(text: str, numbers: tuple[str, ...]) -> None:
    assert phones(text) == numbers


@given(st.integers(9_000_000_000, 9_999_999_999), st.sampled_from(["+7{}", "8{}", "7{}", "{}", "8 ({0:.3}) {0:.0}"]))
def test_a_mobile_number_is_read_in_every_notation(number: int, form: str) -> None:
    if "{0" in form:
        text = f"8 ({str(number)[:3]}) {str(number)[3:6]}-{str(number)[6:8]}-{str(number)[8:]}"
    else:
        text = form.format(number)
    assert phones(text) == (f"+7{number}",)


def test_twins_are_not_one_child() -> None:
    assert likely_duplicate(VERA, XENIA) is Likeness.TWINS


def test_namesakes_of_other_families_are_not_one_child() -> None:
    other = Person(
        VERA.name, date(2012, 2, 2), "Бурова Любовь Семёновна", ("+79041112233",), "ул. Ванеева, д. 7, кв. 7"
    )
    assert likely_duplicate(VERA, other) is Likeness.NAMESAKES


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (replace(VERA, phones=(), address="", representative=""), Likeness.SAME_CHILD),
        (replace(VERA, name=FullName("ТРОФИМОВА", "Вера")), Likeness.SAME_CHILD),
        (replace(VERA, born_on=date(2012, 11, 15)), Likeness.SAME_CHILD_OTHER_DATE),
        (replace(VERA, name=FullName("Трофимва", "Вера", "Ярославовна")), Likeness.SAME_CHILD_OTHER_NAME),
        (
            replace(XENIA, phones=(), representative="", address="Нижний Новгород, Ванеева, дом 116, 134"),
            Likeness.TWINS,
        ),
        (
            replace(XENIA, name=FullName("Трофимов", "Глеб"), phones=(), address="г. Нижний Новгород"),
            Likeness.TWINS,
        ),
        (replace(XENIA, born_on=date(2010, 1, 1)), None),
        (replace(XENIA, phones=(), representative="", address="г. Нижний Новгород"), None),
    ],
)
def test_reasons(other: Person, why: Likeness | None) -> None:
    assert likely_duplicate(VERA, other) is why
    assert likely_duplicate(other, VERA) is why


PERSONS = st.builds(
    Person,
    st.builds(FullName, st.sampled_from(SURNAMES), st.sampled_from(("Анна", "Пётр")), st.sampled_from(("", "Ильич"))),
    st.none() | st.dates(date(2012, 1, 1), date(2012, 1, 3)),
    st.sampled_from(("", "Иванова Анна")),
    st.sampled_from(((), ("+79000000001",), ("+79000000001", "+79000000002"))),
    st.sampled_from(("", "ул. Мира, д. 1")),
)


@given(st.lists(PERSONS, max_size=12))
def test_the_index_finds_what_every_pair_shows(people: list[Person]) -> None:
    index = DuplicateIndex()
    for place, person in enumerate(people):
        every_pair = [(i, why) for i in range(place) if (why := likely_duplicate(people[i], person))]
        assert index.matches(person) == every_pair
        assert index.add(person) == every_pair


def test_unseen_signs_of_a_pasted_name_are_left_out() -> None:
    assert full_name("Ива\u00adнов\u200b", "\u202eПётр ", "И\u0000льич") == FullName("Иванов", "Пётр", "Ильич")


def test_particles_before_one_word_may_be_a_surname() -> None:
    assert [may_be_surname(text) for text in ("Ильин", "фон дер Пален", "Де ла Крус", "Ильин Пётр", "Ле Ван Ан")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_a_name_in_one_case_is_written_as_names_are() -> None:
    for written, usual in {
        "иванов": "Иванов", "САЛТЫКОВА-ЩЕДРИНА": "Салтыкова-Щедрина", "анна мария": "Анна Мария", "ё": "ё", "Я": "Я",
        "мамед оглы": "Мамед оглы", "МАМЕД-ОГЛЫ": "Мамед-оглы", "фон Штейн": "фон Штейн", "МакГи": "МакГи", "": "",
        "5-": "5-",
        "фон дер ляйен": "фон дер Ляйен", "ДЕ ЁН": "Де Ён", "фон": "Фон", "ФОН-ВИЗИН": "Фон-Визин",
        "ван дер ваальс": "Ван дер Ваальс",
    }.items():  # fmt: skip
        assert in_usual_case(written) == usual
