"""The filters: districts, years, kind of period, language; the same place on every page."""

from __future__ import annotations

from functools import lru_cache

import polars as pl
import streamlit as st

from dashboard import links
from dashboard.context import Data, browser_language
from dashboard.selection import (
    MOST_DISTRICTS,
    BasisChoice,
    Selection,
    default_selection,
    fits,
    from_link,
    in_order,
)
from dashboard.words import Language, Words

_SELECTION = "filters.selection"
_DISTRICTS, _YEARS, _BASES, _LANGUAGE = "f_districts", "f_years", "f_bases", "f_language"
_CITY = "city:"


def language() -> Words:
    """The language of this run: of the link, as chosen before, or of the browser."""
    default = browser_language()
    chosen = links.choice("lang", list(Language), default.value, key=_LANGUAGE)
    links.reopen_on_change("lang", chosen)
    links.put({"lang": chosen})
    return Words(Language(chosen))


def read(data: Data) -> None:
    """Before the widgets are made: put a new link's selection, or the kept one, into them."""
    asked = links.asked()
    kept: Selection | None = st.session_state.get(_SELECTION)
    if asked or kept is None:
        kept, bad = from_link(asked, data.offer)
        links.report(bad)
        _fill(kept)
    elif not fits(kept, data.offer):
        # other data than before: what they lack cannot stay chosen
        _fill(from_link(kept.to_link(), data.offer)[0])
    else:
        _fill_missing(kept)


def sidebar(data: Data, words: Words) -> Selection:
    """Draw the filters and return what they hold."""
    districts = _choose_districts(data, words)
    first, last = _choose_years(data, words)
    selection = Selection(districts, first, last, _choose_bases(words))
    st.session_state[_SELECTION] = selection
    links.put(selection.to_link())
    return selection


def _choose_districts(data: Data, words: Words) -> tuple[str, ...]:
    options, labels = _district_options(data, words)
    chosen = st.multiselect(
        words("filter.districts"),
        options,
        format_func=labels.__getitem__,
        key=_DISTRICTS,
        help=words("filter.districts_help"),
        placeholder=words("filter.districts_placeholder"),
        on_change=_expand_cities,
        args=(data.districts, words),
        select_all=False,
    )
    return tuple(code for code in chosen if not code.startswith(_CITY))


def _choose_years(data: Data, words: Words) -> tuple[int, int]:
    years = list(data.offer.years)
    # the default makes it a range; what it holds comes from the session (see config.toml)
    return st.select_slider(
        words("filter.years"), options=years, value=(years[0], years[-1]), key=_YEARS
    )


def _choose_bases(words: Words) -> tuple[BasisChoice, ...]:
    """Nothing ticked means no restriction, as in every list of tick boxes."""
    bases = st.segmented_control(
        words("filter.basis"),
        list(BasisChoice),
        selection_mode="multi",
        format_func=lambda basis: words(f"basis_short.{basis}"),
        key=_BASES,
        help=words("filter.basis_help"),
        width="stretch",
    )
    return in_order(bases) or tuple(BasisChoice)


def language_switch(words: Words) -> None:
    """中文 | English."""
    st.segmented_control(
        words("filter.language"),
        list(Language),
        format_func={Language.ZH: "中文", Language.EN: "English"}.__getitem__,
        key=_LANGUAGE,
        label_visibility="collapsed",
        required=True,
    )


def choose(selection: Selection) -> None:
    """Set the filters from a button; they take effect on the next run."""
    st.session_state[_SELECTION] = selection
    _fill(selection)


def reset(data: Data) -> None:
    """Back to the default filters."""
    choose(default_selection(data.offer))


def _fill(selection: Selection) -> None:
    st.session_state[_DISTRICTS] = list(selection.districts)
    st.session_state[_YEARS] = (selection.first_year, selection.last_year)
    st.session_state[_BASES] = list(selection.bases)


def _fill_missing(selection: Selection) -> None:
    """Streamlit forgets a widget that a run did not draw; the kept selection does not."""
    if any(key not in st.session_state for key in (_DISTRICTS, _YEARS, _BASES)):
        _fill(selection)


@lru_cache(maxsize=8)
def _district_options(data: Data, words: Words) -> tuple[list[str], dict[str, str]]:
    """Cities, each before its districts, and what the list shows for each option.

    The list searches in its labels, so pinyin and code belong to them; they stand on a second
    line, which the chips of chosen districts do not show (see style.css).
    """
    options: list[str] = []
    labels: dict[str, str] = {}
    city_name = words.pick("city_zh", "city_en")
    for city in data.districts.partition_by("city_code", maintain_order=True):
        key, name = f"{_CITY}{city['city_code'][0]}", city[city_name][0]
        if city.height > 1:
            options.append(key)
            labels[key] = words("filter.all_of_city", city=name, count=city.height)
        for row in city.iter_rows(named=True):
            code = row["district_code"]
            options.append(code)
            other = words.pick(row["label_en"], row["label_zh"])
            label = words.pick(row["label_zh"], row["label_en"])
            labels[code] = f"{label}\n {name} {other} {row['pinyin']} {row['initials']} {code}"
    return options, labels


def _expand_cities(districts: pl.DataFrame, words: Words) -> None:
    """A chosen city stands for all its districts; beyond the limit nothing is added."""
    chosen: list[str] = st.session_state[_DISTRICTS]
    cities = {item.removeprefix(_CITY) for item in chosen if item.startswith(_CITY)}
    if cities:
        of_cities = districts.filter(pl.col("city_code").is_in(list(cities)))["district_code"]
        kept = [item for item in chosen if not item.startswith(_CITY)]
        chosen = list(dict.fromkeys([*kept, *of_cities]))
    if len(chosen) > MOST_DISTRICTS:
        beyond = len(chosen) - MOST_DISTRICTS
        st.toast(words("filter_limit.cut", most=MOST_DISTRICTS, count=beyond))
    st.session_state[_DISTRICTS] = chosen[:MOST_DISTRICTS]
