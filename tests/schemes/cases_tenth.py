"""Naive lists of the ready schemes for the grade 10: shares and marks of the ОГЭ, two markers, olympiads and strata."""

from fractions import Fraction
from random import Random

from tests.schemes.simple import OUT, Book, Case, Line, Number, Row, about, mean, number, person, rounded, sure

HIGHEST = {
    "русский язык": 37,
    "математика": 31,
    "физика": 39,
    "информатика": 21,
    "химия": 38,
    "биология": 47,
    "обществознание": 37,
    "история": 37,
}  # ОГЭ 2026
ELECTIVES = {
    "технологический": ("физика", "информатика"),
    "естественно-научный": ("химия", "биология"),
    "гуманитарный": ("обществознание", "история"),
}
CHOSEN = tuple(subject for pair in ELECTIVES.values() for subject in pair)


def _scores(random: Random, profile: str) -> Row:
    """Primary scores: the two obligatory ones and two electives, one of them of the profile."""
    own = random.choice(ELECTIVES[profile])
    other = random.choice([subject for subject in CHOSEN if subject != own])
    taken = {"русский язык", "математика", own, other}
    return {
        f"ОГЭ {subject} (перв.)": about(random, most // 4, most) if subject in taken else ""
        for subject, most in HIGHEST.items()
    }


def _certificate(random: Random) -> float | int:
    return about(random, 3.4, 5, 0.05)


def invent_shares10(random: Random) -> Book:
    people = []
    for no in range(1, 46):
        profile = random.choice(list(ELECTIVES))
        row = person(random, no) | {"Профиль": profile} | _scores(random, profile)
        people.append(row | {"Средний балл аттестата": _certificate(random)})
    return {"Участники": people}


LEAST_SHARES = {"физика": 20, "информатика": 11, "химия": 21, "биология": 26, "обществознание": 24, "история": 21}


def rate_shares10(book: Book) -> list[Line]:
    """Shares of the maximum (0.001), mathematics twice, the better elective of the profile, certificate / 5."""
    lines = []
    for row in book["Участники"]:
        scores = {s: number(row[f"ОГЭ {s} (перв.)"]) for s in HIGHEST}
        share = {s: rounded(p / HIGHEST[s], 3) for s, p in scores.items() if p is not None}
        mathematics = share["математика"] * 2 if (scores["математика"] or 0) >= 15 else None
        fit = [share[s] for s in ELECTIVES[row["Профиль"]] if (scores[s] or 0) >= LEAST_SHARES[s]]
        elective = max(fit) if fit else None
        average = rounded(sure(row["Средний балл аттестата"]) / 5, 3)
        total = None
        if mathematics is not None and elective is not None:
            total = share["русский язык"] + mathematics + elective + average
        parts = (share["русский язык"], mathematics, elective, average)
        status = OUT if total is None else ""
        lines.append(Line(row["Профиль"], str(row["№"]), status, total, parts, (mathematics, average)))
    return lines


BORDERS = {
    "русский язык": (15, 26, 33),
    "математика": (8, 15, 22),
    "физика": (10, 20, 30),
    "информатика": (5, 11, 17),
    "химия": (10, 21, 31),
    "биология": (13, 26, 38),
    "обществознание": (14, 24, 32),
    "история": (11, 21, 30),
}  # ОГЭ 2026: «3», «4», «5» from


def invent_marks10(random: Random) -> Book:
    people = []
    for no in range(1, 46):
        profile = random.choice(list(ELECTIVES))
        row = person(random, no) | {"Профиль": profile} | _scores(random, profile)
        geometry = max(0, row["ОГЭ математика (перв.)"] - 20)
        row["Из них геометрия"] = random.randint(geometry, min(11, max(geometry, row["ОГЭ математика (перв.)"] // 3)))
        literacy = max(0, row["ОГЭ русский язык (перв.)"] - 25)
        row["Из них грамотность"] = random.randint(
            literacy, min(12, max(literacy, row["ОГЭ русский язык (перв.)"] // 2))
        )
        people.append(
            row | {"Средний балл аттестата": _certificate(random), "С отличием": random.choice(["да", "нет"])}
        )
    return {"Участники": people}


def _marks(row: Row) -> dict[str, Fraction]:
    """Marks by the borders of the year; geometry and literacy pull a mark down."""
    scores = {s: p for s in HIGHEST if (p := number(row[f"ОГЭ {s} (перв.)"])) is not None}
    marks = {s: Fraction(2 + sum(p >= border for border in BORDERS[s])) for s, p in scores.items()}
    if sure(row["Из них геометрия"]) < 2:
        marks["математика"] = Fraction(2)
    literacy = sure(row["Из них грамотность"])
    if literacy < 9:
        marks["русский язык"] = min(marks["русский язык"], Fraction(4 if literacy >= 6 else 3))
    return marks


def rate_marks10(book: Book) -> list[Line]:
    """Marks by the scale of the year: the two obligatory ones and the two best others, certificate, 3 with honours."""
    lines = []
    for row in book["Участники"]:
        marks = _marks(row)
        obligatory = marks["русский язык"] + marks["математика"]
        electives = sum(sorted((marks[s] for s in CHOSEN if s in marks), reverse=True)[:2], Fraction(0))
        average, with_honours = sure(row["Средний балл аттестата"]), row["С отличием"] == "да"
        honours = Fraction(3 if with_honours else 0)
        status = "" if average >= 4 or with_honours else OUT
        if row["Профиль"] == "технологический":
            enough = {"математика": 15, "физика": 20, "информатика": 11}
            met = {s for s, least in enough.items() if (number(row[f"ОГЭ {s} (перв.)"]) or 0) >= least}
            if "математика" not in met or len(met) < 2:
                status = OUT
        total = obligatory + electives + average + honours
        parts = (obligatory, electives, average, honours)
        lines.append(Line(row["Профиль"], str(row["№"]), status, total, parts, (average,)))
    return lines


def invent_markers10(random: Random) -> Book:
    people = []
    for no in range(1, 41):
        first = random.randint(4, 20)
        second = min(20, max(0, first + random.choice([-4, -1, 0, 0, 1, 2, 3])))
        third = random.randint(min(first, second), max(first, second)) if abs(first - second) > 2 else ""
        row = person(random, no) | {"Класс": "10Г", "Эксперт 1": first, "Эксперт 2": second, "Эксперт 3": third}
        row |= {"Обществознание": about(random, 10, 40), "Отметка история": random.choice([3, 4, 5])}
        people.append(row | {"Отметка обществознание": random.choice([3, 4, 5])})
    return {"Работы": people}


def rate_markers10(book: Book) -> list[Line]:
    """Essay: the mean of two markers (0.1), the third one's points when they differ by more than 2; test; two marks."""
    lines = []
    for row in book["Работы"]:
        first, second, third = (number(row[f"Эксперт {i}"]) for i in (1, 2, 3))
        assert first is not None
        assert second is not None
        essay: Number = third if abs(first - second) > 2 else rounded((first + second) / 2, 1)
        assert essay is not None
        test = sure(row["Обществознание"])
        marks = sure(row["Отметка история"]) + sure(row["Отметка обществознание"])
        lines.append(Line("10Г", str(row["№"]), "", essay + test + marks, (essay, test, marks), (essay,)))
    return lines


OLYMPIAD = {
    "муниципальный": {"победитель": 6, "призёр": 4},
    "региональный": {"победитель": 12, "призёр": 9, "участник": 5},
}
OWN = {"10Ф": ("математика", "физика"), "10Х": ("химия", "биология")}


def invent_olympiad10(random: Random) -> Book:
    people: list[Row] = []
    achievements: list[Row] = []
    for no in range(1, 46):
        group = random.choice(list(OWN))
        wishes = random.choice([[group, ""], [group, "10Х" if group == "10Ф" else "10Ф"]])
        row = person(random, no) | {"1-й профиль": wishes[0], "2-й профиль": wishes[1]}
        row |= {f"Отметка {s}": random.choice([3, 4, 4, 5, 5]) for pair in OWN.values() for s in pair}
        row["Средний балл аттестата"] = _certificate(random)
        row["Преимущественное право"] = random.choice(["да", *[""] * 8])
        people.append(row)
        for _ in range(random.choice([0, 0, 1, 2, 3])):
            level = random.choice(
                ["муниципальный", "муниципальный", "региональный", *(["заключительный"] * (no % 5 == 0))]
            )
            result = random.choice(["победитель", "призёр", "участник"])
            subject = random.choice([s for pair in OWN.values() for s in pair])
            achievements.append({"№": no, "Этап": level, "Предмет": subject, "Статус": result})
    return {"Участники": people, "Олимпиада": achievements}


def rate_olympiad10(book: Book) -> list[Line]:
    """Certificate + mean of the profile's marks (0.01) + the best stage of each subject; two strata ahead."""
    lines = []
    for row in book["Участники"]:
        no = str(row["№"])
        own = [a for a in book["Олимпиада"] if str(a["№"]) == no]
        average = sure(row["Средний балл аттестата"])
        for group in filter(None, (row["1-й профиль"], row["2-й профиль"])):
            marks = rounded(mean([sure(row[f"Отметка {s}"]) for s in OWN[group]]), 2)
            fit = [a for a in own if a["Предмет"] in OWN[group]]
            points = {
                s: [OLYMPIAD.get(a["Этап"], {}).get(a["Статус"], 0) for a in fit if a["Предмет"] == s]
                for s in OWN[group]
            }
            olympiads = Fraction(sum(max(found, default=0) for found in points.values()))
            first = any(a["Этап"] == "заключительный" and a["Статус"] != "участник" for a in fit)
            ahead = 0 if first else 1 if row["Преимущественное право"] == "да" else 2
            total = average + marks + olympiads
            lines.append(Line(group, no, "", total, (average, marks, olympiads), (olympiads,), ahead))
    return lines


SLOTS = {
    "физико-математический": (("математика",), ("физика", "информатика")),
    "социально-экономический": (("математика",), ("обществознание", "история")),
    "химико-биологический": (("химия",), ("биология",)),
}
LEAST_PAIRS = {"физика": 26, "информатика": 15, "химия": 27, "биология": 33, "обществознание": 29, "история": 26}
LEAST_MATHEMATICS = {"физико-математический": (19, 7), "социально-экономический": (18, 5)}


def invent_pairs10(random: Random) -> Book:
    people = []
    for no in range(1, 46):
        row = person(random, no) | {"Профиль": random.choice(list(SLOTS))}
        first, second = SLOTS[row["Профиль"]]
        taken = {"русский язык", "математика", first[0], *random.sample(second, random.choice([1, len(second)]))}
        for subject, most in HIGHEST.items():
            row[f"ОГЭ {subject} (перв.)"] = about(random, most // 2, most) if subject in taken else ""
        geometry = row["ОГЭ математика (перв.)"] // 3
        row["Из них геометрия"] = min(11, geometry + random.choice([0, 0, 1, 2]))
        row["Средний балл аттестата"] = _certificate(random)
        people.append(row | {"Преимущественное право": random.choice(["да", *[""] * 5])})
    return {"Участники": people}


def rate_pairs10(book: Book) -> list[Line]:
    """Per cent (0.01) in the profile's two subjects, each at the recommended minimum of the year or not counted."""
    lines = []
    for row in book["Участники"]:
        percent: dict[str, Fraction] = {}
        for subject, most in HIGHEST.items():
            points = number(row[f"ОГЭ {subject} (перв.)"])
            if points is None:
                continue
            least, geometry = LEAST_PAIRS.get(subject, 0), 0
            if subject == "математика":
                least, geometry = LEAST_MATHEMATICS.get(row["Профиль"], (0, 0))
            if points >= least and (not geometry or sure(row["Из них геометрия"]) >= geometry):
                percent[subject] = rounded(points * 100 / most, 2)
        slots = [[percent[s] for s in slot if s in percent] for slot in SLOTS[row["Профиль"]]]
        total = sum((max(slot) for slot in slots), Fraction(0)) if all(slots) else None
        keys = (Fraction(row["Преимущественное право"] == "да"), sure(row["Средний балл аттестата"]))
        lines.append(Line(row["Профиль"], str(row["№"]), "" if total is not None else OUT, total, (total,), keys))
    return lines


CASES = (
    Case(
        "shares10",
        ("russian", "mathematics", "elective", "certificate"),
        ("mathematics_key", "certificate_key"),
        invent_shares10,
        rate_shares10,
    ),
    Case(
        "marks10",
        ("obligatory", "electives", "certificate", "honours"),
        ("certificate_key",),
        invent_marks10,
        rate_marks10,
    ),
    Case("pairs10", ("profile",), ("preference", "certificate"), invent_pairs10, rate_pairs10),
    Case("markers10", ("essay", "test", "marks"), ("essay_key",), invent_markers10, rate_markers10),
    Case("olympiad10", ("certificate", "marks", "olympiads"), ("olympiads_key",), invent_olympiad10, rate_olympiad10),
)
