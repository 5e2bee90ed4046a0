"""Batch signing with a visible stamp, in one run: by a file, by a token and by a program where they are installed."""

import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otbor.signing.certificates import Maker

_BUDGET = 0.05  # seconds a paper: the design asks for 200 in ten
_BUDGET_OF_PROGRAM = 0.15  # the program is started twice, to sign and to check


def measure() -> list[tuple[str, float, float]]:
    """What is done, the budget in seconds, the seconds it took."""
    import pytest  # noqa: PLC0415 - not in anybody's time

    from tests.signing import samples  # noqa: PLC0415

    rows = [_row("ключ в файле, RSA-3072", 200, samples.credential(samples.DIRECTOR), _BUDGET)]
    for other in (_by_token, _by_program):
        try:
            rows.append(other())
        except pytest.skip.Exception:
            continue  # SoftHSM or the engine of ГОСТ is not installed
    return rows


def _by_token() -> tuple[str, float, float]:
    from otbor.signing.token import open_token, token_certificates  # noqa: PLC0415
    from tests.signing import samples, token_desk  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        desk = token_desk.token_desk(Path(folder))
        desk.token("school")
        desk.put("school", 1, samples.credential(samples.DIRECTOR))
        [chosen] = token_certificates(token_desk.restarted(desk).library)
        with open_token(desk.library, chosen, token_desk.PIN, moment=samples.NOW) as maker:
            return _row("ключ на носителе (SoftHSM), RSA-3072", 200, maker, _BUDGET)


def _by_program() -> tuple[str, float, float]:
    from tests.signing.gost_desk import gost_desk  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        maker = gost_desk(Path(folder)).maker("director")
        return _row("внешняя программа с проверкой (OpenSSL), ГОСТ", 50, maker, _BUDGET_OF_PROGRAM)


def _row(by: str, count: int, maker: "Maker", budget: float) -> tuple[str, float, float]:
    from otbor.signing import pdf  # noqa: PLC0415
    from tests.signing import samples  # noqa: PLC0415

    stamp = samples.stamp_of(samples.DIRECTOR)
    start = perf_counter()
    for _ in range(count):
        pdf.sign(samples.paper(), maker, samples.PLACES[2], samples.NOW, stamp)
    took = perf_counter() - start
    return (f"подпись с отметкой, документов {count}: {by}", count * budget, took)
