"""The data dictionary: every indicator of the catalogue with its definition and what is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.answers import answer
from dashboard.choices import one_of, search
from dashboard.context import Context
from dashboard.markup import escape
from dashboard.words import Words
from indicators.catalogue import Catalogue, Family, Indicator
from warehouse import queries
from warehouse.identities import all_identities

ALL = "all"


@dataclass(frozen=True)
class Known:
    """What is known of indicators beyond the catalogue: checks, and how much there is of each."""

    identities: Mapping[str, list[tuple[str, str]]]
    facts: Mapping[str, tuple[int, int]]


def dictionary(context: Context) -> None:
    """Search, then the indicators family by family."""
    words = context.words
    names = {f.id: words.pick(f.name_zh, f.name_en) for f in context.catalogue.families}
    names = {ALL: words("data_figure.family_all"), **names}
    left, right = st.columns(2)
    with left:
        text = search(
            "q", page="methods", label=words("dictionary.search"),
            placeholder=words("dictionary.search_hint"),
        )  # fmt: skip
    with right:
        family = one_of(
            "family", list(names), page="methods", label=words("data_figure.family"),
            show=names.__getitem__,
        )  # fmt: skip
    found = matching(context.catalogue, text=text, family=family)
    if not found:
        st.info(words("dictionary.none"))
        return
    st.markdown(words("dictionary.count", found=sum(map(len, found.values()))))
    known = _known(context)
    for family_id, indicators in found.items():
        _family(context.catalogue.family(family_id), indicators, known, context)


def matching(catalogue: Catalogue, *, text: str, family: str) -> dict[str, list[Indicator]]:
    """Indicators by family whose names, definition or id hold every word of the search text."""
    wanted = text.casefold().split()
    found: dict[str, list[Indicator]] = {}
    for indicator in catalogue:
        if family in (ALL, indicator.family) and all(w in _searched(indicator) for w in wanted):
            found.setdefault(indicator.family, []).append(indicator)
    return found


def _searched(indicator: Indicator) -> str:
    return "\n".join(
        (
            indicator.id, indicator.name_zh, indicator.short_zh, indicator.name_en,
            indicator.short_en, indicator.definition_zh, indicator.definition_en,
        )
    ).casefold()  # fmt: skip


def _known(context: Context) -> Known:
    identities: dict[str, list[tuple[str, str]]] = {}
    for identity in all_identities(context.catalogue):
        names = (str(identity.row["name_zh"]), str(identity.row["name_en"]))
        for indicator_id in dict.fromkeys(str(term["indicator_id"]) for term in identity.terms):
            identities.setdefault(indicator_id, []).append(names)
    rows = answer(queries.facts_by_indicator, context.warehouse).iter_rows()
    return Known(identities, {key: (facts, districts) for key, facts, districts in rows})


def _family(family: Family, indicators: list[Indicator], known: Known, context: Context) -> None:
    words = context.words
    st.subheader(words.pick(family.name_zh, family.name_en))
    st.caption(words.pick(family.description_zh, family.description_en))
    st.markdown("\n\n".join(entry(indicator, known, context) for indicator in indicators))


def entry(indicator: Indicator, known: Known, context: Context) -> str:
    """One indicator as Markdown: names and id, definition, then what else is known of it."""
    words = context.words
    first, second = indicator.name_zh, indicator.name_en
    if not words.zh:
        first, second = second, first
    small = (
        _kind(indicator, known, context),
        _related(indicator, context),
        _checked(indicator, known, words),
    )
    lines = (
        f"**{escape(first)}**　{escape(second)}　`{indicator.id}`",
        escape(words.pick(indicator.definition_zh, indicator.definition_en)),
        *(f":small[:gray[{escape(line)}]]" for line in small if line),
    )
    return "  \n".join(lines)


def _kind(indicator: Indicator, known: Known, context: Context) -> str:
    """Unit, measure, polarity, quotient, and how much there is."""
    words = context.words
    unit = context.catalogue.unit_of(indicator.id)
    parts = [
        words("dictionary.unit", unit=words.pick(unit.zh, unit.en)),
        words(f"measure.{indicator.measure.value}"),
        words(f"polarity.{indicator.polarity.value}"),
    ]
    if indicator.denominator:
        upper = " + ".join(context.short(part) for part in indicator.numerators)
        lower = context.short(indicator.denominator)
        parts.append(words("dictionary.quotient", upper=upper, lower=lower))
    count, districts = known.facts.get(indicator.id, (0, 0))
    key = "dictionary.facts" if count else "dictionary.no_facts"
    return " · ".join([*parts, words(key, facts=count, districts=districts)])


def _related(indicator: Indicator, context: Context) -> str:
    words = context.words
    names = [context.short(item) for item in context.catalogue.related(indicator.id)]
    return words("dictionary.related", names=words.join(names)) if names else ""


def _checked(indicator: Indicator, known: Known, words: Words) -> str:
    names = [words.pick(zh, en) for zh, en in known.identities.get(indicator.id, [])]
    joined = words.pick("；", "; ").join(names)
    return words("dictionary.identities", names=joined) if names else ""
