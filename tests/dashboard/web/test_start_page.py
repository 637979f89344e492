"""The start page and the cuts of fonts fit the Streamlit that is installed."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont

from dashboard.web.composition import WebServer
from dashboard.web.entrance import ICONS
from dashboard.web.options import WebOptions
from dashboard.web.start_page import STREAMLIT, UnknownStartPage, start_page
from tools.build_icons import ROOT, ligatures, wanted_icons


def test_every_file_that_the_page_names_is_there() -> None:
    site = WebServer.of(WebOptions()).site
    page = site.page.body.decode()

    assert "SourceSans" not in page
    assert "service-desc" not in page
    assert '"#F7F8FA"' in page  # the colours of our theme
    named = [found.removeprefix(".") for found in re.findall(r'(?:href|src)="([^"]+)"', page)]
    assert len(named) > 20
    assert any("/PlotlyChart." in path for path in named)
    assert all(site.file(path) for path in named), named


def test_another_start_page_is_refused_instead_of_spoilt() -> None:
    original = (STREAMLIT / "index.html").read_text(encoding="utf-8")

    with pytest.raises(UnknownStartPage):
        start_page(original.replace("<noscript>", "<no-script>"), {})


def test_every_icon_that_a_page_can_show_is_in_the_cut() -> None:
    """If this fails, run python tools/build_icons.py.

    It finds icons that are named in full.
    """
    pages = (ROOT / "dashboard").rglob("*.py")
    assert [page for page in pages if ":material/{" in page.read_text(encoding="utf-8")] == []
    assert wanted_icons() - dict(ligatures(TTFont(ICONS))).keys() == set()
    assert ICONS.stat().st_size < 20_000
