"""Every finding's sentence can be filled, and templates evaluate nothing."""

import pytest

from otbor.wording import findings, templates


def test_every_sentence_has_plain_placeholders() -> None:
    for identity, entry in findings.catalogue().items():
        assert entry.text, identity
        templates.placeholders(entry.text)
        templates.placeholders(entry.advice)


@pytest.mark.parametrize("hostile", ["{0.__class__}", "{a.b}", "{a[0]}", "{a!r}", "{a:>10}", "{}"])
def test_a_template_evaluates_nothing(hostile: str) -> None:
    with pytest.raises(ValueError, match="plain name"):
        templates.fill(hostile, {"a": "x"})
