"""Names decline on papers by rule, and as the school said where the rules cannot know."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from otbor.domain.findings import Refused
from otbor.services import names, papers
from otbor.services.corrections import application_row
from otbor.services.office import Office
from otbor.storage.models import AuditEntry
from otbor.wording.declension import Case, Gender
from otbor.wording.findings import sentence
from tests.services.small_campaign import open_copy, taken_in, text

CAMPAIGN = 1
STRANGER = "Нгуен Ван Ань"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office in the days of the intake; the first family's representative is one whose gender no name tells."""
    opened, _ = open_copy(taken_in(), tmp_path / "school.otbor")
    with opened.transaction() as work:
        person = application_row(work, 1).representatives[0]
        person.surname, person.given, person.patronymic = "Нгуен", "Ван Ань", ""
        work.commit()
    yield opened
    opened.database.close()


def test_the_school_says_how_a_name_declines_and_the_next_paper_says_it_so(office: Office) -> None:
    assert STRANGER in names.names_to_ask(office, CAMPAIGN)
    assert f"от {STRANGER}," in text(papers.issue_receipt(office, 1).pdf)
    changes = names.set_name_forms(office, f" {STRANGER}\n", {Case.GENITIVE: "Нгуена Ван Аня"})
    assert "name_forms" in {table for table, _ in changes.rows}
    assert STRANGER not in names.names_to_ask(office, CAMPAIGN)
    assert "от Нгуена Ван Аня," in text(papers.issue_receipt(office, 1).pdf)
    assert "от Нгуена Ван Аня," in text(papers.issue_receipts(office, CAMPAIGN, [1, 2]).pdf)
    with office.question() as session:
        assert "set_name_forms" in session.scalars(select(AuditEntry.act)).all()


def test_who_knows_the_gender_is_shown_all_cases(office: Office) -> None:
    assert not names.name_card(office, "Ким Саша").known
    assert names.name_card(office, "Ким Саша", Gender.MALE).forms[Case.DATIVE] == "Киму Саше"
    assert names.name_card(office, "Ким Саша", Gender.FEMALE).forms[Case.DATIVE] == "Ким Саше"
    assert names.name_card(office, "Иванова Мария Петровна").forms[Case.DATIVE] == "Ивановой Марии Петровне"


def test_a_case_left_out_goes_by_the_rules_again(office: Office) -> None:
    person = "Золя Мария Петровна"
    names.set_name_forms(office, person, {Case.DATIVE: "Золе Марии Петровне", Case.GENITIVE: " "})
    card = names.name_card(office, person)
    assert (card.told, card.known) == (frozenset({Case.DATIVE}), True)
    assert card.forms[Case.DATIVE] == "Золе Марии Петровне"
    assert card.forms[Case.GENITIVE] == "Золя Марии Петровны"
    names.set_name_forms(office, person, {})
    assert names.name_card(office, person).told == frozenset()


def test_what_is_no_full_name_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        names.set_name_forms(office, "Шер", {Case.DATIVE: "Шер"})
    (finding,) = refused.value.findings
    assert finding.id == "people.name_incomplete"
    assert sentence(finding)
