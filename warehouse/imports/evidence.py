"""The sentence that a figure was read in, from the text kept with its import."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import NamedTuple

from indicators.errors import RuleOfLawDataError
from warehouse.imports.history import REPORT, approved_as, import_folder
from warehouse.imports.integrity import check_imports

_IMPORT = re.compile(r"u[0-9]{8}-[0-9a-f]{8}(?:-[0-9]+)?")
_END = re.compile(r"[。！？!?\n\r]")
_MOST = 200  # characters on either side; longer sentences are cut
LOG = logging.getLogger(__name__)


class Sentence(NamedTuple):
    """A sentence in three parts: `before` and `after` the printed figure."""

    before: str
    printed: str
    after: str


def report_text(source_id: str, folder: Path) -> str | None:
    """The text of an imported report, also of a withdrawn one; None for any other source.

    None as well for one that is damaged, which the log names: its places would not be right.
    """
    if not _IMPORT.fullmatch(source_id):
        return None
    try:
        check_imports(folder, [approved_as(source_id, folder)])
        return (import_folder(folder, source_id) / REPORT).read_bytes().decode()
    except (RuleOfLawDataError, OSError, UnicodeDecodeError):
        LOG.warning("the text of %s cannot be shown", source_id, exc_info=True)
        return None


def sentence_at(text: str, char_start: int, char_end: int) -> Sentence:
    """The sentence around a place in a text.

    >>> sentence_at("甲。收到5件，办结3件。乙", 4, 6)
    Sentence(before='收到', printed='5件', after='，办结3件。')
    """
    ahead = text[max(0, char_start - _MOST) : char_start]
    behind = text[char_end : char_end + _MOST]
    starts = [end.end() for end in _END.finditer(ahead)]
    stop = _END.search(behind)
    before = ahead[starts[-1] if starts else 0 :]
    after = behind[: stop.end()] if stop else behind
    return Sentence(before.lstrip(), text[char_start:char_end], after.rstrip())
