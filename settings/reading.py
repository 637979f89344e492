"""Reads the settings: from the environment, then from a file, then the defaults of the model.

The file is $RULE_OF_LAW_SETTINGS, or settings.toml in the project, or the one below /etc.
"""

from __future__ import annotations

import os
import sys
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    TomlConfigSettingsSource,
)

from settings.model import PREFIX, ROOT, Settings
from settings.problems import Problem, SettingsError, contradictions, refused, unknown

FILE = f"{PREFIX}SETTINGS"
PLACES = (ROOT / "settings.toml", Path("/etc/rule-of-law/settings.toml"))


def current() -> Settings:
    """The settings of this process; SettingsError when they are wrong.

    The environment is looked at each time, the file is read once.
    """
    return _read(_own_variables())


def or_exit() -> Settings:
    """The settings, or the end: what is wrong goes to the terminal, without a trace."""
    try:
        return current()
    except SettingsError as error:
        leave(error)


def leave(error: SettingsError) -> NoReturn:
    """Say what is wrong and end with 2."""
    sys.stderr.write(f"{error.text()}\n")
    raise SystemExit(2) from None


def origins() -> dict[str, str]:
    """Where each value comes from: a variable, a file; keys with their default are left out."""
    file = settings_file()
    found = {key: str(file) for key in _of_file(file)()} if file else {}
    return found | {key: PREFIX + key.upper() for key in _Environment(Settings)()}


def settings_file() -> Path | None:
    """The file that is read, if there is one; SettingsError when the one named is not there."""
    named = os.environ.get(FILE)
    if not named:
        return next((place for place in PLACES if place.is_file()), None)
    if not Path(named).is_file():
        raise SettingsError([Problem(FILE, f"没有文件 {named}。", f"there is no file {named}.")])
    return Path(named)


class _Environment(EnvSettingsSource):
    """The environment, as what reads the model sees it."""

    def __init__(self, model: type[BaseSettings]) -> None:
        super().__init__(model, env_prefix=PREFIX, env_ignore_empty=True)


class _FromFile(Settings):
    """The model, with a file as its second source."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables come before the file."""
        file = settings_file()
        return (env_settings, _of_file(file)) if file else (env_settings,)


def _own_variables() -> tuple[tuple[str, str], ...]:
    names = (name for name in os.environ if name.upper().startswith(PREFIX))
    return tuple(sorted((name, os.environ[name]) for name in names))


@lru_cache(maxsize=8)
def _read(variables: tuple[tuple[str, str], ...]) -> Settings:
    known = {PREFIX + key.upper() for key in Settings.model_fields} | {FILE}
    problems = [unknown(name) for name, _ in variables if name.upper() not in known]
    try:
        settings = _FromFile()
    except ValidationError as error:
        raise SettingsError([*problems, *refused(error)]) from error
    problems += contradictions(settings)
    if problems:
        raise SettingsError(problems)
    return settings


def _of_file(file: Path) -> TomlConfigSettingsSource:
    try:
        return TomlConfigSettingsSource(Settings, file)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        zh, en = f"读不出来（{error}）。", f"cannot be read ({error})."
        raise SettingsError([Problem(str(file), zh, en)]) from error


def masked(settings: Settings) -> dict[str, Any]:
    """Every key with its value in effect; of a secret only whether there is one."""
    values = settings.model_dump()
    values |= {"data": settings.data_folder, "warehouse": settings.warehouse_folder}
    return {
        key: ("***" if value.get_secret_value() else "")
        if hasattr(value, "get_secret_value")
        else value
        for key, value in values.items()
    }
