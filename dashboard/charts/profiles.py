"""One district beside its peers: which districts are comparable for each indicator, and a chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from dashboard.charts.chart import Chart, notes_for, sources_for, unit_key
from dashboard.charts.recipe import ProfileRecipe, selected
from dashboard.charts.series import Mode, Panel, can_be_per_100k, fact_of, panels, per_100k
from dashboard.context import Context
from dashboard.district_rows import points
from dashboard.figures.base import district_name, hover, row_period, shown_text, symbol
from dashboard.figures.lines import Texts
from dashboard.figures.profile import Line, Point, profile
from dashboard.palette import district_colour
from dashboard.words import Words
from indicators.comparability import against_one_ranking, ranks
from indicators.quantities import Bounds

Row = dict[str, Any]
FEWEST_PEERS = 2
LINES = 15
MOST = 64  # districts among which peers are looked for


@dataclass(frozen=True)
class Comparison:
    """Figures of one indicator that may be ranked: the district's own, and those of its peers."""

    panel: Panel
    own: Row
    peers: tuple[Row, ...]

    @property
    def rank(self) -> int | None:
        """Place from the largest; None where the bounds leave it open."""
        bounds = [Bounds(row["shown_low"], row["shown_high"]) for row in (self.own, *self.peers)]
        return ranks(bounds)[0]


def figures_of_all(context: Context, district: str = "") -> pl.DataFrame:
    """Every figure of the chosen years and kinds of period, of all districts.

    Where there are very many districts, only of those nearest to this one or to the chosen ones.
    """
    centre = [district] if district else context.selection.districts
    around = context.data.around(centre, most=MOST)
    everywhere = replace(context.selection.filter, districts=around)
    return points(context.warehouse, [one.id for one in context.catalogue], everywhere)


def comparisons(
    rows: pl.DataFrame, district: str, context: Context, *, mode: Mode
) -> list[Comparison]:
    """For each indicator the district's latest figure that two other districts can match."""
    usable = rows.filter((pl.col("scope") == "") & pl.col("value").is_not_null())
    if mode is Mode.PER_100K:
        usable = usable.filter(pl.col("district_code").is_in(list(context.data.populations)))
    own_indicators = usable.filter(pl.col("district_code") == district)["indicator_id"].unique()
    usable = usable.filter(pl.col("indicator_id").is_in(own_indicators.to_list()))
    found: list[Comparison] = []
    for part in usable.partition_by("indicator_id", maintain_order=True):
        group = _comparable(part.sort("period_end", descending=True).to_dicts(), district)
        comparison = _comparison(part, group, context, mode=mode) if group else None
        if comparison:
            found.append(comparison)
    return found


def _comparable(rows: list[Row], district: str) -> list[Row]:
    """The district's row and one of each peer; empty where there are too few of them."""
    for own in (row for row in rows if row["district_code"] == district):
        peers = _peers(own, rows)
        if len(peers) >= FEWEST_PEERS:
            return [own, *peers]
    return []


def _peers(own: Row, rows: Iterable[Row]) -> list[Row]:
    """The latest comparable row of each other district; the rows come latest first."""
    peers: dict[str, Row] = {}
    fact = fact_of(own)
    for row in rows:
        code = row["district_code"]
        other = code != own["district_code"] and code not in peers
        if other and not against_one_ranking(fact, fact_of(row)):
            peers[code] = row
    return [peers[code] for code in sorted(peers)]


def _comparison(
    part: pl.DataFrame, group: list[Row], context: Context, *, mode: Mode
) -> Comparison | None:
    order = {row["observation_id"]: place for place, row in enumerate(group)}
    rows = part.filter(pl.col("observation_id").is_in(list(order)))
    panel: Panel | None = panels(rows, context.catalogue, context.words)[0]
    if panel and mode is Mode.PER_100K:
        allowed = can_be_per_100k(panel, context.catalogue)
        panel = per_100k(panel, context.data.populations, context.words) if allowed else None
    if panel is None:
        return None
    shown = sorted(panel.rows.to_dicts(), key=lambda row: order[row["observation_id"]])
    return Comparison(panel, shown[0], tuple(shown[1:]))


def profile_chart(found: list[Comparison], context: Context, *, mode: Mode) -> Chart | None:
    """The comparisons with most peers, in the order of the catalogue; None when there are none."""
    if not found:
        return None
    words = context.words
    shown = _with_most_peers(found)
    drawn = pl.concat([_rows(item) for item in shown], how="diagonal_relaxed")
    name = district_name(shown[0].own, words)
    title, under = words("profile.title", district=name), words("profile.subtitle")
    if mode is Mode.PER_100K:
        under = f"{words('mode.per_100k')} · {under}"
    lines = [_line(item, context) for item in shown]
    spoken = words.pick("；", "; ").join(line.texts.spoken for line in lines)
    notes = [words("profile.peers"), words("profile.rank")]
    if mode is Mode.PER_100K:
        notes.append(words("note.population"))
    if len(found) > len(shown):
        notes.append(words("profile.most", shown=len(shown), all=len(found)))
    return Chart(
        key=f"profile-{mode}-{shown[0].own['district_code']}",
        kind="profile",
        recipe=ProfileRecipe(
            **selected(context), district=shown[0].own["district_code"], mode=mode
        ),
        title=title,
        subtitle=under,
        figure=profile(lines),
        rows=drawn,
        unit=shown[0].panel.unit,
        notes=(*notes, *notes_for(drawn, context)),
        sources=sources_for(drawn, words),
        alt=words("profile.alt", title=title, items=spoken),
        units={unit_key(item.panel): item.panel.unit for item in shown},
    )


def _with_most_peers(found: list[Comparison]) -> list[Comparison]:
    chosen = sorted(found, key=lambda item: len(item.peers), reverse=True)[:LINES]
    return [item for item in found if any(item is one for one in chosen)]


def _rows(item: Comparison) -> pl.DataFrame:
    order = [row["observation_id"] for row in (item.own, *item.peers)]
    place = pl.col("observation_id").replace_strict(order, list(range(len(order))))
    return item.panel.rows.sort(place)


def _line(item: Comparison, context: Context) -> Line:
    words, own, unit = context.words, item.own, item.panel.unit
    value = shown_text(own, unit, words)
    return Line(
        texts=Texts(
            name=context.short(own["indicator_id"]),
            place=row_period(own, words),
            number=value if unit.percent else f"{value} {_unit_label(item, context)}",
            detail=_place(item, words),
            colour=district_colour(own["district_code"]),
        ),
        own=_point(own, item, words),
        peers=tuple(_point(row, item, words) for row in item.peers),
        symbol=symbol(own),
    )


def _point(row: Row, item: Comparison, words: Words) -> Point:
    return Point(
        value=row["shown"],
        low=row["shown_low"],
        high=row["shown_high"],
        hover=hover(row, item.panel.unit, words),
        observation_id=row["observation_id"],
    )


def _unit_label(item: Comparison, context: Context) -> str:
    """The unit alone; "per 100,000 residents" would not fit and stands in the subtitle."""
    unit = context.catalogue.unit_of(item.own["indicator_id"])
    if item.panel.mode is Mode.PER_100K and unit.id != "CNY":
        return context.words.pick(unit.zh, unit.en)
    return item.panel.unit.label


def _place(item: Comparison, words: Words) -> str:
    """Where the district stands among how many; no place where ranges overlap."""
    count = len(item.peers) + 1
    if item.rank is None:
        return words("profile.of", count=count)
    return words("profile.place", rank=item.rank, count=count)
