"""The charts of a briefing one below the other: order, title, what is new, texts, the page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.briefing import edits, following
from dashboard.briefing.building import Entry
from dashboard.briefing.model import Briefing
from dashboard.briefing.news import seen_now
from dashboard.charts.drawing import draw
from dashboard.charts.recipe import Recipe
from dashboard.markup import escape
from dashboard.pages.briefing import desk as desks
from dashboard.pages.briefing.desk import Desk, change, change_item, chart_of, texts_of
from dashboard.pages.briefing.news_box import news_box
from dashboard.pages.briefing.pictures import Pictures, choose_layout
from dashboard.pages.briefing.texts import texts
from dashboard.words import Words

LONGEST_TITLE = 200


def items(desk: Desk) -> Callable[[], None]:
    """Every chart; returns what draws the pictures, which wait until everything else is there."""
    words = desk.context.words
    st.header(words("briefing.charts", count=len(desk.briefing.items)), anchor=False)
    pictures = Pictures(choose_layout(words), desk)
    for place, entry in enumerate(desk.made.entries):
        undo_bar(desk, place=place)
        _item(entry, place, desk, pictures)
    undo_bar(desk, place=len(desk.made.entries), last=True)
    return pictures.draw


def undo_bar(desk: Desk, *, place: int, last: bool = False) -> None:
    """Where the last chart was taken out: what it was, and the way back."""
    words, steps = desk.context.words, desks.steps_back()
    # the place is always there: what comes and goes in it must not set everything below anew
    with st.container(key=f"brief-undo-{'last' if last else place}"):
        if not steps or not (steps[-1].place == place or (last and steps[-1].place > place)):
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(words("briefing.taken", what=escape(steps[-1].said)), width="stretch")
            st.button(
                words("briefing.undo"), key="brief-undo", icon=":material/undo:",
                on_click=desks.undo,
            )  # fmt: skip


def _item(entry: Entry, place: int, desk: Desk, pictures: Pictures) -> None:
    words, item = desk.context.words, entry.item
    with st.container(border=True, key=f"card-brief-{item.id}"):
        _head(entry, place, desk)
        if entry.failure:
            st.error(words("briefing_item.failed"))
        elif entry.drawn is None:
            st.warning(words("briefing_item.not_drawn", why=_why_not(item.recipe, desk)))
        news_box(entry, desk)
        if entry.drawn is None or not pictures.shown:
            _fields(entry, desk)
            return
        picture, fields = st.columns([5, 6], gap="medium")
        with picture:
            pictures.place(entry, place)
        with fields:
            _fields(entry, desk)


def _head(entry: Entry, place: int, desk: Desk) -> None:
    """Which chart it is, and where it goes."""
    words, item, count = desk.context.words, entry.item, len(desk.briefing.items)
    title, chart = title_of(entry, words), chart_of(entry)
    heading, buttons = st.columns([5, 4], vertical_alignment="center")
    heading.markdown(f"### {place + 1}\\. {escape(title)}")
    if chart:
        heading.caption(escape(chart.subtitle))
    steps = (
        ("up", ":material/arrow_upward:", -1, place > 0),
        ("down", ":material/arrow_downward:", 1, place + 1 < count),
        ("top", ":material/vertical_align_top:", -count, place > 0),
    )
    with buttons.container(horizontal=True, horizontal_alignment="right", gap="small"):
        for name, icon, by, possible in steps:
            st.button(
                words(f"briefing_item.{name}"),
                key=f"brief-{name}-{item.id}",
                type="tertiary",
                icon=icon,
                on_click=change_item,
                args=(edits.move, item.id, by),
                disabled=not possible,
            )
        st.button(
            words("briefing_item.remove"),
            key=f"brief-remove-{item.id}",
            type="tertiary",
            icon=":material/delete:",
            on_click=desks.remove,
            args=(item, place, title),
        )


def title_of(entry: Entry, words: Words) -> str:
    """The title that a chart has, or would have; what cannot be drawn may have none."""
    chart = entry.chart
    return chart.title if chart else entry.item.title or words("briefing_item.untitled")


def _fields(entry: Entry, desk: Desk) -> None:
    words, item, chart = desk.context.words, entry.item, chart_of(entry)
    key = f"brief-title-{item.id}"
    st.session_state[key] = item.title
    st.text_input(
        words("briefing_item.title"), key=key, max_chars=LONGEST_TITLE,
        placeholder=chart.title if chart else "", on_change=_retitle, args=(item.id, key),
        help=words("briefing_item.title_help"),
    )  # fmt: skip
    if entry.drawn:
        _follows(entry, desk)
    texts(entry, desk)


def _retitle(item_id: str, key: str) -> None:
    change_item(edits.retitle, item_id, str(st.session_state[key]))


def _follows(entry: Entry, desk: Desk) -> None:
    """Whether it goes on to newer figures, or stays with the periods of now."""
    words, item = desk.context.words, entry.item
    key = f"brief-follow-{item.id}"
    st.session_state[key] = following.follows(item.recipe)
    st.toggle(
        words("briefing_item.follow"), key=key, on_change=_set_following, args=(entry, desk),
        help=words("briefing_item.follow_help"),
    )  # fmt: skip


def _set_following(entry: Entry, desk: Desk) -> None:
    """A change that the person makes is not news to her."""
    item, chart = entry.item, chart_of(entry)
    if chart is None:
        return
    if following.follows(item.recipe):
        recipe = following.fixed(item.recipe, chart, desk.context.data.offer)
    else:
        recipe = following.following(item.recipe)
    drawn = draw(recipe, desk.context.data, desk.words)
    seen = seen_now(drawn.chart, desk.context) if drawn else None

    def follow(briefing: Briefing) -> Briefing:
        changed = edits.follow(briefing, item.id, recipe)
        return edits.look_through(changed, item.id, seen, texts_of(entry)) if seen else changed

    change(follow)


def _why_not(recipe: Recipe, desk: Desk) -> str:
    """What the data lack that the chart asks for."""
    words, context = desk.context.words, desk.context
    indicator = getattr(recipe, "indicator", "")
    if indicator and indicator not in context.catalogue:
        return words("briefing_item.no_indicator", indicator=escape(indicator))
    if recipe.districts and not set(recipe.districts) & set(context.data.offer.districts):
        return words("briefing_item.no_district", codes=escape(words.join(list(recipe.districts))))
    return words("briefing_item.no_figures")
