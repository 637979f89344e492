"""`python -m bench.exports [--users N]`: a briefing in each format, then ten users at once.

Says how long it takes, and what processes, files and memory are there before and after.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

import pypdfium2

from bench.data import seconds
from bench.samples import Measured, table
from dashboard.charts import kinds
from dashboard.charts.chart import Chart
from dashboard.charts.series import panels
from dashboard.context import Context, load_data
from dashboard.exports.document import Cover, Document, Section, numbered_sources, single
from dashboard.exports.formats import FORMATS, Maker
from dashboard.exports.image import forget_pictures
from dashboard.exports.print import page_images, pdf_bytes
from dashboard.exports.renderer import stop_renderer
from dashboard.selection import default_selection
from dashboard.words import Language, Words
from warehouse import queries

SECTIONS, USERS, ROUNDS = 12, 10, 3
AIM = 5.0
Export = Callable[[Document], bytes]


def _exported(make: Maker, document: Document) -> bytes:
    return make(document, None, None)


EXPORTS: dict[str, Export] = {key: partial(_exported, kind.make) for key, kind in FORMATS.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; says so and fails if a user got what is another's."""
    parser = argparse.ArgumentParser(prog="python -m bench.exports", description=__doc__)
    parser.add_argument("--users", type=int, default=USERS)
    options = parser.parse_args(arguments)
    data = load_data()
    context = Context(data, Words(Language.ZH), default_selection(data.offer))
    charts = some_charts(context)
    print(f"{len(charts)} charts, {os.cpu_count()} processors")
    print(f"before the browser: {state()}")
    print(table(alone(charts, context)))
    print(f"after one user: {state()}")
    right = all(together(charts, context, options.users) for _ in range(ROUNDS))
    stop_renderer()
    print(f"browser stopped: {state()}")
    return 0 if right else 1


def some_charts(context: Context) -> list[Chart]:
    """As many charts as a briefing has, of all families."""
    wanted = [indicator.id for indicator in context.catalogue]
    rows = queries.points(context.warehouse, wanted, context.selection.filter)
    found = panels(rows, context.catalogue, context.words)
    found.sort(key=lambda panel: -panel.rows.height)
    return [kinds.panel_chart(panel, context) for panel in islice(found, SECTIONS)]


def briefing(charts: Sequence[Chart], context: Context, title: str) -> Document:
    """A briefing of these charts, of one user: each of its headings says whose it is."""
    sources = numbered_sources(charts, context)
    sections = tuple(Section(chart, context, f"{title} {chart.title}") for chart in charts)
    return Document(context, sections, sources, cover=Cover(title, "", date(2026, 1, 1)))


def alone(charts: Sequence[Chart], context: Context) -> list[Measured]:
    """Each format by one user: the first time, when nothing was drawn yet, and again."""
    document = briefing(charts, context, "U0X")
    started = seconds(lambda: pdf_bytes(single(charts[0], context)))
    measured = [Measured("first PDF of one chart, which starts the browser", "s", (started,))]
    for name, export in EXPORTS.items():
        forget_pictures()
        first, *later = (seconds(partial(export, document)) for _ in range(4))
        measured.append(
            Measured(f"{SECTIONS} sections: {name}, none drawn yet", "s", (first,), AIM)
        )
        measured.append(Measured(f"{SECTIONS} sections: {name}, again", "s", tuple(later), AIM))
    pdf = pdf_bytes(document, layout="slides")
    values = tuple(seconds(lambda: page_images(pdf, width=480)) for _ in range(3))
    return [*measured, Measured("previews of all pages", "s", values)]


def together(charts: Sequence[Chart], context: Context, users: int) -> bool:
    """One round of users at once, each with a document and a format; whether none was mixed up."""
    formats = list(EXPORTS)
    documents = [
        briefing(charts[user % 3 :: 3], context, f"U{user}X") for user in range(users)
    ]  # fmt: skip

    def export(user: int) -> bytes:
        return EXPORTS[formats[user % len(formats)]](documents[user])

    results: list[bytes] = []
    with ThreadPoolExecutor(max_workers=users) as threads:
        took = seconds(lambda: results.extend(threads.map(export, range(users))))
    right = all(
        is_own(content, user, documents[user], users) for user, content in enumerate(results)
    )
    results.clear()
    print(f"{users} users at once: {took:.1f} s, own content: {right}; then {state()}")
    return right


def is_own(content: bytes, user: int, document: Document, users: int) -> bool:
    """Whether a file has all headings of its own user, and none of another."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = [name for name in archive.namelist() if name.endswith(("README.txt", ".xml"))]
            text = "".join(archive.read(name).decode("utf-8-sig") for name in texts)
    else:
        with pypdfium2.PdfDocument(content) as opened:
            text = "".join(page.get_textpage().get_text_range() for page in opened)
    others = [other for other in range(users) if other != user]
    own = text.count(f"U{user}X") > len(document.sections)
    return own and not any(f"U{other}X" in text for other in others)


def state() -> str:
    """Processes below this one, their memory and ours, and the browser's files; Linux only."""
    if not sys.platform.startswith("linux"):
        return "unknown on this system"
    gc.collect()
    below = processes_below(os.getpid())
    own, theirs = memory(os.getpid()), sum(map(memory, below))
    files = sum(1 for _ in Path(tempfile.gettempdir()).glob("figures-*/*.html"))
    return f"{len(below)} processes, {own:.0f} + {theirs:.0f} MB, {files} pages left as files"


def memory(process: int) -> float:
    """A process's share of the memory, in MB."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def processes_below(parent: int) -> list[int]:
    """All living processes that descend from one."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            status, its_parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if status != "Z":
            children.setdefault(int(its_parent), []).append(int(entry.name))
    found: list[int] = []
    waiting = [parent]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


if __name__ == "__main__":
    sys.exit(main())
