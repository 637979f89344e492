"""Builds the warehouse: read the dimensions, stage the figures, settle them, publish.

A failed build leaves the served one alone. When all that is new are a few imports, they are added
to a copy of the served warehouse instead (see `extending`); the content, and so the data version,
is the same either way.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from indicators.errors import RuleOfLawDataError
from warehouse.checksums import file_digest
from warehouse.connection import UnreadableWarehouseError, open_warehouse
from warehouse.correcting import correct_staged
from warehouse.extending import can_extend, extend
from warehouse.imports.merging import Material, material
from warehouse.inputs import InputReader, Inputs
from warehouse.loading import Connection, fill, fill_all
from warehouse.origin import origin_of, size_of
from warehouse.paths import SEED_DATA, publish_folder
from warehouse.publish import (
    BUILDING,
    DamagedWarehouseError,
    NoWarehouseError,
    building,
    checksums,
    doubt,
    publish,
)
from warehouse.schema import schema_digest, sql
from warehouse.settling import settle
from warehouse.staging import stage
from warehouse.tables import measure_rows, other_rows
from warehouse.versions import content_version

# a file that older DuckDB releases (from 1.5) can open too
STORAGE = "v1.5.0"
# with the default of 256 KiB most blocks of many small tables stay nearly empty; a large file
# is read faster in large blocks
SMALL_BLOCK, LARGE_BLOCK, LARGE = 16384, 262144, 64 * 2**20
MEMORY, THREADS = "3GiB", 2


class BuildError(RuleOfLawDataError):
    """The build could not be finished; the served warehouse is as it was."""


class UnwritableFolderError(BuildError):
    """The folder of built warehouses cannot be written to."""


@dataclass(frozen=True)
class Built:
    """A published warehouse; `fresh` is False when it already stood there."""

    path: Path
    version: str
    fresh: bool


def build(
    *,
    seed: Path = SEED_DATA,
    user: Path | None = None,
    folder: Path | None = None,
    force: bool = False,
) -> Built:
    """Build from the figures in `seed` and the standing imports of `user`; publish in `folder`.

    Raises DataFileError with every problem of the input files, BuildError when the database
    refuses the facts or the folder cannot be written.
    """
    target = folder or publish_folder()
    with building(target):  # one build at a time, from reading to publishing
        return _build(seed, user, target, force=force)


def _build(seed: Path, user: Path | None, target: Path, *, force: bool) -> Built:
    given = material(seed, user=user)
    origin = origin_of(given)
    served = None if force else _served(target)
    if served and served.origin == origin:
        return Built(served.path, served.version, fresh=False)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=BUILDING, dir=target) as work:
            draft = Path(work) / "draft.duckdb"
            if served and can_extend(origin, served.origin):
                version = _extend(draft, given, served, origin)
            else:
                version = _write(draft, given, origin)
            return Built(publish(draft, version, target), version, fresh=True)
    except OSError as error:
        reason = error.strerror or error
        raise UnwritableFolderError(f"cannot write to {target} ({reason})") from error
    except duckdb.Error as error:
        raise BuildError(f"the database refused the facts: {error}") from error


def is_current(
    seed: Path = SEED_DATA, *, user: Path | None = None, folder: Path | None = None
) -> bool:
    """Whether what is served was built from these very files; DataFileError as for a build."""
    served = _served(folder or publish_folder())
    return served is not None and served.origin == origin_of(material(seed, user=user))


@dataclass(frozen=True)
class _Served:
    path: Path
    version: str
    origin: dict[str, str]


def _served(folder: Path) -> _Served | None:
    """What is served now and what it was built from; None when it cannot be opened."""
    try:
        warehouse = open_warehouse(folder=folder)
        origin = dict(warehouse.query("SELECT part, digest FROM built_from").iter_rows())
    except (NoWarehouseError, UnreadableWarehouseError):
        return None
    warehouse.connection.close()
    return _Served(warehouse.path, warehouse.version, origin)


def _write(draft: Path, given: Material, origin: dict[str, str]) -> str:
    """Write everything into a new database file, close it and return its data version."""
    reader = InputReader(given.seed, given.parts)
    inputs = reader.read(given.more_changes)
    with _writing(draft, given) as connection:
        connection.execute(sql("schema"))
        connection.execute(sql("views"))
        fill_all(connection, measure_rows(inputs))
        stage(connection, reader, reader.parts)
        fill_all(connection, other_rows(inputs))
        correct_staged(connection, reader)
        settle(connection, reader, reader.parts, inputs)
        return _finish(connection, inputs, origin)


def _extend(draft: Path, given: Material, served: _Served, origin: dict[str, str]) -> str:
    """Write a copy of what is served with what changed, close it and return its data version."""
    shutil.copyfile(served.path, draft)
    with _unharmed(served.path), _writing(draft, given) as connection:
        inputs = extend(connection, given, served.origin, origin)
        return _finish(connection, inputs, origin)


@contextmanager
def _unharmed(path: Path) -> Iterator[None]:
    """DamagedWarehouseError when a published file is no longer as it was built.

    A copy of it would get a good checksum. It is read while the copy is worked on.
    """
    known = checksums(path)
    if not known:  # published by an older release
        yield
        return
    with ThreadPoolExecutor(max_workers=1) as reading:
        digest = reading.submit(file_digest, path)
        try:
            yield
        finally:
            if digest.result() not in known:
                doubt(path)  # the next build starts from the last good one
                raise DamagedWarehouseError(f"{path} is damaged: build again")


@contextmanager
def _writing(draft: Path, given: Material) -> Iterator[Connection]:
    """An open database file; closed in order when it is done."""
    config = _config(draft.parent, size_of(given))
    with duckdb.connect(str(draft), config=config) as connection:
        yield connection
        connection.execute("CHECKPOINT")
    if draft.with_name(draft.name + ".wal").exists():
        raise BuildError("the database was not closed properly")


def _finish(connection: Connection, inputs: Inputs, origin: dict[str, str]) -> str:
    """Say in the file what it holds and what it was made from; return the data version."""
    newest = inputs.changes[0]
    version = content_version(connection, newest.version)
    connection.execute("DELETE FROM built_from")
    fill(connection, "built_from", [{"part": k, "digest": v} for k, v in origin.items()])
    connection.execute("DELETE FROM build_info")
    info = {
        "data_version": version,
        "changes_version": newest.version,
        "data_date": newest.date,
        "schema_digest": schema_digest(),
    }
    fill(connection, "build_info", [info])
    return version


def _config(work: Path, size: int) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "storage_compatibility_version": STORAGE,
        "default_block_size": SMALL_BLOCK if size < LARGE else LARGE_BLOCK,
        "memory_limit": MEMORY,
        "threads": THREADS,
        "temp_directory": str(work / "spill"),
        "preserve_insertion_order": False,
    }
