"""A small disk and a read-only folder, where the system lets us mount them."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Mount = Callable[..., Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts with the given arguments at a new folder; skips the test where mounting is not permitted."""
    mounted: list[Path] = []

    def do(*arguments: str) -> Path:
        folder = tmp_path / f"mounted{len(mounted)}"
        folder.mkdir()
        try:
            subprocess.run(["mount", *arguments, str(folder)], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("mounting is not permitted here")
        mounted.append(folder)
        return folder

    yield do
    for folder in reversed(mounted):
        subprocess.run(["umount", str(folder)], check=True)
