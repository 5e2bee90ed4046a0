"""The papers that ours are measured against can still be made of the forms as they are."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.benchmarks import papers_compared as compared


@pytest.mark.parametrize("maker", ["_ours", "_fpdf2", "_typst"])
@pytest.mark.parametrize("what", ["sheet", "receipts"])
def test_every_maker_makes_what_is_compared(maker: str, what: str) -> None:
    make: Callable[..., Any] = getattr(compared, f"{maker}_{what}")
    given = getattr(compared, f"_{what}_data")(1, 3)
    made = make()(given) if maker == "_typst" else make(given)
    assert made.startswith(b"%PDF")
