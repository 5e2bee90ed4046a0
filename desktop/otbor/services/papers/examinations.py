"""The sheet of an entrance test (ведомость испытания, п. 19): codes only, points as they were when it was closed."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from otbor.documents import test_sheet
from otbor.domain.commissions import CommissionKind, Role
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.domain.values import State, Value
from otbor.services import ledger, rules
from otbor.services.commissions import commission_row
from otbor.services.examinations import test_key, test_row
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts
from otbor.services.papers.printing import Printing, put_out
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import Admission, EntranceTest, MemberRow, Sitting

NOTES = {
    State.DID_NOT_COME: "mark_did_not_come",
    State.ANNULLED: "mark_annulled_work",
    State.AWAITED: "mark_awaited",
    State.RESERVE_DAY: "mark_reserve_day",
    State.NOT_REQUIRED: "mark_not_required",
    State.NOT_TAUGHT: "mark_not_taught",
}
"""What a sheet says of a work without points, by its state."""


@act(Right.ISSUE)
def issue_test_sheet(office: Office, test_id: int) -> Issued:
    """Issue the sheet of a test; raises :class:`Refused` while it is open."""
    with office.transaction() as work:
        test = test_row(work.session, test_id)
        campaign = rules.campaign_row(work.session, test.campaign_id)
        if test.sheet_closed_at is None:
            raise Refused(Finding("paper_registry.sheet_open", values={"test": test.name}))
        say = words(office)
        chair, markers = _who(work, test)
        main = next(sitting for sitting in test.sittings if not sitting.reserve)
        data = test_sheet.SheetOfTest(
            campaign=campaign.title,
            subjects=tuple(test.subjects),
            kind=test.form,
            held_on=main.held_on,
            sittings=tuple(_sitting(sitting, say) for sitting in test.sittings),
            maximum=test.maximum,
            marks=tuple(closed_marks(work, test, say)),
            chair=facts.member(chair, say),
            markers=tuple(facts.member(marker, say) for marker in markers),
        )
        dated = facts.day_of(work, test.sheet_closed_at)
        issued = put_out(work, test_sheet, Printing(campaign, f"test:{test.id}", data, dated))
        work.commit()
    return issued


def _who(work: Work, test: EntranceTest) -> tuple[MemberRow, Sequence[MemberRow]]:
    """The chair of the предметная, and the members besides who closed the sheet."""
    commission = commission_row(work.session, test.campaign_id, CommissionKind.SUBJECT, test.subjects[0])
    chair = next(m for m in commission.members if m.role is Role.CHAIR)
    closed_by = set(test.sheet_closed_by)
    return chair, [m for m in commission.members if m is not chair and m.name in closed_by]


def _sitting(sitting: Sitting, say: OfficeWords) -> str:
    if sitting.reserve:
        return say("sitting_reserve", room=sitting.room, day=sitting.held_on)
    return say("sitting_main", room=sitting.room)


def closed_marks(work: Work, test: EntranceTest, say: OfficeWords) -> Iterator[test_sheet.Mark]:
    """Marks by code as they were when the sheet was closed: what an appeal changed is in its own protocol."""
    codes: dict[int, str] = {
        identity: code
        for identity, code in work.session.execute(
            select(Admission.application_id, Admission.code).where(Admission.test_id == test.id)
        )
        if code
    }
    values: dict[int, Any] = ledger.in_force(work.session, codes, test.sheet_closed_at)
    for identity, code in sorted(codes.items(), key=lambda pair: pair[1]):
        value: Value | None = values.get(identity, {}).get(test_key(test))
        if value is not None:
            yield test_sheet.Mark(code, value.number, "" if value.number is not None else say(NOTES[value.state]))
