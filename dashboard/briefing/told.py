"""What changed in a briefing since it was saved, as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.briefing.building import Built, Entry
from dashboard.briefing.model import Briefing
from dashboard.briefing.news import News
from dashboard.words import Words

_INDENT = "  "


def lines(briefing: Briefing, made: Built, words: Words) -> Iterator[str]:
    """Chart by chart what is new, what needs the person's eye first."""
    title = briefing.title or words("nav.briefing")
    version = made.document.context.data.version
    yield words(
        "briefing_command.opened", title=_line(title), count=len(made.entries), version=version
    )
    concerned = [
        (number, entry)
        for number, entry in enumerate(made.entries, start=1)
        if entry.news or entry.drawn is None
    ]
    if made.doubtful:
        yield words("briefing_news.cover")
        yield from (f"{_INDENT}- {_line(one)}" for one in made.doubtful)
    if not concerned:
        yield words("briefing_command.unchanged")
    for number, entry in concerned:
        yield from _chart(number, entry, words)


def _chart(number: int, entry: Entry, words: Words) -> Iterator[str]:
    chart = entry.chart
    title = chart.title if chart else entry.item.title or words("briefing_item.untitled")
    yield f"{number}. {_line(title)}"
    if entry.failure:
        yield _INDENT + words("briefing_command.failed", why=_line(entry.failure))
    elif entry.drawn is None:
        yield _INDENT + words("briefing_command.not_drawn")
    for heading, told in kinds(entry.news, words):
        yield _INDENT + heading
        yield from (f"{_INDENT * 2}- {_line(one)}" for one in told)


def kinds(news: News, words: Words) -> list[tuple[str, Sequence[str]]]:
    """The kinds of change there are: a heading and the entries; what needs an eye comes first."""
    renewed = [words("briefing_news.pair", before=a, after=b) for a, b in news.renewed]
    entries: dict[str, Sequence[str]] = {
        "doubtful": news.doubtful,
        "lost": news.lost,
        "changed": news.changed,
        "new": news.new,
        "gone": news.gone,
        "renewed": renewed,
    }
    return [
        (words(f"briefing_news.{kind}", count=len(found)), found)
        for kind, found in entries.items()
        if found
    ]


def _line(text: str) -> str:
    """A text of a person on one line, without characters that steer a terminal."""
    return "".join(one for one in " ".join(text.split()) if one.isprintable())
