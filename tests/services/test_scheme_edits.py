"""What is asked before a scheme is changed: its versions, a draft looked through, whom it would move."""

from decimal import Decimal
from pathlib import Path

import pytest

from otbor.domain.findings import Refused
from otbor.services import scheme_edits, schemes
from otbor.services.scheme_edits import Side, Standing
from otbor.services.schemes import ChangeBasis
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.test_schemes import BASIS, LICEY8, NEWER


def test_versions_tell_who_made_them_why_and_what_was_rated_by_them(at: At) -> None:
    desk = at("preliminary")
    schemes.change_scheme(desk.office, desk.campaign, NEWER, BASIS)
    stored = scheme_edits.stored_scheme(desk.office, desk.campaign)
    assert (stored.name, stored.text, stored.shipped) == ("licey8", NEWER, True)
    assert stored.published_on is not None
    first, second = stored.versions
    assert (first.number, first.version, first.basis, first.ratings) == (1, "2026.1", None, (1,))
    assert (second.number, second.version, second.ratings) == (2, "2026.2", ())
    assert second.basis == ChangeBasis(BASIS.act, BASIS.dated, BASIS.reason)
    assert second.locked_at == desk.clock.now


def test_two_versions_are_compared_by_their_sentences(at: At) -> None:
    desk = at("open")
    schemes.change_scheme(desk.office, desk.campaign, NEWER, BASIS)
    lines = scheme_edits.compare_versions(desk.office, desk.campaign, 1, 2)
    before = [text for side, text in lines if side is Side.BEFORE]
    after = [text for side, text in lines if side is Side.AFTER]
    assert [("2026.1" in before[0]), ("2026.2" in after[0])] == [True, True]
    assert "«5» — 5" in before[1]
    assert "«5» — 6" in after[1]
    assert len([side for side, _ in lines if side is Side.BOTH]) > 5


def test_an_unknown_version_is_refused(at: At) -> None:
    desk = at("open")
    with desk.refused("scheme_version.unknown"):
        scheme_edits.sentences(desk.office, desk.campaign, 7)


def test_a_draft_is_looked_through_with_the_regulation(at: At) -> None:
    desk = at("open")
    good = scheme_edits.review(desk.office, desk.campaign, NEWER)
    assert (good.good, good.findings, good.same) == (True, (), False)
    assert good.sentences
    assert scheme_edits.review(desk.office, desk.campaign, LICEY8 + "\n# запись\n").same
    unlawful = scheme_edits.review(desk.office, desk.campaign, NEWER.replace('"16.3"\n', '"16.4"\n'))
    assert [(f.id, f.paragraph) for f in unlawful.findings] == [("lawful.key_category", "21")]
    assert not unlawful.good
    broken = scheme_edits.review(desk.office, desk.campaign, "title = ")
    assert [sentence(finding) for finding in broken.findings]
    assert broken.sentences == ()
    other = scheme_edits.review(desk.office, desk.campaign, NEWER.replace('code = "8И"', 'code = "8М"'))
    assert "campaign_data.group_not_in_scheme" in [f.id for f in other.findings]


def test_it_tells_whom_an_edit_would_move(at: At) -> None:
    desk = at("preliminary")
    assert scheme_edits.what_changes(desk.office, desk.campaign, LICEY8).rows == ()
    heavier = LICEY8.replace("position = 1 }", "position = 1 }\nweight = 2")
    seen: list[tuple[int, int]] = []
    moves = scheme_edits.what_changes(desk.office, desk.campaign, heavier, lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]
    assert moves.rating == 1
    assert moves.compared >= len(moves.rows) > 0
    first = next(row for row in moves.rows if row.child == "Иванов Пётр")
    assert (first.group, first.number) == ("8Ф", "2026-8-0001")
    assert (first.before, first.after) == (Standing(1, Decimal(48)), Standing(1, Decimal(68)))


def test_before_any_rating_the_points_of_today_are_compared(at: At) -> None:
    desk = at("marked")
    higher = LICEY8.replace("points = 20\n", "points = 45\n")
    moves = scheme_edits.what_changes(desk.office, desk.campaign, higher)
    assert moves.rating is None
    assert {row.after.place for row in moves.rows if row.after} == {None}


def test_a_text_with_mistakes_moves_nobody(at: At) -> None:
    desk = at("marked")
    with pytest.raises(Refused) as refused:
        scheme_edits.what_changes(desk.office, desk.campaign, LICEY8.replace('"физика"]', '"физека"]'))
    assert refused.value.finding.id == "scheme.unknown_subject_like"


def test_a_scheme_goes_into_a_file_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "порядок.toml"
    scheme_edits.write_file(NEWER, path)
    assert scheme_edits.read_file(path) == NEWER
    assert scheme_edits.shipped_text("licey8") == LICEY8
    for read in (lambda: scheme_edits.read_file(tmp_path / "нет.toml"), lambda: scheme_edits.shipped_text("нет")):
        with pytest.raises(Refused) as refused:
            read()
        assert refused.value.finding.id == "scheme.no_file"
