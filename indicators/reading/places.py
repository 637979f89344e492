"""Which district a report is about: named in title, issuer or text, or inferred from its towns."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

from indicators.districts import District, load_districts
from indicators.observations import Attribution
from indicators.reading.model import Attributed

_SUFFIX = re.compile("[区县市旗域]")
_LONGEST_NAME = 15
_TOWN = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:街道|镇|乡)")
_TITLE, _ISSUER, _HEAD, _TEXT, _SHORT = 60, 40, 10, 1, 3  # what a mention weighs
_NO_TOWNS = frozenset({"乡镇", "各镇", "城乡", "街道", "村镇", "全镇", "本镇", "该镇", "重点乡镇"})


@cache
def _names() -> dict[str, tuple[District, ...]]:
    """Districts by full name; namesakes share one."""
    found: dict[str, list[District]] = defaultdict(list)
    for district in load_districts():
        found[district.name_zh].append(district)
    return {name: tuple(districts) for name, districts in found.items()}


def attribute(title: str, issuer: str, folded: str) -> Attributed:
    """The district that a report is about, with the words that tell it."""
    votes: Counter[str] = Counter()
    for text, weight in (
        (title, _TITLE),
        (issuer, _ISSUER),
        (_head(folded), _HEAD),
        (folded, _TEXT),
    ):
        for name in _named(text):
            votes[name] += weight
    votes.update({name: _SHORT for name in _short_names(folded, title) if name not in votes})
    if votes:
        name = _best(votes)
        return _of_name(name, f"{title}\n{issuer}\n{folded}")
    return _of_towns(folded)


def district_name(code: str) -> str:
    """The Chinese name of a district; empty for a code that is none."""
    return load_districts().by_code(code).name_zh if code in load_districts() else ""


def names_another(words: str, district: str) -> bool:
    """Whether words name a district other than the one with this code."""
    return any(
        all(
            found.code != district and found.code[:4] + "00" != district for found in _names()[name]
        )
        for name in _named(words)
    )


def _best(votes: Counter[str]) -> str:
    """The name with most votes; of a city and its own district, the district."""
    ordered = [name for name, _ in votes.most_common()]
    top = ordered[0]
    for name in ordered[1:4]:
        within = any(d.city.name_zh == top for d in _names()[name])
        if within and votes[name] * 4 >= votes[top]:
            return name
    return top


def _head(folded: str) -> str:
    """Where a report names its author: its beginning and its end."""
    return folded[:300] + folded[-120:]


def _named(text: str) -> Iterator[str]:
    """Every name of a district in a text, longest first at each place."""
    names = _names()
    for found in _SUFFIX.finditer(text):
        end = found.end()
        for start in range(max(0, end - _LONGEST_NAME), end - 1):
            if text[start:end] in names:
                yield text[start:end]
                break


_BUREAU = re.compile(r"([\u4e00-\u9fff]{2,6}?)(?:司法局|政府)")
_OFFICE = re.compile(r"(?:法治|平安|依法治)([\u4e00-\u9fff]{2,3})(?=建设|、|,|。)")


def _short_names(folded: str, title: str) -> Iterator[str]:
    """Names without their kind (法治镇海), where only one district has them."""
    shorts = _shorts()
    for pattern, text in ((_BUREAU, title), (_OFFICE, f"{title}\n{folded}")):
        for found in pattern.finditer(text):
            if (name := shorts.get(found[1])) is not None:
                yield name


@cache
def _shorts() -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for name in _names():
        if len(name) > 2:
            found[name[:-1]].add(name)
    return {
        short: next(iter(names))
        for short, names in found.items()
        if len(names) == 1 and len(_names()[next(iter(names))]) == 1
    }


def _of_name(name: str, text: str) -> Attributed:
    """Namesakes are told apart by the city or province that the text names."""
    districts = _names()[name]
    if len(districts) > 1:
        ranked = sorted(districts, key=lambda d: -_closeness(d, text))
        if _closeness(ranked[0], text) > _closeness(ranked[1], text):
            others = tuple(d.code for d in ranked[1:])
            return Attributed(ranked[0].code, Attribution.STATED, name, others)
        return Attributed("", Attribution.STATED, name, tuple(d.code for d in ranked))
    return Attributed(districts[0].code, Attribution.STATED, name)


def _closeness(district: District, text: str) -> int:
    """How often a text names the city and the province of a district, and its towns."""
    towns = sum(
        district.code in load_districts().towns().get(found, ())
        for found in set(_TOWN.findall(text))
    )
    near = text.count(district.city.name_zh) * 4 + text.count(district.city.short_zh)
    return near * 3 + text.count(district.province.short_zh) + towns * 5


def _of_towns(folded: str) -> Attributed:
    """The district that most of the towns in a text belong to."""
    towns = load_districts().towns()
    known: dict[str, None] = {}
    for found in re.finditer("镇|街道|乡", folded):
        for start in range(max(0, found.start() - 5), found.start()):
            name = folded[start : found.end()]
            if name in towns and name not in _NO_TOWNS:
                known[name] = None
                break
    # a name that many districts share says less
    votes: Counter[str] = Counter()
    for name in known:
        votes.update({code: 12 // len(towns[name]) + 1 for code in towns[name]})
    if not votes:
        return Attributed("", Attribution.INFERRED, "")
    ranked = [code for code, _ in votes.most_common(5)]
    if len(ranked) > 1 and votes[ranked[0]] == votes[ranked[1]]:
        return Attributed("", Attribution.INFERRED, "、".join(known), tuple(ranked))
    return Attributed(ranked[0], Attribution.INFERRED, "、".join(known), tuple(ranked[1:]))
