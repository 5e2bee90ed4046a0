"""Write the references and JSON Schemas in ``resources/schemes`` from the models and their words."""

import json
from pathlib import Path

from otbor.exchange.score_mapping import ScoreMapping
from otbor.wording.reference import SCHEME, Reference

SCHEMES = Path(__file__).resolve().parent.parent / "resources" / "schemes"
MAPPING = Reference(ScoreMapping, "mapping_reference")


def texts() -> dict[Path, str]:
    """The files and what they must hold."""
    return {
        SCHEMES / "REFERENCE.md": SCHEME.text(),
        SCHEMES / "scheme.schema.json": _schema(SCHEME),
        SCHEMES / "MAPPING.md": MAPPING.text(),
        SCHEMES / "mapping.schema.json": _schema(MAPPING),
    }


def _schema(reference: Reference) -> str:
    return json.dumps(reference.json_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for path, text in texts().items():
        path.write_text(text, "utf-8", newline="\n")
