"""Files that are made on demand stay until the browser has fetched them.

A download button makes its file when pressed and tells the browser the address. Streamlit lets the
file go with the second run, of anybody, that ends afterwards: on a busy server before the browser
has asked for it, and the download fails.
"""

from __future__ import annotations

import time

from streamlit.runtime.media_file_manager import MediaFileMetadata

SECONDS = 60.0  # many times what a browser takes to ask
_NOT_NEEDED_SINCE = "_not_needed_since"


def keep_downloads() -> None:
    """Let every download go only so long after no page has been found to need it."""
    MediaFileMetadata.mark_for_delete = _mark  # type: ignore[assignment, method-assign]
    MediaFileMetadata.is_marked_for_delete = property(_is_due)  # type: ignore[assignment, method-assign]


def _mark(file: MediaFileMetadata) -> None:
    vars(file).setdefault(_NOT_NEEDED_SINCE, time.monotonic())


def _is_due(file: MediaFileMetadata) -> bool:
    since: float | None = vars(file).get(_NOT_NEEDED_SINCE)
    return since is not None and time.monotonic() - since > SECONDS
