"""What the window calls an application's way, its state and its case, in every section alike."""

from otbor.domain.applications import ApplicationStatus, Channel
from otbor.domain.campaign import Basis
from otbor.support.translation import gettext as _


def channel_words(value: Channel) -> str:
    """How an application came."""
    return {
        Channel.IN_PERSON: _("in person"),
        Channel.EPGU: _("through the portal of public services"),
        Channel.EMAIL: _("by e-mail"),
        Channel.POST: _("by post"),
    }[value]


def application_status(value: ApplicationStatus) -> str:
    """What became of an application."""
    return {
        ApplicationStatus.REGISTERED: _("registered"),
        ApplicationStatus.ANNULLED: _("annulled"),
        ApplicationStatus.WITHDRAWN: _("withdrawn"),
    }[value]


def basis_words(value: Basis) -> str:
    """The case of selection (пп. 8, 9)."""
    return {
        Basis.ADMISSION: _("admission"),
        Basis.TRANSFER_INSIDE: _("transfer inside the school"),
        Basis.TRANSFER_FROM: _("transfer from another school"),
    }[value]
