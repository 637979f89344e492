"""The history as entries of the change log: one a day, a sentence an import or withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from warehouse.changes import Change
from warehouse.imports.history import Event, EventKind


def with_history(changes: Sequence[Change], events: Sequence[Event]) -> list[Change]:
    """The change log with what was imported and withdrawn, newest first.

    A day's version is its date (2026.01.05), so that versions follow from the history alone.
    """
    own = {change.version: change for change in changes}
    for event in events:
        day = event.time.date()
        version = f"{day:%Y.%m.%d}"
        own[version] = _added(own.get(version), version, day, event)
    shipped = {change.version for change in changes}
    # on one day the imports came after what shipped
    return sorted(own.values(), key=lambda c: (c.date, c.version not in shipped), reverse=True)


def _added(found: Change | None, version: str, day: date, event: Event) -> Change:
    zh, en = _sentences(event)
    return Change(
        version=version,
        date=found.date if found else day,
        zh=(*(found.zh if found else ()), zh),
        en=(*(found.en if found else ()), en),
    )


def _sentences(event: Event) -> tuple[str, str]:
    zh, en = _counted(event)
    if event.what is EventKind.WITHDRAW:
        return (
            f"撤回导入的报告“{event.title}”（{event.id}）：{zh}。",
            f"Withdrew the imported report “{event.title}” ({event.id}): {en}.",
        )
    again_zh = f"，取代{'、'.join(event.replaces)}" if event.replaces else ""
    again_en = f", replacing {', '.join(event.replaces)}" if event.replaces else ""
    return (
        f"导入报告“{event.title}”（{event.id}）：{zh}{again_zh}。",
        f"Imported the report “{event.title}” ({event.id}): {en}{again_en}.",
    )


def _counted(event: Event) -> tuple[str, str]:
    many = event.observations != 1, event.growth != 1
    return (
        f"{event.observations}个观测值、{event.growth}条同比表述",
        f"{event.observations} observation{'s' * many[0]} and "
        f"{event.growth} growth statement{'s' * many[1]}",
    )
