"""Means of signing (средства электронной подписи) of this school: ``resources/office/signing.toml``, or its copy."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from otbor.domain.findings import Finding, Refused
from otbor.services.office import Office
from otbor.signing.command import (
    CHECKING_PLACEHOLDERS,
    SIGNING_PLACEHOLDERS,
    CheckingCommand,
    SigningCommand,
    go_on,
)
from otbor.support.places import resource
from otbor.wording.templates import placeholders

_FILE = "office/signing.toml"


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TokenMeans(_Settings):
    """Tokens of one maker: where its library may lie; ``tested`` tells that we have tried it."""

    title: str
    tested: bool
    libraries: tuple[Path, ...]


class CommandMeans(_Settings):
    """A program that signs; the fields are those of :class:`~otbor.signing.command.SigningCommand`."""

    title: str
    tested: bool
    argv: tuple[str, ...] = Field(min_length=1)
    result: str = "{out}"
    env: Mapping[str, str] = {}
    secret_env: str = ""
    timeout: float = Field(default=120.0, gt=0, le=3600)

    @field_validator("argv", "result")
    @classmethod
    def _known(cls, value: tuple[str, ...] | str) -> tuple[str, ...] | str:
        return _with_placeholders(value, SIGNING_PLACEHOLDERS)

    def command(self) -> SigningCommand:
        """How it is started."""
        return SigningCommand(self.argv, self.result, self.env, self.secret_env, self.timeout)


class CheckMeans(_Settings):
    """A program that checks signatures by ГОСТ; see :class:`~otbor.signing.command.CheckingCommand`."""

    argv: tuple[str, ...] = Field(min_length=1)
    refutes: tuple[int, ...]
    env: Mapping[str, str] = {}
    timeout: float = Field(default=60.0, gt=0, le=3600)

    @field_validator("argv")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...] | str:
        return _with_placeholders(value, CHECKING_PLACEHOLDERS)


class SigningMeans(_Settings):
    """All the means by their names."""

    tokens: Mapping[str, TokenMeans] = {}
    commands: Mapping[str, CommandMeans] = {}
    gost_check: CheckMeans | None = None


def signing_means(own: Path | None = None) -> SigningMeans:
    """The means of the school; ``own`` is its folder, its copy replaces the shipped one.

    Raises :class:`Refused`: ``signing.settings_unreadable`` for no TOML, ``signing.settings_wrong`` naming the field.
    """
    path = resource(_FILE, own)
    try:
        return SigningMeans.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as trouble:
        field = ".".join(str(step) for step in trouble.errors()[0]["loc"])
        raise Refused(Finding("signing.settings_wrong", values={"file": path, "field": field})) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise Refused(Finding("signing.settings_unreadable", values={"file": path})) from None


def libraries_here(office: Office) -> dict[str, Path]:
    """Libraries of tokens that are on this computer: title of the means and the file."""
    means = signing_means(office.own).tokens.values()
    found = {one.title: next((path for path in one.libraries if path.is_file()), None) for one in means}
    return {title: path for title, path in found.items() if path is not None}


def gost_check(own: Path | None, may_go_on: Callable[[], None] = go_on) -> CheckingCommand | None:
    """The program that checks signatures by ГОСТ, if the school has set one; else they are computed."""
    means = signing_means(own).gost_check
    return None if means is None else CheckingCommand(means.argv, means.refutes, means.env, means.timeout, may_go_on)


def _with_placeholders(value: tuple[str, ...] | str, known: frozenset[str]) -> tuple[str, ...] | str:
    """``value`` as it is; raises :class:`ValueError` for a placeholder that is not ``known``."""
    for text in (value,) if isinstance(value, str) else value:
        if unknown := placeholders(text) - known:
            raise ValueError(f"unknown placeholders: {', '.join(sorted(unknown))}")
    return value
