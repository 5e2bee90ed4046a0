"""A campaign played from the plan to the order, for the stories of campaigns other than the demo's; their schemes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from otbor.domain.applications import HowTold
from otbor.domain.campaign import Basis
from otbor.domain.intake import ApplicationDraft
from otbor.domain.values import Value
from otbor.services import (
    acquaintance,
    campaigns,
    commissions,
    enrolment,
    examinations,
    expertise,
    intake,
    papers,
    ratings,
)
from otbor.services.commissions import CommissionDraft
from otbor.services.office import Office
from otbor.storage.models import Campaign, RatingSnapshot
from tests.services.school import CHAIR, MATHS, NOTICE_ITEMS, Clock, meeting
from tests.services.small_campaign import text

Points = Mapping[str, Mapping[str, Value]]

SENIOR = """
title = "Приём на свободные места в 10 классы"
version = "2026.2"
grade = 10
regulation = "nizhny-novgorod-2020"
groups = [{ code = "10Х", title = "химико-биологический", in_depth = ["математика", "химия", "биология"], seats = 2 }]
tests = [{ name = "математика", maximum = 20 }, { name = "естествознание", maximum = 30 }]
gates = [{ gate = "minimum", of = "total", points = 30 }]

[[components]]
id = "exams"
title = "Результаты ГИА по предметам углублённого изучения"
source = "exam"
choice = { take = "all", sets = ["in_depth"] }
states = { not_required = "left_out", missing = "left_out" }

[[components]]
id = "certificate"
title = "Средний балл аттестата"
source = "fact"
choice = { take = "all", names = ["средний балл аттестата"] }

[[components]]
id = "portfolio"
title = "Портфолио"
source = "achievements"
subjects = { sets = ["in_depth"] }
rows = [{ category = "16.1", results = { "победитель" = 5, "призёр" = 3 } }]

[[components]]
id = "tests"
title = "Вступительные испытания"
source = "test"
choice = { take = "all", names = ["математика", "естествознание"] }

[[keys]]
id = "tie"
title = "Баллы за достижения подпункта 16.1"
by = "category"
component = "portfolio"
category = "16.1"
"""

CADET = """
title = "Порядок отбора в 8 кадетский класс"
version = "2026.1"
grade = 8
regulation = "nizhny-novgorod-2020"
groups = [{ code = "8К", title = "кадетский класс", sets = { local = ["русский язык", "математика"] }, seats = 1 }]
tests = [{ name = "комплексная работа", maximum = 40 }]
gates = [{ gate = "minimum", of = "total", points = 10 }]

[[components]]
id = "marks"
title = "Отметки по предметам локального акта"
source = "mark"
choice = { take = "all", sets = ["local"] }

[[components]]
id = "portfolio"
title = "Портфолио"
source = "achievements"
rows = [{ category = "16.2", results = { "участник" = 2 } }]

[[components]]
id = "test"
title = "Комплексная работа"
source = "test"
choice = { take = "all", names = ["комплексная работа"] }

[[keys]]
id = "tie"
title = "Баллы за достижения подпункта 16.2"
by = "category"
component = "portfolio"
category = "16.2"
"""

SPORT = """
title = "Порядок отбора в 5 спортивный класс"
version = "2026.1"
grade = 5
regulation = "nizhny-novgorod-2020"
groups = [{ code = "5С", title = "отделение плавания", seats = 1 }]

[[gates]]
gate = "required"
title = "Отсутствие противопоказаний"
when = [{ has = "fact", name = "отсутствие противопоказаний" }]

[[components]]
id = "aptitude"
title = "Способности к плаванию"
source = "expert"
choice = { take = "all", names = ["способности к плаванию"] }
cap = 10
"""


@dataclass
class Play:
    """One campaign as it is played: its row id, and row ids of the applications by surname."""

    office: Office
    clock: Clock
    id: int
    ids: dict[str, int] = field(default_factory=dict)

    def prepare(self, notice: date, formed: date, drafts: list[CommissionDraft]) -> None:
        """Commissions and the notice, each on its day."""
        for day in sorted({notice, formed}):
            self.clock.on(day)
            if day == formed:
                commissions.form_commissions(self.office, self.id, drafts, "7-од", day)
            if day == notice:
                campaigns.publish_notice(self.office, self.id, NOTICE_ITEMS)

    def register(self, draft: ApplicationDraft) -> str:
        """Register an application; gives its number."""
        registered = intake.register(self.office, self.id, draft)
        self.ids[draft.child.surname] = registered.application_id
        return registered.number

    def examine(self, found: expertise.Expertise | None = None) -> None:
        """The expertise of everybody's documents and their admission to the tests."""
        for identity in self.ids.values():
            expertise.score_documents(self.office, identity, found or expertise.Expertise(), [CHAIR])
            examinations.admit(self.office, identity)

    def mark(self, points: Points) -> None:
        """Give codes and enter ``points`` by test and surname; sheets stay open."""
        for name, test_id in self.tests().items():
            examinations.give_codes(self.office, test_id)
            with self.office.question() as session:
                codes = examinations.codes(session, [test_id])
            for surname, value in points[name].items():
                code = codes[self.ids[surname], test_id]
                examinations.enter_points(self.office, test_id, code, value, [MATHS])

    def close(self) -> None:
        """Close every sheet."""
        for test_id in self.tests().values():
            examinations.close_sheet(self.office, test_id, [MATHS])

    def tests(self) -> dict[str, int]:
        """Row ids of the tests by name."""
        with self.office.question() as session:
            return {test.name: test.id for test in session.get_one(Campaign, self.id).tests}

    def rate(self, preliminary: date, final: date) -> None:
        """Both ratings, everybody acquainted on the day of the first, and the recommendation."""
        self.clock.on(preliminary)
        rating = ratings.build_preliminary(self.office, self.id, meeting(preliminary)).rating_id
        for identity in self.ids.values():
            acquaintance.mark_acquaintance(self.office, rating, identity, HowTold.SIGNED, preliminary)
        self.clock.on(final)
        ratings.build_final(self.office, self.id, meeting(final))
        enrolment.recommend(self.office, self.id, meeting(final))

    def places(self) -> dict[str, tuple[int | None, Decimal | None]]:
        """Place and total by surname in the newest rating."""
        with self.office.question() as session:
            newest = session.scalars(
                select(RatingSnapshot)
                .where(RatingSnapshot.campaign_id == self.id)
                .order_by(RatingSnapshot.number.desc())
            ).first()
            assert newest is not None
            return {row.application.surname: (row.place, row.total) for row in newest.rows}

    def order(self, day: date, number: str = "45-у", basis: Basis | None = None) -> str:
        """The order of ``day`` as printed."""
        self.clock.on(day)
        order_id = enrolment.order_enrolment(self.office, self.id, number, day, basis=basis).order_id
        return text(papers.content(self.office, papers.issue_order(self.office, order_id).paper_id))
