"""The sections of the window in the order of its rail; the code of each is loaded when it is made."""

from typing import TYPE_CHECKING

from otbor.support.translation import gettext as _
from otbor.ui.kit.section import Make, Place
from otbor.ui.kit.workplace import Workplace

if TYPE_CHECKING:
    from otbor.ui.registration.form import RegistrationForm


def places() -> list[Place]:
    """The sections that work."""
    return [
        Place("overview", "house", _("Overview"), _overview),
        Place("journal", "table", _("Journal"), _journal, {"Ctrl+N": "journal-register"}),
        Place("exchange", "arrows-down-up", _("Exchange"), _exchange),
        Place("issued", "files", _("Papers"), _issued),
        Place("settings", "gear-six", _("Settings"), _settings),
    ]


def _overview() -> Make:
    from otbor.ui.overview.section import OverviewSection  # noqa: PLC0415

    return OverviewSection


def _journal() -> Make:
    from otbor.ui.card.pane import CardPane  # noqa: PLC0415
    from otbor.ui.journal.section import JournalSection  # noqa: PLC0415

    return lambda workplace: JournalSection(workplace, CardPane, _form)


def _form(workplace: Workplace) -> "RegistrationForm":
    from otbor.ui.registration.form import RegistrationForm  # noqa: PLC0415

    return RegistrationForm(workplace)


def _exchange() -> Make:
    from otbor.ui.exchange.section import ExchangeSection  # noqa: PLC0415

    return ExchangeSection


def _issued() -> Make:
    from otbor.ui.issued.section import IssuedSection  # noqa: PLC0415

    return IssuedSection


def _settings() -> Make:
    from otbor.ui.settings.section import SettingsSection  # noqa: PLC0415

    return SettingsSection
