"""What the pages say of files that are damaged: which one, what is shown instead, what to do."""

from __future__ import annotations

from dashboard.markup import escape
from dashboard.words import Words
from warehouse.paths import publish_folder
from warehouse.publish import NoWarehouseError, current_version, damaged


def of_warehouse(words: Words) -> list[str]:
    """For the top of every page; nothing when all is well."""
    folder = publish_folder()
    try:
        version, shown = damaged(folder), current_version(folder)
    except NoWarehouseError:
        return []
    if version is None or shown is None:
        return []
    return [words("durability.damaged", version=escape(version), shown=escape(shown))]
