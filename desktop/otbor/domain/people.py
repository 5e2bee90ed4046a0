"""People (дети и законные представители): names, phones, and who may be the same child (п. 11).

A likely duplicate is a question to a person, never an answer: twins and namesakes are told apart from a child filed
twice, and nothing is ever merged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from unicodedata import category

from otbor.domain.findings import Finding, Severity

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_NOT_WORD = re.compile(r"[\W_]+")
_LOOK_ALIKE = str.maketrans("aceopxykmtbh", "асеорхукмтвн")  # casefolded; «B», «H», «M», «T» as capitals look
_UNSEEN = frozenset({"Cc", "Cf"})  # categories of Unicode: soft hyphens, turns of writing
_AROUND_HYPHEN = re.compile(r"\s*-\s*")
_BETWEEN_WORDS = re.compile(r"([\s-]+)")
_PATRONYMIC = re.compile(r"(ович|евич|ич|овна|евна|ична|[- ](оглы|кызы|гызы|улы|оглу|уулу))$", re.IGNORECASE)
_KINSHIP = frozenset({"оглы", "кызы", "гызы", "улы", "оглу", "уулу"})  # «сын», «дочь»: a part of the отчество
_PARTICLES = frozenset(
    {"де", "да", "ди", "дю", "дос", "дель", "ла", "ле", "фон", "фан", "цу", "ван", "дер", "ден", "тер", "аль", "эль"}
    | {"бен", "бин", "ибн", "мак", "о", "сен", "сан"}
)
_NO_NAMES = frozenset({"фон", "дер", "дель", "ла", "цу", "ибн", "бин"})  # of these: surely nobody is named so
_SMALL = re.compile(r"^Фон(?= )|(?<= )Дер(?= )")  # the others may be names of their own: «Ван», «Ле», «Де»
_MIXED = re.compile(r"[а-яё][a-z]|[a-z][а-яё]", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d(?:[\s().-]*\d)+")
_ADDRESS_NOISE = re.compile(
    r"\b(г|город|обл|область|район|р н|р п|рп|п|пос|поселок|пгт|с|село|дер|деревня|ул|улица|пр|просп|проспект|пер"
    r"|переулок|ш|шоссе|наб|набережная|бул|бульвар|б р|пл|площадь|д|дом|к|корп|корпус|стр|строение|кв|квартира"
    r"|россия|рф|\d{6})\b"
)  # what people write or leave out, and the postal code
_FEMALE = ((re.compile(r"(ов|ев|ин|ын)а$"), r"\1"), (re.compile(r"(ая|яя|ий|ый|ой)$"), ""))


@dataclass(frozen=True, slots=True)
class FullName:
    """ФИО; ``surname`` and ``given`` may hold several words, ``patronymic`` is empty where there is none."""

    surname: str
    given: str
    patronymic: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)


@dataclass(frozen=True, slots=True)
class Person:
    """A child as far as duplicates are concerned; ``representative`` is one line, ``phones`` in one form."""

    name: FullName
    born_on: date | None = None
    representative: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""


class Likeness(StrEnum):
    """Why two applications look alike; each is the finding ``people.<value>``."""

    SAME_CHILD = "same_child"  # name and birth date are the same
    SAME_CHILD_OTHER_DATE = "same_child_other_date"  # name and family are the same, the birth date differs
    SAME_CHILD_OTHER_NAME = "same_child_other_name"  # given name, birth date and family are the same
    TWINS = "twins"  # birth date and family are the same, the given name differs
    NAMESAKES = "namesakes"  # only the name is the same


def clean_name(text: str) -> str:
    """A part of a name with single spaces, plain hyphens and nothing unseen; a lone dash stands for nothing."""
    if not text.isprintable():
        # Pasted from a page or a PDF: search would miss the name, papers would turn the line around.
        text = "".join(sign for sign in text if sign.isspace() or category(sign) not in _UNSEEN)
    cleaned = " ".join(text.translate(_DASHES).split())
    return _AROUND_HYPHEN.sub("-", cleaned).strip(" -,") if "-" in cleaned else cleaned.strip(" ,")


def in_usual_case(part: str) -> str:
    """A part of a name that is written in one case only («иванов», «ИВАНОВ»), as names are written; others as they are.

    «Салтыкова-щедрина» has a capital somewhere: whoever wrote it has meant it so.
    """
    if part not in {part.lower(), part.upper()} or sum(map(str.isalpha, part)) < 2:
        return part
    words = _BETWEEN_WORDS.split(part.lower())
    written = "".join(word if word in _KINSHIP else word[:1].upper() + word[1:] for word in words)
    return _SMALL.sub(lambda found: found.group().lower(), written)


def may_be_surname(text: str) -> bool:
    """Whether a line is rather a surname alone: one word, or particles before it («фон дер Пален»; not «Ле Ван Ан»)."""
    before = set(clean_name(text).casefold().split()[:-1])
    return not before or (before <= _PARTICLES and bool(before & _NO_NAMES))


def full_name(surname: str, given: str, patronymic: str = "") -> FullName:
    """A name from three columns, cleaned."""
    return FullName(clean_name(surname), clean_name(given), clean_name(patronymic))


@lru_cache(maxsize=4096)  # the same names, addresses and words are compared again and again
def search_key(text: str) -> str:
    """``text`` as search compares it: no case, ё as е, anything but letters and digits as one space."""
    return _NOT_WORD.sub(" ", text.casefold().replace("ё", "е")).strip()


def seen_key(text: str) -> str:
    """``text`` as eyes compare it: :func:`search_key`, and a Latin letter that looks like a Russian one is that one.

    «8A» typed on the other keyboard is «8А»: nobody sees the difference, so nobody could mend it.
    """
    return search_key(text).translate(_LOOK_ALIKE)


def sort_key(name: FullName) -> str:
    """The one key that lists of people are sorted by: ё with е, a hyphen as a space, a shorter surname first.

    Parts are parted by a tab, which is less than a space: «Иванов Пётр» comes before «Иванов Второй Алексей».
    """
    return "\t".join(search_key(part) for part in (name.surname, name.given, name.patronymic))


def parse_full_name(text: str) -> tuple[FullName | None, Finding | None]:
    """A name written in one line (surname first), and what is to be said of it.

    ``people.name_incomplete`` (no name) forbids; ``people.name_doubtful`` warns: parted by order only.
    """
    words = clean_name(text).replace(",", " ").split()
    if len(words) < 2:
        return None, Finding("people.name_incomplete", values={"text": text.strip()})
    patronymic = _take_patronymic(words)
    sure = True
    if not patronymic and len(words) == 3 and _PATRONYMIC.search(words[1]):  # «Анна Петровна Иванова»
        surname, given, patronymic, sure = words[2], words[0], words[1], False
    else:
        surname = _take_surname(words)
        given = " ".join(words)
        # With a foreign given name of two words nobody knows where the surname ends.
        sure = len(words) == 1 or (len(words) == 2 and bool(patronymic))
    name = FullName(surname, given, patronymic)
    if not sure or "." in text:
        values = {"text": text.strip(), "surname": surname, "given": given, "patronymic": patronymic or None}
        return name, Finding("people.name_doubtful", Severity.WARNS, values)
    return name, None


def _take_patronymic(words: list[str]) -> str:
    if len(words) >= 4 and words[-1].casefold() in _KINSHIP:
        kinship = words.pop()
        return f"{words.pop()} {kinship}"
    return words.pop() if len(words) >= 3 and _PATRONYMIC.search(words[-1]) else ""


def _take_surname(words: list[str]) -> str:
    taken = []
    while len(words) > 2 and words[0].casefold() in _PARTICLES:
        taken.append(words.pop(0))
    return " ".join([*taken, words.pop(0)])


def name_findings(name: FullName) -> list[Finding]:
    """Digits in a name, and Latin letters among Cyrillic ones, which no eye sees and no search finds (both warn)."""
    text = str(name)
    findings = []
    if any(c.isdigit() for c in text):
        findings.append(Finding("people.name_has_digits", Severity.WARNS, {"text": text}))
    if _MIXED.search(text):
        findings.append(Finding("people.mixed_letters", Severity.WARNS, {"text": text}))
    return findings


@lru_cache(maxsize=4096)
def phones(text: str) -> tuple[str, ...]:
    """Every phone number in ``text`` in one form: ``+7XXXXXXXXXX``, a foreign one as ``+`` and its digits.

    What is no whole number (a local number without its code, a slip of a digit) is left out: the caller says so.
    """
    found = (_normal_phone(match.group()) for part in re.split(r"[,;/\n]", text) for match in _PHONE.finditer(part))
    return tuple(dict.fromkeys(number for number in found if number))


def _normal_phone(text: str) -> str:
    digits = "".join(c for c in text if c.isdigit())
    if text.startswith("+") and digits[0] != "7":
        return f"+{digits}" if 8 <= len(digits) <= 15 else ""  # E.164: up to 15 digits
    if digits.startswith("810") and 11 <= len(digits) <= 18:  # the way abroad from a Russian line
        return f"+{digits[3:]}"
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    # Russian codes begin with 3, 4, 8 or 9; «8 9…» of ten digits is a mobile number that lost one.
    return f"+7{digits}" if len(digits) == 10 and digits[0] in "3489" and digits[:2] != "89" else ""


@dataclass(frozen=True, slots=True)
class _Card:
    """Folded keys of a person, made once."""

    surname: str
    given: str
    patronymic: str
    born_on: date | None
    family: frozenset[str]

    @property
    def keys(self) -> Iterator[object]:
        yield self.surname, self.given
        if self.born_on:
            for key in self.family:
                yield self.born_on, key


def _card(person: Person) -> _Card:
    surname = search_key(person.name.surname)
    family = set(person.phones)
    if address := _address_key(person.address):
        family.add(f"address {address}")
    if representative := search_key(person.representative):
        family.add(f"representative {_stem(surname)} {representative}")
    given, patronymic = search_key(person.name.given), search_key(person.name.patronymic)
    return _Card(surname, given, patronymic, person.born_on, frozenset(family))


def _stem(surname: str) -> str:
    """One stem for «Трофимов» and «Трофимова»."""
    for pattern, kept in _FEMALE:
        surname = pattern.sub(kept, surname)
    return surname


def _address_key(address: str) -> str:
    key = " ".join(_ADDRESS_NOISE.sub(" ", search_key(address)).split())
    return key if any(c.isdigit() for c in key) else ""  # a town alone is nobody's home


def _likeness(a: _Card, b: _Card) -> Likeness | None:
    same_given = a.given == b.given
    same_day = a.born_on is not None and a.born_on == b.born_on
    same_family = bool(a.family & b.family)
    if same_given and a.surname == b.surname and (a.patronymic == b.patronymic or not (a.patronymic and b.patronymic)):
        if same_day:
            return Likeness.SAME_CHILD
        return Likeness.SAME_CHILD_OTHER_DATE if same_family else Likeness.NAMESAKES
    if same_day and same_family:
        return Likeness.SAME_CHILD_OTHER_NAME if same_given else Likeness.TWINS
    return None


def likely_duplicate(a: Person, b: Person) -> Likeness | None:
    """Why ``a`` and ``b`` look like one child, twins or namesakes; None when they do not."""
    return _likeness(_card(a), _card(b))


class DuplicateIndex:
    """Persons by the keys that duplicates share: 10,000 are compared without looking at every pair."""

    def __init__(self) -> None:
        self._cards: list[_Card] = []
        self._by_key: dict[object, list[int]] = {}

    def matches(self, person: Person) -> list[tuple[int, Likeness]]:
        """Those who look like ``person``, as (how many were added before, why), in the order they were added."""
        return self._matches(_card(person))

    def _matches(self, card: _Card) -> list[tuple[int, Likeness]]:
        places = sorted({place for key in card.keys for place in self._by_key.get(key, ())})
        found = ((place, _likeness(card, self._cards[place])) for place in places)
        return [(place, likeness) for place, likeness in found if likeness]

    def add(self, person: Person) -> list[tuple[int, Likeness]]:
        """Remember ``person``; gives its matches among those added before."""
        card = _card(person)
        matches = self._matches(card)
        for key in card.keys:
            self._by_key.setdefault(key, []).append(len(self._cards))
        self._cards.append(card)
        return matches
