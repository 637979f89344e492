"""The parts of an XLSX file: puts our own charts in the place of those that xlsxwriter drew.

xlsxwriter knows no East Asian fonts in charts, no dotted part of a line, no format of one label.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from warehouse.export import zip_bytes

_CHART = "xl/charts/chart{number}.xml"


def with_charts(content: bytes, charts: Sequence[bytes]) -> bytes:
    """The file with these charts, in the order in which they were inserted."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for number, chart in enumerate(charts, start=1):
        files[_CHART.format(number=number)] = chart
    return zip_bytes(files)
