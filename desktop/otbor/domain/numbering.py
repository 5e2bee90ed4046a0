"""The order of numbers of applications and papers (регистрационные номера)."""


def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which «9» stands before «10» and «8-2» before «8-10»."""
    parts: list[tuple[int, int, str]] = []
    digits = ""
    for char in f"{number}\0":
        if char.isdecimal():
            digits += char
            continue
        if digits:
            parts.append((0, int(digits), ""))
            digits = ""
        parts.append((1, 0, char))
    return tuple(parts)
