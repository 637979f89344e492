"""Every text of ours in both languages, by key; knows no figures and no Streamlit."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


class Language(StrEnum):
    """The languages of the dashboard."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True)
class Words:
    """Texts in one language.

    >>> Words(Language.EN)("status.reported")
    'Reported'
    """

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its placeholders filled in; KeyError for an unknown key."""
        text = load_texts()[key][self.language.value]
        return text.format(**values) if values else text

    def pick(self, zh: str, en: str) -> str:
        """The one of two texts that is in this language."""
        return zh if self.language is Language.ZH else en

    def join(self, items: list[str]) -> str:
        """A list in a sentence: 甲、乙 or A, B."""
        return self.pick("、", ", ").join(items)

    @property
    def colon(self) -> str:
        """What stands between a label and its text."""
        return self.pick("：", ": ")

    @property
    def zh(self) -> bool:
        """Whether this is Chinese."""
        return self.language is Language.ZH


@cache
def load_texts() -> dict[str, dict[str, str]]:
    """All texts of the `texts` folder, `section.key` → language → text."""
    texts: dict[str, dict[str, str]] = {}
    for file in sorted(TEXTS.glob("*.toml")):
        for section, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for key, entry in entries.items():
                texts[f"{section}.{key}"] = entry
    return texts
