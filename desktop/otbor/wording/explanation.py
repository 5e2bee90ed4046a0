"""The explanation of points as a text that a parent can read and recompute."""

from collections.abc import Iterator
from typing import Any

from otbor.domain.explanation import Node
from otbor.wording.scheme import phrases, rounding
from otbor.wording.templates import fill, said

INDENT = "    "


def explain_text(root: Node) -> str:
    """The tree of ``Plan.explain`` as lines, deeper steps indented; who has no place is told why at the end."""
    lines = list(_lines(root, 0))
    lines.insert(1, _template("scheme", root.values))
    lines += [text] if (text := phrases()["status"].get(root.values["status"])) else []
    return "\n".join(lines)


def node_text(node: Node) -> str:
    """One step in words, with the document that it rests on."""
    values: dict[str, Any] = {**node.values, "points": node.points}
    if "numbers" in values:
        values["terms"] = " + ".join(said(number) for number in values["numbers"])
    if node.rule.startswith("achievement"):
        values["about"] = said([values[k] for k in ("category", "level", "event", "subject", "result") if values[k]])
        if values["held_on"] is not None:
            values["about"] += f", {said(values['held_on'])}"
    if node.rule == "value.flag":
        values["given"] = said(bool(values["value"]))
    rule = node.rule
    if node.points is None and f"{rule}.none" in phrases()["nodes"]:
        rule = f"{rule}.none"
    if values.get("digits") is not None:
        values["digits"] = rounding(values["digits"])
        rule = f"{rule}.rounded" if f"{rule}.rounded" in phrases()["nodes"] else rule
    document = _template("document", {"document": node.document}) if node.document else ""
    return _template(rule, values) + document


def _lines(node: Node, depth: int) -> Iterator[str]:
    yield INDENT * depth + node_text(node)
    for child in node.children:
        yield from _lines(child, depth + 1)


def _template(rule: str, values: Any) -> str:
    return fill(phrases()["nodes"][rule], values)
