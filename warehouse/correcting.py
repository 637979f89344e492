"""Applies corrections of published figures to staged rows, before anything follows from them."""

from __future__ import annotations

from decimal import Decimal

from indicators.corrections import Action, Correction, correct
from indicators.errors import raise_if_any
from indicators.numerals import read_numeral
from indicators.observations import Observation, Status
from indicators.quantities import Bounds
from warehouse.ids import observation_id
from warehouse.inputs import InputReader
from warehouse.loading import Connection, fill, text

_WHERE = """
    district_code = $district
    AND indicator_key = (
        SELECT indicator_key FROM staging_indicator WHERE indicator_id = $indicator
    )
    AND scope_key = (SELECT scope_key FROM scope WHERE scope = $scope)
    AND period_start IS NOT DISTINCT FROM $start AND period_end = $end
    AND source_key = (SELECT source_key FROM source WHERE source_id = $source)
"""
_FIND = f"SELECT value::VARCHAR, printed, qualifier FROM staged_figure WHERE {_WHERE}"  # noqa: S608
_DROP = f"DELETE FROM staged_figure WHERE {_WHERE}"  # noqa: S608
# what was put in its place is exact, whatever was printed
_OVERRIDE = f"""
UPDATE staged_figure SET value = $value, qualifier = '', plain = true, step = $step
WHERE {_WHERE}
"""  # noqa: S608


def correct_staged(connection: Connection, reader: InputReader) -> None:
    """Correct `staged_figure` and fill `correction`; DataFileError as `correct`."""
    corrections = reader.corrections()
    raise_if_any(reader.problems)
    found = [item for entry in corrections for item in _figures(connection, entry)]
    left = {(item.fact, item.source): item for item in correct(found, corrections)}
    rows = []
    for entry in corrections:
        item = left.get((entry.fact, entry.source))
        if entry.action is Action.DROP:
            connection.execute(_DROP, _key(entry))
        elif entry.action is Action.OVERRIDE and item is not None:
            numeral = read_numeral(item.printed)
            step = numeral.place if numeral else Decimal(1)
            values = {"value": text(item.value), "step": text(step)}
            connection.execute(_OVERRIDE, _key(entry) | values)
        rows.append(_row(entry, item))
    fill(connection, "correction", rows)


def _figures(connection: Connection, entry: Correction) -> list[Observation]:
    """The staged figures that a correction is about: one, unless something is wrong."""
    return [
        Observation(
            fact=entry.fact,
            value=Decimal(value),
            bounds=Bounds(Decimal(value), Decimal(value)),
            printed=printed,
            qualifier=qualifier,
            status=Status.REPORTED,
            source=entry.source,
        )
        for value, printed, qualifier in connection.execute(_FIND, _key(entry)).fetchall()
    ]


def _key(entry: Correction) -> dict[str, object]:
    fact = entry.fact
    return {
        "district": fact.district, "indicator": fact.indicator, "scope": fact.scope,
        "start": fact.period.start, "end": fact.period.end, "source": entry.source,
    }  # fmt: skip


def _row(entry: Correction, item: Observation | None) -> dict[str, object]:
    return {
        "correction_id": entry.id, "observation_id": item and observation_id(item),
        "action": entry.action.value, "printed": entry.expect, "value": text(entry.value),
        "reason_zh": entry.reason_zh, "reason_en": entry.reason_en,
        "since": entry.since, "reported_to": entry.reported_to,
    }  # fmt: skip
