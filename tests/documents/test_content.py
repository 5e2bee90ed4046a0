"""What particular papers must hold, and what they must never do with what people typed."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from otbor.documents import (
    acquaintance_sheet,
    conflict_protocol,
    expertise_sheet,
    final_protocol,
    journal,
    order,
    preliminary_protocol,
    public_list,
    receipt,
    reserve_notice,
    subject_protocol,
    test_sheet,
)
from otbor.documents.kit import fonts
from otbor.documents.kit.paper import Paper
from otbor.documents.kit.rating import Counts, SchemeChange
from otbor.documents.preliminary_protocol import SharedPlace
from otbor.documents.samples import sample_issue
from otbor.domain.campaign import OrderKind
from otbor.domain.findings import Refused
from otbor.support.places import resources
from otbor.wording import forms
from otbor.wording.findings import sentence
from tests.documents import samples, samples_forms
from tests.documents import samples_commissions as commissions
from tests.documents.samples_more import (
    ALL,
    acquaintance,
    batch,
    conflict,
    journal_data,
    made,
    order_data,
    public,
    receipt_data,
    sheet_of_test,
)
from tests.documents.test_papers import page_texts

DAY = date(2026, 6, 5)


def text(paper: Paper) -> str:
    return " ".join(page_texts(paper.pdf))


def test_receipt_holds_what_paragraph_11_asks_for() -> None:
    data = receipt_data(documents=4, missing=1)
    found = text(made(receipt, "2026-8-0041", DAY, data))
    assert "Регистрационный номер заявления: 2026-8-0041" in found
    assert "Всего: 4 документа на 7 листах" in found
    assert "копия, сверена с оригиналом" in found
    assert "Не представлено" in found
    assert "с 04.06.2026 по 08.06.2026" in found
    assert "ПОВТОРНО" not in found


def test_a_repeated_receipt_says_so_and_nothing_else_changes() -> None:
    data = receipt_data()
    first, again = (text(made(receipt, "7", DAY, data, repeated=r)) for r in (False, True))
    assert again.replace("ПОВТОРНО ", "") == first


def test_a_batch_is_sorted_by_number_and_each_numbers_its_own_pages() -> None:
    paper = batch(12)
    pages = page_texts(paper.pdf)
    assert [f"2026-8-{n:04}" in page for n, page in enumerate(pages, 1)] == [True] * 12
    assert not any("стр." in page for page in pages)
    assert [f.name for f in paper.fields] == [f"member{n}" for n in range(1, 13)]


def test_journal_shows_annulled_rows_and_counts_its_pages() -> None:
    paper = ALL["journal"]()
    found = page_texts(paper.pdf)
    assert "2026-8-0002" in " ".join(found)
    assert "аннулировано 15.04.2026: подано дважды" in " ".join(found)
    assert f"Страниц до этого листа: {paper.pages - 1}." in found[-1]
    assert "из них аннулировано и отозвано: 2" in found[-1]


def test_an_annulled_row_is_struck_through_and_its_mark_is_not() -> None:
    data = journal_data(2)
    plain = replace(data, entries=tuple(replace(e, struck=False) for e in data.entries))
    dark = [_dark(made(journal, "1", DAY, d)) for d in (data, plain)]
    assert dark[0] > dark[1]


def _dark(paper: Paper) -> int:
    document = pypdfium2.PdfDocument(paper.pdf)
    histogram = document[0].render(scale=2, grayscale=True).to_pil().histogram()
    document.close()
    return int(sum(histogram[:100]))


def test_a_long_row_is_carried_over_whole() -> None:
    data = journal_data(4)
    entry = data.entries[3]
    many = replace(entry, documents=entry.documents * 8)
    found = text(made(journal, "1", DAY, replace(data, entries=(*data.entries[:3], many))))
    assert [f"{n}. " in found for n in range(1, 89)] == [True] * 88


def test_test_sheet_holds_codes_figures_and_words() -> None:
    found = text(made(test_sheet, "3", DAY, sheet_of_test(5)))
    assert "две целых пять десятых" in found
    assert "Ф-074 — — не явился" in found
    assert "Всего строк: 5, из них оценено работ: 4." in found


def test_preliminary_protocol_holds_the_meeting_the_counts_and_the_rating() -> None:
    found = text(made(preliminary_protocol, "14", DAY, samples.preliminary(18)))
    for part in ("Присутствовали 5 из 6", "Повестка дня", "Слушали", "Решили", "Голосовали: «за» — 5", samples.AUDIT):
        assert part in found
    assert "8Ф 23 3 20 1 1 0 18" in found
    assert "8И 40 2 38 3 5 1 29" in found
    assert "1 2026-8-0001" in found
    assert "Не включены в рейтинг" in found
    assert "не явился на испытание по физике" in found
    assert "при равенстве: 16.2" in found.lower()


def test_counts_have_a_column_of_other_reasons_only_where_there_are_any() -> None:
    data = samples.preliminary(18)
    found = text(made(preliminary_protocol, "14", DAY, replace(data, counts=data.counts[:1])))
    assert "Иные" not in found
    assert "8Ф 23 3 20 1 1 18" in found


def test_shared_places_are_a_table_and_those_across_the_last_seat_are_said() -> None:
    found = text(made(preliminary_protocol, "14", DAY, samples.preliminary(18)))
    assert "3 2026-8-0003, 2026-8-0004 8 2026-8-0008, 2026-8-0009" in found  # two in a row
    assert found.count("все показатели приоритета равны у участников") == 1
    assert "Мест меньше, чем равных участников: 8И — место 19 (мест остаётся: 2)." in found
    alone = replace(samples.preliminary(18), shared=(SharedPlace("8Ф", 2, ("1", "2")),))
    assert "Мест меньше" not in text(made(preliminary_protocol, "14", DAY, alone))


def test_both_versions_of_a_changed_scheme_are_named_with_the_basis() -> None:
    change = SchemeChange("№ 1 (2026.1)", "№ 3 (2026.3)", ("приказ № 31-у", "приказ № 32-у"))
    told = "прежде действовала версия № 1 (2026.1), рейтинг составлен по версии № 3 (2026.3). "
    told += "Основание: приказ № 31-у; приказ № 32-у."
    preliminary, final = samples.preliminary(3), samples.final(3)
    assert told in text(made(preliminary_protocol, "14", DAY, replace(preliminary, change=change)))
    assert told in text(made(final_protocol, "17", DAY, replace(final, change=change)))
    assert "прежде действовала" not in text(made(preliminary_protocol, "14", DAY, preliminary))


def test_counts_that_do_not_add_up_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="add up"):
        Counts("8Ф", 10, 1, 9, 1, 1, 8)


def test_final_protocol_says_what_moved_and_by_which_decision() -> None:
    found = text(made(final_protocol, "17", DAY, samples.final(18)))
    assert "41 → 44" in found
    assert "15 → 9" in found
    assert "техническая ошибка, физика 12 → 15" in found
    assert "рекомендованных к зачислению" in found
    nothing = text(made(final_protocol, "17", DAY, replace(samples.final(3), moved=(), ties=())))
    assert "Изменений нет" in nothing


def test_an_appeal_out_of_time_is_not_considered_and_needs_no_vote() -> None:
    late = replace(conflict(1).appeals[0], reason=conflict_protocol.Reason.NOT_CONSIDERED, vote=None)
    found = text(made(conflict_protocol, "2", DAY, replace(conflict(1), appeals=(late,))))
    assert "Решение: не рассматривается: срок подачи пропущен" in found
    assert "Голосовали" not in found
    assert "отклонить" not in found


def test_conflict_protocol_keeps_the_old_points_beside_the_new() -> None:
    found = text(made(conflict_protocol, "2", DAY, conflict(2)))
    assert "физика: было 12, стало 15" in found
    assert "физика: 12, без изменения" in found
    assert "удовлетворить: техническая ошибка" in found
    assert "(с нарушением срока)" in found


@pytest.mark.parametrize(
    ("kind", "verb", "other"),
    [
        (OrderKind.ENROLMENT, "Зачислить", "порядке перевода"),
        (OrderKind.TRANSFER, "Перевести", "Зачислить"),
        (OrderKind.ENROLMENT_BY_TRANSFER, "Зачислить в порядке перевода", "Перевести"),
    ],
)
def test_order_enrols_or_transfers(kind: OrderKind, verb: str, other: str) -> None:
    found = text(made(order, "118-у", DAY, order_data(3, kind)))
    assert f"1. {verb} с 1 сентября 2026 г." in found
    assert other not in found
    assert "№ 458" in found


def test_the_journal_never_cuts_the_name_of_who_accepted() -> None:
    data = journal_data(1)
    entry = replace(data.entries[0], accepted_by="Преображенская Н. В.")
    assert "Преображенская Н. В." in text(made(journal, "1", DAY, replace(data, entries=(entry,))))


def test_public_list_names_nobody() -> None:
    found = text(made(public_list, "1", DAY, public(20)))
    assert "2026-8-0001" in found
    assert not any(surname in found for pair in samples.SURNAMES for surname in pair)


def test_a_sheet_with_many_columns_lies() -> None:
    data = replace(samples.preliminary(5), ratings=(samples.rating(5, components=tuple("АБВГДЕЖЗИК")),))
    document = pypdfium2.PdfDocument(made(preliminary_protocol, "14", DAY, data).pdf)
    width, height = document[len(document) - 1].get_size()
    document.close()
    assert width > height


def test_points_with_decimals_are_never_cut() -> None:
    sheet = samples.rating(3)
    long = tuple(replace(r, points=(Decimal("12.75"), Decimal("104.667"), *r.points[2:])) for r in sheet.rated)
    for components in (samples.COMPONENTS, samples.COMPONENTS * 5):
        rated = tuple(replace(r, points=(r.points * 5)[: len(components)]) for r in long)
        data = replace(sheet, components=components, rated=rated)
        found = text(made(preliminary_protocol, "14", DAY, replace(samples.preliminary(3), ratings=(data,))))
        assert found.count("12,75 104,667") == 3 * len(components) // 4


@pytest.mark.parametrize("char", ["\U0001f600", "✓", "漢"])
def test_a_missing_glyph_is_refused_by_name_before_printing(char: str) -> None:
    with pytest.raises(Refused) as refusal:
        made(receipt, "1", DAY, replace(receipt_data(), child=f"Иванова {char} Мария"))
    finding = refusal.value.finding
    assert finding.id == "paper.missing_glyph"
    assert finding.values["glyph"] == f"U+{ord(char):04X}"
    assert "Иванова" in sentence(finding)


HOSTILE = [
    "Иванов <b>Пётр & «Ко» &nbsp; <br/>",
    '<img src="/etc/passwd"/>',
    "{child} {0.__class__} %s %(x)s",
    "\\) Tj ET (взлом",
    "Я" * 3000,
    "а-" * 500,
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_only_text(hostile: str) -> None:
    data = replace(receipt_data(), child=hostile, missing=(hostile,))
    found = text(made(receipt, "1", DAY, data)).replace(" ", "")
    assert found.count(hostile.replace(" ", "")[:40]) >= 2
    assert "Важныедаты" in found


def test_invisible_characters_are_stripped_and_letters_composed() -> None:
    assert fonts.clean("Ива\u202eнов\u200b\u00ad\x07 Андреи\u0306\tА\nБ") == "Иванов Андрей А Б"
    assert fonts.clean("№ 5 «х» — ₽ § … \u00a0") == "№ 5 «х» — ₽ § … \u00a0"


def test_a_receipt_with_another_child_has_another_fingerprint() -> None:
    issues = [samples.issue("receipt", "1", DAY, receipt_data(n)) for n in (1, 1, 2)]
    assert issues[0] == issues[1]
    assert issues[0].qr != issues[2].qr


def test_a_long_registration_number_is_never_cut() -> None:
    long = "2026-10-ЛЕВ-2-000041"
    sheet, journal_of, families = samples.rating(2), journal_data(2), acquaintance(2)
    listed = order_data(1)
    sheet = replace(
        sheet,
        rated=tuple(replace(r, number=long) for r in sheet.rated),
        unrated=tuple(replace(u, number=long) for u in sheet.unrated),
    )
    final = samples.final(2)
    moved = tuple(replace(m, number=long) for m in final.moved)
    best = tuple(replace(g, people=tuple(replace(p, number=long) for p in g.people)) for g in final.recommended)
    classes = tuple(replace(c, children=tuple(replace(e, number=long) for e in c.children)) for c in listed.classes)
    appealed = replace(conflict(1), appeals=(replace(conflict(1).appeals[0], applicant=long),))
    for module, data, count in (
        (final_protocol, replace(final, ratings=(sheet,), moved=moved, recommended=best), 4 + 2 + 4),
        (journal, replace(journal_of, entries=tuple(replace(e, number=long) for e in journal_of.entries)), 2 + 2),
        (acquaintance_sheet, replace(families, families=tuple(replace(f, number=long) for f in families.families)), 2),
        (order, replace(listed, classes=classes), 2),
        (conflict_protocol, appealed, 2),
    ):
        assert text(made(module, "1", DAY, data)).count(long) == count, module.NAME


def test_a_name_that_ends_with_a_full_stop_takes_no_second_one() -> None:
    data = replace(samples.preliminary(1), speaker="Соколова Е. В.", minimum=("20...",))
    found = text(made(preliminary_protocol, "14", DAY, data))
    assert "Докладывает: Соколова Е. В. Минимальный" in found
    assert "нормативным актом: 20... Участники" in found  # an ellipsis ends a sentence too


def test_what_was_decided_is_never_parted_from_who_signed_it() -> None:
    for rows in range(1, 40, 3):
        data = samples.preliminary(rows)
        shared = tuple(SharedPlace("8Ф", n, ("2026-8-0001", "2026-8-0002")) for n in range(rows))
        document = pypdfium2.PdfDocument(made(preliminary_protocol, "14", DAY, replace(data, shared=shared)).pdf)
        texts = [" ".join(p.get_textpage().get_text_bounded().split()) for p in document]
        document.close()
        (signed,) = [t for t in texts if "Контрольная запись" in t]
        assert "Голосовали" in signed
        assert "официальном сайте" in signed
        assert "Секретарь комиссии" in signed


def test_points_stay_decimal() -> None:
    data = replace(sheet_of_test(3), maximum=Decimal("17.50"))
    assert "17,50" in text(made(test_sheet, "3", DAY, data))


def test_every_text_of_every_form_is_printed_by_some_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[tuple[str, str]] = set()
    say = forms.Words.__call__

    def listen(words: forms.Words, key: str, /, **more: object) -> str:
        used.add((words.form.name, key))
        return say(words, key, **more)

    monkeypatch.setattr(forms.Words, "__call__", listen)
    for sample in (*ALL.values(), *samples_forms.ALL.values()):
        sample()
    made(expertise_sheet, "1", DAY, commissions.expertise(0))
    receipt.render(receipt_data(), sample_issue("ГОСТ Р 7.0.97-2025"))  # the mark of a draft
    made(subject_protocol, "1", DAY, commissions.subject(0))
    made(final_protocol, "1", DAY, replace(samples.final(1), moved=()))
    made(public_list, "1", DAY, replace(public(1), final=True))
    two = commissions.reserve(1, offered=True)
    made(reserve_notice, "1", DAY, replace(two, offered=two.offered[:1]))
    for name in set(forms.names()) - {forms.COMMON}:
        own = tomllib.loads((resources() / "forms" / f"{name}.toml").read_text("utf-8"))["texts"]
        assert own.keys() <= {key for form, key in used if form == name}, name
    assert forms.form(forms.COMMON).texts.keys() <= {key for _, key in used}


def test_an_order_founds_commissions_in_the_nominative() -> None:
    found = text(ALL["commissions"]())
    assert "1. Создать для проведения индивидуального отбора комиссии: 1.1. Приёмная комиссия:" in found
    assert "2. Председателям комиссий" in found


def test_an_explanation_has_every_rule_beside_what_it_gave() -> None:
    found = text(ALL["explanation"]())
    assert "Показатель 1 локального нормативного акта — 12,5 Правило: Учитываются отметки" in found
    assert "Итоговый балл 32,5 Место в рейтинге: 4 (всего в рейтинге участников: 18)." in found
    assert "Итог – Сумма: 12,5 + 20 = 32,5 При несогласии с баллами" in found
    assert "в течение 2 рабочих дней" in found


def test_an_explanation_says_why_there_is_no_place() -> None:
    found = text(ALL["explanation-absent"]())
    assert "Места в рейтинге нет: не явился." in found
    assert "Испытание по физике — балл не определён" in found
    assert "сведений для этого показателя не представлено" in found
    assert "апелляцию" not in found
