"""Restrictions that made-up reports print: those of the catalogue's identities, and free names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

import numpy as np

from bench.national.sizes import FOLDER
from bench.national.truth import Whole

NAMED_AND_FREE = ("一审", "线上渠道", "来访窗口", "重点企业", "老年人", "残疾人", "新业态从业者")


@dataclass(frozen=True)
class Scopes:
    """Names in Chinese, English and their kind; the first is the whole district, unnamed."""

    names: tuple[str, ...]
    english: tuple[str, ...]
    kinds: tuple[str, ...]
    free: Whole

    def place(self, name: str) -> int:
        """Where a name stands."""
        return self.names.index(name)


@cache
def load_scopes() -> Scopes:
    """Every name of `scopes.toml`; each first word is combined with each second one."""
    content = tomllib.loads((FOLDER / "scopes.toml").read_text(encoding="utf-8"))
    rows = [("", "Whole district", "whole")]
    rows += [(name, english, kind) for name, (english, kind) in content["named"].items()]
    rows += [
        (first + second, f"{first_en} {second_en}", kind)
        for first, first_en in content["first"].items()
        for second, (second_en, kind) in content["second"].items()
    ]
    names, english, kinds = zip(*rows, strict=True)
    made = range(1 + len(content["named"]), len(rows))
    free = [*(names.index(name) for name in NAMED_AND_FREE), *made]
    return Scopes(names, english, kinds, np.array(free))
