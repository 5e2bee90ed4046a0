"""The flag that keeps the papers as they are now as the references of the next runs."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-references",
        action="store_true",
        help="keep the texts and pictures of the papers as they are now (pytest tests/documents --update-references)",
    )


@pytest.fixture
def update_references(request: pytest.FixtureRequest) -> bool:
    """Whether references are to be written rather than compared with; a run of all tests does not know the flag."""
    return bool(request.config.getoption("--update-references", default=False))
