"""What the parts of the page work on: the briefing, what the data of now make of it, its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboard.briefing import basket, edits
from dashboard.briefing.basket import Step
from dashboard.briefing.building import Built, Entry, built
from dashboard.briefing.model import MOST_ITEMS, MOST_PASSAGES, Briefing, Item
from dashboard.briefing.news import seen_now
from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.words import Words

BODY = "briefing-body"  # the fragment that the page is
_UNDO, _FULL = "briefing.undo", "briefing.full"
KEPT_STEPS = 20


@dataclass(frozen=True)
class Desk:
    """A briefing on the desk; `context` speaks the language of the page, `words` its own."""

    briefing: Briefing
    made: Built
    context: Context

    @property
    def words(self) -> Words:
        """The language of the briefing."""
        return Words(self.briefing.language)


@dataclass(frozen=True)
class Undo:
    """How something that was taken away comes back: what to say, and before which chart."""

    said: str
    place: int
    back: Step


def laid_out(context: Context) -> Desk:
    """The briefing as it stands, drawn from the data of this page."""
    briefing = basket.current()
    return Desk(briefing, built(briefing, context.data, Words(briefing.language)), context)


def change(step: Step) -> None:
    """Take a step and keep it; the entry of the menu follows where it has to."""
    before, known = basket.count(), basket.own_key()
    st.session_state[_FULL] = not basket.change(step)
    if basket.count() != before or not known:
        st.rerun([BODY, basket.MENU])


def is_full() -> bool:
    """Whether the last step did not fit in."""
    return bool(st.session_state.get(_FULL))


def full_sentence(words: Words) -> str:
    """What no longer fits."""
    return words("briefing.full", charts=MOST_ITEMS, texts=MOST_PASSAGES)


def change_item(change_it: Callable[..., Briefing], item_id: str, *values: object) -> None:
    """Take a step with one chart."""
    change(lambda briefing: change_it(briefing, item_id, *values))


def remove(item: Item, place: int, title: str) -> None:
    """Take a chart out; it can come back to its place."""
    remember(Undo(title, place, partial(edits.put_back, item=item, place=place)))
    change_item(edits.remove, item.id)


def start_anew(said: str, new: Briefing) -> None:
    """Begin another briefing; the one before can come back, with what was added since."""
    before = basket.current()

    def back(now: Briefing) -> Briefing:
        known = {item.id for item in (*before.items, *new.items)}
        added = tuple(item for item in now.items if item.id not in known)
        return edits.append(before, now.model_copy(update={"items": added}))

    remember(Undo(said, 0, back))
    change(lambda _: new)


def remember(undo: Undo) -> None:
    """Keep how to take a step back."""
    st.session_state[_UNDO] = [*steps_back(), undo][-KEPT_STEPS:]


def steps_back() -> list[Undo]:
    """What can be undone, the latest last."""
    found: list[Undo] = st.session_state.get(_UNDO, [])
    return found


def undo() -> None:
    """Take the latest of these steps back."""
    *earlier, latest = steps_back()
    st.session_state[_UNDO] = earlier
    change(latest.back)
    if is_full():  # it can still come back once there is room
        remember(latest)


def look_through(entry: Entry, desk: Desk) -> None:
    """What is new of a chart has been seen."""
    change(partial(_looked_through, entry=entry, desk=desk))


def look_through_all(desk: Desk) -> None:
    """Everything new has been seen."""

    def all_seen(briefing: Briefing) -> Briefing:
        for entry in desk.made.entries:
            briefing = _looked_through(briefing, entry=entry, desk=desk)
        return briefing

    change(all_seen)


def _looked_through(briefing: Briefing, *, entry: Entry, desk: Desk) -> Briefing:
    """Of what cannot be drawn nothing was seen: what it showed before stays known."""
    chart = chart_of(entry)
    if chart is None:
        return briefing
    return edits.look_through(
        briefing, entry.item.id, seen_now(chart, desk.context), texts_of(entry)
    )


def chart_of(entry: Entry) -> Chart | None:
    """The chart as drawn, under its own title."""
    return entry.drawn.chart if entry.drawn else None


def texts_of(entry: Entry) -> dict[str, str]:
    """The proposed sentences of a chart, by their ids."""
    return {sentence.id: sentence.text for sentence in entry.proposed}
