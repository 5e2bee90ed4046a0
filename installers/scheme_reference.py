"""Write ``resources/schemes/REFERENCE.md`` and ``scheme.schema.json`` from the models and their words."""

import json
from pathlib import Path

from otbor.wording.reference import json_schema, reference

SCHEMES = Path(__file__).resolve().parent.parent / "resources" / "schemes"


def texts() -> dict[Path, str]:
    """The files and what they must hold."""
    schema = json.dumps(json_schema(), ensure_ascii=False, indent=2)
    return {SCHEMES / "REFERENCE.md": reference(), SCHEMES / "scheme.schema.json": schema + "\n"}


if __name__ == "__main__":
    for path, text in texts().items():
        path.write_text(text, "utf-8", newline="\n")
