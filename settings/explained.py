"""What keys.toml says of every key, in both languages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

KEYS = Path(__file__).parent / "keys.toml"


class Text(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str


class Key(Text):
    """What is said of one key."""

    group: str
    allowed: Text
    default: Text | None = None


class Explained(BaseModel):
    """What is said of all keys, and the names of their groups."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: dict[str, Text]
    key: dict[str, Key]


@cache
def explained() -> Explained:
    """The texts, read once."""
    return Explained.model_validate(tomllib.loads(KEYS.read_text(encoding="utf-8")))
