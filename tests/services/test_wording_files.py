"""The school edits the wording of its papers: what is wrong is told before, what was is kept, one act gives it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from otbor.domain.findings import Finding, Refused, Severity
from otbor.domain.rights import Right
from otbor.services import papers, wording_files
from otbor.services.office import Office
from otbor.services.papers import facts
from otbor.storage.models import Application, AuditEntry, IssuedPaper
from otbor.wording import forms
from otbor.wording.findings import sentence
from tests.services.small_campaign import open_copy, taken_in, text


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office in the days of the intake with a folder for the school's copies, none in it yet."""
    opened, _ = open_copy(taken_in(), tmp_path / "school.otbor")
    opened.own = tmp_path / "own"
    yield opened
    opened.database.close()


def edited(office: Office, old: str, new: str, name: str = "receipt") -> str:
    """The form in force with one place changed."""
    before = wording_files.wording_text(office, name)
    assert old in before
    return before.replace(old, new)


def found(office: Office, old: str, new: str, name: str = "receipt") -> list[str]:
    return [f.id for f in wording_files.try_wording(office, name, edited(office, old, new, name)).findings]


def previewed(office: Office, name: str, wording: str) -> str:
    pdf = wording_files.try_wording(office, name, wording).pdf
    assert pdf is not None
    assert pdf.startswith(b"%PDF-1.7")
    return text(pdf)


def file(office: Office, name: str = "receipt.toml") -> Path:
    assert office.own is not None
    return office.own / "forms" / name


def acts(office: Office) -> list[str]:
    with office.question() as session:
        return list(session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def refusal(one: Refused) -> Finding:
    (finding,) = one.findings
    assert sentence(finding)
    return finding


def test_what_is_saved_is_in_the_next_paper_with_the_next_version(office: Office) -> None:
    changed = edited(office, 'kind = "РАСПИСКА"', 'kind = "РАСПИСКА {number}"')
    assert wording_files.save_wording(office, "receipt", changed) == ()
    assert wording_files.edited_forms(office) == ("receipt",)
    issued = papers.issue_receipt(office, 1)
    assert f"РАСПИСКА {issued.number}" in text(issued.pdf)
    with office.question() as session:
        assert session.get_one(IssuedPaper, issued.paper_id).form_version == "receipt/2"
    assert acts(office)[-2:] == ["save_wording", "issue_paper"]


def test_the_title_of_a_paper_within_a_batch_may_say_what_the_paper_says(office: Office) -> None:
    changed = edited(office, 'title = "Расписка в получении документов № {number}"', 'title = "Расписка: {child}"')
    wording_files.save_wording(office, "receipt", changed)
    batch = papers.issue_receipts(office, 1, [1, 2])
    with office.question() as session:
        for row in (session.get_one(IssuedPaper, one) for one in batch.receipts):
            assert row.title == f"Расписка: {facts.child(session.get_one(Application, row.application_id))}"


def test_a_text_that_is_in_force_already_is_no_new_version(office: Office) -> None:
    before = acts(office)
    wording_files.save_wording(office, "receipt", wording_files.wording_text(office, "receipt"))
    assert wording_files.edited_forms(office) == ()
    assert acts(office) == before


def test_the_replaced_text_is_kept_and_the_programs_own_given_back(office: Office) -> None:
    shipped = wording_files.wording_text(office, "receipt")
    wording_files.save_wording(office, "receipt", edited(office, "РАСПИСКА", "РАСПИСКА А"))
    first = file(office).read_bytes()
    wording_files.save_wording(office, "receipt", edited(office, "РАСПИСКА А", "РАСПИСКА Б"))
    assert file(office, "receipt.toml.previous").read_bytes() == first
    second = file(office).read_bytes()
    wording_files.restore_wording(office, "receipt")
    assert wording_files.wording_text(office, "receipt") == shipped
    assert file(office, "receipt.toml.previous").read_bytes() == second
    assert acts(office)[-1] == "restore_wording"
    wording_files.save_wording(office, "receipt", edited(office, "РАСПИСКА", "РАСПИСКА В"))
    assert forms.form("receipt", office.own).version == 4  # 2 and 3 are on papers


def test_a_text_that_forbids_is_refused_and_nothing_changes(office: Office) -> None:
    before = acts(office)
    with pytest.raises(Refused) as refused:
        wording_files.save_wording(office, "receipt", edited(office, "Ребёнок: {child}", "Ребёнок: {kid}"))
    assert refusal(refused.value).id == "form.unknown_placeholder"
    assert not file(office).exists()
    assert acts(office) == before


def test_an_unused_placeholder_is_told_and_saved(office: Office) -> None:
    (warning,) = wording_files.save_wording(office, "receipt", edited(office, "Заявление подано {filed_at}.", ""))
    assert (warning.id, warning.severity) == ("form.unused_placeholder", Severity.WARNS)
    assert file(office).is_file()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{child}", "{child|words}", "form.unfillable"),
        ("{child}", "{% if child > 5 %}{% endif %}", "form.unfillable"),
        ("Расписка в получении документов", "{document}", "form.unknown_placeholder"),
        ("{child}", "{% for g in groups %}{g.__class__}{% endfor %}{child}", "form.forbidden"),
        ('day = "{day}"', 'day = "{day|long_date}"', ""),
    ],
)
def test_a_text_is_tried_on_sample_data_before_it_is_saved(office: Office, old: str, new: str, expected: str) -> None:
    ids = [i for i in found(office, old, new) if i != "form.unused_placeholder"]
    assert ids == ([expected] if expected else [])


def test_a_text_that_cannot_be_used_has_no_preview(office: Office) -> None:
    for old, new in (("{child}", "{kid}"), ("{child}", "{child|words}"), ("[texts]", "[texts")):
        assert wording_files.try_wording(office, "receipt", edited(office, old, new)).pdf is None


def test_a_sign_that_no_font_has_is_told_before_it_is_saved(office: Office) -> None:
    assert found(office, "РАСПИСКА", "РАСПИСКА 😀") == ["paper.missing_glyph"]


@pytest.mark.parametrize("name", forms.names())
def test_every_form_can_be_previewed(office: Office, name: str) -> None:
    assert "Школа № 1" in previewed(office, name, wording_files.wording_text(office, name))


def test_shared_texts_are_previewed_before_they_are_saved(office: Office) -> None:
    changed = edited(office, "Председатель комиссии:", "Председательствующий:", forms.COMMON)
    assert "Председательствующий:" in previewed(office, forms.COMMON, changed)
    assert wording_files.edited_forms(office) == ()
    wording_files.save_wording(office, forms.COMMON, changed)
    protocol = wording_files.wording_text(office, "final_protocol")
    assert "Председательствующий:" in previewed(office, "final_protocol", protocol)


def test_a_broken_copy_can_be_given_back(office: Office) -> None:
    wording_files.save_wording(office, "receipt", edited(office, "РАСПИСКА", "РАСПИСКА А"))
    file(office).write_bytes("version = 2\nтексты".encode("cp1251"))
    with pytest.raises(Refused) as refused:
        papers.issue_receipt(office, 1)
    assert refusal(refused.value).id == "form.not_utf8"
    wording_files.restore_wording(office, "receipt")
    assert papers.issue_receipt(office, 1).pdf


def test_a_mark_that_notepad_puts_first_does_no_harm(office: Office) -> None:
    file(office).parent.mkdir(parents=True)
    file(office).write_text("\ufeff" + wording_files.wording_text(office, "receipt"), "utf-8")
    assert papers.issue_receipt(office, 1).pdf


def test_what_is_no_form_or_not_edited_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        wording_files.wording_text(office, "../../school")
    assert refusal(refused.value).id == "form.unknown_form"
    with pytest.raises(Refused) as refused:
        wording_files.restore_wording(office, "receipt")
    assert refusal(refused.value).id == "form.not_edited"
    office.own = None
    with pytest.raises(Refused) as refused:
        wording_files.restore_wording(office, "receipt")
    assert refusal(refused.value).id == "form.no_folder"


@pytest.mark.parametrize("act", [wording_files.save_wording, wording_files.restore_wording])
def test_who_plans_the_campaign_edits_its_papers(office: Office, act: object) -> None:
    office.rights = frozenset(Right) - {Right.PLAN}
    assert callable(act)
    with pytest.raises(Refused) as refused:
        act(office, "receipt", *(["x"] if act is wording_files.save_wording else []))
    assert refusal(refused.value).id == "office.no_right"
