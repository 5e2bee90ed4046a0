"""Write ``resources/calendar/ru.toml`` from the package ``holidays`` (a tool of the developer, not of the program).

Run it when the Government has confirmed the transfers of one more year: raise ``LAST`` and read the difference.
"""

from datetime import date
from pathlib import Path

import holidays

FIRST, LAST = 2018, 2027
TARGET = Path(__file__).resolve().parent.parent / "resources" / "calendar" / "ru.toml"
HEAD = """\
# Производственный календарь: нерабочие праздничные дни (ст. 112 ТК РФ) и переносы выходных дней Правительством.
# Файл пишет installers/make_calendar.py. Обычные субботы и воскресенья не перечислены.
# Года, которого здесь нет, программа не знает: считает его по дням недели и праздникам из «holidays» и предупреждает.

"""
# Article 112 of the Labour Code; a check below holds it against every confirmed year.
HOLIDAYS = (*(f"01-{day:02d}" for day in range(1, 9)), "02-23", "03-08", "05-01", "05-09", "06-12", "11-04")


def year_of(year: int) -> tuple[list[date], list[date]]:
    """Days off that ``holidays`` knows in ``year``, and the days of week-ends that are worked."""
    source = holidays.country_holidays("RU", years=year)
    days_off = sorted(day for day in source if day.year == year)
    working = sorted(day for day in source.weekend_workdays if day.year == year)
    return days_off, working


def calendar_text() -> str:
    """The whole data file."""
    parts = [HEAD, _list("holidays", [f'"{day}"' for day in HOLIDAYS])]
    for year in range(FIRST, LAST + 1):
        days_off, working = year_of(year)
        if missing := {date.fromisoformat(f"{year}-{day}") for day in HOLIDAYS} - set(days_off):
            raise ValueError(f"public holidays that the source does not know: {sorted(missing)}")
        parts.append(f"\n[[years]]\nyear = {year}\n")
        parts.append(_list("days_off", [day.isoformat() for day in days_off]))
        if working:
            parts.append(_list("working", [day.isoformat() for day in working]))
    return "".join(parts)


def _list(key: str, items: list[str]) -> str:
    rows = [", ".join(items[start : start + 8]) for start in range(0, len(items), 8)]
    return f"{key} = [\n" + "".join(f"  {row},\n" for row in rows) + "]\n"


if __name__ == "__main__":
    TARGET.write_text(calendar_text(), encoding="utf-8")
