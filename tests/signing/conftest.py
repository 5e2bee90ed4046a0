"""What the tests of signing share for a whole run: a desk of ГОСТ."""

import pytest

from tests.signing.gost_desk import GostDesk, gost_desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> GostDesk:
    """Keys of ГОСТ, made once."""
    return gost_desk(tmp_path_factory.mktemp("gost"))
