"""What the page 指标对比 lets one choose: indicator, scope, kind of period, kind of view, scale."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

import polars as pl
import streamlit as st

from dashboard import choices, links
from dashboard.charts.kinds import in_mode
from dashboard.charts.series import Mode, Panel
from dashboard.context import Context
from dashboard.figures.trend import can_be_log, has_course
from dashboard.formats import period_text
from indicators.periods import Basis, parse_label

PAGE = "explore"
# what may be typed to find an indicator but need not be seen stands beyond the edge of the list
ASIDE = "\u2003" * 90
INDICATOR, SCOPE, KIND = "i", "s", "k"
PERIOD_WIDTH = 260  # pixels
WHOLE = "whole"  # the scope of an unrestricted figure, as a link names it


class View(StrEnum):
    """The kinds of view, in the order of their buttons."""

    TREND = "trend"
    RANKING = "ranking"
    CHANGE = "change"
    MULTIPLES = "multiples"
    SCATTER = "scatter"
    TABLE = "table"


# an index says nothing about who is larger, growth needs no second period
MODES: dict[View, tuple[Mode, ...]] = {
    View.TREND: tuple(Mode),
    View.RANKING: (Mode.LEVEL, Mode.PER_100K, Mode.GROWTH),
    View.CHANGE: (Mode.LEVEL, Mode.PER_100K),
    View.MULTIPLES: tuple(Mode),
    View.SCATTER: (Mode.LEVEL, Mode.PER_100K),
    View.TABLE: (Mode.LEVEL,),
}


def _one_of(
    name: str,
    options: Sequence[str],
    *,
    label: str,
    show: choices.Show,
    default: str = "",
    known: Collection[str] = (),
    width: choices.Width = "stretch",
) -> str:
    """One of a list, carried by the link even if it is the default: newer data may have another."""
    chosen = choices.one_of(
        name,
        options,
        page=PAGE,
        label=label,
        show=show,
        default=default,
        known=known,
        width=width,
    )
    links.put({name: chosen})
    return chosen


def indicator(known: Sequence[str], alike: pl.DataFrame, context: Context) -> str:
    """Any indicator that has figures; the one with most like figures in the selection at first.

    `known` are all of them, `alike` those in the selection, as `queries.alike` returns them.
    """
    here = _fullest_first(alike)["indicator_id"].to_list()
    return _one_of(
        INDICATOR,
        known,
        label=context.words("explore.indicator"),
        show=lambda item: _indicator_label(item, context, here=item in here),
        default=here[0] if here else known[0],
    )


def _indicator_label(indicator_id: str, context: Context, *, here: bool) -> str:
    """Family and name as they are seen, then the other names and the id, to be searched for."""
    words, entry = context.words, context.catalogue[indicator_id]
    family = context.catalogue.family(entry.family)
    seen = words.pick(f"{family.name_zh} · {entry.name_zh}", f"{entry.short_en} · {family.name_en}")
    mark = "" if here else words("explore.none_here")
    names = (entry.name_zh, entry.name_en, entry.short_zh, entry.short_en, indicator_id)
    return f"{seen}{mark}{ASIDE}{' '.join(names)}"


def choose_indicator(indicator_id: str) -> None:
    """Set the indicator from a button; scope and kind of period start anew."""
    st.session_state[f"{PAGE}-{INDICATOR}"] = indicator_id
    for name in (SCOPE, KIND):
        st.session_state.pop(f"{PAGE}-{name}", None)


def scope(holdings: pl.DataFrame, context: Context) -> str:
    """One of the scopes of an indicator that the selection holds, empty for the whole district.

    `holdings` are the rows of the indicator; at first the scope with most like figures is shown.
    """
    words = context.words
    labels = {
        zh or WHOLE: words.pick(zh, en) if zh else words("explore.whole")
        for zh, en in holdings.select("scope", "scope_en").rows()
    }
    here = _fullest_first(holdings)["scope"].unique(maintain_order=True)
    chosen = _one_of(
        SCOPE,
        [name or WHOLE for name in here],
        label=words("column.scope"),
        show=labels.__getitem__,
        known=list(labels),
    )
    return "" if chosen == WHOLE else chosen


def kind(holdings: pl.DataFrame, within: str, context: Context) -> str:
    """One of the kinds of period, as their shape, that the selection holds within a scope."""
    here = _fullest_first(holdings.filter(pl.col("scope") == within))
    kinds = {row["shape"]: _kind_label(row, context) for row in here.iter_rows(named=True)}
    return _one_of(
        KIND,
        list(kinds),
        label=context.words("explore.kind"),
        show=kinds.__getitem__,
        known=holdings["shape"].to_list(),
    )


def _fullest_first(holdings: pl.DataFrame) -> pl.DataFrame:
    here = holdings.filter(pl.col("figures") > 0)
    return here.sort("figures", descending=True, maintain_order=True)


def _kind_label(row: dict[str, object], context: Context) -> str:
    """A kind of period; other spans are told by one of them."""
    words = context.words
    name = words(f"basis.{row['basis']}")
    if row["basis"] != Basis.OTHER_SPAN:
        return name
    newest = period_text(parse_label(str(row["newest_label"])), words)
    return words("explore.such_as", name=name, period=newest)


def view(context: Context) -> View:
    """Which kind of view."""
    words = context.words
    chosen = choices.switch(
        "view",
        list(View),
        page=PAGE,
        label=words("explore.view"),
        show=lambda item: words(f"explore.{item}"),
    )
    return View(chosen)


def mode(panel: Panel, shown: View, context: Context) -> Mode:
    """What is shown of the values: of the modes that say something here."""
    words = context.words
    options = [item for item in MODES[shown] if in_mode(panel, item, context)]
    if len(options) == 1:
        return options[0]
    chosen = choices.switch(
        "show",
        options,
        page=PAGE,
        label=words("family.show"),
        show=lambda item: words(f"mode.{item}"),
        known=list(Mode),
    )
    return Mode(chosen)


def log_scale(panel: Panel, shown: View, context: Context) -> bool:
    """Whether the trend has a logarithmic axis; offered where every value has a place on one."""
    words = context.words
    plain = panel.unit.percent or not can_be_log(panel)
    if shown is not View.TREND or plain or not has_course(panel):
        return False
    chosen = choices.switch(
        "scale",
        ["linear", "log"],
        page=PAGE,
        label=words("family.scale"),
        show=lambda item: words(f"mode.{item}"),
    )
    return chosen == "log"


def period(
    name: str,
    label: str,
    options: Sequence[str],
    *,
    names: Mapping[str, str],
    default: str = "",
) -> str:
    """One period; `names` are those of all periods that the panel has."""
    return _one_of(
        name,
        options,
        label=label,
        show=names.__getitem__,
        width=PERIOD_WIDTH,
        default=default,
        known=list(names),
    )


def companion(holdings: pl.DataFrame, context: Context) -> tuple[str, str]:
    """The second indicator of a scatter, with its scope; `holdings` are those to choose from."""
    words = context.words
    labels = {
        f"{row['indicator_id']}@{row['scope']}": _companion_label(row, context)
        for row in holdings.iter_rows(named=True)
    }
    chosen = _one_of(
        "with",
        list(labels),
        label=words("explore.companion"),
        show=labels.__getitem__,
        known=[f"{item.id}@" for item in context.catalogue],
    )
    second, _, scope = chosen.partition("@")
    return second, scope


def _companion_label(row: dict[str, object], context: Context) -> str:
    words, entry = context.words, context.catalogue[str(row["indicator_id"])]
    names = [words.pick(entry.name_zh, entry.short_en)]
    if row["scope"]:
        names.append(words.pick(str(row["scope"]), str(row["scope_en"])))
    shared = words("explore.shared", count=row["shared"])
    return f"{' · '.join(names)}{shared}{ASIDE}{entry.name_zh} {entry.name_en} {entry.id}"
