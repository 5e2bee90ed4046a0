"""The order of Tab follows the page: Qt's own is the order in which controls were made, and rows are made anew."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QWidget


def order_tabs(top: QWidget) -> None:
    """Let Tab go through what is in ``top`` as its layouts have it."""
    for before, after in pairwise((top, *_controls(top))):
        if before.window() is after.window() and before.nextInFocusChain() is not after:
            QWidget.setTabOrder(before, after)


def _controls(top: QWidget) -> Iterator[QWidget]:
    layout = top.layout()
    if layout is not None:
        yield from _laid_out(layout)
    elif isinstance(top, QSplitter):
        for number in range(top.count()):
            yield from _reached(top.widget(number))
    elif isinstance(top, QScrollArea) and top.widget() is not None:
        yield from _reached(top.widget())


def _reached(widget: QWidget) -> Iterator[QWidget]:
    proxy = widget.focusProxy()
    if proxy is not None and widget.isAncestorOf(proxy):
        yield widget  # Qt moves it with all that is in it; parted from that it would be a trap
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and proxy is None:
        yield widget
    yield from _controls(widget)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item: Any = layout.itemAt(place)
        if item.widget() is not None:
            yield from _reached(item.widget())
        elif item.layout() is not None:
            yield from _laid_out(item.layout())
