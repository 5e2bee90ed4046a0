"""The applicant's card holds everything, its history says what, by whom, when and why, whatever has been erased."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, update

from otbor.domain.applications import ApplicationStatus, Channel, CopyKind, RatingKind
from otbor.domain.findings import Refused
from otbor.domain.intake import DocumentDraft
from otbor.domain.participants import Achievement, Kind
from otbor.domain.people import FullName, Likeness
from otbor.domain.values import known
from otbor.services import (
    card,
    corrections,
    document_corrections,
    enrolment,
    examinations,
    expertise,
    history,
    intake,
    journal,
    likeness,
    papers,
)
from otbor.services.card_rows import ApplicationCard
from otbor.services.corrections import Correction
from otbor.services.history import Change, HistoryEntry
from otbor.storage.models import AchievementRow, AuditPayload, Document, RatingRow
from tests.services.conftest import At
from tests.services.desk import FINAL_DAY, Desk, number
from tests.services.school import CHAIR, MATHS, MEMBER, SECRETARY, application


def shown(desk: Desk, ordinal: int) -> ApplicationCard:
    """The card of the application with this ordinal."""
    return card.application_card(desk.office, desk.id(ordinal))


def entries(desk: Desk, ordinal: int, act: str) -> list[HistoryEntry]:
    """Its history of one act, the newest first."""
    return [entry for entry in history.history(desk.office, desk.id(ordinal)).entries if entry.act == act]


def test_the_card_holds_what_the_family_wrote_and_handed_in(at: At) -> None:
    desk = at("filed")
    mine = shown(desk, 2)
    draft = application("Петрова", "Анна", ("8Ф", "8И"))
    assert (mine.number, mine.child, mine.birth_date) == (number(2), draft.child, draft.birth_date)
    assert (mine.address, mine.birth_place, mine.channel) == (draft.address, draft.birth_place, Channel.IN_PERSON)
    assert [group.code for group in mine.groups] == ["8Ф", "8И"]
    assert [str(person.name) for person in mine.representatives] == ["Петрова Мария Олеговна"]
    assert [(d.title, d.sheets, d.to_compare) for d in mine.documents] == [("Выписка отметок за 7 класс", 1, True)]
    assert {v.key: v.value.number for v in mine.values}[Kind.MARK, "физика"] == Decimal(5)
    assert (mine.in_force, mine.rated, mine.alike, mine.papers, mine.zone) == (True, (), (), (), "Europe/Moscow")


def test_the_card_of_nobody_is_refused(at: At) -> None:
    desk = at("filed")
    for question in (card.application_card, card.choices, history.history):
        with pytest.raises(Refused) as refused:
            question(desk.office, 99)
        assert refused.value.finding.id == "application.unknown"


def test_what_may_be_chosen_comes_from_the_campaign_its_scheme_and_its_commission(at: At) -> None:
    desk = at("filed")
    mine = card.choices(desk.office, desk.id(1))
    assert [group.code for group in mine.groups] == ["8Ф", "8И"]
    assert (MEMBER, "Громов О. И.") in mine.comparers
    assert (Kind.MARK, "физика") in mine.values
    assert mine.fields["место рождения ребёнка"] == "birth_place"
    assert "marks" in dict(mine.documents)
    assert Channel.EPGU in mine.channels


def test_points_of_an_open_sheet_stay_blind(at: At) -> None:
    desk = at("filed")
    desk.clock.on(date(2026, 4, 23))
    expertise.score_documents(desk.office, desk.id(1), expertise.Expertise(), [CHAIR])
    examinations.admit(desk.office, desk.id(1))
    test = desk.tests["математика"]
    examinations.give_codes(desk.office, test)
    desk.clock.on(date(2026, 5, 20))
    code = _code(desk, test)
    examinations.enter_points(desk.office, test, code, known(17), [MATHS])
    assert (Kind.TEST, "математика") not in {value.key for value in shown(desk, 1).values}
    assert entries(desk, 1, "enter_points") == []
    examinations.close_sheet(desk.office, test, [MATHS])
    assert (Kind.TEST, "математика") in {value.key for value in shown(desk, 1).values}
    [entered] = entries(desk, 1, "enter_points")
    assert entered.values["points"] == "17"
    assert code not in str(entered)


def _code(desk: Desk, test_id: int) -> str:
    return journal.code_of(desk.office, desk.id(1), test_id)


def test_ratings_explain_themselves_on_the_card(at: At) -> None:
    desk = at("recommended")
    final, preliminary = shown(desk, 1).rated
    assert (final.kind, final.group, final.place) == (RatingKind.FINAL, "8Ф", 1)
    assert preliminary.kind is RatingKind.PRELIMINARY
    explained = card.explained(desk.office, final.rating_id, desk.id(1), "8Ф")
    assert explained.tree.points == final.total == Decimal(48)
    absent = shown(desk, 6).rated[0]
    assert absent.place is None
    with pytest.raises(Refused) as refused:
        card.explained(desk.office, final.rating_id, desk.id(1), "8И")
    assert refused.value.finding.id == "paper_registry.not_in_rating"


def test_a_rating_that_was_rewritten_is_not_explained(at: At) -> None:
    desk = at("final")
    rated = shown(desk, 1).rated[0]
    with desk.office.database.writing() as session:
        session.execute(update(RatingRow).where(RatingRow.rating_id == rated.rating_id).values(total=Decimal(49)))
        session.commit()
    with pytest.raises(Refused) as refused:
        card.explained(desk.office, rated.rating_id, desk.id(1), "8Ф")
    assert refused.value.finding.id == "paper_registry.explained_otherwise"


def test_how_it_ended_is_on_the_card(at: At) -> None:
    desk = at("enrolled")
    end = shown(desk, 1).end
    assert end is not None
    assert (end.order, end.group, end.left_on) == ("45-у", "8Ф", None)
    enrolment.refuse(desk.office, desk.id(7), "нет мест")
    refusal = shown(desk, 7).refusal
    assert refusal is not None
    assert (refusal.reason, refusal.lifted) == ("нет мест", False)


def test_the_judged_achievement_says_why_not(at: At) -> None:
    desk = at("filed")
    corrections.add_documents(
        desk.office,
        desk.id(1),
        [DocumentDraft("portfolio", "Диплом", CopyKind.CERTIFIED)],
        achievements=[Achievement("16.2", "Олимпиада", "призёр", "физика")],
    )
    assert shown(desk, 1).achievements[0].accepted is None
    assert [d.to_compare for d in shown(desk, 1).documents] == [True, False]
    with desk.office.question() as session:
        identity = session.query(AchievementRow.id).scalar()
    expertise.score_documents(desk.office, desk.id(1), expertise.Expertise({identity: "нет печати"}), [CHAIR])
    judged = shown(desk, 1).achievements[0]
    assert (judged.accepted, judged.why_not) == (False, "нет печати")


def test_who_looks_alike_is_shown_until_told_apart(at: At) -> None:
    desk = at("filed")
    first = application("Петрова", "Анна", ("8Ф", "8И"))
    twin = replace(first, child=FullName("Петрова", "Инна", "Ивановна"))
    added = intake.register(desk.office, desk.campaign, twin).application_id
    [alike] = shown(desk, 2).alike
    assert (alike.application_id, alike.likeness, alike.answer) == (added, Likeness.TWINS, None)
    pairs = likeness.like_pairs(desk.office, desk.campaign)
    assert (desk.id(2), added, alike.likeness) in [(pair.first, pair.second, pair.likeness) for pair in pairs]
    likeness.tell_apart(desk.office, desk.id(2), added, "разные свидетельства о рождении")
    for identity in (desk.id(2), added):
        [alike] = card.application_card(desk.office, identity).alike
        assert alike.answer is not None
        assert (alike.answer.same, alike.answer.reason) == (False, "разные свидетельства о рождении")


def test_one_no_longer_in_force_asks_nothing(at: At) -> None:
    desk = at("filed")
    first = application("Петрова", "Анна", ("8Ф", "8И"))
    intake.register(desk.office, desk.campaign, first)
    corrections.withdraw(desk.office, desk.id(8), "подано дважды")
    assert shown(desk, 8).alike == shown(desk, 2).alike == ()
    assert shown(desk, 8).status is ApplicationStatus.WITHDRAWN


def test_history_says_what_it_was_before(at: At) -> None:
    desk = at("filed")
    new = Correction(child=FullName("Иванцов", "Пётр", "Иванович"), values={(Kind.MARK, "физика"): known(4)})
    corrections.correct(desk.office, desk.id(1), 1, new, "описка")
    told = history.history(desk.office, desk.id(1))
    assert [entry.act for entry in told.entries] == ["correct", "register"]
    assert not told.erased
    corrected = told.entries[0]
    assert (corrected.by, corrected.reason, corrected.at) == ("Белова А. С.", "описка", desk.clock.now)
    assert corrected.changes == (
        Change("child", "Иванов Пётр Иванович", "Иванцов Пётр Иванович"),
        Change("mark:физика", ["known", "5"], ["known", "4"]),
    )


def test_groups_are_corrected_together_with_the_rest(at: At) -> None:
    desk = at("filed")
    new = Correction(address="г. Бор, ул. Мира, д. 1", channel=Channel.EPGU, groups=("8И", "8Ф"))
    corrections.correct(desk.office, desk.id(2), 1, new, "заявление отца")
    assert [group.code for group in shown(desk, 2).groups] == ["8И", "8Ф"]
    assert shown(desk, 2).channel is Channel.EPGU
    [grouped] = entries(desk, 2, "change_groups")
    assert grouped.changes == (Change("groups", ["8Ф", "8И"], ["8И", "8Ф"]),)
    assert [change.field for change in entries(desk, 2, "correct")[0].changes] == ["address", "channel"]


def test_groups_alone_leave_one_entry_and_the_same_ones_none(at: At) -> None:
    desk = at("filed")
    corrections.correct(desk.office, desk.id(2), 1, Correction(groups=("8И",)), "заявление отца")
    assert entries(desk, 2, "correct") == []
    assert len(entries(desk, 2, "change_groups")) == 1
    corrections.correct(desk.office, desk.id(2), shown(desk, 2).version, Correction(groups=("8И",)), "ещё раз")
    assert len(entries(desk, 2, "change_groups")) == 1


def test_a_correction_that_is_refused_leaves_the_groups_as_they_were(at: At) -> None:
    desk = at("filed")
    with desk.refused("intake.field_missing", "11"):
        corrections.correct(desk.office, desk.id(2), 1, Correction(birth_place="", groups=("8И",)), "описка")
    assert [group.code for group in shown(desk, 2).groups] == ["8Ф", "8И"]
    with desk.refused("intake.channel_not_allowed"):
        corrections.correct(desk.office, desk.id(2), 1, Correction(channel=Channel.POST), "описка")


def test_a_mark_of_comparison_is_taken_back(at: At) -> None:
    desk = at("open")
    draft = replace(application(), documents=(DocumentDraft("marks", "Табель", CopyKind.ELECTRONIC),))
    mine = intake.register(desk.office, desk.campaign, draft).application_id
    [document] = card.application_card(desk.office, mine).documents
    with desk.refused("application.not_compared"):
        document_corrections.uncompare_documents(desk.office, mine, [document.document_id], "ошибка")
    corrections.compare_documents(desk.office, mine, [document.document_id], MEMBER)
    [compared] = card.application_card(desk.office, mine).documents
    assert (compared.compared_by, compared.to_compare) == ("Громов О. И.", False)
    with desk.refused("application.no_reason"):
        document_corrections.uncompare_documents(desk.office, mine, [document.document_id], " ")
    with desk.refused("application.not_its_document"):
        document_corrections.uncompare_documents(desk.office, mine, [99], "ошибка")
    document_corrections.uncompare_documents(desk.office, mine, [document.document_id], "не тот документ")
    assert card.application_card(desk.office, mine).documents == (document,)
    corrections.compare_documents(desk.office, mine, [document.document_id], SECRETARY)
    taken = [entry for entry in history.history(desk.office, mine).entries if entry.act == "uncompare_documents"]
    assert (taken[0].reason, taken[0].values["documents"]) == ("не тот документ", [["Табель", "Громов О. И."]])


def test_an_act_about_no_document_is_refused(at: At) -> None:
    desk = at("filed")
    with desk.refused("application.no_documents"):
        corrections.add_documents(desk.office, desk.id(1), [])
    with desk.refused("application.no_documents"):
        corrections.compare_documents(desk.office, desk.id(1), [], MEMBER)
    with desk.refused("application.no_documents"):
        document_corrections.uncompare_documents(desk.office, desk.id(1), [], "ошибка")


def test_copies_are_given_to_somebody_who_has_asked(at: At) -> None:
    desk = at("filed")
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    with desk.refused("application.no_recipient"):
        corrections.return_copies(desk.office, desk.id(1), date(2026, 4, 7), " ")
    with desk.refused("application.copies_asked_in_future"):
        corrections.return_copies(desk.office, desk.id(1), date(2026, 4, 8), "Иванова М. О.")
    assert shown(desk, 1).copies_returned_on is None


def test_what_many_share_is_in_the_history_of_each(at: At) -> None:
    desk = at("enrolled")
    papers.issue_receipts(desk.office, desk.campaign)
    acts = [entry.act for entry in history.history(desk.office, desk.id(1)).entries]
    assert acts.count(history.RATED) == 2
    assert {history.ORDERED, history.RECOMMENDED, history.PAPER, "mark_acquaintance", "admit"} <= set(acts)
    [paper] = entries(desk, 1, history.PAPER)
    assert (paper.by, paper.values["number"], paper.values["repetition"]) == ("Белова А. С.", number(1), 0)
    assert [e.values["day"] for e in entries(desk, 1, history.ORDERED)] == [FINAL_DAY]


def test_history_survives_what_was_erased(at: At) -> None:
    desk = at("filed")
    with desk.office.question() as session:
        documents = list(session.query(Document.id).filter_by(application_id=desk.id(1)))
    corrections.compare_documents(desk.office, desk.id(1), [identity for (identity,) in documents], MEMBER)
    corrections.add_documents(desk.office, desk.id(1), [DocumentDraft("portfolio", "Диплом")])
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    papers.issue_withdrawal(desk.office, desk.id(1))
    with desk.office.database.writing() as session:
        session.execute(delete(AuditPayload))
        session.commit()
    told = history.history(desk.office, desk.id(1))
    assert told.erased
    assert {entry.act for entry in told.entries} == {
        "register",
        "compare_documents",
        "add_documents",
        "withdraw",
        history.PAPER,
    }
    assert [e.reason for e in told.entries if e.act == "withdraw"] == ["переезд"]
