"""Whether the server lives and whether it can show data, asked of the data themselves."""

from __future__ import annotations

import logging
import time
import tomllib

import duckdb

from dashboard.api.code_version import ROOT, code_version
from dashboard.api.refusals import Refusal
from dashboard.context import load_data
from dashboard.exports.image import image_available
from indicators.errors import RuleOfLawDataError
from warehouse import queries
from warehouse.paths import publish_folder
from warehouse.publish import damaged

LOG = logging.getLogger(__name__)
STARTED = time.monotonic()

State = dict[str, object]


def life() -> State:
    """That this program answers, and which it is; nothing that could fail is asked."""
    return {"live": True, **_program(), "seconds": round(time.monotonic() - STARTED)}


def readiness() -> State:
    """Which data are served; raises Refusal with the reason when there are none."""
    try:
        data = load_data()
        newest = queries.data_date(data.warehouse)
        broken = damaged(publish_folder())
    except (RuleOfLawDataError, duckdb.Error, OSError) as error:
        LOG.error("not ready: %s", error)
        raise Refusal("no_warehouse") from error
    return {
        "ready": True,
        **_program(),
        "data_version": data.version,
        "data_date": newest.isoformat(),
        # the last good version is served in the place of a damaged one, which has to be mended
        "damaged_version": broken,
        "pictures": image_available(),
    }


def _program() -> State:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"program": project["version"], "code": code_version()}
