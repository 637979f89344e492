from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import indicators

ROOT = Path(__file__).parents[2]
FOREIGN = {
    "dashboard", "duckdb", "numpy", "pandas", "plotly", "polars", "pyarrow", "streamlit",
    "warehouse",
}  # fmt: skip
REPORT = "import {modules}, sys; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"


def test_the_domain_imports_no_database_frames_charts_or_pages() -> None:
    """Dynamically, in a fresh interpreter: what an import pulls in counts as well."""
    modules = [f"indicators.{module.name}" for module in pkgutil.iter_modules(indicators.__path__)]
    report = subprocess.run(
        [sys.executable, "-c", REPORT.format(modules=", ".join(modules))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(report.stdout.split())
    assert {"indicators", "pydantic"} <= imported
    assert not imported & FOREIGN
