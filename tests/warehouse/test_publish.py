"""Publishing is one step: a reader sees the old file or the new one, and old links go on working.

The files here hold their version as text; what publishes them does not look inside.
"""

from __future__ import annotations

import os
import threading
from itertools import cycle
from pathlib import Path

import pytest

from settings.reading import current
from warehouse.build import build
from warehouse.connection import open_warehouse
from warehouse.pointer import COPY, POINTER, BrokenPointerError, NoWarehouseError, read_pointer
from warehouse.publish import (
    BUILDING,
    UnknownVersionError,
    building,
    current_version,
    file_name,
    publish,
    served,
)

KEEP = current().kept_versions
VERSIONS = [f"2025.01-{number:08x}" for number in range(KEEP + 2)]


def publish_text(folder: Path, version: str, content: str = "") -> Path:
    draft = folder / f".draft-{version}" / "draft.duckdb"
    draft.parent.mkdir(parents=True)
    draft.write_text(content or version, encoding="utf-8")
    try:
        return publish(draft, version, folder)
    finally:
        for left in draft.parent.iterdir():
            left.unlink()
        draft.parent.rmdir()


def test_the_published_version_is_served_until_the_next_one(tmp_path: Path) -> None:
    for version in VERSIONS[:2]:
        path = publish_text(tmp_path, version)
        assert (current_version(tmp_path), served(tmp_path)) == (version, path)
        assert path.read_text(encoding="utf-8") == version


def test_a_link_to_an_older_version_is_served_while_it_is_kept(tmp_path: Path) -> None:
    for age, version in enumerate(VERSIONS):
        os.utime(publish_text(tmp_path, version), (9 - age, 9 - age))  # by a clock that runs back
    kept = sorted(path.name for path in tmp_path.glob("*.duckdb"))
    assert kept == [file_name(version) for version in VERSIONS[-KEEP:]]
    assert served(tmp_path, VERSIONS[-KEEP]).name == file_name(VERSIONS[-KEEP])
    with pytest.raises(UnknownVersionError, match=f"{VERSIONS[0]} is not kept"):
        served(tmp_path, VERSIONS[0])
    assert len(list(tmp_path.glob("*.sha256"))) == KEEP


def test_a_version_that_comes_back_is_the_newest_again(tmp_path: Path) -> None:
    for version in (*VERSIONS[:KEEP], VERSIONS[0]):
        publish_text(tmp_path, version)
    assert read_pointer(tmp_path) == (VERSIONS[0], *VERSIONS[KEEP - 1 : 0 : -1])


def test_the_versions_of_an_older_release_are_kept(tmp_path: Path) -> None:
    for version in VERSIONS[:3]:
        (tmp_path / file_name(version)).write_text(version, encoding="utf-8")
    (tmp_path / POINTER).write_text(f'{{"version": "{VERSIONS[2]}"}}', encoding="utf-8")
    assert served(tmp_path) == tmp_path / file_name(VERSIONS[2])
    publish_text(tmp_path, VERSIONS[3])
    assert read_pointer(tmp_path) == tuple(VERSIONS[3::-1])


@pytest.mark.parametrize(
    "version", ["2025.01-xyz", "../../etc/passwd", "2025.01-00000000/../x", "0", "2025.01"]
)
def test_only_the_form_of_a_version_names_a_file(tmp_path: Path, version: str) -> None:
    publish_text(tmp_path, VERSIONS[0])
    with pytest.raises(UnknownVersionError):
        served(tmp_path, version)


def test_before_the_first_build_nothing_is_served(tmp_path: Path) -> None:
    assert current_version(tmp_path / "missing") is None
    with pytest.raises(NoWarehouseError, match="run python -m warehouse build"):
        served(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff"], ids=str)
def test_a_broken_pointer_is_replaced_by_its_copy_or_said_to_be_broken(
    tmp_path: Path, content: bytes
) -> None:
    path = publish_text(tmp_path, VERSIONS[0])
    (tmp_path / POINTER).write_bytes(content)
    assert served(tmp_path) == path
    (tmp_path / COPY).write_bytes(content)
    with pytest.raises(BrokenPointerError, match=r"current\.json cannot be read"):
        served(tmp_path)


def test_the_next_build_mends_a_broken_pointer(tmp_path: Path) -> None:
    publish_text(tmp_path, VERSIONS[0])
    good = (tmp_path / POINTER).read_bytes()
    (tmp_path / POINTER).write_bytes(b"{")
    with building(tmp_path):
        assert (tmp_path / POINTER).read_bytes() == good


@pytest.mark.parametrize("step", range(4), ids=["checksum", "file", "checksum again", "pointer"])
def test_a_crash_on_the_way_leaves_the_old_version_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    old = publish_text(tmp_path, VERSIONS[0])
    steps = iter(range(4))
    replace = Path.replace

    def crash(self: Path, target: Path) -> Path:
        if next(steps) == step:
            raise OSError("power cut")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(OSError, match="power cut"):
        publish_text(tmp_path, VERSIONS[1])
    assert served(tmp_path) == old
    assert old.read_text(encoding="utf-8") == VERSIONS[0]


@pytest.mark.parametrize("step", range(4), ids=["checksum", "file", "checksum again", "pointer"])
def test_a_crash_while_a_version_is_built_again_leaves_one_that_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    publish_text(tmp_path, VERSIONS[0])
    steps = iter(range(4))
    replace = Path.replace

    def crash(self: Path, target: Path) -> Path:
        if next(steps) == step:
            raise OSError("power cut")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(OSError, match="power cut"):
        publish_text(tmp_path, VERSIONS[0], content="the same figures, other bytes")
    assert served(tmp_path).is_file()


def test_one_build_at_a_time_and_what_killed_ones_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / f"{BUILDING}x1y2"
    left.mkdir()
    (left / "draft.duckdb").write_bytes(b"half")
    order: list[str] = []

    def build_too() -> None:
        with building(tmp_path):
            order.append("second")

    with building(tmp_path):
        assert not left.exists()
        other = threading.Thread(target=build_too)
        other.start()
        other.join(timeout=0.2)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_the_pointer_never_names_a_missing_or_half_written_file(tmp_path: Path) -> None:
    publish_text(tmp_path, VERSIONS[0])
    done = threading.Event()

    def publish_all() -> None:
        for version, _ in zip(cycle(VERSIONS[:KEEP]), range(100), strict=False):
            publish_text(tmp_path, version)
        done.set()

    writer = threading.Thread(target=publish_all)
    writer.start()
    seen = set()
    while not done.is_set():
        path = served(tmp_path)
        assert path.name == file_name(path.read_text(encoding="utf-8"))
        seen.add(path.name)
    writer.join()
    assert len(seen) > 1


def test_who_reads_the_old_version_goes_on_reading_it(seed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    build(seed=seed, folder=folder)
    old = open_warehouse(folder=folder)
    (seed / "notes.toml").write_text('[extra]\nzh = "注"\nen = "note"\n', encoding="utf-8")
    build(seed=seed, folder=folder)
    new = open_warehouse(folder=folder)
    linked = open_warehouse(folder=folder, version=old.version)
    count = "SELECT count(*) AS n FROM note WHERE note_key = 'extra'"
    assert [w.query(count)["n"].item() for w in (old, new, linked)] == [0, 1, 0]
    assert linked.version == old.version != new.version
    for opened in (old, new, linked):
        opened.connection.close()
