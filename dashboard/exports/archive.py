"""A document as a ZIP of files: pictures and data of each chart, a data package, a README."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path

from dashboard.exports import tables
from dashboard.exports.document import Document, Progress, Section
from dashboard.exports.image import PRESETS
from dashboard.exports.interchange.package import datapackage_zip
from dashboard.exports.names import file_name
from dashboard.exports.picture import picture
from dashboard.exports.renderer import TABS
from dashboard.exports.workbook.book import xlsx_bytes
from dashboard.markup import web_address
from dashboard.words import Words
from warehouse import export, queries

README = Path(__file__).parent / "archive_readme.txt"
FOLDERS = ("images", "data", "package")
# what tells the elements of one figure from those of others, and of its traces
_DRAWN_BY_LOT = re.compile(rb'(?:defs-| trace|legend-)([0-9a-f]{6})"')
Files = dict[str, bytes]


def zip_bytes(document: Document, *, progress: Progress | None = None) -> bytes:
    """All files of a document; the same document gives the same bytes.

    Raises:
        ImageUnavailable: There is no browser, or it cannot draw one of the charts.
    """
    files: Files = {"README.txt": _readme(document)}
    for made in _of_sections(document, progress):
        files |= made
    charts = [(section.chart, section.context) for section in document.sections]
    folder = _folder("package", document.context.words)
    with zipfile.ZipFile(io.BytesIO(datapackage_zip(charts, document.context))) as package:
        files |= {f"{folder}/{name}": package.read(name) for name in package.namelist()}
    return export.zip_bytes(files)


def _of_sections(document: Document, progress: Progress | None) -> list[Files]:
    """The files of each section in order, several made at the same time."""
    make = partial(_of_section, digits=max(2, len(str(len(document.sections)))))
    with ThreadPoolExecutor(max_workers=TABS) as threads:
        works = [
            threads.submit(make, section, number)
            for number, section in enumerate(document.sections, start=1)
        ]
        for done, work in enumerate(as_completed(works), start=1):
            if work.exception():
                threads.shutdown(cancel_futures=True)
                work.result()
            if progress:
                progress(done, len(works))
    return [work.result() for work in works]


def _of_section(section: Section, number: int, *, digits: int) -> Files:
    """Pictures and tables of one chart, their names beginning with its number."""
    return {
        f"{_folder(kind, section.context.words)}/{number:0{digits}}_{name}": content
        for kind, name, content in _contents(section)
    }


def _contents(section: Section) -> Iterator[tuple[str, str, bytes]]:
    """Folder, name and content of each file of a chart."""
    chart, context = section.chart, section.context
    name = partial(file_name, chart, context)
    draw = partial(picture, chart, context, preset=PRESETS["16x9"])
    yield "images", name(suffix="png"), draw(format="png")
    yield "images", name(suffix="svg"), _repeatable(draw(format="svg"))
    yield "data", name(suffix="csv"), tables.csv_bytes(chart, context)
    yield "data", name(suffix="xlsx"), xlsx_bytes(chart, context)


def _repeatable(svg: bytes) -> bytes:
    """An SVG with marks by number in place of those that Plotly draws by lot each time."""
    for number, mark in enumerate(dict.fromkeys(_DRAWN_BY_LOT.findall(svg))):
        svg = re.sub(rb"(?<=[A-Za-z-])" + mark, b"%06d" % number, svg)
    return svg


def _folder(kind: str, words: Words) -> str:
    return words(f"archive.{kind}")


def _readme(document: Document) -> bytes:
    """What the files are, in both languages, each with a line end that every editor knows."""
    words, data = document.context.words, document.context.data
    charts = [
        f"{number}. {section.title}{_in_brackets(section.chart.subtitle)}"
        for number, section in enumerate(document.sections, start=1)
    ]
    sources = [
        f"[{one.number}] {one.text} {web_address(one.url)}".rstrip() for one in document.sources
    ]
    title = document.cover.title if document.cover else document.sections[0].title
    text = README.read_text(encoding="utf-8").format(
        title=title or words("app.title"),
        version=data.version,
        data_date=queries.data_date(data.warehouse),
        charts="\n".join(charts),
        sources="\n".join(sources) or "—",
        **{kind: _folder(kind, words) for kind in FOLDERS},
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _in_brackets(text: str) -> str:
    return f"（{text}）" if text else ""
