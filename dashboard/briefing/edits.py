"""What a person does to a briefing; each returns the changed one."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date

from dashboard.briefing.model import (
    MOST_ITEMS,
    MOST_PASSAGES,
    Briefing,
    Drafted,
    Item,
    Own,
    Passage,
    Seen,
)
from dashboard.charts.recipe import Recipe
from dashboard.words import Language

Texts = Mapping[str, str]  # of drafted sentences, by their id


class FullError(Exception):
    """The briefing, or the texts of one chart, can hold no more."""


def add(briefing: Briefing, recipe: Recipe, seen: Seen | None = None) -> Briefing:
    """Put a chart at the end; FullError when there are too many."""
    if len(briefing.items) >= MOST_ITEMS:
        raise FullError
    item = Item(id=secrets.token_hex(4), recipe=recipe, seen=seen)
    return _with_items(briefing, (*briefing.items, item))


def remove(briefing: Briefing, item_id: str) -> Briefing:
    """Take a chart out."""
    return _with_items(briefing, tuple(item for item in briefing.items if item.id != item_id))


def put_back(briefing: Briefing, item: Item, place: int) -> Briefing:
    """Put a chart that was taken out where it stood; FullError when there is no more room."""
    if briefing.item(item.id) is not None:
        return briefing
    if len(briefing.items) >= MOST_ITEMS:
        raise FullError
    return _with_items(briefing, (*briefing.items[:place], item, *briefing.items[place:]))


def append(briefing: Briefing, more: Briefing) -> Briefing:
    """Put the charts of another briefing at the end; FullError when they are too many.

    The title page stays, and what it lacks is taken from the other.
    """
    known = {item.id for item in briefing.items}
    added = tuple(
        item if item.id not in known else item.model_copy(update={"id": secrets.token_hex(4)})
        for item in more.items
    )
    if len(briefing.items) + len(added) > MOST_ITEMS:
        raise FullError
    return _checked(
        briefing,
        items=(*briefing.items, *added),
        title=briefing.title or more.title,
        author=briefing.author or more.author,
        day=briefing.day or more.day,
    )


def move(briefing: Briefing, item_id: str, by: int) -> Briefing:
    """Move a chart up (negative) or down, as far as there is room."""
    items = list(briefing.items)
    place = next((n for n, item in enumerate(items) if item.id == item_id), None)
    if place is None:
        return briefing
    item = items.pop(place)
    items.insert(min(max(place + by, 0), len(items)), item)
    return _with_items(briefing, tuple(items))


def retitle(briefing: Briefing, item_id: str, title: str) -> Briefing:
    """Give a chart a title of the person's own; none gives it back that of the chart."""
    return _changed(briefing, item_id, title=title)


def follow(briefing: Briefing, item_id: str, recipe: Recipe) -> Briefing:
    """Change what a chart draws, such as whether it goes on to newer figures."""
    return _changed(briefing, item_id, recipe=recipe)


def look_through(
    briefing: Briefing, item_id: str, seen: Seen, texts: Texts | None = None
) -> Briefing:
    """Keep what a chart shows now as what was seen, and drafted sentences as they read now.

    A sentence that no longer holds stays as it is: it is for the person to take it out. An own
    text made of one was checked by now, and there is nothing more to follow in it.
    """
    item = briefing.item(item_id)
    if item is None:
        return briefing
    known = texts or {}
    passages = tuple(
        Own(text=one.text) if isinstance(one, Own) and one.was and one.was.id not in known else one
        for one in _redrafted(item, known)
    )
    return _changed(briefing, item_id, seen=seen, passages=passages)


def speak(briefing: Briefing, language: Language, texts: Mapping[str, Texts]) -> Briefing:
    """Change the language; drafted sentences, by their charts, read as they do in it."""
    items = tuple(
        item.model_copy(update={"passages": _redrafted(item, texts.get(item.id, {}))})
        for item in briefing.items
    )
    return _checked(briefing, language=language, items=items)


def _redrafted(item: Item, texts: Texts) -> tuple[Passage, ...]:
    return tuple(
        _renewed(one, texts) if isinstance(one, Drafted) else _followed(one, texts)
        for one in item.passages
    )


def _renewed(drafted: Drafted, texts: Texts) -> Drafted:
    return Drafted(id=drafted.id, text=texts.get(drafted.id, drafted.text))


def _followed(own: Own, texts: Texts) -> Own:
    """The text stays; what it was made of reads as it does now."""
    return own if own.was is None else Own(text=own.text, was=_renewed(own.was, texts))


def add_passage(briefing: Briefing, item_id: str, passage: Passage) -> Briefing:
    """Put a text under a chart; FullError when there are too many."""
    item = briefing.item(item_id)
    if item is None:
        return briefing
    if len(item.passages) >= MOST_PASSAGES:
        raise FullError
    return _changed(briefing, item_id, passages=(*item.passages, passage))


def rewrite(briefing: Briefing, item_id: str, place: int, text: str) -> Briefing:
    """Change a text, which is the person's own from then on; an empty one is taken out."""
    item = briefing.item(item_id)
    if item is None or not 0 <= place < len(item.passages):
        return briefing
    old = item.passages[place]
    # it is taken up as it reads now, which is what the person works on
    was = Drafted(id=old.id, text=text) if isinstance(old, Drafted) and text.strip() else None
    kept = old.was if isinstance(old, Own) else was
    return _replaced(briefing, item, place, (Own(text=text, was=kept),) if text.strip() else ())


def keep_lost(briefing: Briefing, item_id: str, place: int) -> Briefing:
    """Make a sentence that no longer holds the person's own; there is nothing to follow in it."""
    item = briefing.item(item_id)
    if item is None or not 0 <= place < len(item.passages):
        return briefing
    return _replaced(briefing, item, place, (Own(text=item.passages[place].text),))


def _replaced(
    briefing: Briefing, item: Item, place: int, passages: tuple[Passage, ...]
) -> Briefing:
    changed = (*item.passages[:place], *passages, *item.passages[place + 1 :])
    return _changed(briefing, item.id, passages=changed)


def take_passage(briefing: Briefing, item_id: str, place: int) -> Briefing:
    """Take a text out."""
    return rewrite(briefing, item_id, place, "")


def put_passage(briefing: Briefing, item_id: str, place: int, passage: Passage) -> Briefing:
    """Put a text that was taken out where it stood; FullError when there is no more room."""
    grown = add_passage(briefing, item_id, passage)
    item = grown.item(item_id)
    if item is None:
        return grown
    *others, last = item.passages
    return _changed(grown, item_id, passages=(*others[:place], last, *others[place:]))


def describe(briefing: Briefing, *, title: str, author: str, day: date | None) -> Briefing:
    """Fill in the title page."""
    return _checked(briefing, title=title, author=author, day=day)


def _changed(briefing: Briefing, item_id: str, **fields: object) -> Briefing:
    items = tuple(
        Item.model_validate({**dict(item), **fields}) if item.id == item_id else item
        for item in briefing.items
    )
    return _with_items(briefing, items)


def _with_items(briefing: Briefing, items: tuple[Item, ...]) -> Briefing:
    return _checked(briefing, items=items)


def _checked(briefing: Briefing, **fields: object) -> Briefing:
    return Briefing.model_validate({**dict(briefing), **fields})
