"""Build hook of hatch: whoever installs or builds the package gets compiled translations."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # hatch loads this file by its path alone
from installers.catalogues import CATALOGUES, compile_catalogues


class Catalogues(BuildHookInterface[Any]):
    """Compiles ``i18n/*/LC_MESSAGES/*.po``; a wheel carries the compiled files under the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's signature
        """Before a build: compile, and name the files for the wheel (an editable install reads them in place)."""
        for compiled in compile_catalogues():
            build_data["force_include"][str(compiled)] = f"otbor/i18n/{compiled.relative_to(CATALOGUES).as_posix()}"
