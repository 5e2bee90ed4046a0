"""Sample inputs of every paper: short, and long enough to go over pages."""

from datetime import date
from decimal import Decimal

from otbor.documents import final_protocol, preliminary_protocol
from otbor.documents.kit.meeting import Meeting, Member, Vote
from otbor.documents.kit.paper import Issue
from otbor.documents.kit.qr import fingerprint, payload
from otbor.documents.kit.rating import Counts, Rated, RatingSheet, SchemeChange, Unrated
from otbor.documents.kit.recommended import Recommended, RecommendedGroup
from otbor.documents.preliminary_protocol import SharedPlace

SCHOOL = (
    "Муниципальное бюджетное общеобразовательное учреждение «Лицей № 8 имени академика Е. К. Фёдорова»"  # 90 letters
)
SURNAMES = (  # of a woman, of a man
    ("Иванова", "Иванов"),
    ("Салтыкова-Щедрина", "Салтыков-Щедрин"),
    ("Ёлкина", "Ёлкин"),
    ("Мамина-Сибиряк", "Мамин-Сибиряк"),
    ("Оглы", "Оглы"),
    ("Римская-Корсакова-Вознесенская", "Римский-Корсаков-Вознесенский"),
    ("Фон Дервиз", "Фон Дервиз"),
)
GIVEN = (  # whether it is a man's
    ("Мария Петровна", False),
    ("Александра-Виктория Константиновна", False),
    ("Пётр", True),
    ("Артемий Всеволодович", True),
    ("Ян", True),
)
CAMPAIGN = "8 класс, 2026/2027 учебный год"
AUDIT = "9f2c4e7a1b8d3056c7e9f2c4e7a1b8d3056c7e9f2c4e7a1b8d3056c7e9f2c4e7"


def name(number: int) -> str:
    """A full name, some of them long."""
    given, man = GIVEN[number % len(GIVEN)]
    return f"{SURNAMES[number % len(SURNAMES)][man]} {given}"


def issue(paper: str, number: str, dated: date, data: object, *, repeated: bool = False) -> Issue:
    """Requisites of a sample."""
    return Issue(
        school=SCHOOL,
        founder="Департамент образования администрации города Нижнего Новгорода",
        contacts="603155, г. Нижний Новгород, ул. Большая Печёрская, д. 63, тел. (831) 436-01-01",
        number=number,
        dated=dated,
        place="г. Нижний Новгород",
        standard="ГОСТ Р 7.0.97-2025",
        qr=payload(paper, number, fingerprint(data)),
        repeated=repeated,
    )


MEETING = Meeting(
    chair=Member("Соколова Елена Викторовна", "Е. В. Соколова", "заместитель директора"),
    secretary=Member("Кузнецова Ольга Игоревна", "О. И. Кузнецова", "делопроизводитель"),
    members=(
        Member("Новиков Андрей Сергеевич", "А. С. Новиков", "учитель физики"),
        Member("Беляева Ирина Олеговна", "И. О. Беляева", "педагог-психолог"),
        Member("Тихомиров-Волжский Константин Аркадьевич", "К. А. Тихомиров-Волжский", "представитель родителей"),
    ),
    absent=(Member("Громов Павел Ильич", "П. И. Громов", "учитель информатики"),),
)

COMPONENTS = ("Отметки за предыдущий год", "Портфолио", "Математика", "Физика")
KEYS = ("16.2", "16.1", "16.3")


def rating(
    rows: int, group: str = "8Ф, физико-математический", components: tuple[str, ...] = COMPONENTS
) -> RatingSheet:
    """A rating sheet of ``rows`` participants."""
    return RatingSheet(
        group=group,
        seats=25,
        components=components,
        keys=KEYS,
        rated=tuple(
            Rated(
                place=n,
                number=f"2026-8-{n:04}",
                name=name(n),
                points=tuple(Decimal((n * (k + 3)) % 20) for k in range(len(components))),
                total=Decimal(60) - Decimal(n) / 10,
                keys=tuple(Decimal((n * k) % 9) for k in (1, 2, 3)),
                decided_by=("16.2", "", "общее место")[n % 3],
            )
            for n in range(1, rows + 1)
        ),
        unrated=(
            Unrated("2026-8-0901", name(3), "не явился на испытание по физике"),
            Unrated("2026-8-0902", name(5), "ниже минимального балла (20)", Decimal("17.5")),
        ),
    )


def preliminary(rows: int = 18) -> preliminary_protocol.PreliminaryProtocol:
    """The protocol of the preliminary rating."""
    return preliminary_protocol.PreliminaryProtocol(
        campaign=CAMPAIGN,
        meeting=MEETING,
        speaker="Соколова Елена Викторовна",
        counts=(Counts("8Ф", rows + 5, 3, rows + 2, 1, 1, rows), Counts("8И", 40, 2, 38, 3, 5, 29, 1)),
        minimum=("20 баллов",),
        ratings=(rating(rows), rating(max(rows // 2, 1), "8И, информационно-технологический")),
        shared=(
            *(SharedPlace("8Ф", n, (f"2026-8-{n:04}", f"2026-8-{n + 1:04}")) for n in range(3, rows, 5)),
            SharedPlace("8И", 19, tuple(f"2026-8-{n:04}" for n in range(41, 48)), 2),
            SharedPlace("8И", 27, ("2026-8-0062", "2026-8-0088")),
        ),
        acquaintance_until=date(2026, 6, 10),
        appeal_days=2,
        vote=Vote(5),
        audit=AUDIT,
    )


def final(rows: int = 18) -> final_protocol.FinalProtocol:
    """The protocol of the final rating."""
    base = preliminary(rows)
    people = tuple(Recommended(f"2026-8-{n:04}", name(n), n, Decimal(60 - n)) for n in range(1, min(rows, 25) + 1))
    return final_protocol.FinalProtocol(
        campaign=CAMPAIGN,
        meeting=MEETING,
        speaker="Соколова Елена Викторовна",
        preliminary="от 05.06.2026 № 14",
        counts=base.counts,
        moved=(
            final_protocol.Moved(
                "8Ф", "2026-8-0012", name(1), Decimal(41), Decimal(44), "15", "9",
                "протокол конфликтной комиссии от 15.06.2026 № 2: техническая ошибка, физика 12 → 15",
            ),
            final_protocol.Moved(
                "8И", "2026-8-0024", name(5), None, Decimal("28.5"), "ниже минимума", "31",
                "протокол конфликтной комиссии от 15.06.2026 № 2: ошибка оценивания",
            ),
        ),
        ties=("8Ф, место 32, мест остаётся одно: преимущество дано участнику 2026-8-0054.",),
        ratings=base.ratings,
        recommended=(RecommendedGroup("8Ф", 25, people), RecommendedGroup("8И", 20, people[:3])),
        acquaintance_until=date(2026, 6, 22),
        vote=Vote(4, 0, 1),
        audit=AUDIT,
        change=SchemeChange("№ 1 (2026.1)", "№ 2 (2026.2)", ("приказ № 31-у от 07.04.2026, причина: опечатка",)),
        anew=final_protocol.Anew("от 16.06.2026 № 16", "апелляция от 14.06.2026 получена почтой 17.06.2026"),
    )  # fmt: skip
