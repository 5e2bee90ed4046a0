"""A scheme that is kept is the scheme: same rules, same identity, whatever its file names."""

from pathlib import Path

import pytest

from otbor.domain.scheme import identity
from otbor.domain.scheme.reading import read_scheme
from otbor.domain.scheme.storing import restored, stored
from otbor.services.library import library
from otbor.support.places import resource
from tests import golden

SCHEMES = [path for path in sorted(resource("schemes").glob("*.toml")) if ".mapping" not in path.name]


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_a_kept_scheme_comes_back_the_same(path: Path) -> None:
    text = path.read_text("utf-8")
    scheme = read_scheme(text, "school.toml", golden.subjects(), library())
    again = restored(stored(scheme))
    assert again == scheme
    assert identity(again) == identity(scheme)
