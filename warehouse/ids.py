"""Ids that follow from what a fact says, so that links to it last: 60 bits of a SHA-256.

The database makes the same ones (`number_of` in sql/macros.sql); a country's twenty years hold one
pair of equal ids with a chance of one in ten thousand.
"""

from __future__ import annotations

import hashlib
import re

from indicators.observations import Observation

DIGITS = 15
_ID = re.compile(rf"[0-9a-f]{{{DIGITS}}}")


def observation_id(item: Observation) -> str:
    """The id of an observation, in hexadecimal."""
    fact = item.fact
    parts = (
        fact.district, fact.indicator, fact.scope, fact.period.label, item.source, item.status,
        item.printed,
    )  # fmt: skip
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:DIGITS]


def number_of(text: str) -> int:
    """An id as the database keeps it; 0, which nothing has, for a text that is none."""
    return int(text, 16) if _ID.fullmatch(text) else 0
