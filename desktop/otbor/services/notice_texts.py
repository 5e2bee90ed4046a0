"""What the notice (извещение, п. 10) says: as published, or all that the program knows, for the school to finish."""

from dataclasses import dataclass

from otbor.domain import campaign as domain
from otbor.domain.campaign import TermId
from otbor.services import rules, schemes
from otbor.services.office import Office
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import Campaign


@dataclass(frozen=True)
class NoticeItem:
    """An item of the notice (п. 10): its id and title in the profile, its text, published or to be published."""

    id: str
    title: str
    text: str


def notice_items(office: Office, campaign_id: int) -> tuple[NoticeItem, ...]:
    """The items of the notice (п. 10): as published, else with what the program knows, for the school to finish."""
    with office.question() as session:
        row = rules.campaign_row(session, campaign_id)
        titles = {item.id: item.title for item in rules.regulation(row).notice_items}
        texts = row.notice if row.notice is not None else _prefilled(row, words(office))
        return tuple(NoticeItem(name, title, str(texts.get(name, ""))) for name, title in titles.items())


def _prefilled(row: Campaign, say: OfficeWords) -> dict[str, str]:
    value, scheme = rules.campaign_value(row), rules.scheme_in_force(row)
    seats = [say("prefill_seats", group=_called(g), seats=g.seats) for g in value.groups]
    tests = [say("prefill_test", test=t.title, form=t.form, days=_days(t, say)) for t in value.tests]
    term = rules.regulation(row).terms[TermId.APPEAL]
    known = {
        "seats": "\n".join(seats),
        "procedure": say("prefill_procedure", starts=row.starts, ends=row.ends),
        "intake_dates": say(
            "prefill_intake_dates", address=row.school_card["address"], opens=row.intake_opens, closes=row.intake_closes
        ),
        "application_form": say("prefill_application_form", school=row.school_card["short_name"]),
        "tests": "\n".join(tests) or say("prefill_no_tests"),
        "portfolio": "" if scheme.portfolios() else say("prefill_no_portfolio"),
        "other": say("prefill_other", days=term.n),
    }
    return {name: text.strip() for name, text in schemes.announced(scheme, known).items()}


def _called(group: domain.Group) -> str:
    return group.title if group.code in {"", group.title} else f"{group.code} ({group.title})"


def _days(test: domain.EntranceTest, say: OfficeWords) -> str:
    days = (
        say("test_day_reserve" if s.reserve else "test_day", day=s.day, room=s.room or "—")
        for s in sorted(test.sittings, key=lambda sitting: sitting.day)
    )
    return "; ".join(days)
