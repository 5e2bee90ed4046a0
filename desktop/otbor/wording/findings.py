"""Sentences of findings and refusals, from ``resources/wording/findings/*.toml``: always Russian, texts of law."""

import tomllib
from dataclasses import dataclass
from functools import cache

from otbor.domain.findings import Finding
from otbor.support.places import resources
from otbor.wording.templates import fill, shortened


@dataclass(frozen=True)
class Sentence:
    """What is said of a finding: ``text`` says what and where, ``advice`` what to do."""

    text: str
    advice: str


@cache
def catalogue() -> dict[str, Sentence]:
    """Every finding's sentence by its id; one file a subject, the id is ``<file name>.<key>``."""
    sentences = {}
    for path in sorted((resources() / "wording" / "findings").glob("*.toml")):
        for key, entry in tomllib.loads(path.read_text("utf-8")).items():
            sentences[f"{path.stem}.{key}"] = Sentence(entry["text"], entry["advice"])
    return sentences


def sentence(finding: Finding) -> str:
    """The finding as plain Russian: where, what, which paragraph, what to do."""
    return " ".join(parts(finding))


def parts(finding: Finding) -> tuple[str, str]:
    """The sentence in two: where, what and which paragraph; what to do."""
    entry = catalogue()[finding.id]
    where = f"{finding.place}: " if finding.place else ""
    sign = "пп." if {",", "–"} & set(finding.paragraph) else "п."
    cited = f" ({sign}\u00a0{finding.paragraph} Порядка)" if finding.paragraph else ""
    text = _filled(entry.text, finding).rstrip(".")
    stop = "" if text.endswith("…") and not cited else "."
    return f"{where}{text}{cited}{stop}", _filled(entry.advice, finding)


def short_sentence(finding: Finding) -> str:
    """Only what was found, for a cell of a table: no advice, no paragraph."""
    return _filled(catalogue()[finding.id].text, finding).rstrip(".")


def _filled(template: str, finding: Finding) -> str:
    return fill(template, {name: shortened(value) for name, value in finding.values.items()})
