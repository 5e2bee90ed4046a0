"""QR of a paper: its number and a short hash of the data it was made from, drawn as one path."""

import hashlib
import re
from math import isqrt
from typing import Any

import zxingcpp

from otbor.documents.kit.sheet import Sheet

_BLACK = re.compile(rb"\x00+")
_HASH_LETTERS = 16


def fingerprint(data: Any) -> str:
    """Short hash of a paper's data: of the ``repr`` of its frozen dataclass, whose values all have a stable one."""
    return hashlib.sha256(repr(data).encode()).hexdigest()[:_HASH_LETTERS]


def payload(paper: str, number: str, print_of_data: str) -> str:
    """What the QR holds: «otbor:<kind of paper>:<number>:<fingerprint>»."""
    return f"otbor:{paper}:{number}:{print_of_data}"


def draw(sheet: Sheet, text: str, x: float, y: float, side: float) -> None:
    """Draw the QR of ``text`` (error level M, no quiet zone), its lower left corner at ``x, y``; ``side`` in points.

    One path of horizontal runs, in units of a module, counted from the upper left corner.
    """
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    bits = bytes(memoryview(image))
    rows = columns = isqrt(len(bits))  # a QR is square
    module = side / columns
    runs = [
        f"{run.start()} {-row - 1} {run.end() - run.start()} 1 re"
        for row in range(rows)
        for run in _BLACK.finditer(bits[row * columns : (row + 1) * columns])
    ]
    sheet.write(f"q {module:.4f} 0 0 {module:.4f} {x:.2f} {y + side:.2f} cm\n{' '.join(runs)} f Q")


def caption(text: str) -> str:
    """What is printed beside the QR for who has no scanner: number and fingerprint."""
    *_, number, print_of_data = text.split(":")
    return f"№\u00a0{number} · {print_of_data}" if number else print_of_data
