"""Budgets of the papers: a batch of receipts, a long rating sheet."""

import time
from datetime import date

from otbor.documents import receipt
from otbor.documents.kit.paper import Draft, write
from otbor.documents.kit.rating import rating_section
from otbor.wording.forms import form
from tests.documents.samples import issue, rating
from tests.documents.samples_more import receipt_data

RECEIPTS, ROWS = 500, 1000


def measure() -> list[tuple[str, float, float]]:
    """Rows of (what, budget in seconds, measured seconds); fonts are loaded before, as in a running program."""
    receipts = [
        (data, issue(receipt.NAME, f"2026-8-{n:04}", date(2026, 4, 14), data))
        for n in range(RECEIPTS)
        for data in [receipt_data(n, documents=6)]
    ]
    receipt.render(*receipts[0])
    start = time.perf_counter()
    receipt.render_batch(receipts)
    batch = time.perf_counter() - start
    sheet = rating(ROWS)
    words = form("preliminary_protocol").words({"number": "14", "date": date(2026, 6, 5)})
    requisites = issue("preliminary_protocol", "14", date(2026, 6, 5), sheet)
    start = time.perf_counter()
    write(Draft(requisites, words, "Рейтинговый лист", [rating_section(sheet, words, "Приложение 1")]))
    rows = time.perf_counter() - start
    return [
        (f"{RECEIPTS} receipts with QR in one file", 1.5, batch),
        (f"rating sheet of {ROWS} rows", 0.25, rows),
    ]
