"""Two versions of a scheme side by side in words: what one participant gets by each."""

from otbor.domain.what_if import Comparison, Pair
from otbor.wording.phrases import phrases
from otbor.wording.statuses import status_words
from otbor.wording.templates import fill, said

Line = tuple[str, str, str, str]


def comparison_table(comparison: Comparison) -> list[Line]:
    """Header and rows: what it is, by the first version, by the second, the difference."""
    words = phrases()["comparison"]
    first, second = (fill(words["version"], {"version": version}) for version in comparison.versions)
    lines = [(words["what"], first, second, words["change"])]
    lines += [_line(pair.title, pair) for pair in comparison.components]
    lines.append(_line(words["total"], comparison.total))
    lines.append((words["status"], status_words(comparison.before.status), status_words(comparison.after.status), ""))
    lines += [_line(fill(words["key"], {"title": pair.title}), pair) for pair in comparison.keys]
    return lines


def _line(title: str, pair: Pair) -> Line:
    change = pair.change
    told = "" if change is None else said(change) if change <= 0 else f"+{said(change)}"
    return title, said(pair.before), said(pair.after), told.replace("-", "−")
