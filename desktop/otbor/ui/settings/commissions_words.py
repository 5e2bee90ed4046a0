"""How roles and qualities of members are called, and a member as a row of a form holds it."""

from collections.abc import Iterable
from typing import Any

from otbor.domain.commissions import Role, Standing
from otbor.services.commissions import MemberDraft
from otbor.support.translation import gettext as _
from otbor.wording.declension import short_name

Quality = tuple[Standing, bool]  # in what quality one sits, and whether in the collegial body (asked of parents)


def roles() -> dict[Role, str]:
    """What a member does."""
    return {
        Role.CHAIR: _("chair"),
        Role.DEPUTY: _("deputy chair"),
        Role.SECRETARY: _("secretary"),
        Role.MEMBER: _("member"),
    }


def qualities() -> dict[Quality, str]:
    """In what quality a member sits (12)."""
    return {
        (Standing.HEAD, False): _("head of the school"),
        (Standing.TEACHER, False): _("teacher"),
        (Standing.EXPERT, False): _("invited expert"),
        (Standing.PARENT, True): _("parent, of the collegial body"),
        (Standing.PARENT, False): _("parent"),
    }


def quality(member: MemberDraft) -> Quality:
    """In what quality ``member`` sits."""
    return member.standing, member.collegial_body and member.standing is Standing.PARENT


def row_of(member: MemberDraft) -> dict[str, Any]:
    """A member as a row of the form."""
    return {"person": member.person, "post": member.post, "role": member.role, "quality": quality(member)}


def members_of(rows: Iterable[dict[str, Any]], known: dict[str, MemberDraft]) -> tuple[MemberDraft, ...]:
    """The members that rows name, empty ones left out; who is known keeps the short name of the order."""
    members = []
    for row in rows:
        person = row["person"]
        if not person and not row["post"]:
            continue
        name = known[person].name if person in known else short_name(person)
        standing, collegial = row["quality"]
        members.append(MemberDraft(person, name, row["post"], standing, row["role"], collegial))
    return tuple(members)
