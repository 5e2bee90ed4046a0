"""What the protocols of all commissions share: who was present, the agenda, heard, decided, the vote, signatures."""

from collections.abc import Sequence
from dataclasses import dataclass

from otbor.documents.kit.flow import Strip
from otbor.documents.kit.paper import Issue
from otbor.documents.kit.requisites import head, heading, part, people, small
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.text import numbered, paragraph
from otbor.wording.forms import Words


@dataclass(frozen=True)
class Member:
    """A member of a commission: full name, «И. О. Фамилия», post or whom one represents."""

    name: str
    signed: str
    post: str


@dataclass(frozen=True)
class Vote:
    """How a meeting voted (голосовали)."""

    ayes: int
    noes: int = 0
    abstained: int = 0


@dataclass(frozen=True)
class Meeting:
    """A meeting of a commission (заседание): who came, who did not."""

    chair: Member
    secretary: Member
    members: tuple[Member, ...]
    absent: tuple[Member, ...] = ()


def opened(issue: Issue, meeting: Meeting, words: Words) -> list[Strip]:
    """What every protocol begins with: head, heading, who came, agenda."""
    strips = head(issue, words) + heading(words("heading")) + _present(meeting, words)
    return strips + items(words("agenda_title"), words("agenda"))


def heard(words: Words) -> list[Strip]:
    """What the meeting heard (слушали)."""
    return items(words("heard_title"), words("heard"))


def _present(meeting: Meeting, words: Words) -> list[Strip]:
    """The list of who is present and who is not."""

    def line(member: Member) -> str:
        return f"{member.name}, {member.post}" if member.post else member.name

    strips = people(words("present_chair"), [line(meeting.chair)])
    strips += people(words("present_secretary"), [line(meeting.secretary)])
    if meeting.members:
        strips += people(words("present_members"), [line(m) for m in meeting.members])
    if meeting.absent:
        strips += people(words("absent_members"), [line(m) for m in meeting.absent])
    here = 2 + len(meeting.members)
    text = words("present_count", present=here, all=here + len(meeting.absent))
    return [*strips, *paragraph(text, indent=0, before=4)]


def items(title: str, text: str) -> list[Strip]:
    """A titled part whose items are the lines of ``text``, numbered when there are several."""
    lines = [line for line in text.splitlines() if line.strip()]
    return part(title) + (numbered(lines) if len(lines) > 1 else paragraph("\n".join(lines)))


def voted(vote: Vote, words: Words) -> list[Strip]:
    """The line of the vote."""
    text = words("vote", ayes=vote.ayes, noes=vote.noes, abstained=vote.abstained)
    return paragraph(text, indent=0, before=4)


def closed(body: Sequence[Strip], meeting: Meeting, vote: Vote | None, audit: str, words: Words) -> list[Strip]:
    """``body`` of a protocol and its end: what was decided, the vote if one was taken on it all, the head of the audit
    chain, the signatures of chair, secretary (both with a place for an electronic one) and members.

    The end is held together and takes the last lines of the decision along, so that what was decided is never parted
    from who signed it.
    """
    signers = [
        Signer(words("chair"), meeting.chair.signed, "chair"),
        Signer(words("secretary"), meeting.secretary.signed, "secretary"),
    ]
    for number, member in enumerate(meeting.members):
        signers.append(Signer(words("members") if number == 0 else "", member.signed))
    votes = voted(vote, words) if vote else []
    decided = items(words("decided_title"), words("decided"))
    return signed([*body, *decided], signers, words, [*votes, *small(words("audit", audit=audit))])
