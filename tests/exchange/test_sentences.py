"""Every finding of the import has its sentence, and no sentence is left without a finding."""

import re
from pathlib import Path

import pytest

import otbor
from otbor.wording.findings import catalogue

PACKAGE = Path(otbor.__file__).parent
RULES = ("people", "import_checks", "import_rows", "dry_run", "expectations")
SOURCES = [
    *(PACKAGE / "exchange").glob("*.py"),
    *(
        PACKAGE / "domain" / f"{name}.py"
        for name in ("people", "import_checks", "import_rows", "dry_run", "expectations")
    ),
]
BUILT = {
    "import": {f"no_{name}" for name in ("surname", "given", "born_on", "phone", "consent")},
    "people": {"same_child", "same_child_other_date", "same_child_other_name", "twins", "namesakes"},
    "workbook": set[str](),
}
CALLS = {"import": r'Unreadable\(\s*"(\w+)"', "workbook": r'_refused\(\s*"(\w+)"', "people": r"(?!)"}


@pytest.mark.parametrize("subject", BUILT)
def test_findings_and_sentences_are_the_same(subject: str) -> None:
    text = "\n".join(path.read_text("utf-8") for path in SOURCES)
    named = set(re.findall(rf'"{subject}\.(\w+)"', text)) | set(re.findall(CALLS[subject], text)) | BUILT[subject]
    worded = {key.partition(".")[2] for key in catalogue() if key.startswith(f"{subject}.")}
    assert named == worded
