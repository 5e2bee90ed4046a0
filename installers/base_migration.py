"""Write the base migration anew from the models: until the first release it may be rewritten, afterwards never.

Run it in a checkout: ``.venv/bin/python installers/base_migration.py``.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from otbor.storage import migrations as package
from otbor.storage.connections import BEGIN, connect_to
from otbor.storage.schema import migrations

VERSIONS = Path(package.__file__).parent / "versions"


def main() -> None:
    """Replace the file of the base revision by what the models say now."""
    for old in VERSIONS.glob(f"{package.HEAD}_*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        engine = connect_to(Path(folder) / "empty.otbor", None)
        with engine.connect().execution_options(**{BEGIN: ""}) as connection:
            settings = migrations()
            settings.attributes["connection"] = connection
            command.revision(settings, message="Tables of the whole procedure", autogenerate=True, rev_id=package.HEAD)
        engine.dispose()
    written = next(VERSIONS.glob(f"{package.HEAD}_*.py")).rename(VERSIONS / f"{package.HEAD}_base.py")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(written)], check=True)


if __name__ == "__main__":
    main()
