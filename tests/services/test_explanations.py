"""Points are explained by the rating as it was: its version of the scheme, its values, each step with its document."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from otbor.domain.participants import Achievement, Kind
from otbor.domain.scheme import parse_scheme
from otbor.domain.scheme.storing import stored
from otbor.domain.values import known
from otbor.services import intake, ledger, papers, ratings, schemes
from otbor.services.schemes import ChangeBasis
from otbor.storage.models import Application, Campaign, RatingRow, RatingSnapshot, SchemeVersion
from tests import golden
from tests.services.conftest import At
from tests.services.desk import FINAL_DAY, PRELIMINARY_DAY
from tests.services.school import meeting
from tests.services.small_campaign import Made, finished, look_up, open_copy, text
from tests.services.test_schemes import NEWER


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """The finished small campaign."""
    office, clock = open_copy(finished(), tmp_path / "made.otbor")
    yield look_up(office, clock)
    office.database.close()


def row(made: Made, rating: int, ordinal: int, group: str) -> RatingRow:
    with made.office.question() as session:
        rows = session.scalars(select(RatingRow).where(RatingRow.rating_id == rating))
        return next(r for r in rows if r.application_id == made.applications[ordinal] and r.group.code == group)


def test_an_explanation_can_be_counted_again(made: Made) -> None:
    issued = papers.issue_explanation(made.office, made.preliminary, made.applications[1], "8Ф")
    said = text(issued.pdf)
    frozen = row(made, made.preliminary, 1, "8Ф")
    assert frozen.total is not None
    parts = [Decimal(points) for points in frozen.parts.values()]
    assert f"Сумма: {' + '.join(format(p, 'f') for p in parts)} = {frozen.total}" in said
    assert sum(parts) == frozen.total
    for part in (
        "ОБЪЯСНЕНИЕ БАЛЛА",
        "Иванов Пётр",
        "предварительный, протокол приёмной комиссии от 20.05.2026",
        "Положение об индивидуальном отборе в 8 классы лицея, версия 2026.1",
        "«5» — 5 баллов, «4» — 3 балла",
        "16.3, олимпиада «Физтех», физика, победитель, 01.12.2025 — 4",
        "Учитываются отметки по предметам: математика, физика.",
        "Место в рейтинге: 1",
        "в течение 2 рабочих дней после дня ознакомления",
    ):
        assert part in said, part
    (card,) = papers.issued_papers(made.office, made.campaign, kind="explanation")
    assert (card.unsigned, card.application_id) == (("secretary",), made.applications[1])


def test_each_rating_is_explained_by_the_points_it_had(made: Made) -> None:
    before = text(papers.issue_explanation(made.office, made.preliminary, made.applications[5], "8И").pdf)
    after = text(papers.issue_explanation(made.office, made.final, made.applications[5], "8И").pdf)
    assert "= 28" in before
    assert "= 30" in after
    assert "итоговый, протокол" in after
    assert "апелляцию" not in after


def test_who_has_no_place_is_told_why(made: Made) -> None:
    said = text(papers.issue_explanation(made.office, made.preliminary, made.applications[6], "8Ф").pdf)
    assert "Места в рейтинге нет: Участник не явился: физика." in said
    assert "физика: не явился" in said


def test_a_condition_that_decided_is_shown_with_what_it_rests_on(at: At) -> None:
    """Another region's act: the best in maths stand ahead, and nobody is rated with less than «4» in it."""
    desk = at("marked")
    text_of_act = (
        golden.scheme_text("licey8")
        + """
[[strata]]
id = "ahead"
title = "Лучшие по математике"
when = [{ has = "value", source = "test", name = "математика", least = 18 }]
[[gates]]
gate = "required"
title = "Отметка по математике не ниже 4"
when = [{ has = "value", source = "mark", name = "математика", least = 4 }]
"""
    )
    with desk.office.transaction() as work:
        version = work.session.scalars(select(SchemeVersion)).one()
        version.content = stored(parse_scheme(text_of_act, "other.toml", golden.subjects()))
        work.commit()
    rating = ratings.build_preliminary(desk.office, desk.campaign, meeting(PRELIMINARY_DAY)).rating_id
    said = text(papers.issue_explanation(desk.office, rating, desk.id(1), "8Ф").pdf)
    ending = said[said.index("Сумма: 10 + 0 + 20 + 18 = 48") :]
    assert "Впереди остальных независимо от балла: Лучшие по математике" in ending
    assert "математика: 20, нужно от 18 — выполнено" in ending
    assert "математика: 5, нужно от 4 — выполнено" in ending
    protocol = text(papers.issue_preliminary_protocol(desk.office, rating).pdf)

    assert "stratum" not in protocol
    assert "Лучшие по математике" in protocol, "what put the second of 8И behind the first"


def test_an_explanation_that_would_be_wrong_is_refused(at: At) -> None:
    desk = at("preliminary")
    with desk.refused("paper_registry.not_in_rating"):
        papers.issue_explanation(desk.office, desk.rating(), desk.id(1), "8И")
    with desk.refused("rating.unknown"):
        papers.issue_explanation(desk.office, 77, desk.id(1), "8Ф")
    with desk.office.transaction() as work:
        frozen = next(r for r in work.session.get_one(RatingSnapshot, desk.rating()).rows if r.total is not None)
        frozen.total = Decimal(99)
        application, group = frozen.application_id, frozen.group.code
        work.commit()
    with desk.refused("paper_registry.explained_otherwise"):
        papers.issue_explanation(desk.office, desk.rating(), application, group)


def test_what_the_family_brings_or_chooses_later_changes_no_explanation(at: At) -> None:
    desk = at("preliminary")
    first = text(papers.issue_explanation(desk.office, desk.rating(), desk.id(2), "8Ф").pdf)
    won = Achievement("16.2", "ВсОШ", "победитель", "физика", "региональный", date(2026, 1, 20))
    with desk.office.transaction() as work:
        application = work.session.get_one(Application, desk.id(2))
        intake.write_wishes(work, work.session.get_one(Campaign, desk.campaign), application, ["8И"])
        application.named = {"главный предмет": "химия"}
        application.achievements.extend(intake.achievement_rows([won]))
        work.commit()
    with desk.office.question() as session:
        frozen = ratings.frozen_participant(session, desk.rating(), desk.id(2))
        assert (frozen.groups, frozen.named, frozen.achievements) == (("8Ф", "8И"), {}, ())
        now = ledger.participant(session, desk.id(2))
        assert (now.groups, now.named, now.achievements) == (("8И",), {"главный предмет": "химия"}, (won,))
    again = text(papers.issue_explanation(desk.office, desk.rating(), desk.id(2), "8Ф").pdf)
    assert again.replace("ПОВТОРНО ", "") == first.replace("ПОВТОРНО ", "")


def test_a_later_entry_of_the_ledger_changes_no_explanation(at: At) -> None:
    desk = at("acquainted")
    first = text(papers.issue_explanation(desk.office, desk.rating(), desk.id(1), "8Ф").pdf)
    desk.clock.on(date(2026, 5, 21))
    with desk.office.transaction() as work:
        application = work.session.get_one(Application, desk.id(1))
        ledger.enter(work, application, (Kind.MARK, "физика"), known(3), reason="ошибка ввода")
        work.commit()
    again = text(papers.issue_explanation(desk.office, desk.rating(), desk.id(1), "8Ф").pdf)
    assert again.replace("ПОВТОРНО ", "") == first.replace("ПОВТОРНО ", "")


def test_a_changed_scheme_is_named_with_its_act(at: At) -> None:
    desk = at("acquainted")
    basis = ChangeBasis("приказ № 31-у", date(2026, 5, 20), "ошибка в таблице отметок")
    schemes.change_scheme(desk.office, desk.campaign, NEWER, basis)
    desk.clock.on(FINAL_DAY)
    final = ratings.build_final(desk.office, desk.campaign, meeting(FINAL_DAY)).rating_id
    earlier = text(papers.issue_explanation(desk.office, desk.rating(), desk.id(1), "8Ф").pdf)
    said = text(papers.issue_explanation(desk.office, final, desk.id(1), "8Ф").pdf)
    assert "версия 2026.1" in earlier
    assert "версия 2026.2; изменение: приказ № 31-у от 20.05.2026, причина: ошибка в таблице отметок" in said
