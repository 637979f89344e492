"""`python -m dashboard briefing`: a saved briefing on the data of now, as a file."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator
from pathlib import Path

from dashboard.briefing import told
from dashboard.briefing.building import Built, built
from dashboard.briefing.model import BadBriefingError, Briefing, NewerBriefingError, from_json
from dashboard.context import Data, load_data
from dashboard.exports.formats import FORMATS, FileFormat, of_suffix, template_problem
from dashboard.exports.image import ImageUnavailable, stop_renderer
from dashboard.exports.templates import MOST_MEGABYTES, TemplateError
from dashboard.failures import LOG
from dashboard.words import Language, Words
from indicators.errors import RuleOfLawDataError
from warehouse.imports.files import write_whole
from warehouse.publish import UnknownVersionError

_QUIET = logging.NullHandler()  # the lines say what failed; a trace is for the log of a server
SUFFIXES = tuple(dict.fromkeys(f".{one.suffix}" for one in FORMATS.values()))


class Refused(Exception):
    """What a person can put right: a sentence in each language."""


def refusal(key: str, **values: object) -> Refused:
    """The sentence of a key, in both languages."""
    return Refused("\n".join(Words(one)(f"briefing_command.{key}", **values) for one in Language))


def add_briefing(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="保存的简报 · the saved briefing")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE",
        help=f"写到这个文件 · write this file ({' '.join(SUFFIXES)})",
    )  # fmt: skip
    parser.add_argument(
        "--data-version", metavar="V", help="某个保存着的数据版本 · a data version that is kept"
    )
    parser.add_argument(
        "--template", type=Path, metavar="FILE", help="自己的模板 · a template of your own"
    )
    parser.add_argument(
        "--language", choices=[one.value for one in Language],
        help="换一种语言 · in another language than it was saved in",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Make the file; what to tell, line by line.

    Raises Refused.
    """
    LOG.addHandler(_QUIET)
    file_format = of_suffix(options.out.suffix)
    if file_format is None:
        raise refusal("format", suffix=options.out.suffix or "—", known=" ".join(SUFFIXES))
    briefing = _briefing(options.file)
    template = _template(options.template, file_format)
    data = _data(options.data_version)
    words = Words(briefing.language)
    made = built(briefing, data, words)
    yield from told.lines(briefing, made, words)
    if not made.document.sections:
        raise refusal("nothing", file=options.file)
    if options.language and options.language != briefing.language:
        made = built(briefing, data, Words(Language(options.language)))
    content = _content(made, file_format, template)
    try:
        write_whole(options.out, content)
    except OSError as error:
        raise refusal("unwritable", file=options.out, why=error.strerror or error) from error
    yield words("briefing_command.written", file=options.out, version=data.version)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refusal("unreadable", file=path, why=error.strerror or error) from error


def _briefing(path: Path) -> Briefing:
    try:
        return from_json(_read(path))
    except NewerBriefingError as error:
        raise refusal("newer", file=path) from error
    except BadBriefingError as error:
        raise refusal("bad", file=path, places=" · ".join(str(error).splitlines()[:3])) from error


def _template(path: Path | None, file_format: FileFormat) -> bytes | None:
    if path is None:
        return None
    if not file_format.template:
        raise refusal("no_template", suffix=f".{file_format.suffix}")
    content = _read(path)
    if len(content) > MOST_MEGABYTES * 2**20:
        raise refusal("large_template", most=f"{MOST_MEGABYTES} MB")
    return content


def _data(version: str | None) -> Data:
    try:
        return load_data(version)
    except UnknownVersionError as error:
        raise refusal("version", version=version) from error
    except RuleOfLawDataError as error:
        raise refusal("no_data", why=error) from error


def _content(made: Built, file_format: FileFormat, template: bytes | None) -> bytes:
    try:
        return file_format.make(made.document, template, None)
    except TemplateError as error:
        said = (template_problem(error, Words(one)) for one in Language)
        raise Refused("\n".join(said)) from error
    except ImageUnavailable as error:
        raise refusal("no_browser", suffix=f".{file_format.suffix}") from error
    finally:
        stop_renderer()
