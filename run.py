#!/usr/bin/env python3
"""«Отбор» на новом компьютере: готовит окружение и выполняет команду.

    python3 run.py demo [ПАПКА]      вся кампания лицея на готовом примере: журнал, рейтинг, протоколы, приказ
    python3 run.py test [ключи]      проверки программы (ключи — как у pytest)
    python3 run.py check             оформление, ошибки, типы, границы слоёв, переводы
    python3 run.py bench [имя …]     время работы рядом с допустимым
    python3 run.py otbor …           любая команда программы, например: run.py otbor --help

Нужен только Python 3.11 или новее. Первый запуск ставит библиотеки в папку .venv рядом с этим файлом.
"""

# Runs before anything is installed, and says a plain sentence on a Python that is too old: standard library only,
# and no syntax newer than 3.7.
from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "otbor-stamp"
LOG = VENV / "otbor-setup.log"
CATALOGUES = ROOT / "installers" / "catalogues.py"

# Debian package of what Qt loads: the name under which the system's loader knows it.
OFFSCREEN = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
}
WINDOW = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libx11-xcb1": "libX11-xcb.so.1",
}
# Debian package of the foreign programs with which the tests look at our papers and sign them: its command or its file.
READERS = {
    "poppler-utils": "pdftotext",
    "qpdf": "qpdf",
    "mupdf-tools": "mutool",
    "softhsm2": "softhsm2-util",
    "opensc": "pkcs11-tool",
    "libengine-gost-openssl": "/usr/lib/*/engines-3/gost.so",
}


class Trouble(Exception):  # noqa: N818 - reads better where it is raised
    """Set-up cannot go on; the text is the plain sentence for the person."""


def say(text: str) -> None:
    """Tell the person what is being done."""
    print(text, file=sys.stderr, flush=True)


# The environment


def fingerprint() -> str:
    """Hash of everything the installed environment was made from: pins, project, its place, the interpreter."""
    digest = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml", "installers/build_hook.py"):
        digest.update((ROOT / name).read_bytes())
    digest.update(os.fsencode(ROOT) + b"\0" + os.fsencode(os.path.realpath(PYTHON)))
    return digest.hexdigest()


def logged(sentence: str, *command: str) -> None:
    """Run a step of the set-up, its output kept in the log; ``Trouble`` with the sentence where it fails."""
    with LOG.open("ab") as log:
        if subprocess.call(command, cwd=ROOT, stdout=log, stderr=log) != 0:
            raise Trouble(f"{sentence} Подробности: {LOG}")


def answers(*arguments: str) -> bool:
    """Whether the interpreter of ``.venv`` is there and does this without an error."""
    quiet = subprocess.DEVNULL
    return PYTHON.exists() and subprocess.call([str(PYTHON), *arguments], stdout=quiet, stderr=quiet) == 0


def make_environment() -> None:
    """An empty ``.venv``; where Debian keeps pip's installer apart, that package first."""
    if importlib.util.find_spec("ensurepip") is None and debian_like():
        install_system([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"])
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    said = subprocess.run(make, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if said.returncode != 0:
        reason = said.stdout.decode(errors="replace").strip().splitlines()[-1:]
        raise Trouble(
            f"Не удалось создать папку {VENV}: проверьте, что сюда можно писать и что на диске есть место. "
            f"Python сказал: {''.join(reason)}"
        )


def prepare() -> None:
    """Bring ``.venv`` and the compiled catalogues up to date; does nothing where they are."""
    if not STAMP.exists() or STAMP.read_text() != fingerprint():
        say(f"Готовлю окружение: библиотеки ставятся в {VENV}. Это делается один раз и занимает около минуты.")
        STAMP.unlink(missing_ok=True)  # an interrupted change must not look finished
        if not answers("-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
            make_environment()
        if not answers("-m", "pip", "--version"):  # made by another tool, or interrupted: kept, not erased
            logged("Не удалось поставить pip в окружение.", str(PYTHON), "-m", "ensurepip")
        pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
        logged(
            "Библиотеки не установились: проверьте связь с интернетом и свободное место и повторите команду.",
            *pip, "--require-hashes", "--only-binary=:all:", "-r", "requirements.lock"
        )  # fmt: skip
        logged("Программа не установилась в окружение.", *pip, "--no-deps", "--no-build-isolation", "--editable", ".")
        point_relatively()
        STAMP.write_text(fingerprint())
    if stale_catalogues():
        logged("Переводы не собрались.", str(PYTHON), str(CATALOGUES), "compile")


def point_relatively() -> None:
    """Let the editable install point to the sources by a relative path.

    Python before 3.13 reads the pointer in the code page of Windows, where an absolute path through a folder with a
    Cyrillic name keeps the interpreter from starting at all.
    """
    for pointer in VENV.glob("[Ll]ib/**/site-packages/_otbor.pth"):
        pointer.write_text(os.path.relpath(ROOT / "desktop", pointer.parent) + "\n", "ascii")


def stale_catalogues() -> bool:
    """Whether a translation was changed after it was compiled."""
    for source in ROOT.glob("i18n/*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            return True
    return False


# The operating system


def debian_like() -> bool:
    """Whether shared libraries come from Debian's packages here."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def missing(libraries: dict[str, str], commands: dict[str, str]) -> list[str]:
    """Debian packages of the shared libraries and commands that are not on this computer."""
    cache = Path("/etc/ld.so.cache")  # holds the path of every library the loader can find, ended by a zero
    known = cache.read_bytes() if cache.exists() else b""
    absent = [package for package, name in libraries.items() if b"/%s\0" % name.encode() not in known]
    return absent + [package for package, name in commands.items() if not there(name)]


def there(name: str) -> bool:
    """Whether a command, or a file given by its whole path with «*» in it, is on this computer."""
    return any(Path("/").glob(name[1:])) if name.startswith("/") else shutil.which(name) is not None


def install_system(packages: list[str]) -> None:
    """Install Debian packages where that is allowed without asking for a password; else say how to."""
    install = ["apt-get", "install", "-y", "--no-install-recommends"]
    advice = f"Не хватает системных пакетов. Поставьте их командой:\n    sudo {' '.join(install + packages)}"
    if os.geteuid() == 0:
        allowed: list[str] = []
    elif shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        allowed = ["sudo", "-n"]
    else:
        say(advice)
        return
    say(f"Ставлю системные пакеты: {' '.join(packages)}")
    allowed += ["env", "DEBIAN_FRONTEND=noninteractive"]
    install[1:1] = ["-o", "DPkg::Lock::Timeout=120"]  # another installation may be running
    quiet = subprocess.DEVNULL
    if subprocess.call(allowed + install + packages, stdout=quiet, stderr=quiet) != 0:
        subprocess.call([*allowed, "apt-get", "update"], stdout=quiet, stderr=quiet)
        if subprocess.call(allowed + install + packages, stdout=quiet, stderr=quiet) != 0:
            say(advice)


def provide(libraries: dict[str, str], commands: dict[str, str]) -> None:
    """See to the system's part of what a command needs; the command is tried even where something stays missing."""
    if debian_like():
        packages = missing(libraries, commands)
        if packages:
            install_system(packages)


# The commands


def module(*arguments: str, **environment: str) -> int:
    """Hand over to ``python -m …`` of the environment, in the folder where the person stands; gives its exit code."""
    command = [str(PYTHON), "-m", *arguments]
    if os.name == "posix":  # becomes the program, so that Ctrl+C is its own affair
        os.execve(command[0], command, {**os.environ, **environment})  # noqa: S606 - our own interpreter
    return subprocess.call(command, env={**os.environ, **environment})


def check() -> int:
    """Everything that is checked without running the program; says which steps failed."""
    os.chdir(ROOT)
    python = str(PYTHON)
    steps = {
        "оформление": [python, "-m", "ruff", "format", "--check", "--quiet"],
        "ошибки": [python, "-m", "ruff", "check", "--quiet"],
        "типы": [python, "-m", "mypy"],
        "границы слоёв": [str(PROGRAMS / "lint-imports")],
        "переводы": [python, str(CATALOGUES), "check"],
    }
    failed = []
    for title, command in steps.items():
        say(f"— {title}")
        if subprocess.call(command) != 0:
            failed.append(title)
    say(f"Не прошло: {', '.join(failed)}" if failed else "Всё в порядке.")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Set up what is not set up yet, then hand over to the command; gives the exit code."""
    command, rest = (arguments or [""])[0], arguments[1:]
    if command not in {"demo", "test", "check", "bench", "otbor"}:
        print(__doc__.strip())
        return 0 if command in {"", "-h", "--help"} else 2
    prepare()
    if command == "test":
        provide(OFFSCREEN, READERS)
        os.chdir(ROOT)
        # All of them on every core, a file to one core; a person who names some wants to see them in one process.
        # A process that crashed is begun anew once: each new one would begin the file that crashed it from its start.
        spread: tuple[str, ...] = ("-n", str(os.cpu_count() or 1), "--dist", "loadfile", "--no-loadscope-reorder")
        spread = () if rest else (*spread, "--max-worker-restart", "1")
        return module("pytest", *spread, *rest, QT_QPA_PLATFORM="offscreen")
    if command == "check":
        return check()
    if command == "bench":
        os.chdir(ROOT)
        return module("tests.benchmarks", *rest)
    if command == "demo":
        return module("otbor", "demo", *rest)
    if not rest or rest[0] in {"window", "preview", "screenshots"}:  # draws a window
        provide({**OFFSCREEN, **WINDOW}, {})
    return module("otbor", *rest)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console without Cyrillic still shows the rest
    if sys.version_info < (3, 11):  # noqa: UP036 - the reason why this file is in old syntax
        sys.exit(f"Нужен Python 3.11 или новее, а этот — {sys.version_info[0]}.{sys.version_info[1]}.")
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(str(trouble))
    except OSError as trouble:
        sys.exit(f"Не получилось: {trouble.strerror} ({trouble.filename}).")
    except KeyboardInterrupt:
        sys.exit(130)
