"""How the window looks: two sets of colours, one style sheet made from them, and one scale of the text.

Sizes are in ``em`` of the text, so that one setting makes everything larger. Pairs of text and ground are chosen for a
contrast of at least 4.5:1 (WCAG 2.2, 1.4.3); a test holds them to it.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from string import Template

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from otbor.support.places import resources
from otbor.ui.kit import icons
from otbor.ui.kit.fonts import POINTS, window_font
from otbor.ui.kit.memory import Memory

SCALES = (100, 110, 125, 150, 175, 200)  # per cent


class Look(StrEnum):
    """Which colours the person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Colours:
    """Colours by what they are for, as ``#rrggbb``. ``*_ground`` lies under the text of the same name."""

    dark: bool
    ground: str  # of the window
    surface: str  # of tables, fields, cards
    raised: str  # of the rail and the bars
    text: str
    muted: str  # text of less weight, on any of the grounds
    line: str  # hairlines between parts
    edge: str  # borders of controls, 3:1 against the ground
    accent: str  # links, the current place, the main button's ground
    on_accent: str
    accent_ground: str  # of the selected row
    good: str
    good_ground: str
    warning: str
    warning_ground: str
    bad: str
    bad_ground: str
    chart: tuple[str, ...]  # of series, each 3:1 against the surface


LIGHT = Colours(
    dark=False,
    ground="#f4f5f7",
    surface="#ffffff",
    raised="#e9ecf0",
    text="#1b2430",
    muted="#55606e",
    line="#d8dde3",
    edge="#818c99",
    accent="#1f5fa8",
    on_accent="#ffffff",
    accent_ground="#dbe8f7",
    good="#1c6b3c",
    good_ground="#e2f3e8",
    warning="#7a4a00",
    warning_ground="#fdf0d5",
    bad="#a3261f",
    bad_ground="#fbe5e3",
    chart=("#1f5fa8", "#b3570e", "#1c7a5a", "#7b4fa3", "#8a6d00", "#8c3a5f"),
)
DARK = Colours(
    dark=True,
    ground="#171b21",
    surface="#1f252d",
    raised="#12161b",
    text="#e6eaef",
    muted="#a5b0bd",
    line="#343c47",
    edge="#76828f",
    accent="#7db4f0",
    on_accent="#0c1a2a",
    accent_ground="#29405c",
    good="#7fd1a0",
    good_ground="#1d3529",
    warning="#f0c274",
    warning_ground="#3a2f1a",
    bad="#f39a92",
    bad_ground="#432322",
    chart=("#7db4f0", "#f0a868", "#6fceaa", "#c3a1ea", "#d9c25c", "#e596b8"),
)


def colours(widget: QWidget) -> Colours:
    """The colours that ``widget`` is drawn with now.

    By the program's palette: where the style sheet makes a ground transparent, the widget's own says black.
    """
    return DARK if QApplication.palette(widget).color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def em(widget: QWidget, number: float) -> int:
    """``number`` heights of the widget's text in pixels."""
    return round(QFontMetricsF(widget.font()).height() / 1.25 * number)


def by_text(widget: QWidget, give: Callable[[QWidget, int], object], number: float) -> None:
    """``give`` a widget (``QWidget.setMinimumWidth`` and its like) ``number`` em, now and at every size of the text."""
    _ByText(widget, give, number)


class _ByText(QObject):
    def __init__(self, widget: QWidget, give: Callable[[QWidget, int], object], number: float) -> None:
        super().__init__(widget)
        self._widget, self._give, self._number = widget, give, number
        widget.installEventFilter(self)
        give(widget, em(widget, number))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Another size of the text."""
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._give(self._widget, em(self._widget, self._number))
        return super().eventFilter(watched, event)


def give_size(dialog: QWidget, width: float, height: float) -> None:
    """Make a dialog so wide and high in em, but no larger than the window that it stands over."""
    parent = dialog.parentWidget()
    size = QSize(em(dialog, width), em(dialog, height))
    dialog.resize(size if parent is None else size.boundedTo(parent.window().size()))


def fit_height(dialog: QWidget) -> None:
    """Make a dialog as high as its texts are, wrapped at the width that it has."""
    if (layout := dialog.layout()) is not None:
        layout.activate()
        dialog.resize(dialog.width(), layout.totalHeightForWidth(dialog.width()))


def remembered(memory: Memory) -> tuple[Look, int]:
    """The look and the scale that the person chose last."""
    look, percent = memory.text("look", Look.SYSTEM), memory.number("scale", 100)
    return Look(look) if look in set(Look) else Look.SYSTEM, min(max(percent, SCALES[0]), SCALES[-1])


def dress(application: QApplication, look: Look, percent: int) -> None:
    """Give the whole program this look at this scale (per cent of the text), now: while there is little to dress."""
    _dresser(application).stop(look, percent)
    for _done in dressing(application, look, percent):
        pass


def dress_anew(application: QApplication, look: Look, percent: int) -> None:
    """Like :func:`dress` under open windows: in turns of the loop of events, none of which holds them for long.

    A look asked for meanwhile takes its place. (Windows whose painting is held back between the turns are not painted
    ever after on X, where an update was under way when that began.)
    """
    _dresser(application).start(look, percent)


def _dresser(application: QApplication) -> "_Dresser":
    return application.findChild(_Dresser) or _Dresser(application)


class _Dresser(QObject):
    """Does the steps of a dressing; where the look is the system's, again when that turns light or dark."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._asked = Look.SYSTEM, SCALES[0]
        self._steps: Iterator[None] = iter(())
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._go_on)
        application.styleHints().colorSchemeChanged.connect(self._system_turned)

    def start(self, look: Look, percent: int) -> None:
        self._asked, self._steps = (look, percent), dressing(self._application, look, percent)
        self._turn.start()
        self._go_on()

    def stop(self, look: Look, percent: int) -> None:
        """Another way to dress has been asked for, as ``look`` at ``percent``."""
        self._asked = look, percent
        if self._turn.isActive():
            self._steps = iter(())
            self._go_on()

    def _go_on(self) -> None:
        done = object()
        if next(self._steps, done) is done:
            self._turn.stop()

    def _system_turned(self) -> None:
        look, percent = self._asked
        if look is Look.SYSTEM:
            self.start(look, percent)


def dressing(application: QApplication, look: Look, percent: int) -> Iterator[None]:
    """The steps of :func:`dress_anew`: in each of the first two Qt goes through every widget there is."""
    chosen = _chosen(application, look)
    style = _style(chosen, POINTS * percent / 100)
    if application.styleSheet() != style:  # doing it anew would go through every widget there is
        if application.styleSheet():
            application.setStyleSheet("")  # from one sheet to another Qt takes five times as long
            yield
        elif application.style().name() != "fusion":  # later it lies under the sheet, and would cost a walk too
            application.setStyle("Fusion")
        icons.choose({kind: getattr(chosen, kind) for kind in icons.KINDS})  # some draw theirs when the sheet changes
        application.setFont(window_font(percent / 100))
        application.setPalette(_palette(chosen))
        application.setStyleSheet(style)
        yield
    icons.redraw(application)


def _chosen(application: QApplication, look: Look) -> Colours:
    if look is Look.SYSTEM:
        return DARK if application.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if look is Look.DARK else LIGHT


def _palette(c: Colours) -> QPalette:
    role, palette = QPalette.ColorRole, QPalette()
    for name, colour in (
        (role.Window, c.ground),
        (role.WindowText, c.text),
        (role.Base, c.surface),
        (role.AlternateBase, c.ground),
        (role.ToolTipBase, c.surface),
        (role.ToolTipText, c.text),
        (role.PlaceholderText, c.muted),
        (role.Text, c.text),
        (role.Button, c.surface),
        (role.ButtonText, c.text),
        (role.BrightText, c.bad),
        (role.Link, c.accent),
        (role.LinkVisited, c.accent),
        (role.Highlight, c.accent_ground),
        (role.HighlightedText, c.text),
        (role.Accent, c.accent),
        (role.Light, c.surface),
        (role.Midlight, c.line),
        (role.Mid, c.line),
        (role.Dark, c.edge),
        (role.Shadow, c.edge),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(c.muted))
    return palette


def _style(chosen: Colours, points: float) -> str:
    """The style sheet; what a widget is for is its dynamic property ``kind`` (see :func:`mark`)."""
    folder = resources() / "looks"
    names = {name: value for name, value in asdict(chosen).items() if isinstance(value, str)}
    # Sizes of letters know no em in Qt's style sheets, pictures no colours.
    names |= {"code_family": QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()}
    names |= {"code_points": f"{points * 0.95:.1f}"}
    names |= {"title_points": f"{points * 1.45:.1f}", "number_points": f"{points * 1.7:.1f}"}
    names |= {"pictures": f"{folder.as_posix()}/{'dark' if chosen.dark else 'light'}"}
    return Template((folder / "window.qss").read_text("utf-8")).substitute(names)


def mark(widget: QWidget, kind: str) -> None:
    """Say what ``widget`` is for («title», «muted», «card», «main», «link» …): the style sheet dresses it so."""
    set_property(widget, "kind", kind)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property that the style sheet looks at, and have the widget dressed anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
