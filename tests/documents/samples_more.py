"""Sample inputs of the papers other than the rating protocols, and every sample rendered by name."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

from otbor.documents import (
    acquaintance_sheet,
    commission_change,
    commission_order,
    conflict_protocol,
    copies_return,
    explanation,
    final_protocol,
    journal,
    notice,
    order,
    preliminary_protocol,
    public_list,
    receipt,
    recommendation,
    refusal_notice,
    test_sheet,
)
from otbor.documents.kit.attached import Attached
from otbor.documents.kit.meeting import Member, Vote
from otbor.documents.kit.paper import Paper
from otbor.domain.campaign import OrderKind
from tests.documents.samples import AUDIT, CAMPAIGN, MEETING, final, issue, name, preliminary

DIRECTOR = ("Н. В. Преображенская", "Директор")
PAPERS = (
    "Согласие на обработку персональных данных",
    "Выписка из ведомости итоговых отметок за 7 класс",
    "Диплом победителя муниципального этапа всероссийской олимпиады школьников по физике",
    "Диплом призёра регионального этапа всероссийской олимпиады школьников по математике",
    "Свидетельство о рождении",
)


def attached(count: int) -> tuple[Attached, ...]:
    """So many documents."""
    kinds = ("оригинал", "копия, сверена с оригиналом", "заверенная копия")
    return tuple(Attached(PAPERS[n % len(PAPERS)], kinds[n % 3], n % 3 + 1) for n in range(count))


def receipt_data(number: int = 1, documents: int = 4, missing: int = 0) -> receipt.Receipt:
    """A receipt."""
    return receipt.Receipt(
        campaign=CAMPAIGN,
        filed_at=datetime(2026, 4, 14, 10, number % 60),  # noqa: DTZ001 - the school's local time, as papers say it
        child=name(number + 1),
        born=date(2012, 5, 17),
        representative=name(number),
        groups=("8Ф, физико-математический", "8И, информационно-технологический"),
        documents=attached(documents),
        missing=PAPERS[:missing],
        dates=(
            receipt.NextDate("Вступительное испытание по математике", date(2026, 5, 25)),
            receipt.NextDate("Вступительное испытание по физике", date(2026, 5, 27)),
            receipt.NextDate("Ознакомление с предварительным рейтингом", date(2026, 6, 4), date(2026, 6, 8)),
        ),
        accepted_by="О. И. Кузнецова",
        post="делопроизводитель",
    )


def batch(count: int) -> Paper:
    """Receipts in one file, given out of order."""
    rows = [receipt_data(n) for n in range(count, 0, -1)]
    return receipt.render_batch(
        [
            (r, issue(receipt.NAME, f"2026-8-{n:04}", date(2026, 4, 14), r))
            for n, r in zip(range(count, 0, -1), rows, strict=True)
        ]
    )


def journal_data(rows: int) -> journal.Journal:
    """A journal with an annulled and a withdrawn row, and one with eleven documents."""
    start = datetime(2026, 4, 13, 9, 0)  # noqa: DTZ001 - local time of the school
    marks = {
        2: ("аннулировано 15.04.2026: подано дважды",),
        3: ("отозвано заявителем 20.04.2026", "копии возвращены 21.04.2026"),
    }
    entries = tuple(
        journal.Entry(
            number=f"2026-8-{n:04}",
            filed_at=start + timedelta(minutes=17 * n),
            channel=("лично", "электронная форма")[n % 2],
            child=name(n),
            born=date(2012, n % 12 + 1, n % 28 + 1),
            representative=name(n + 2),
            phone="+7 (910) 123-45-67",
            groups=("8Ф", "8И")[: n % 2 + 1],
            documents=attached(11 if n == 4 else n % 4 + 1),
            accepted_by="Кузнецова О. И.",
            receipt="14.04.2026" if n % 5 else "",
            marks=marks.get(n, ()),
            struck=n in marks,
        )
        for n in range(1, rows + 1)
    )
    return journal.Journal(
        campaign=CAMPAIGN,
        start=date(2026, 4, 13),
        end=date(2026, 5, 14),
        entries=entries,
        keeper="О. И. Кузнецова",
        keeper_post="Секретарь приёмной комиссии",
        director=DIRECTOR[0],
        director_post=DIRECTOR[1],
    )


def sheet_of_test(rows: int) -> test_sheet.SheetOfTest:
    """A sheet of a test with one who did not come."""
    marks = tuple(
        test_sheet.Mark(f"Ф-{n * 37 % 997:03}", Decimal(n % 21) / (2 if n % 4 == 1 else 1))
        if n != 2
        else test_sheet.Mark("Ф-074", None, "не явился")
        for n in range(1, rows + 1)
    )
    return test_sheet.SheetOfTest(
        campaign=CAMPAIGN,
        subjects=("физика",),
        kind="контрольная работа",
        held_on=date(2026, 5, 27),
        sittings=("кабинет 214, основной день",),
        maximum=Decimal(20),
        marks=marks,
        chair=MEETING.members[0],
        markers=(Member("Жукова Анна Львовна", "А. Л. Жукова", ""), Member("Цой Ян", "Я. Цой", "")),
    )


def acquaintance(rows: int, *, final_stage: bool = False) -> acquaintance_sheet.AcquaintanceSheet:
    """Some families acquainted, the others blank."""
    families = tuple(
        acquaintance_sheet.Family(
            f"2026-8-{n:04}",
            name(n),
            ("8Ф", "8И")[: n % 2 + 1],
            date(2026, 6, 5) if n % 3 == 0 else None,
            "извещён по телефону" if n % 7 == 0 else "",
        )
        for n in range(1, rows + 1)
    )
    return acquaintance_sheet.AcquaintanceSheet(
        CAMPAIGN, final_stage, "от 05.06.2026 № 14", date(2026, 6, 10), 2, families, "О. И. Кузнецова",
        "Секретарь приёмной комиссии",
    )  # fmt: skip


def conflict(count: int = 2) -> conflict_protocol.ConflictProtocol:
    """Appeals: upheld and rejected in turn."""
    appeals = tuple(
        conflict_protocol.Appeal(
            number=str(n),
            filed_on=date(2026, 6, 9),
            applicant=f"2026-8-{n:04}",
            name=name(n),
            representative=name(n + 3),
            claim="несогласие с баллами за задание 5 испытания по физике",
            heard="апелляция, проверенная работа участника, критерии оценивания; пояснения учителя физики",
            changes=(conflict_protocol.Change("физика", Decimal(12), Decimal(15 if n % 2 else 12)),),
            reason=tuple(conflict_protocol.Reason)[(3, 1, 0, 2)[n % 4]],
            grounds="при переносе в ведомость не учтены 3 балла за задание 5" if n % 2 else "критерии применены верно",
            vote=Vote(5, 0, n % 2) if n % 4 else None,
            late=n == 2,
            represented=n % 2 == 1,
        )
        for n in range(1, count + 1)
    )
    return conflict_protocol.ConflictProtocol(CAMPAIGN, MEETING, "от 05.06.2026 № 14", appeals, AUDIT)


def order_data(rows: int, kind: OrderKind = OrderKind.ENROLMENT) -> order.Order:
    """An order for two classes."""
    children = tuple(order.Enrolled(f"2026-8-{n:04}", name(n), date(2012, n % 12 + 1, 5)) for n in range(1, rows + 1))
    return order.Order(
        campaign=CAMPAIGN,
        basis=(
            "Федеральный закон от 29.12.2012 № 273-ФЗ «Об образовании в Российской Федерации», часть 5 статьи 67",
            "Порядок приёма на обучение, утверждённый приказом Минпросвещения России от 02.09.2020 № 458",
            "протокол приёмной комиссии от 19.06.2026 № 17 (итоговый рейтинг, рекомендация)",
        ),
        start=date(2026, 9, 1),
        classes=(
            order.ClassList("8Ф, физико-математический", children),
            order.ClassList("8И, информационно-технологический", children[: max(rows // 2, 1)]),
        ),
        executor="О. И. Кузнецова, делопроизводитель",
        director=DIRECTOR[0],
        director_post=DIRECTOR[1],
        kind=kind,
    )


def public(rows: int) -> public_list.PublicList:
    """A public list with some who are not rated."""
    people = tuple(public_list.PublicRow(f"2026-8-{n:04}", Decimal(60) - n, n) for n in range(1, rows + 1))
    unrated = (
        public_list.PublicRow("2026-8-0901", None, None, "не явился на испытание"),
        public_list.PublicRow("2026-8-0902", Decimal("17.5"), None, "ниже минимального балла"),
    )
    groups = (
        public_list.PublicGroup("8Ф, физико-математический", 25, people + unrated),
        public_list.PublicGroup("8И, информационно-технологический", 20, people[: rows // 2]),
    )
    return public_list.PublicList(CAMPAIGN, final=False, protocol="от 05.06.2026 № 14", groups=groups)


def recommendation_data(rows: int) -> recommendation.Recommendation:
    """The recommendation of the final protocol."""
    return recommendation.Recommendation(
        CAMPAIGN, "от 19.06.2026 № 17", final(rows).recommended, "Е. В. Соколова", "О. И. Кузнецова"
    )


def refusal() -> refusal_notice.RefusalNotice:
    """One group rated, one not."""
    return refusal_notice.RefusalNotice(
        campaign=CAMPAIGN,
        representative=name(1),
        child=name(5),
        applicant="2026-8-0041",
        protocol="от 19.06.2026 № 17",
        outcomes=(
            refusal_notice.Outcome("8Ф, физико-математический", 25, 33, Decimal("38.5"), "мест не хватило"),
            refusal_notice.Outcome(
                "8И, информационно-технологический", 20, None, Decimal(17), "сумма ниже минимального балла 20"
            ),
        ),
        further=(
            "Обучение продолжается в прежней образовательной организации либо в общеобразовательном классе.",
            "При освобождении места объявляется отбор между плановыми (п. 6.2 Порядка).",
        ),
        director=DIRECTOR[0],
        director_post=DIRECTOR[1],
    )


def copies() -> copies_return.CopiesReturn:
    """Eleven documents given back."""
    return copies_return.CopiesReturn(
        CAMPAIGN, "2026-8-0041", name(5), name(1), date(2026, 7, 1), attached(11), "О. И. Кузнецова",
        "делопроизводитель", "А.-В. К. Салтыкова-Щедрина",
    )  # fmt: skip


def notice_data() -> notice.Notice:
    """The notice with all seven items."""
    return notice.Notice(
        campaign=CAMPAIGN,
        groups=(
            notice.OfferedGroup("8Ф, физико-математический", "математика, физика", 25),
            notice.OfferedGroup("8И, информационно-технологический", "математика, информатика", 20),
        ),
        procedure=(
            "Отбор проводится в четыре этапа (п. 17 Порядка).",
            "После каждого этапа сведения о нём размещаются на стенде и на официальном сайте.",
        ),
        stages=(
            notice.Stage("Приём документов", date(2026, 4, 13), date(2026, 5, 14)),
            notice.Stage("Экспертиза документов", date(2026, 5, 15), date(2026, 5, 22)),
            notice.Stage("Вступительные испытания", date(2026, 5, 25), date(2026, 5, 29)),
            notice.Stage("Предварительный рейтинг", date(2026, 6, 5), date(2026, 6, 5)),
            notice.Stage("Решение о зачислении", date(2026, 6, 26), date(2026, 6, 30)),
        ),
        intake_start=date(2026, 4, 13),
        intake_end=date(2026, 5, 14),
        intake_where="кабинет 105, по рабочим дням с 9:00 до 16:00, а также в форме электронного документа",
        application_form="Примерная форма заявления размещена на стенде и на сайте школы рядом с этим извещением.",
        tests=(
            notice.AnnouncedTest(
                ("математика",), "контрольная работа", ("8Ф", "8И"), ("25.05.2026, 10:00, кабинет 214",)
            ),
            notice.AnnouncedTest(("физика",), "контрольная работа", ("8Ф",), ("27.05.2026, 10:00, кабинет 214",)),
            notice.AnnouncedTest(("информатика",), "практическая работа", ("8И",), ("29.05.2026, 10:00, кабинет 301",)),
        ),
        portfolio=(
            "Победа и призовые места в муниципальном этапе всероссийской олимпиады школьников (16.1).",
            "Участие в региональном и заключительном этапах всероссийской олимпиады школьников (16.2).",
            "Результаты олимпиад и конкурсов из перечней министерств (16.3).",
        ),
        other=("Телефон приёмной комиссии: (831) 436-01-01. Минимальная сумма баллов: 20.",),
        director=DIRECTOR[0],
        director_post=DIRECTOR[1],
    )


def commission_changes(commissions: int, members: int) -> commission_change.CommissionChange:
    """So many commissions change, so many members leave and join in each; of the second one only a role."""
    seat = commission_order.Seat
    titles = ("приёмная комиссия", "конфликтная комиссия", *(f"предметная комиссия: {n}" for n in range(1, 9)))

    def changed(number: int, title: str) -> commission_change.Changed:
        left = tuple(seat("член комиссии", name(n), "учитель физики") for n in range(1, members + 1))
        joined = tuple(seat("член комиссии", name(n + 40), "учитель математики и информатики") for n in range(members))
        chair = seat("председатель", "Салтыков-Щедрин Константин-Александр Всеволодович", "заместитель директора")
        altered = commission_change.Altered(chair.name, "член комиссии, учитель химии", f"{chair.role}, {chair.post}")
        reason = (
            "длительная болезнь" if number % 2 else "перераспределение обязанностей, служебная записка от 01.04.2026"
        )
        if number == 2:
            return commission_change.Changed(title, reason, (), (), (altered,), (chair, *left))
        return commission_change.Changed(title, reason, left, joined, (altered,) * (number > 1), (chair, *joined))

    return commission_change.CommissionChange(
        campaign=CAMPAIGN,
        basis=("Порядок организации индивидуального отбора (п. 12)",),
        order="от 20.03.2026 № 31",
        commissions=tuple(changed(number, title) for number, title in enumerate(titles[:commissions], 1)),
        director=DIRECTOR[0],
        director_post=DIRECTOR[1],
    )


def commissions() -> commission_order.CommissionOrder:
    """Three commissions."""
    seats = (
        commission_order.Seat("председатель", "Соколова Елена Викторовна", "заместитель директора"),
        commission_order.Seat("секретарь", "Кузнецова Ольга Игоревна", "делопроизводитель"),
        commission_order.Seat(
            "член комиссии", "Тихомиров-Волжский Константин Аркадьевич",
            "представитель родительской общественности, управляющий совет",
        ),
    )  # fmt: skip
    titles = ("приёмная комиссия", "предметная комиссия (физика)", "конфликтная комиссия")
    return commission_order.CommissionOrder(
        campaign=CAMPAIGN,
        basis=("Порядок организации индивидуального отбора (п. 12)", "правила приёма, приказ от 12.01.2026 № 3"),
        commissions=tuple(commission_order.Commission(title, seats) for title in titles),
        duties=("Председателям комиссий ознакомить членов комиссий с локальными актами до начала отбора.",),
        director=DIRECTOR[0],
        director_post=DIRECTOR[1],
    )


STEPS = (
    explanation.Step("16.1, ВсОШ, муниципальный этап, математика, победитель, 29.11.2025 — 5 (диплом)"),
    explanation.Step("олимпиада имени Дж. К. Максвелла, физика, победитель — не учитывается: другой предмет", 1),
    explanation.Step("Не более 15: вместо 19 засчитано 15", 2),
)


def explained(components: int, *, rated: bool = True) -> explanation.Explanation:
    """So many components, with steps of every depth; who did not come has no points in the last, and no ending."""
    rule = "Учитываются отметки по предметам: математика, физика. Баллы по таблице: «5» — 5 баллов, «4» — 3 балла."
    parts = [
        explanation.Component(f"Показатель {n} локального нормативного акта", rule, STEPS * (n % 4), Decimal("12.5"))
        for n in range(1, components)
    ]
    last = (explanation.Step("физика: не явился"),)
    parts.append(explanation.Component("Испытание по физике", rule, last, Decimal(20) if rated else None))
    return explanation.Explanation(
        campaign=CAMPAIGN,
        final=not rated,
        protocol="от 05.06.2026 № 14",
        child=name(3),
        applicant="2026-8-0003",
        group="8Ф, физико-математический",
        scheme="Положение об индивидуальном отборе в 8 классы лицея, версия 2026.1",
        components=tuple(parts),
        ending=(explanation.Step("Сумма: 12,5 + 20 = 32,5"),) if rated else (),
        total=Decimal("32.5") if rated else None,
        place=4 if rated else None,
        rated=18,
        outcome="" if rated else "не явился",
        appeal_days=2 if rated else None,
        secretary="О. И. Кузнецова",
        secretary_post="Секретарь приёмной комиссии",
    )


def made(module: ModuleType, number: str, dated: date, data: object, *, repeated: bool = False) -> Paper:
    """``data`` rendered by its module, with the requisites of a sample."""
    render: Callable[..., Any] = module.render
    paper = render(data, issue(module.NAME, number, dated, data, repeated=repeated))
    assert isinstance(paper, Paper)
    return paper


ALL: dict[str, Callable[[], Paper]] = {
    "preliminary": lambda: made(preliminary_protocol, "14", date(2026, 6, 5), preliminary(18)),
    "preliminary-one": lambda: made(preliminary_protocol, "14", date(2026, 6, 5), preliminary(1)),
    "preliminary-long": lambda: made(preliminary_protocol, "14", date(2026, 6, 5), preliminary(400)),
    "final": lambda: made(final_protocol, "17", date(2026, 6, 19), final(18)),
    "final-long": lambda: made(final_protocol, "17", date(2026, 6, 19), final(400)),
    "receipt": lambda: made(receipt, "2026-8-0041", date(2026, 4, 14), receipt_data()),
    "receipt-long": lambda: made(
        receipt, "2026-8-0042", date(2026, 4, 14), receipt_data(5, documents=11, missing=3), repeated=True
    ),
    "receipts": lambda: batch(5),
    "journal": lambda: made(journal, "1", date(2026, 5, 14), journal_data(6)),
    "journal-long": lambda: made(journal, "1", date(2026, 5, 14), journal_data(400)),
    "test-sheet": lambda: made(test_sheet, "3", date(2026, 5, 28), sheet_of_test(12)),
    "test-sheet-long": lambda: made(test_sheet, "3", date(2026, 5, 28), sheet_of_test(400)),
    "acquaintance": lambda: made(acquaintance_sheet, "1", date(2026, 6, 5), acquaintance(15)),
    "acquaintance-long": lambda: made(acquaintance_sheet, "2", date(2026, 6, 19), acquaintance(400, final_stage=True)),
    "conflict": lambda: made(conflict_protocol, "2", date(2026, 6, 15), conflict(2)),
    "conflict-long": lambda: made(conflict_protocol, "2", date(2026, 6, 15), conflict(40)),
    "recommendation": lambda: made(recommendation, "1", date(2026, 6, 19), recommendation_data(18)),
    "order": lambda: made(order, "118-у", date(2026, 6, 26), order_data(25)),
    "order-one": lambda: made(order, "118-у", date(2026, 6, 26), order_data(1, OrderKind.TRANSFER)),
    "order-incoming": lambda: made(order, "119-у", date(2026, 6, 26), order_data(1, OrderKind.ENROLMENT_BY_TRANSFER)),
    "order-long": lambda: made(order, "118-у", date(2026, 6, 26), order_data(400)),
    "public": lambda: made(public_list, "1", date(2026, 6, 5), public(20)),
    "public-long": lambda: made(public_list, "1", date(2026, 6, 5), public(400)),
    "refusal": lambda: made(refusal_notice, "12", date(2026, 6, 26), refusal()),
    "copies": lambda: made(copies_return, "4", date(2026, 7, 2), copies()),
    "notice": lambda: made(notice, "1", date(2026, 3, 2), notice_data()),
    "explanation": lambda: made(explanation, "3", date(2026, 6, 8), explained(2)),
    "explanation-absent": lambda: made(explanation, "4", date(2026, 6, 22), explained(6, rated=False)),
    "explanation-long": lambda: made(explanation, "5", date(2026, 6, 8), explained(40)),
    "commissions": lambda: made(commission_order, "31", date(2026, 3, 20), commissions()),
    "commissions-changed": lambda: made(commission_change, "35", date(2026, 4, 7), commission_changes(1, 1)),
    "commissions-changed-long": lambda: made(commission_change, "35-од", date(2026, 4, 7), commission_changes(8, 9)),
}
