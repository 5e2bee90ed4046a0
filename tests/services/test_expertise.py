"""The admission commission examines documents: it accepts or rejects facts, the scheme counts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from otbor.domain.participants import Achievement, Key, Kind
from otbor.domain.scheme.reading import read_scheme
from otbor.domain.scheme.storing import stored
from otbor.domain.values import State, known
from otbor.services import corrections, expertise, intake, ledger
from otbor.services.expertise import Expertise
from otbor.storage.models import Application, Campaign
from tests import golden
from tests.services.conftest import At
from tests.services.desk import Desk
from tests.services.school import CHAIR, MATHS, SECRETARY, application

WON = Achievement("16.2", "Всероссийская олимпиада школьников", "призёр", "физика", "муниципальный")
PHYSICS_MARK: Key = (Kind.MARK, "физика")


def _with_achievement(at: At) -> tuple[Desk, int, int]:
    desk = at("open")
    registered = intake.register(desk.office, desk.campaign, replace(application(), achievements=(WON,)))
    with desk.office.question() as session:
        row = session.get_one(Application, registered.application_id)
        return desk, row.id, row.achievements[0].id


def test_what_is_accepted_counts_and_what_is_rejected_does_not(at: At) -> None:
    desk, identity, achievement = _with_achievement(at)
    expertise.score_documents(desk.office, identity, Expertise(), [CHAIR, SECRETARY])
    with desk.office.question() as session:
        assert ledger.participants(session, desk.campaign)[0].achievements == (WON,)
    rejected = Expertise({achievement: "нет подписи"}, {PHYSICS_MARK: "выписка не заверена"})
    expertise.score_documents(desk.office, identity, rejected, [CHAIR])
    with desk.office.question() as session:
        participant = ledger.participants(session, desk.campaign)[0]
        assert participant.achievements == ()
        assert participant.values[PHYSICS_MARK].state is State.ANNULLED
        last = ledger.history(session, identity, PHYSICS_MARK)[-1]
        assert (last.decided_by, last.reason) == (("Соколова И. П.",), "выписка не заверена")
    expertise.score_documents(desk.office, identity, Expertise(), [CHAIR])  # thought better of the diploma
    with desk.office.question() as session:
        assert ledger.participants(session, desk.campaign)[0].achievements == (WON,)


def test_rejecting_needs_the_fact_and_a_reason(at: At) -> None:
    desk, identity, achievement = _with_achievement(at)
    with desk.refused("expertise.no_reason"):
        expertise.score_documents(desk.office, identity, Expertise({achievement: " "}), [CHAIR])
    with desk.refused("expertise.no_reason"):
        expertise.score_documents(desk.office, identity, Expertise({}, {PHYSICS_MARK: ""}), [CHAIR])
    with desk.refused("expertise.not_its_achievement"):
        expertise.score_documents(desk.office, identity, Expertise({achievement + 1: "чужой"}), [CHAIR])
    with desk.refused("expertise.no_such_value"):
        expertise.score_documents(desk.office, identity, Expertise({}, {(Kind.MARK, "химия"): "нет"}), [CHAIR])
    assert desk.row(1).reviewed_at is None


def test_only_members_of_the_admission_commission_examine(at: At) -> None:
    desk = at("filed")
    with desk.refused("commission_data.no_member"):
        expertise.score_documents(desk.office, desk.id(1), Expertise(), [MATHS])
    with desk.refused("commission_data.nobody"):
        expertise.score_documents(desk.office, desk.id(1), Expertise(), [])


def test_documents_are_not_examined_after_the_final_rating(at: At) -> None:
    desk = at("final")
    with desk.refused("campaign.out_of_order", "17"):
        expertise.score_documents(desk.office, desk.id(1), Expertise(), [CHAIR])


@pytest.fixture
def with_expert_points(at: At) -> Desk:
    """A campaign whose scheme asks the commission for points of its own: the Порядок of another region may allow it."""
    desk = at("filed")
    interview = (
        '[[components]]\nid = "interview"\ntitle = "Портфолио в целом"\nsource = "expert"\n'
        'choice = { take = "all", names = ["портфолио в целом"] }\n\n[[gates]]'
    )
    with desk.office.transaction() as work:
        version = work.session.get_one(Campaign, desk.campaign).schemes[-1]
        text = version.text.replace("[[gates]]", interview, 1)
        version.content = stored(read_scheme(text, version.name, golden.subjects()))
        work.commit()
    return desk


def test_expert_points_have_authors_and_a_reason_for_every_change(with_expert_points: Desk) -> None:
    desk, key = with_expert_points, (Kind.EXPERT, "портфолио в целом")
    expertise.score_documents(desk.office, desk.id(1), Expertise(expert={key[1]: Decimal(3)}), [CHAIR, SECRETARY])
    with desk.refused("points.no_reason"):
        expertise.score_documents(desk.office, desk.id(1), Expertise(expert={key[1]: Decimal(5)}), [CHAIR])
    expertise.score_documents(desk.office, desk.id(1), Expertise(expert={key[1]: Decimal(5)}), [CHAIR], "пересчёт")
    with desk.office.question() as session:
        entries = ledger.history(session, desk.id(1), key)
        assert [(e.value, e.decided_by, e.reason) for e in entries] == [
            (known(3), ("Соколова И. П.", "Белова А. С."), "первоначальная запись"),
            (known(5), ("Соколова И. П.",), "пересчёт"),
        ]


def test_expert_points_are_of_the_scheme_and_not_below_zero(with_expert_points: Desk) -> None:
    desk = with_expert_points
    with desk.refused("expertise.no_such_criterion"):
        expertise.score_documents(desk.office, desk.id(1), Expertise(expert={"обаяние": Decimal(5)}), [CHAIR])
    with desk.refused("expertise.below_zero"):
        points = {"портфолио в целом": Decimal(-1)}
        expertise.score_documents(desk.office, desk.id(1), Expertise(expert=points), [CHAIR])


def test_who_left_is_not_examined(at: At) -> None:
    desk = at("filed")
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    with desk.refused("application.withdrawn"):
        expertise.score_documents(desk.office, desk.id(1), Expertise(), [CHAIR])
