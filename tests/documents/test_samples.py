"""Every paper has sample data, made from the types of its fields, that it can be drawn with."""

from importlib import import_module

import pytest

from otbor.documents.samples import sample, sample_issue
from otbor.wording import forms
from tests.documents.test_content import text

PAPERS = sorted(set(forms.names()) - {forms.COMMON})


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_drawn_with_its_sample(name: str) -> None:
    kind = import_module(f"otbor.documents.{name}")
    data = sample(kind)
    assert data == sample(kind)
    paper = kind.render(data, sample_issue("ГОСТ Р 7.0.97-2025"))
    found = text(paper)
    assert "Школа № 1" in found
    assert found.count("ОБРАЗЕЦ") == paper.pages, "a sheet of invented people must not pass for a paper"


def test_a_sample_shows_declined_names() -> None:
    kind = import_module("otbor.documents.refusal_notice")
    assert "Кому: Ивановой Марии Петровне" in text(kind.render(sample(kind), sample_issue("ГОСТ Р 7.0.97-2025")))
