"""ФИО as papers write it; the отчество may be absent, names and surnames may be hyphened."""

_NBSP = "\u00a0"


def full_name(surname: str, given: str, patronymic: str = "") -> str:
    """«Иванова Мария Петровна»."""
    return " ".join(part for part in (surname, given, patronymic) if part)


def short_name(surname: str, given: str, patronymic: str = "") -> str:
    """«Иванова М. П.», as lists write it."""
    return _NBSP.join(part for part in (surname, _initial(given), _initial(patronymic)) if part)


def signature_name(surname: str, given: str, patronymic: str = "") -> str:
    """«М. П. Иванова», as the расшифровка of a signature writes it."""
    return _NBSP.join(part for part in (_initial(given), _initial(patronymic), surname) if part)


def _initial(name: str) -> str:
    """«А.», «А.-М.» for a hyphened name."""
    return "-".join(f"{part[0]}." for part in name.split("-") if part)
