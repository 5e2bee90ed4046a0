"""The pages of one PDF under each other: drawn when they come into sight, on a worker's thread, and kept a while."""

from collections import OrderedDict
from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from itertools import accumulate

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.tasks import Steps, Task, Worker
from otbor.ui.kit.theme import colours
from otbor.ui.papers.pages import A4, Box, Hit, Pages, page_at

GAP = 12  # between pages and around them
STEPS = (25, 50, 75, 100, 125, 150, 200, 300, 400)  # percent
_KEPT = 192 * 1024 * 1024  # bytes of pictures: some forty pages of A4 at 100 %
_FOUND, _CURRENT = QColor(255, 235, 110), QColor(255, 190, 110)

Key = tuple[int, float]  # page and dots a point


class Fit(StrEnum):
    """How large pages are when no percentage is set."""

    WIDTH = "width"
    PAGE = "page"


class PageView(QAbstractScrollArea):
    """Shows :class:`Pages`; counts pages from 0. ``zoom`` is a :class:`Fit` or percent of the natural size."""

    page_changed = Signal(int)
    zoom_changed = Signal()
    failed = Signal(object)  # a Failure: a page cannot be drawn

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._pages: Pages | None = None
        self._largest = A4
        self._tops: list[float] = []
        self._scale = 1.0  # window's dots a point
        self._zoom: Fit | int = Fit.WIDTH
        self._pictures: OrderedDict[Key, QImage] = OrderedDict()
        self._asked: dict[Key, Task] = {}
        self._broken: set[int] = set()
        self._hits: Sequence[Hit] = ()
        self._hit: int | None = None
        self._told = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else «fit width» would flutter
        self.setAccessibleName(_("Pages of the paper"))
        self.verticalScrollBar().valueChanged.connect(self._moved)

    # What is shown

    def show_pages(self, pages: Pages | None) -> None:
        """Show ``pages`` from the beginning, or nothing; who opened them closes them."""
        self._forget_asked()
        self._pages = pages
        sizes = (A4,) if pages is None else pages.sizes
        self._largest = max(1.0, *(size[0] for size in sizes)), max(1.0, *(size[1] for size in sizes))
        self._pictures.clear()
        self._broken.clear()
        self._hits, self._hit, self._told = (), None, -1
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._moved()

    @property
    def count(self) -> int:
        """How many pages there are."""
        return 0 if self._pages is None else len(self._pages.sizes)

    @property
    def page(self) -> int:
        """The page that the eye is on: the one at the upper third."""
        return page_at(self._tops, self.verticalScrollBar().value() + self.viewport().height() / 3)

    def go_to(self, page: int) -> None:
        """Bring the head of ``page`` to the top."""
        if self.count:
            top = self._tops[min(max(page, 0), self.count - 1)]
            self.verticalScrollBar().setValue(round(top - GAP))

    def is_drawn(self) -> bool:
        """Whether every page in sight is there at its full sharpness."""
        return all(self._key(page) in self._pictures or page in self._broken for page in self._in_sight())

    # Zoom

    @property
    def zoom(self) -> Fit | int:
        """A way to fit, or percent."""
        return self._zoom

    def set_zoom(self, zoom: Fit | int) -> None:
        """Fit, or show at ``zoom`` percent, within what is sensible; the place in sight stays."""
        self._zoom = zoom if isinstance(zoom, Fit) else min(max(zoom, STEPS[0]), STEPS[-1])
        self._lay_out()
        self.zoom_changed.emit()

    @property
    def percent(self) -> int:
        """The size of now, 100 for the natural one."""
        return round(self._scale / self._natural() * 100)

    def zoom_by(self, steps: int) -> None:
        """Larger by so many steps of :data:`STEPS`, smaller for a negative number."""
        for _step in range(abs(steps)):
            now = self.percent
            larger = next((step for step in STEPS if step > now), STEPS[-1])
            smaller = next((step for step in reversed(STEPS) if step < now), STEPS[0])
            self.set_zoom(larger if steps > 0 else smaller)

    def _natural(self) -> float:
        return self.logicalDpiX() / 72

    def _lay_out(self) -> None:
        """Places of the pages and ranges of the bars, with what is in the middle kept there."""
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        middle = [bar.value() + bar.pageStep() / 2 for bar in bars]
        before = self._scale
        width, height = self._largest
        room = self.viewport().width() - 2 * GAP, self.viewport().height() - 2 * GAP
        if isinstance(self._zoom, Fit):
            fits = [room[0] / width] if self._zoom is Fit.WIDTH else [room[0] / width, room[1] / height]
            self._scale = min(max(min(fits), self._natural() / 10), self._natural() * STEPS[-1] / 100)
        else:
            self._scale = self._natural() * self._zoom / 100
        heights = [] if self._pages is None else [size[1] * self._scale + GAP for size in self._pages.sizes]
        places = list(accumulate(heights, initial=float(GAP)))
        self._tops = places[:-1]
        whole = width * self._scale + 2 * GAP, places[-1]
        if before != self._scale:
            self._forget_asked()
        for bar, size, seen, centre in zip(
            bars, whole, (self.viewport().width(), self.viewport().height()), middle, strict=True
        ):
            bar.setRange(0, max(0, round(size) - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(40)
            bar.setValue(round(centre * self._scale / before - seen / 2))
        self._moved()
        self.viewport().update()

    # Found places

    def set_hits(self, hits: Sequence[Hit], current: int | None = None) -> None:
        """Mark ``hits``, the one with index ``current`` apart, and bring that one into sight."""
        self._hits, self._hit = hits, current
        if current is not None and hits[current].boxes:
            frame = self._frame(hits[current].page, hits[current].boxes[0])
            view = QRectF(self.viewport().rect()).adjusted(GAP, GAP, -GAP, -GAP)
            if not view.contains(frame):
                self._centre(frame)
        self.viewport().update()

    def _centre(self, frame: QRectF) -> None:
        off = frame.center() - QRectF(self.viewport().rect()).center()
        self.horizontalScrollBar().setValue(round(self.horizontalScrollBar().value() + off.x()))
        self.verticalScrollBar().setValue(round(self.verticalScrollBar().value() + off.y()))

    # Places on the window

    def _rect(self, page: int) -> QRectF:
        """Where ``page`` lies now, in the viewport's dots, on whole dots of the screen."""
        if self._pages is None:
            raise ValueError("nothing is shown")
        width, height = (side * self._scale for side in self._pages.sizes[page])
        free = max(self.viewport().width(), self._largest[0] * self._scale + 2 * GAP) - width
        ratio = self.devicePixelRatioF()
        left = round((free / 2 - self.horizontalScrollBar().value()) * ratio) / ratio
        top = round((self._tops[page] - self.verticalScrollBar().value()) * ratio) / ratio
        return QRectF(left, top, width, height)

    def _frame(self, page: int, box: Box) -> QRectF:
        """A box of a page, given in points, as it lies now."""
        rect = self._rect(page)
        left, bottom, right, top = (side * self._scale for side in box)
        return QRectF(rect.left() + left, rect.bottom() - top, right - left, top - bottom)

    def _in_sight(self) -> range:
        if not self.count or self.viewport().height() <= 0:
            return range(0)
        top = self.verticalScrollBar().value()
        return range(page_at(self._tops, top), page_at(self._tops, top + self.viewport().height()) + 1)

    def _key(self, page: int) -> Key:
        return page, round(self._scale * self.devicePixelRatioF(), 4)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw what is there and ask for what is not."""
        seen = self._in_sight()
        with QPainter(self.viewport()) as painter:  # ended even by a fault: a living one ends the process
            painter.fillRect(event.rect(), QColor(colours(self).line))
            for page in seen:
                self._paint_page(painter, page)
            if self.hasFocus() and self.count:
                painter.setPen(QPen(QColor(colours(self).accent), 2))
                painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        self._ask(seen)

    def _paint_page(self, painter: QPainter, page: int) -> None:
        rect = self._rect(page)
        painter.fillRect(rect, Qt.GlobalColor.white)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sharp = self._pictures.get(self._key(page))
        if sharp is not None:
            self._pictures.move_to_end(self._key(page))
            painter.drawImage(rect.topLeft(), sharp)
        elif (blurred := self._any_picture(page)) is not None:
            painter.drawImage(rect, blurred)
        elif page in self._broken:
            painter.setPen(Qt.GlobalColor.black)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _("This page cannot be read"))
        self._paint_hits(painter, page)

    def _paint_hits(self, painter: QPainter, page: int) -> None:
        for index, hit in enumerate(self._hits):
            for box in hit.boxes if hit.page == page else ():
                frame = self._frame(page, box).adjusted(-1, -1, 1, 1)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)  # letters stay black
                painter.fillRect(frame, _CURRENT if index == self._hit else _FOUND)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
                if index == self._hit:  # told by a line too, not by colour alone
                    painter.setPen(QPen(Qt.GlobalColor.black, 1.5))
                    painter.drawRect(frame)

    def _any_picture(self, page: int) -> QImage | None:
        return next((self._pictures[key] for key in reversed(self._pictures) if key[0] == page), None)

    def _ask(self, seen: range) -> None:
        """Have the pages in sight drawn, then their neighbours; forget what has gone out of sight."""
        pages = self._pages
        if pages is None:
            return
        near = [page for page in (seen.stop, seen.start - 1) if 0 <= page < self.count]
        wanted = [self._key(page) for page in (*seen, *near) if page not in self._broken]
        for key in [key for key in self._asked if key not in wanted]:
            self._asked.pop(key).cancel()
        for key in wanted:
            if key not in self._pictures and key not in self._asked:
                task = self._worker.start(partial(_picture, pages, key))
                task.succeeded.connect(partial(self._keep, pages, key))
                task.failed.connect(partial(self._give_up, pages, key))
                self._asked[key] = task

    def _keep(self, pages: Pages, key: Key, picture: QImage) -> None:
        if pages is not self._pages:
            return
        self._asked.pop(key, None)
        page, scale = key
        asked = pages.sizes[page][0] * scale
        whole = (
            abs(picture.width() - asked) < 1.5
        )  # drawn dot by dot then; one made smaller, for its size, is stretched
        picture.setDevicePixelRatio(self.devicePixelRatioF() * (1 if whole else picture.width() / asked))
        self._pictures[key] = picture
        while sum(kept.sizeInBytes() for kept in self._pictures.values()) > _KEPT and len(self._pictures) > 1:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def _give_up(self, pages: Pages, key: Key, failure: Failure) -> None:
        if pages is self._pages:
            self._asked.pop(key, None)
            self._broken.add(key[0])
            self.failed.emit(failure)
            self.viewport().update()

    def _forget_asked(self) -> None:
        for task in self._asked.values():
            task.cancel()
        self._asked.clear()

    # What the person does

    def _moved(self) -> None:
        self.viewport().update()
        if self.count and self.page != self._told:
            self._told = self.page
            self.setAccessibleDescription(_("Page {page} of {pages}").format(page=self._told + 1, pages=self.count))
            self.page_changed.emit(self._told)

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit anew."""
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        """On another screen pages are drawn anew."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.viewport().update()
        return super().event(event)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:  # noqa: N802 - Qt's name
        """Everything is painted anew: places lie on whole dots of the screen."""
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """With Ctrl zoom, without it scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.zoom_by(1 if turned > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Home and End, space to page; arrows and Page Up or Down as everywhere."""
        bar = self.verticalScrollBar()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        places = {
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: bar.maximum(),
            Qt.Key.Key_Space: bar.value() + (-1 if shift else 1) * (bar.pageStep() - 40),
        }
        if event.key() in places:
            bar.setValue(places[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _picture(pages: Pages, key: Key, _steps: Steps) -> QImage:
    return pages.picture(*key)
