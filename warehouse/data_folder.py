"""The version of a data folder: `data-folder.json` says in which form its files are written.

    schema 1   no such file; the lines of history.jsonl stand alone
    schema 2   lines are sealed and chained, and hold the checksums of each import's files

`warehouse.imports.migration` brings an older folder up to date; a newer one is refused.
"""

from __future__ import annotations

import json
from pathlib import Path

from indicators.errors import Problem, RuleOfLawDataError, raise_if_any
from warehouse.checksums import DamagedError, sealed, unsealed
from warehouse.imports.files import write_whole

FOLDER = "data-folder.json"
SCHEMA = 2
PROGRAM = "rule-of-law-indicators"


class NewerFolderError(RuleOfLawDataError):
    """A newer release has written in this folder; this one would not understand everything."""


def folder_schema(folder: Path) -> int:
    """In which form the folder is written; 1 where nothing says so.

    Raises NewerFolderError, and DataFileError when the file cannot be read.
    """
    try:
        schema = int(json.loads(unsealed((folder / FOLDER).read_bytes()))["schema"])
    except (FileNotFoundError, NotADirectoryError):
        return 1
    except (OSError, ValueError, KeyError, TypeError, DamagedError) as error:
        why = f"{error}: restore it from a backup, or remove it to have it written again"
        raise_if_any([Problem(FOLDER, "", "", why)])
        raise
    if schema > SCHEMA:
        raise NewerFolderError(
            f"{folder} was written by a newer release (schema {schema}): update this program"
        )
    return schema


def write_folder_schema(folder: Path) -> None:
    """Say that the folder is in the form of this release."""
    content = {"schema": SCHEMA, "program": PROGRAM}
    write_whole(folder / FOLDER, sealed(json.dumps(content).encode() + b"\n"))
