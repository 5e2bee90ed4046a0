"""Names the long files after a run: a warning, not a failure."""

import pytest

from tests.architecture.test_layout import LONG, long_files


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, count in sorted(long_files().items()):
        terminalreporter.write_line(f"{name}: {count} lines, over {LONG}: asks to be two", yellow=True)
