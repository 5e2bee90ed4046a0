"""Naive lists of the ready schemes for the grades 5, 7 and 8: classes, a gymnasium, cadets, sport, tests only."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from tests.schemes.simple import (
    ABSENT,
    BELOW,
    OUT,
    Book,
    Case,
    Line,
    Number,
    Row,
    about,
    day,
    mean,
    number,
    person,
    rounded,
    sure,
)

IN_DEPTH_5 = {"5Г": ("русский язык", "английский язык"), "5М": ("математика", "информатика")}
SUBJECTS_5 = ("русский язык", "английский язык", "математика", "информатика")
LETTER_5 = ("цель", "интересы", "книги", "планы", "грамотность")
EVENTS = ("Турнир эрудитов", "Конкурс чтецов", "Олимпиада «Старт»", "Фестиваль проектов", "Математический бой")


def invent_gymnasium5(random: Random) -> Book:
    people: list[Row] = []
    tests: list[Row] = []
    achievements: list[Row] = []
    for no in range(1, 41):
        wishes = random.sample(["5Г", "5М"], random.choice([1, 2]))
        row = person(random, no) | {"1-я группа": wishes[0], "2-я группа": [*wishes, ""][1]}
        for subject in SUBJECTS_5[:3]:
            row[f"Отметка {subject}"] = random.choice([3, 4, 4, 5, 5])
        row["Отметка информатика"] = random.choice(["", 4, 5])  # taught by few primary schools
        row |= {f"Письмо: {item}": random.choice(["да", "да", "нет"]) for item in LETTER_5}
        people.append(row)
        marks: Row = {"№": no}
        for subject in SUBJECTS_5:
            asked = any(subject in IN_DEPTH_5[group] for group in wishes)
            marks[subject] = ("н/я" if no % 13 == 0 else about(random, 4, 30)) if asked else ""
        tests.append(marks)
        for event in random.sample(EVENTS, random.choice([0, 0, 1, 1, 2, 4])):
            held = date(2025, 7, 1) + timedelta(days=random.randint(0, 300))
            result = random.choice(["победитель", "призёр", "участник"])
            achievements += [{"№": no, "Мероприятие": event, "Результат": result, "Дата": held}]
    return {"Заявления": people, "Испытания": tests, "Достижения": achievements}


def rate_gymnasium5(book: Book) -> list[Line]:
    """Marks (mean, 0.01, of what was taught) + letter (up to 3) + achievements by count + two tests of 10 at least."""
    tests = {str(row["№"]): row for row in book["Испытания"]}
    lines = []
    for row in book["Заявления"]:
        no = str(row["№"])
        won = [a for a in book["Достижения"] if str(a["№"]) == no and a["Результат"] in {"победитель", "призёр"}]
        count = sum(day(a["Дата"]) >= date(2025, 9, 1) for a in won)
        portfolio = Fraction((0, 5, 10, 15)[min(count, 3)])
        letter = Fraction(min(sum(row[f"Письмо: {item}"] == "да" for item in LETTER_5), 3))
        for group in filter(None, (row["1-я группа"], row["2-я группа"])):
            known = [m for s in IN_DEPTH_5[group] if (m := number(row[f"Отметка {s}"])) is not None]
            marks = rounded(mean(known), 2) if known else Fraction(0)
            first, second = (number(tests[no][subject]) for subject in IN_DEPTH_5[group])
            status, total = "", None
            if first is None or second is None:
                status = ABSENT
            else:
                total = marks + letter + portfolio + first + second
                status = BELOW if min(first, second) < 10 else ""
            lines.append(Line(group, no, status, total, (marks, letter, portfolio, first, second), (first,)))
    return lines


SUBJECTS_7 = ("математика", "биология", "информатика")
IN_DEPTH_7 = {"7М": ("математика", "информатика"), "7Б": ("биология",)}
MARKS_7 = {5: 10, 4: 5, 3: 0}
POINTS_7 = {
    ("16.1", "победитель"): 5,
    ("16.1", "призёр"): 3,
    ("16.2", "победитель"): 12,
    ("16.2", "призёр"): 10,
    ("16.2", "участник"): 6,
    ("16.3", "победитель"): 4,
    ("16.3", "призёр"): 2,
    ("16.4", "победитель"): 3,
    ("16.4", "призёр"): 1,
    ("16.5", "отлично"): 4,
    ("16.5", "хорошо"): 2,
    ("16.7", "участник"): 1,
}


def invent_school7(random: Random) -> Book:
    people: list[Row] = []
    achievements: list[Row] = []
    for no in range(1, 46):
        row = person(random, no) | {"Группа": random.choice(["7М", "7М", "7Б"])}
        for subject in SUBJECTS_7:
            row[f"Отметка {subject}"] = random.choice([3, 4, 4, 5, 5])
        for subject in SUBJECTS_7:
            asked = subject in IN_DEPTH_7[row["Группа"]]
            row[f"Испытание {subject}"] = random.choice(["н/я", *[about(random, 5, 25)] * 12]) if asked else ""
        people.append(row)
        for _ in range(random.choice([0, 1, 1, 2, 4])):
            category, result = random.choice(list(POINTS_7))
            subject = random.choice(SUBJECTS_7)
            event = "Изучение на углублённом уровне" if category == "16.5" else random.choice(EVENTS)
            held = date(2024, 6, 1) + timedelta(days=30 * random.randint(0, 20))
            keys = ("№", "Пункт Порядка", "Мероприятие", "Предмет", "Результат", "Дата")
            achievements.append(dict(zip(keys, (no, category, event, subject, result, held), strict=True)))
    return {"Заявления": people, "Достижения": achievements}


def rate_school7(book: Book) -> list[Line]:
    """Marks by the table + portfolio of two school years with caps + tests in the in-depth subjects; 25 at least."""
    lines = []
    for row in book["Заявления"]:
        no, group = str(row["№"]), row["Группа"]
        own = IN_DEPTH_7[group]
        marks = Fraction(sum(MARKS_7[int(row[f"Отметка {subject}"])] for subject in own))
        best: dict[tuple[str, str, date], tuple[int, str]] = {}
        for row_a in book["Достижения"]:
            category, held = row_a["Пункт Порядка"], day(row_a["Дата"])
            points = POINTS_7.get((category, row_a["Результат"]))
            if str(row_a["№"]) != no or points is None or held < date(2024, 9, 1):
                continue
            if category != "16.7" and row_a["Предмет"] not in own:
                continue
            event = (row_a["Мероприятие"], row_a["Предмет"], held)  # one event counts once, with its best result
            rank = (points, -list(POINTS_7).index((category, row_a["Результат"])))
            if event not in best or rank > (best[event][0], -_first_row(best[event])):
                best[event] = (points, category)
        of = {c: sum(p for p, category in best.values() if category == c) for c in ("16.1", "16.2", "16.3", "16.4")}
        rest = sum(p for p, category in best.values() if category in {"16.5", "16.7"})
        portfolio = Fraction(min(of["16.1"] + of["16.2"] + min(of["16.3"] + of["16.4"], 10) + rest, 20))
        written = [number(row[f"Испытание {subject}"]) for subject in own]
        tests: Number = sum((p for p in written if p is not None), Fraction(0))
        status = ""
        if None in written:
            status, tests = ABSENT, None
        total = None if tests is None else marks + portfolio + tests
        if total is not None and total < 25:
            status = BELOW
        keys = tuple(Fraction(of[category]) for category in ("16.2", "16.1", "16.3"))
        lines.append(Line(group, no, status, total, (marks, portfolio, tests), keys))
    return lines


def _first_row(best: tuple[int, str]) -> int:
    return next(i for i, (key, points) in enumerate(POINTS_7.items()) if key[0] == best[1] and points == best[0])


LOCAL_8 = ("русский язык", "математика", "история", "физическая культура")


def invent_cadet8(random: Random) -> Book:
    people = []
    for no in range(1, 43):
        row = person(random, no) | {"Взвод": "8К"}
        row |= {f"Отметка {subject}": random.choice([3, 4, 4, 5, 5]) for subject in LOCAL_8}
        row["Подтягивание, раз"] = "н/я" if no == 17 else random.randint(2, 16)
        row["Бег 60 м, с"] = "н/я" if no == 17 else random.randint(84, 108) / 10
        row["Собеседование"] = random.randint(2, 10)
        row["Преимущественное право"] = random.choice(["да", *["нет"] * 6])
        people.append(row)
    return {"Участники": people}


def rate_cadet8(book: Book) -> list[Line]:
    """Mean of the local list of marks (0.01) + norms by bands + interview; a norm that gives nothing is out."""
    lines = []
    for row in book["Участники"]:
        marks = rounded(mean([sure(row[f"Отметка {subject}"]) for subject in LOCAL_8]), 2)
        pulled, ran = number(row["Подтягивание, раз"]), number(row["Бег 60 м, с"])
        interview = sure(row["Собеседование"])
        status, total = "", None
        pull: Number = None
        run: Number = None
        if pulled is None or ran is None:
            status = ABSENT
        else:
            pull = Fraction(5 if pulled >= 12 else 4 if pulled >= 9 else 3 if pulled >= 6 else 0)
            run = Fraction(
                5 if ran <= Fraction("9.0") else 4 if ran <= Fraction("9.6") else 3 if ran <= Fraction("10.2") else 0
            )
            total = marks + pull + run + interview
            status = BELOW if 0 in {pull, run} else ""
        ahead = 0 if row["Преимущественное право"] == "да" else 1
        lines.append(Line("8К", str(row["№"]), status, total, (marks, pull, run, interview), (marks,), ahead))
    return lines


WEIGHTS_T = {"математика": Fraction("0.5"), "русский язык": Fraction("0.3"), "английский язык": Fraction("0.2")}


def invent_tests7(random: Random) -> Book:
    people = []
    for no in range(1, 39):
        row = person(random, no) | {"Класс": "7Л"}
        row |= {subject: about(random, 20, 100, 5) for subject in WEIGHTS_T}
        if no in {9, 22}:
            row["математика"] = "н/я"
        row["Дополнительное испытание"] = random.choice(["", "", about(random, 0, 10)])
        people.append(row)
    return {"Результаты": people}


def rate_tests7(book: Book) -> list[Line]:
    """Three tests out of 100 with the weights 0.5, 0.3, 0.2; fewer than 40 in any is below the minimum."""
    lines = []
    for row in book["Результаты"]:
        points = [number(row[subject]) for subject in WEIGHTS_T]
        parts = tuple(None if p is None else p * w for p, w in zip(points, WEIGHTS_T.values(), strict=True))
        known = [part for part in parts if part is not None]
        total = None if None in parts else sum(known, Fraction(0))
        status = ABSENT if total is None else BELOW if min(p for p in points if p is not None) < 40 else ""
        lines.append(
            Line("7Л", str(row["№"]), status, total, parts, (parts[0], number(row["Дополнительное испытание"])))
        )
    return lines


NORMS_S = {
    "Прыжок в длину, см": ((170, 5), (160, 4), (150, 3), (140, 2)),
    "Наклон вперёд, см": ((10, 5), (6, 4), (3, 3)),
}
RANKS_S = {0: 0, 1: 6, 2: 4, 3: 2}


def invent_sport5(random: Random) -> Book:
    people: list[Row] = []
    achievements: list[Row] = []
    for no in range(1, 37):
        row = person(random, no) | {"Отделение": random.choice(["плавание", "гимнастика"])}
        row["Прыжок в длину, см"] = "" if no == 30 else random.randint(130, 185)
        row["Наклон вперёд, см"] = random.randint(0, 14)
        row["Юношеский разряд"] = random.choice(["", "", 1, 2, 3])
        row |= {f"Тренер {i}": random.randint(4, 10) for i in (1, 2, 3)}
        people.append(row)
        for _ in range(random.choice([0, 0, 1, 2, 3])):
            level = random.choice(list(PLACES_S))
            contest = random.choice(["Кубок города", "Первенство", "Мемориал", "Спартакиада"])
            result = random.choice(["1 место", "2 место", "3 место", "5 место", "8 место", "12 место", "участник"])
            achievements += [{"№": no, "Уровень": level, "Соревнование": contest, "Результат": result}]
    return {"Спортсмены": people, "Соревнования": achievements}


PLACES_S = {"муниципальный": (3, 2, 1, 0), "региональный": (6, 5, 4, 2), "всероссийский": (10, 9, 8, 5)}


def rate_sport5(book: Book) -> list[Line]:
    """Norms by bands + mean of three coaches (0.1) + youth rank + the two best competitions, up to 15."""
    lines = []
    for row in book["Спортсмены"]:
        no = str(row["№"])
        norms: list[Number] = []
        for norm, bands in NORMS_S.items():
            value = number(row[norm])
            norms.append(None if value is None else Fraction(next((p for low, p in bands if value >= low), 0)))
        jump, bend = norms
        coaches = rounded(mean([sure(row[f"Тренер {i}"]) for i in (1, 2, 3)]), 1)
        rank = Fraction(RANKS_S[int(number(row["Юношеский разряд"]) or 0)])
        best: dict[str, int] = {}
        for a in book["Соревнования"]:
            place = 99 if a["Результат"] == "участник" else int(a["Результат"].split()[0])
            if str(a["№"]) == no and place <= 8:
                points = PLACES_S[a["Уровень"]][min(place, 4) - 1]
                best[a["Соревнование"]] = max(best.get(a["Соревнование"], 0), points)
        contests = Fraction(min(sum(sorted(best.values())[-2:]), 15))
        total = None if jump is None or bend is None else jump + bend + coaches + rank + contests
        status = OUT if total is None else ""
        lines.append(Line(row["Отделение"], no, status, total, (jump, bend, coaches, rank, contests), (coaches,)))
    return lines


CASES = (
    Case(
        "gymnasium5",
        ("marks", "letter", "portfolio", "test1", "test2"),
        ("test1_key",),
        invent_gymnasium5,
        rate_gymnasium5,
    ),
    Case(
        "school7", ("marks", "portfolio", "tests"), ("tie_16.2", "tie_16.1", "tie_16.3"), invent_school7, rate_school7
    ),
    Case("cadet8", ("marks", "pull_ups", "run", "interview"), ("marks_key",), invent_cadet8, rate_cadet8),
    Case(
        "tests7", ("mathematics", "russian", "english"), ("mathematics_key", "additional"), invent_tests7, rate_tests7
    ),
    Case("sport5", ("jump", "bend", "coaches", "rank", "contests"), ("coaches_key",), invent_sport5, rate_sport5),
)
