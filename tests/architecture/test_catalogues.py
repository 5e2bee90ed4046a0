"""The gate of the translations names what is missing, stale, unsure or unequal."""

import gettext
from pathlib import Path

import pytest

from installers import catalogues

SOURCE = """
from otbor.support.translation import gettext, ngettext
gettext("Open")
gettext("No file {name}")
ngettext("{count} application", "{count} applications", 2)
"""
HEADER = r"""
msgid ""
msgstr ""
"Language: ru\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
"Content-Type: text/plain; charset=utf-8\n"
"""
OPEN = 'msgid "Open"\nmsgstr "Открыть"\n'
FILE = 'msgid "No file {name}"\nmsgstr "Нет файла {name}"\n'
COUNT = """
msgid "{count} application"
msgid_plural "{count} applications"
msgstr[0] "{count} заявление"
msgstr[1] "{count} заявления"
msgstr[2] "{count} заявлений"
"""


def folders(tmp_path: Path, *entries: str) -> tuple[Path, Path]:
    """A folder of catalogues with these entries and a folder of sources."""
    sources, translations = tmp_path / "sources", tmp_path / "i18n"
    (translations / "ru" / "LC_MESSAGES").mkdir(parents=True)
    sources.mkdir()
    (sources / "window.py").write_text(SOURCE, "utf-8")
    (translations / "ru" / "LC_MESSAGES" / "otbor.po").write_text("\n".join([HEADER, *entries]), "utf-8")
    return translations, sources


def test_a_whole_catalogue_passes(tmp_path: Path) -> None:
    assert catalogues.check(*folders(tmp_path, OPEN, FILE, COUNT)) == []


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((FILE, COUNT), "not in the catalogue: 'Open'"),
        ((OPEN.replace("Открыть", ""), FILE, COUNT), "needs 1 translated form(s)"),
        ((OPEN, FILE, COUNT, 'msgid "Close"\nmsgstr "Закрыть"\n'), "no longer in the sources: 'Close'"),
        (("#, fuzzy\n" + OPEN, FILE, COUNT), "marked as unsure: 'Open'"),
        ((OPEN, FILE.replace("файла {name}", "файла {имя}"), COUNT), "placeholders ['имя'] instead of ['name']"),
        ((OPEN, FILE, COUNT.replace("{count} заявлений", "")), "needs 3 translated form(s)"),
        ((OPEN, FILE, COUNT.replace("{count} заявление", "одно заявление")), "placeholders [] instead of ['count']"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, entries: tuple[str, ...], said: str) -> None:
    [problem] = catalogues.check(*folders(tmp_path, *entries))
    assert problem.startswith(f"ru: {said}")


def test_a_foreign_plural_rule_is_named(tmp_path: Path) -> None:
    translations, sources = folders(tmp_path, OPEN, FILE, COUNT)
    path = translations / "ru" / "LC_MESSAGES" / "otbor.po"
    path.write_text(path.read_text("utf-8").replace("n%10==1 && n%100!=11", "n==1"), "utf-8")
    assert any("not the plural rule" in problem for problem in catalogues.check(translations, sources))


def test_update_adds_the_new_drops_the_gone_and_keeps_translations(tmp_path: Path) -> None:
    translations, sources = folders(tmp_path, FILE, COUNT, 'msgid "Close"\nmsgstr "Закрыть"\n')
    path = translations / "ru" / "LC_MESSAGES" / "otbor.po"
    catalogues.update(path, catalogues.template(sources))
    assert catalogues.check(translations, sources) == ["ru: needs 1 translated form(s): 'Open'"]
    written = path.read_bytes()
    catalogues.update(path, catalogues.template(sources))
    assert path.read_bytes() == written


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 заявление"), (3, "3 заявления"), (11, "11 заявлений"), (21, "21 заявление")],
)
def test_a_compiled_catalogue_speaks_with_numbers(tmp_path: Path, number: int, said: str) -> None:
    translations, _ = folders(tmp_path, OPEN, FILE, COUNT)
    catalogues.compile_catalogues(translations)
    russian = gettext.translation("otbor", translations, ["ru"])
    assert russian.ngettext("{count} application", "{count} applications", number).format(count=number) == said
