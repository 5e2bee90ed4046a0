"""Rating of 10,000 participants by a scheme of 12 components, and one explanation as text."""

from decimal import Decimal
from time import perf_counter

COUNT = 10_000
LARGE = 100_000
EXPLAINED = 200


def measure() -> list[tuple[str, float, float]]:
    """What is done, the budget in seconds, the seconds it took."""
    from otbor.domain.participants import Achievement, Kind, Participant  # noqa: PLC0415 - not in anybody's time
    from otbor.domain.rating import rate  # noqa: PLC0415
    from otbor.domain.scheme import parse_scheme  # noqa: PLC0415
    from otbor.domain.scoring import Plan  # noqa: PLC0415
    from otbor.domain.values import known  # noqa: PLC0415
    from otbor.wording.explanation import explain_text  # noqa: PLC0415
    from tests import golden  # noqa: PLC0415

    plan = Plan(parse_scheme(_twelve_components(), "twelve.toml", golden.subjects()), "8Ф")
    results = ("победитель", "призёр", "участник")

    def people(count: int) -> list[Participant]:
        return [
            Participant(
                str(number),
                ("8Ф",),
                {
                    (kind, subject): known(Decimal(2 + (number * step) % 19))
                    for kind in (Kind.EXAM, Kind.TEST)
                    for step, subject in enumerate(("математика", "физика", "химия", "информатика", "биология"), 3)
                },
                tuple(
                    Achievement(f"16.{1 + (number + i) % 4}", f"олимпиада {i}", results[(number + i) % 3], "физика")
                    for i in range(number % 4)
                ),
            )
            for number in range(count)
        ]

    def rated(participants: list[Participant]) -> float:
        start = perf_counter()
        rating = rate(plan.scheme, "8Ф", plan.score_all(participants))
        took = perf_counter() - start
        if len(rating.entries) != len(participants):
            raise RuntimeError("somebody was not rated")
        return took

    participants = people(COUNT)
    once = rated(participants)
    start = perf_counter()
    for participant in participants[:EXPLAINED]:
        explain_text(plan.explain(participant))
    explained = (perf_counter() - start) / EXPLAINED
    return [
        (f"рейтинг {COUNT} участников по 12 показателям", 1.0, once),
        (f"рейтинг {LARGE} участников по 12 показателям", 1.0 * LARGE / COUNT, rated(people(LARGE))),
        ("объяснение балла одного участника", 0.005, explained),
    ]


def _twelve_components() -> str:
    """A scheme of eleven components of numbers, of every conversion and choice, and the portfolio of licey8."""
    from tests import golden  # noqa: PLC0415

    subjects = ("математика", "физика", "химия", "информатика", "биология")
    head, tail = golden.scheme_text("licey8").split('[[components]]\nid = "marks"')
    portfolio = "[[components]]" + tail.split("[[components]]")[1].replace("held_from = 2024-09-01\n", "")
    parts = [head, portfolio, *(f'[[tests]]\nname = "{name}"\nmaximum = 20\n' for name in ("химия", "биология"))]
    for index in range(11):
        exam = index % 2
        choice = f'take = "all", names = ["{subjects[index % 5]}"]'
        if index > 8:
            choice = 'take = "best", names = ["физика", "химия", "информатика"]'
        conversion = ('by = "value"', 'by = "ratio", maximum = 20, times = 100, digits = 2')[exam]
        parts.append(
            f'[[components]]\nid = "c{index}"\ntitle = "{index}"\nsource = "{("test", "exam")[exam]}"\n'
            f"choice = {{ {choice} }}\nconversion = {{ {conversion} }}\n"
        )
    return "\n".join([*parts, "[[keys]]" + tail.split("[[keys]]", 1)[1]])
