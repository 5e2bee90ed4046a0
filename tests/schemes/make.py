"""Writes the workbooks and expected lists of the ready schemes: «python -m tests.schemes.make» from the root.

The lists come from the naive code beside this file alone; the program has no part in them.
"""

import csv
from pathlib import Path

from tests.schemes import cases_lower, cases_tenth
from tests.schemes.simple import Case, dice, read, table, write

HERE = Path(__file__).parent
CASES: tuple[Case, ...] = (*cases_lower.CASES, *cases_tenth.CASES)


def naive(case: Case) -> list[list[str]]:
    """The list of ``case`` computed from its workbook as it lies in the folder."""
    return table(case, case.rate(read(HERE / case.name / "applicants.xlsx")))


def expected(case: Case) -> list[list[str]]:
    """The list of ``case`` as it lies in the folder."""
    with (HERE / case.name / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def main() -> None:
    """Invent the pupils of every case anew and write down the list that the naive code makes of them."""
    for case in CASES:
        folder = HERE / case.name
        folder.mkdir(exist_ok=True)
        write(folder / "applicants.xlsx", case.invent(dice(case.name)))
        with (folder / "expected.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(naive(case))


if __name__ == "__main__":
    main()
