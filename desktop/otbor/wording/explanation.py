"""The explanation of points as a text that a parent can read and recompute."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from otbor.domain.explanation import Node
from otbor.domain.findings import Finding
from otbor.wording.findings import short_sentence
from otbor.wording.phrases import between, categories, phrases, rounding, say
from otbor.wording.templates import fill, said, shortened

INDENT = "    "

_NO_RULES: Mapping[str, str] = MappingProxyType({})


def explain_text(root: Node, rules: Mapping[str, str] = _NO_RULES) -> str:
    """The tree of ``Plan.explain`` as lines, deeper steps indented; who has no place is told why at the end.

    ``rules``: what the act says of a component, by its id (``wording.scheme.group_rules``); it stands before its steps.
    """
    lines = list(_lines(root, 0, rules))
    lines.insert(1, _template("scheme", root.values))
    if text := phrases()["status"].get(root.values["status"]):
        lines.append(fill(text, {"reasons": "; ".join(map(short_sentence, root.values["reasons"]))}))
    return "\n".join(lines)


def node_text(node: Node) -> str:
    """One step in words, with the document that it rests on."""
    document = _template("document", {"document": node.document}) if node.document else ""
    return _template(_variant(node), _values(node)) + document


def _variant(node: Node) -> str:
    """The sentence of the step: its rule, or the one for a single category, for no points, with a rounding."""
    rule, values, known = node.rule, node.values, phrases()["nodes"]
    if rule == "value.ratio" and values["times"] == 1:
        rule = "value.share"
    for applies, ending in (
        (values.get("empty"), "empty"),
        (len(values.get("names", ())) > 1, "several"),
        (len(values.get("categories", ())) == 1, "one"),
        (node.points is None, "none"),
        (values.get("digits") is not None, "rounded"),
    ):
        if applies and f"{rule}.{ending}" in known:
            rule = f"{rule}.{ending}"
    return rule


def _values(node: Node) -> dict[str, Any]:
    """What fills the sentence of the step."""
    values: dict[str, Any] = {name: shortened(value) for name, value in node.values.items()}
    values["points"] = shortened(node.points)
    if "categories" in values:
        values["categories"] = categories(values["categories"])
    if "numbers" in values:
        values["terms"] = _summed(values["numbers"])
    if node.rule.startswith("achievement"):
        told = [values[k] for k in ("category", "level", "form", "event", "subject", "result") if values[k]]
        told += [_template("place", values)] if values["place"] is not None else []
        values["about"] = said(told)
        if values["held_on"] is not None:
            values["about"] += f", {said(values['held_on'])}"
    if "least" in values and node.rule.startswith("condition"):
        values["limits"] = between(values["least"], values["most"])
        values["value"] = say("condition.nothing") if values["value"] is None else values["value"]
    if node.rule.startswith("condition.state"):
        values["reasons"] = say("condition.or").join(phrases()["states"][state] for state in values["states"])
    if node.rule == "value.flag":
        values["given"] = said(bool(values["value"]))
    if values.get("digits") is not None:
        values["digits"] = rounding(values["digits"])
    return values


def _summed(numbers: Iterable[Decimal]) -> str:
    """«8 + 3 − 5»: what is negative is taken away."""
    first, *others = numbers
    return said(shortened(first)) + "".join(f" {'−' if n < 0 else '+'} {said(shortened(abs(n)))}" for n in others)


def act_text(node: Node, rules: Mapping[str, str]) -> str:
    """What the act says of the component that ``node`` is; empty for any other step."""
    act = rules.get(node.values["id"]) if node.rule == "component" else None
    return _template("act", {"act": act}) if act else ""


def explain_data(root: Node, rules: Mapping[str, str] = _NO_RULES) -> dict[str, Any]:
    """The tree as plain values for JSON: rule, its sentence, points and values as text, document, steps.

    A component has also what the act says of it («act»), from ``rules`` as in :func:`explain_text`.
    """
    act = act_text(root, rules)
    return {
        "rule": root.rule,
        "text": node_text(root),
        **({"act": act} if act else {}),
        "points": None if root.points is None else str(root.points),
        "values": {name: _plain(value) for name, value in root.values.items()},
        "document": root.document,
        "steps": [explain_data(child, rules) for child in root.children],
    }


def _plain(value: Any) -> Any:
    """``value`` as JSON has it: a number exactly as text, a finding as its short sentence."""
    if isinstance(value, Finding):
        return short_sentence(value)
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _lines(node: Node, depth: int, rules: Mapping[str, str]) -> Iterator[str]:
    yield INDENT * depth + node_text(node)
    if act := act_text(node, rules):
        yield INDENT * (depth + 1) + act
    for child in node.children:
        yield from _lines(child, depth + 1, rules)


def _template(rule: str, values: Any) -> str:
    return fill(phrases()["nodes"][rule], values)
