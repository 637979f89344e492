"""Adds a few imports to a copy of the served warehouse, and takes withdrawn ones out of it.

Only the districts that these concern are settled again, from their stored figures and the new ones;
everything else is copied. A full build gives the same content, and so the same data version.
"""

from __future__ import annotations

from collections.abc import Mapping

from indicators.errors import raise_if_any
from warehouse.imports.merging import Material
from warehouse.inputs import InputReader, Inputs
from warehouse.loading import Connection, fill
from warehouse.origin import HISTORY, PROGRAM, SEED
from warehouse.settling import settle_again
from warehouse.staging import stage
from warehouse.tables import change_log, scopes

_FEW = 50  # imports; beyond, a full build is about as quick


def can_extend(origin: Mapping[str, str], served: Mapping[str, str]) -> bool:
    """Whether all that changed since are a few imports."""
    changed = {part for part, _ in origin.items() ^ served.items()}
    return not changed & {SEED, PROGRAM} and len(changed - {HISTORY}) <= _FEW


def extend(
    connection: Connection, given: Material, served: Mapping[str, str], origin: Mapping[str, str]
) -> Inputs:
    """Bring a copy of the served warehouse up to date; DataFileError as for a build."""
    gone = [part for part in served if part != HISTORY and origin.get(part) != served[part]]
    new = [part for part in given.parts if served.get(part.source) != origin[part.source]]
    # the first to name a scope says what it is in English: that may have been one that is gone
    reader = InputReader(given.seed, given.parts if gone else new)
    inputs = reader.read_additions(given.more_changes)
    raise_if_any(reader.problems)
    connection.execute("DELETE FROM change_log")
    fill(connection, "change_log", change_log(inputs))
    _add_scopes(connection, inputs)
    stage(connection, reader, new)
    connection.execute(_GONE, {"gone": gone})
    districts = connection.execute(_CONCERNED).fetchall()
    connection.execute(_FORGET_SOURCES)
    settle_again(connection, reader, new, inputs, [code for (code,) in districts])
    if gone:
        _rename_scopes(connection, inputs)
    return inputs


_GONE = """
CREATE OR REPLACE TEMP TABLE gone AS
SELECT source_key, district_code FROM source WHERE source_id = ANY($gone)
"""
_CONCERNED = """
SELECT district_code FROM staged_figure
UNION SELECT district_code FROM staged_growth
UNION SELECT district_code FROM gone WHERE district_code IS NOT NULL
UNION SELECT district_code FROM staged_source WHERE district_code IS NOT NULL
UNION SELECT district_code FROM figure WHERE source_key IN (SELECT source_key FROM gone)
UNION SELECT district_code FROM growth_figure WHERE source_key IN (SELECT source_key FROM gone)
ORDER BY ALL
"""
_FORGET_SOURCES = """
DELETE FROM source_age WHERE source_key IN (SELECT source_key FROM gone);
DELETE FROM source WHERE source_key IN (SELECT source_key FROM gone);
"""


def _add_scopes(connection: Connection, inputs: Inputs) -> None:
    """The scopes that the warehouse does not know yet."""
    found = connection.execute("SELECT scope, scope_key FROM scope").fetchall()
    known = dict(found)
    new = [scope for name, scope in inputs.scopes.items() if name not in known]
    fill(connection, "scope", scopes(new, after=max(known.values())))


def _rename_scopes(connection: Connection, inputs: Inputs) -> None:
    """Forget scopes that nothing names any more; the others are called as they are now."""
    connection.execute("CREATE OR REPLACE TEMP TABLE named AS FROM scope LIMIT 0")
    fill(connection, "named", scopes(inputs.scopes.values()))
    connection.execute("DELETE FROM scope WHERE scope NOT IN (SELECT scope FROM named)")
    connection.execute(
        "UPDATE scope SET name_en = named.name_en, kind = named.kind"
        " FROM named WHERE named.scope = scope.scope"
    )
