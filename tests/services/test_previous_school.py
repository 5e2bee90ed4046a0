"""The school that a child comes from (пп. 8.3, 9.2): told by a transfer from another school, and by nothing else."""

from dataclasses import replace

from otbor.domain.campaign import Basis
from otbor.services import card, corrections, history, intake, papers, registration
from otbor.services.corrections import Correction
from otbor.storage.models import Application
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.desk import CAMPAIGN, Desk, transfers
from tests.services.school import application
from tests.services.small_campaign import text

SCHOOL = "МАОУ «Школа № 22»"
LABEL = "Образовательная организация, из которой"


def printed(desk: Desk, application_id: int | None = None) -> str:
    """The application as issued, the blank form without any."""
    if application_id is None:
        issued = papers.issue_application_form(desk.office, CAMPAIGN)
    else:
        issued = papers.issue_application(desk.office, application_id)
    return " ".join(text(papers.content(desk.office, issued.paper_id)).split())


def test_a_transfer_from_another_school_tells_the_school_and_every_paper_says_it(at: At) -> None:
    desk = transfers(at("open"))
    transfer = replace(application(), basis=Basis.TRANSFER_FROM)
    lacking = intake.register(desk.office, CAMPAIGN, transfer)
    [finding] = [f for f in lacking.warnings if f.where == "previous_school"]
    assert (finding.id, finding.paragraph) == ("intake.field_of_case_missing", "8.3, 9.2")
    assert "образовательная организация, из которой переводится ребёнок" in sentence(finding)
    assert card.application_card(desk.office, lacking.application_id).previous_school == ""
    assert LABEL in printed(desk)

    corrections.correct(desk.office, lacking.application_id, 1, Correction(previous_school=SCHOOL), "назвал родитель")
    now = card.application_card(desk.office, lacking.application_id)
    assert now.previous_school == SCHOOL
    changes = [change for entry in history.history(desk.office, now.application_id).entries for change in entry.changes]
    assert ("previous_school", SCHOOL) in [(change.field, change.after) for change in changes]
    paper = printed(desk, now.application_id)
    assert LABEL in paper
    assert SCHOOL in paper
    assert registration.suggestions(desk.office).schools == (SCHOOL,)

    slip = Correction(basis=Basis.ADMISSION)
    corrections.correct(desk.office, now.application_id, now.version, slip, "ребёнок не переводится")
    assert card.application_card(desk.office, now.application_id).previous_school is None
    assert LABEL not in printed(desk, now.application_id)
    with desk.office.question() as session:
        assert session.get_one(Application, now.application_id).previous_school == ""


def test_no_other_case_keeps_a_school_or_asks_for_it(at: At) -> None:
    desk = at("open")
    assert LABEL not in printed(desk)
    told = intake.register(desk.office, CAMPAIGN, replace(application(), previous_school=SCHOOL))
    [finding] = [f for f in told.warnings if f.where == "previous_school"]
    assert finding.id == "application.school_not_asked"
    assert SCHOOL in sentence(finding)
    assert card.application_card(desk.office, told.application_id).previous_school is None
    assert registration.suggestions(desk.office).schools == ()
