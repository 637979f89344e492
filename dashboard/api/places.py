"""Where the interface and the pages lie, for those who need to know no more of them."""

from __future__ import annotations

from pathlib import Path

API = "/api"
PAGES = frozenset(file.stem for file in (Path(__file__).parent.parent / "views").glob("*.py"))

_served = False


def serve() -> None:
    """Say that this process answers these addresses; `streamlit run app.py` alone does not."""
    global _served
    _served = True


def are_served() -> bool:
    """Whether an address given out now leads anywhere."""
    return _served
