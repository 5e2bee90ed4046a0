"""A scheme is replaced freely before the notice, by an act with a reason after it; no rating is computed anew."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from otbor.domain.findings import Refused
from otbor.services import campaigns, papers, ratings, rules, schemes
from otbor.services.office import Office, Work
from otbor.services.papers import rating_sheets
from otbor.services.schemes import ChangeBasis
from otbor.services.trial import read_scheme
from otbor.storage.models import Campaign, EntranceTest, RatingSnapshot, SchemeVersion
from otbor.support.places import resource
from otbor.wording.findings import sentence
from otbor.wording.scheme import describe
from tests import golden
from tests.services.conftest import At
from tests.services.desk import FINAL_DAY, PRELIMINARY_DAY, Desk
from tests.services.school import NOTICE_ITEMS, SCHOOL, Clock, campaign_draft, meeting
from tests.services.small_campaign import text

LICEY8 = golden.scheme_text("licey8")
NEWER = LICEY8.replace('version = "2026.1"', 'version = "2026.2"').replace("5 = 5, 4 = 3", "5 = 6, 4 = 3")
BASIS = ChangeBasis("приказ № 31-у", date(2026, 4, 7), "ошибка в таблице отметок")


def versions(office: Office, campaign: int = 1) -> list[SchemeVersion]:
    with office.question() as session:
        return list(session.get_one(Campaign, campaign).schemes)


def planned(office: Office) -> int:
    campaigns.set_up_school(office, SCHOOL)
    return campaigns.plan(office, campaign_draft()).campaign_id


def test_before_the_notice_a_scheme_is_replaced_freely_and_kept_as_a_version(office: Office, clock: Clock) -> None:
    campaign = planned(office)
    text = NEWER.replace('name = "физика"\nmaximum = 20', 'name = "физика"\nmaximum = 30\nstep = 0.5')
    changed = schemes.change_scheme(office, campaign, text)
    assert (changed.number, changed.warnings) == (2, ())
    first, second = versions(office, campaign)
    assert (first.text, second.text, second.name) == (LICEY8, text, "licey8")
    assert (second.locked_at, second.basis_on, second.made_by) == (None, None, "Белова А. С.")
    with office.question() as session:
        test = session.scalars(select(EntranceTest).where(EntranceTest.name == "физика")).one()
        assert (test.maximum, test.step) == (Decimal(30), Decimal("0.5"))
    clock.on(date(2026, 2, 25))
    campaigns.publish_notice(office, campaign, NOTICE_ITEMS)
    assert [version.locked_at for version in versions(office, campaign)] == [None, clock.now]


def test_after_the_notice_the_basis_is_recorded(at: At) -> None:
    desk = at("open")
    changed = schemes.change_scheme(desk.office, desk.campaign, NEWER, BASIS, "licey8-2")
    version = versions(desk.office)[-1]
    assert (version.id, version.locked_at, version.name) == (changed.version_id, desk.clock.now, "licey8-2")
    assert (version.basis_act, version.basis_on, version.basis_reason) == (BASIS.act, BASIS.dated, BASIS.reason)


def test_a_version_that_somebody_else_has_saved_is_not_passed_over(at: At) -> None:
    desk = at("open")
    schemes.change_scheme(desk.office, desk.campaign, NEWER, BASIS, seen=1)
    third = NEWER.replace('"2026.2"', '"2026.3"').replace("5 = 6", "5 = 7")
    with pytest.raises(Refused, match=r"office\.stale"):
        schemes.change_scheme(desk.office, desk.campaign, third, BASIS, seen=1)
    assert [version.number for version in versions(desk.office)] == [1, 2]
    assert schemes.change_scheme(desk.office, desk.campaign, third, BASIS, seen=2).number == 3


@pytest.mark.parametrize(
    ("text", "basis", "finding", "paragraph"),
    [
        (NEWER, None, "scheme_version.no_basis", "10"),
        (NEWER, replace(BASIS, act=" "), "scheme_version.no_basis", "10"),
        (NEWER, replace(BASIS, reason=""), "scheme_version.no_basis", "10"),
        (NEWER, replace(BASIS, dated=date(2026, 4, 8)), "scheme_version.basis_later", None),
        (LICEY8.replace("4 = 3", "4 = 2"), BASIS, "scheme_version.same_name", None),
        (LICEY8 + "\n# remark\n", BASIS, "scheme_version.same", None),
        (NEWER.replace('"физика"]', '"физека"]'), BASIS, "scheme.unknown_subject_like", None),
        (NEWER.replace("grade = 8", 'grade = "8"'), BASIS, "scheme.not_whole", None),
        (NEWER.replace('"16.3"\n', '"16.4"\n'), BASIS, "lawful.key_category", "21"),
        (NEWER.replace('code = "8И"', 'code = "8М"'), BASIS, "campaign_data.group_not_in_scheme", None),
    ],
)
def test_a_change_is_refused(at: At, text: str, basis: ChangeBasis | None, finding: str, paragraph: str | None) -> None:
    desk = at("open")
    with desk.refused(finding, paragraph):
        schemes.change_scheme(desk.office, desk.campaign, text, basis)
    assert len(versions(desk.office)) == 1


def test_points_that_are_given_bind_the_tests(at: At) -> None:
    desk = at("marked")
    with desk.refused("scheme_version.points_outside"):
        schemes.change_scheme(desk.office, desk.campaign, NEWER.replace("maximum = 20", "maximum = 15"), BASIS)


def test_nothing_is_computed_silently_and_the_next_rating_names_both_versions(at: At) -> None:
    desk = at("acquainted")
    before = totals(desk, desk.rating())
    schemes.change_scheme(desk.office, desk.campaign, NEWER, BASIS)
    assert totals(desk, desk.rating()) == before
    desk.clock.on(FINAL_DAY)
    built = ratings.build_final(desk.office, desk.campaign, meeting(FINAL_DAY))
    (warning,) = built.warnings
    assert warning.id == "scheme_version.changed"
    said = sentence(warning)
    assert all(part in said for part in ("№ 1 (2026.1)", "№ 2 (2026.2)", "приказ № 31-у от 07.04.2026", BASIS.reason))
    assert totals(desk, desk.rating()) == before
    assert totals(desk, built.rating_id) != before
    with desk.office.question() as session:
        snapshot = session.get_one(RatingSnapshot, built.rating_id)
        assert snapshot.scheme_version_id == versions(desk.office)[-1].id


def test_the_first_rating_after_a_change_is_compared_with_the_notice(at: At) -> None:
    desk = at("marked")
    schemes.change_scheme(desk.office, desk.campaign, NEWER, BASIS)
    built = ratings.build_preliminary(desk.office, desk.campaign, meeting(PRELIMINARY_DAY))
    assert [f.id for f in built.warnings] == ["scheme_version.changed"]
    said = "прежде действовала версия № 1 (2026.1), рейтинг составлен по версии № 2 (2026.2). "
    said += "Основание: приказ № 31-у от 07.04.2026, причина: ошибка в таблице отметок."
    assert said in text(papers.issue_preliminary_protocol(desk.office, built.rating_id).pdf)


def test_a_protocol_names_the_change_between_its_own_rating_and_the_one_before(at: At) -> None:
    desk = at("acquainted")
    schemes.change_scheme(desk.office, desk.campaign, NEWER, BASIS)
    newest = replace(BASIS, act="приказ № 40-у")
    schemes.change_scheme(desk.office, desk.campaign, NEWER.replace('"2026.2"', '"2026.3"'), newest)
    first = desk.rating()
    desk.clock.on(FINAL_DAY)
    final = ratings.build_final(desk.office, desk.campaign, meeting(FINAL_DAY)).rating_id
    with desk.office.question() as session:
        work, campaign = Work(desk.office, session), session.get_one(Campaign, desk.campaign)
        assert rating_sheets.scheme_change(work, campaign, session.get_one(RatingSnapshot, first)) is None
        change = rating_sheets.scheme_change(work, campaign, session.get_one(RatingSnapshot, final))
    assert change is not None
    assert (change.before, change.after) == ("№ 1 (2026.1)", "№ 3 (2026.3)")
    assert [basis[:13] for basis in change.bases] == ["приказ № 31-у", "приказ № 40-у"]


def test_after_the_final_rating_nothing_changes(at: At) -> None:
    desk = at("final")
    with desk.refused("campaign.out_of_order", "17"):
        schemes.change_scheme(desk.office, desk.campaign, NEWER, BASIS)


def test_a_campaign_cannot_be_planned_by_an_unlawful_scheme(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = tmp_path_factory.mktemp("own")
    (own / "schemes").mkdir()
    (own / "schemes" / "licey8.toml").write_text(LICEY8.replace('"16.3"\n', '"16.4"\n'), "utf-8")
    office.own = own
    campaigns.set_up_school(office, SCHOOL)
    with pytest.raises(Refused) as refused:
        campaigns.plan(office, campaign_draft())
    assert [f.id for f in refused.value.findings] == ["lawful.key_category"]


def totals(desk: Desk, rating: int) -> dict[tuple[str, str], Decimal | None]:
    """(group, number) → total."""
    with desk.office.question() as session:
        rows = session.get_one(RatingSnapshot, rating).rows
        return {(row.group.code, row.application.number): row.total for row in rows}


def test_a_version_keeps_the_scale_that_its_text_only_names(office: Office, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "scales").mkdir(parents=True)
    shipped = resource("scales/gia9-2026.toml").read_text("utf-8")
    (own / "scales" / "наша.toml").write_text(shipped, "utf-8")
    office.own = own
    campaign = planned(office)
    schemes.change_scheme(office, campaign, NEWER.replace("grade = 8\n", 'grade = 8\nscale = "наша"\n'))
    before = rules.scheme(versions(office, campaign)[-1])
    (own / "scales" / "наша.toml").write_text(shipped.replace("maximum = 31", "maximum = 30"), "utf-8")
    kept = rules.scheme(versions(office, campaign)[-1])
    assert kept == before
    assert kept.scale is not None
    maths = kept.scale.subject("математика")
    assert maths is not None
    assert maths.maximum == 31


def test_the_notice_says_the_scheme_in_the_same_words(at: At) -> None:
    desk = at("open")
    with desk.office.question() as session:
        notice = session.get_one(Campaign, desk.campaign).notice
    assert notice is not None
    said = describe(rules.scheme(versions(desk.office)[-1]))
    portfolio = next(line for line in said if line.startswith("Индивидуальные учебные достижения"))
    assert notice["portfolio"].splitlines() == [NOTICE_ITEMS["portfolio"], portfolio]
    procedure = notice["procedure"].splitlines()
    assert procedure[0] == NOTICE_ITEMS["procedure"]
    assert {line for line in said if line.startswith(("Отметки", "Итоговый", "Минимальный", "При равенстве"))} <= set(
        procedure
    )
    assert portfolio not in procedure
    assert notice["seats"] == NOTICE_ITEMS["seats"]
    again = schemes.announced(rules.scheme(versions(desk.office)[-1]), notice)
    assert again == notice


def test_the_notice_of_a_scale_is_said_with_the_scheme_and_in_the_notice() -> None:
    scheme = read_scheme(resource("schemes/marks10.toml"))
    assert scheme.scale is not None
    assert scheme.scale.notice
    (said,) = (text for text in describe(scheme) if scheme.scale.source in text)
    assert said.endswith(f"О шкале: {scheme.scale.notice}")
    assert said in schemes.announced(scheme, {"procedure": "Баллы начисляет комиссия."})["procedure"]
