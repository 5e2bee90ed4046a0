"""What several papers say: names as they are signed, groups, protocols, meetings, documents handed in."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.documents.kit.attached import Attached
from otbor.documents.kit.meeting import Meeting as MeetingFacts
from otbor.documents.kit.meeting import Member, Vote
from otbor.domain import campaign as domain
from otbor.domain.commissions import CommissionKind, Role, Standing
from otbor.domain.documents_required import missing_documents
from otbor.domain.findings import Finding, Refused
from otbor.domain.intake import handed
from otbor.domain.people import parse_full_name
from otbor.domain.regulation import Regulation
from otbor.services import rules
from otbor.services.intake import documents_asked, draft_of
from otbor.services.office import Work
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import (
    Application,
    Campaign,
    CommissionRow,
    Document,
    Group,
    Meeting,
    MemberRow,
    Representative,
)
from otbor.support.clock import local_date
from otbor.wording.names import full_name, signature_name
from otbor.wording.templates import said

_PHONE = re.compile(r"\+7(\d{3})(\d{3})(\d{2})(\d{2})\b")
_INITIALS = re.compile(r"^(?P<surname>[^.]+?)\s+(?P<initials>[\w-]+\.(?:\s*[\w-]+\.)?)$")


def signed(name: str) -> str:
    """«И. О. Фамилия» of a name written surname first, in full or with initials; any other is left as it is."""
    if found := _INITIALS.match(name.strip()):
        initials = " ".join(f"{part}." for part in found["initials"].replace(" ", "").split(".") if part)
        return f"{initials} {found['surname']}".replace(" ", "\u00a0")
    if "." in name:
        return name
    parsed, _ = parse_full_name(name)
    return name if parsed is None else signature_name(parsed.surname, parsed.given, parsed.patronymic)


def child(application: Application) -> str:
    """Full name of the child."""
    return full_name(application.surname, application.given, application.patronymic)


def representative(application: Application) -> Representative:
    """The representative whom papers name: the first."""
    return application.representatives[0]


def representative_name(application: Application) -> str:
    """Full name of the representative whom papers name."""
    person = representative(application)
    return full_name(person.surname, person.given, person.patronymic)


def phone(text: str) -> str:
    """Russian numbers as people read them: «+7 (910) 123-45-67»; others as they are."""
    return _PHONE.sub(r"+7 (\1) \2-\3-\4", text)


def group_title(group: Group) -> str:
    """«8Ф, физико-математический»."""
    return group.code if group.code == group.title else f"{group.code}, {group.title}"


def groups_of(application: Application) -> tuple[str, ...]:
    """Titles of the wanted groups, the most wanted first."""
    return tuple(group_title(wish.group) for wish in application.wishes)


def protocol(meeting: Meeting) -> str:
    """«от 05.06.2026 № 14»."""
    return f"от {said(meeting.held_on)} № {meeting.number}"


def director(campaign: Campaign) -> tuple[str, str]:
    """Name as signed and post of the director, from the campaign's copy of the school's card."""
    return signed(campaign.school_card["director"]), campaign.school_card["director_post"]


def day_of(work: Work, instant: Any) -> date:
    """The legal date of ``instant``."""
    return local_date(instant, work.school().time_zone)


def admission_commission(session: Session, campaign_id: int) -> CommissionRow | None:
    """The приёмная комиссия, None before the order."""
    return session.scalars(
        select(CommissionRow).where(
            CommissionRow.campaign_id == campaign_id, CommissionRow.kind == CommissionKind.ADMISSION
        )
    ).first()


def keeper(work: Work, campaign: Campaign) -> tuple[str, str]:
    """Who keeps journal and sheets, as signed, with post: the secretary of the приёмная, before it the operator."""
    say = words(work.office)
    commission = admission_commission(work.session, campaign.id)
    for member in commission.members if commission else ():
        if member.role is Role.SECRETARY:
            return signed(member.name), say("admission_secretary")
    return signed(work.office.operator), say("clerk")


class Posts:
    """Posts of the members of the приёмная комиссия by name, however it is written; of anybody else «ответственный»."""

    def __init__(self, work: Work, campaign: Campaign) -> None:
        commission = admission_commission(work.session, campaign.id)
        self._posts = {signed(m.name): m.post for m in (commission.members if commission else ()) if m.post}
        self._other = words(work.office)("clerk").lower()

    def of(self, name: str) -> str:
        """The post of ``name``."""
        return self._posts.get(signed(name), self._other)


def member(row: MemberRow, say: OfficeWords) -> Member:
    """A member as protocols list one, by full name; a parent is called a representative of the parents."""
    return Member(row.person, signed(row.name), say("parent") if row.standing is Standing.PARENT else row.post)


def meeting_facts(work: Work, meeting: Meeting) -> MeetingFacts:
    """Who came to a meeting and who did not.

    The chair's deputy, else the first who came, presides in the chair's absence; the last who came keeps the minutes
    in the secretary's.
    """
    say = words(work.office)
    rows = meeting.commission.members
    here = [row for row in rows if row.person in set(meeting.present)]
    ranks = [Role.CHAIR, Role.DEPUTY, Role.MEMBER, Role.SECRETARY]
    chair = min(here, key=lambda row: ranks.index(row.role))
    rest = [row for row in here if row is not chair]
    secretary = next((row for row in rest if row.role is Role.SECRETARY), rest[-1])
    return MeetingFacts(
        chair=member(chair, say),
        secretary=member(secretary, say),
        members=tuple(member(row, say) for row in rest if row is not secretary),
        absent=tuple(member(row, say) for row in rows if row not in here),
    )


def vote_of(meeting: Meeting, votes: Vote | None) -> Vote:
    """The vote of a meeting: as given now and kept with the meeting, as kept before, else all who came for it.

    Raises :class:`Refused` when more voted than came, or the ayes do not outweigh the noes.
    """
    if votes is None:
        kept = meeting.decided.get("votes")
        return Vote(*kept) if kept else Vote(len(meeting.present))
    present = len(meeting.present)
    if votes.ayes + votes.noes + votes.abstained > present or votes.ayes <= votes.noes:
        values = {"ayes": votes.ayes, "noes": votes.noes, "abstained": votes.abstained, "present": present}
        raise Refused(Finding("paper_registry.vote", values=values))
    meeting.decided = {**meeting.decided, "votes": [votes.ayes, votes.noes, votes.abstained]}
    return votes


def attached(application: Application, say: OfficeWords) -> tuple[Attached, ...]:
    """Documents handed in with an application, the consent first where it is no row of its own."""
    documents = application.documents
    first = []
    if application.consent and all(d.kind != "consent" for d in documents):
        first.append(Attached(say("consent"), say("copy_original"), 1))
    return (*first, *(attached_one(document, say) for document in documents))


def attached_one(document: Document, say: OfficeWords) -> Attached:
    """One document as papers list it."""
    return Attached(capital(document.title), copy_kind(document, say), document.sheets)


def missing(profile: Regulation, campaign: domain.Campaign, application: Application) -> tuple[str, ...]:
    """What the Порядок asks of an application and was not handed in yet (п. 11)."""
    asked = documents_asked(profile, campaign, application.foreign_citizen)
    lacking = missing_documents(profile, asked, handed(draft_of(application)))
    return tuple(capital(str(finding.values["document"])) for finding in lacking)


def capital(text: str) -> str:
    """``text`` as an item of a list begins: with a capital letter."""
    return text[:1].upper() + text[1:]


def copy_kind(document: Document, say: OfficeWords) -> str:
    """Kind of a copy in words; one that was compared says so."""
    if document.compared_at is not None:
        return say("copy_compared")
    return say(f"copy_{document.copy_kind.value}")


def texts(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a stored finding with numbers shown as papers show them."""
    return {key: _comma(value) for key, value in stored.items()}


def _comma(value: Any) -> Any:
    return value.replace(".", ",") if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value) else value


def regulation_cited(campaign: Campaign, say: OfficeWords, key: str) -> str:
    """The Порядок by its title, what approved it, date and number, in the words ``key``."""
    cited = rules.regulation(campaign).act
    values = {"act": cited.title, "approved": cited.approved, "issued_on": cited.issued_on, "number": cited.number}
    return say(key, **values).strip()
