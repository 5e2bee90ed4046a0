"""Interface language: gettext catalogues, English msgids; texts of law are never translated here."""

import gettext as _gettext
from functools import cache

from otbor.support.places import catalogues

_language = "ru"


def use_language(language: str) -> None:
    """Set the language of the interface («ru», «en») for what is said from now on."""
    global _language  # noqa: PLW0603 - one interface, one language, chosen once at start
    _language = language


def language() -> str:
    """The language of the interface."""
    return _language


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("otbor", localedir=catalogues(), languages=[language], fallback=language == "en")


def gettext(message: str) -> str:
    """``message`` in the language of the interface."""
    return _catalogue(_language).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The form of a phrase that fits ``number`` in the language of the interface."""
    return _catalogue(_language).ngettext(one, many, number)
