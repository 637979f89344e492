"""Our colours and fonts, out of .streamlit/config.toml, for the moment before the server speaks."""

from __future__ import annotations

import streamlit as st

COLOURS = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor")


def first_themes() -> dict[str, dict[str, str]]:
    """The two themes by the names that Streamlit's script knows them by."""
    font = str(st.get_option("theme.font") or "")
    return {
        f"{name.upper()}_THEME": {
            "bodyFont": font,
            **{key: str(st.get_option(f"theme.{name}.{key}") or "") for key in COLOURS},
        }
        for name in ("light", "dark")
    }
