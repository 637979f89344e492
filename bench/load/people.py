"""What people do: open a page, look at it for some six seconds, change a filter, look again."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

from websockets.exceptions import InvalidStatus, WebSocketException

from bench.load.client import Run, RunFailed, Visitor, visitor

THINKING = (3.0, 9.0)  # seconds between changes
PATIENCE = 60.0  # who has waited so long gives up
# overview and family pages are what people look at; each is chosen as often as it stands here
PAGES = ("", "", "reconsideration", "legal_aid", "mediation", "litigation", "enforcement")
DISTRICTS, YEARS, BASES = "f_districts", "f_years", "f_bases"
CITY_MARK = "\n"  # a district's label has a second line, that of a whole city has none
MOST_DISTRICTS = 12
REFUSED = 503


@dataclass
class Told:
    """What all visitors report."""

    opened: list[Run] = field(default_factory=list)
    changed: list[Run] = field(default_factory=list)
    refused: int = 0
    errors: Counter[str] = field(default_factory=Counter)


async def visit(address: str, told: Told, *, until: float, seed: int, delay: float) -> None:
    """One person from arriving to leaving; a moment on the clock of the event loop is the end."""
    await asyncio.sleep(delay)
    person = random.Random(seed)  # noqa: S311 - not for secrets
    try:
        async with visitor(address) as page:
            told.opened.append(await _patiently(page.open(person.choice(PAGES))))
            while await _think(person, until):
                told.changed.append(await _patiently(_change(page, person)))
    except InvalidStatus as error:
        if error.response.status_code == REFUSED:
            told.refused += 1
        else:
            told.errors[f"answered {error.response.status_code}"] += 1
    except (OSError, RunFailed, TimeoutError, WebSocketException) as error:
        told.errors[f"{type(error).__name__}: {error}"[:100]] += 1


async def _patiently(
    run: asyncio.Future[Run] | asyncio.coroutines.Coroutine[None, None, Run],
) -> Run:
    return await asyncio.wait_for(run, PATIENCE)


async def _think(person: random.Random, until: float) -> bool:
    """Look at the page; returns whether there is time for another change."""
    clock = asyncio.get_running_loop().time
    await asyncio.sleep(min(person.uniform(*THINKING), max(0.0, until - clock())))
    return clock() < until


async def _change(page: Visitor, person: random.Random) -> Run:
    """Change districts most often, then kinds of period, then years."""
    key = person.choices((DISTRICTS, BASES, YEARS), weights=(3, 2, 1))[0]
    widget = page.widgets[key]
    if key == YEARS:
        ends = sorted(person.sample(range(len(widget.options)), 2))
        return await page.choose(key, [widget.options[end] for end in ends])
    if key == BASES:
        chosen = set(widget.values) ^ {person.choice(widget.options)}
        return await page.choose(key, [one for one in widget.options if one in chosen])
    return await page.choose(key, _districts(widget.values, widget.options, person))


def _districts(chosen: list[str], options: tuple[str, ...], person: random.Random) -> list[str]:
    """One district less, or another one."""
    single = [option for option in options if CITY_MARK in option and option not in chosen]
    if len(chosen) > 1 and (len(chosen) >= MOST_DISTRICTS or person.random() < 0.5):
        gone = person.choice(chosen)
        return [one for one in chosen if one != gone]
    return [*chosen, person.choice(single)]
