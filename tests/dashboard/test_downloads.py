from __future__ import annotations

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager, MediaFileMetadata
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from dashboard import downloads


@pytest.fixture
def unpatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test changes of Streamlit is put back."""
    for name in ("mark_for_delete", "is_marked_for_delete"):
        monkeypatch.setattr(MediaFileMetadata, name, vars(MediaFileMetadata)[name])


def pressed() -> tuple[MediaFileManager, str]:
    """Somebody has pressed a download button: the files of the server, and the one just made."""
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    button = files.add_deferred(lambda: b"figures", "text/csv", "1.(3).5", "figures.csv")
    address = files.execute_deferred(button)
    return files, address.rpartition("/")[2].partition(".")[0]


def is_there(files: MediaFileManager, name: str) -> bool:
    return files.read_file(f"{name}.csv") is not None


def run_pages(files: MediaFileManager, times: int) -> None:
    """So many runs of pages come to their end, whoever's."""
    for _ in range(times):
        files.remove_orphaned_files()


@pytest.mark.usefixtures("unpatched")
def test_a_file_stays_while_others_use_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    before, name = pressed()
    assert is_there(before, name)
    run_pages(before, 2)
    assert not is_there(before, name), "Streamlit keeps it by itself: dashboard/downloads.py can go"

    downloads.keep_downloads()
    files, name = pressed()
    run_pages(files, 500)
    assert is_there(files, name)

    monkeypatch.setattr(downloads, "SECONDS", 0.0)
    run_pages(files, 1)
    assert not is_there(files, name)
