"""The frame of every page: set-up, navigation, filters, messages; then the page itself."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import filters, links, notices, page_charts, screenful
from dashboard.access import editing, sign_in
from dashboard.accessible import page as accessible
from dashboard.api import places
from dashboard.briefing import basket
from dashboard.context import Context, Data, load_data, set_current
from dashboard.failures import said_in_a_sentence
from dashboard.markup import escape
from dashboard.page_menu import page_menu
from dashboard.selection import shorten
from dashboard.words import Words
from indicators.catalogue import Catalogue
from indicators.errors import RuleOfLawDataError
from warehouse.imports.files import ask_first

VIEWS = Path(__file__).parent / "views"
CLOSED = Path(__file__).parent / "access" / "closed.py"  # where importing would be
STYLE = Path(__file__).parent / "style.css"
# of our own: the icons of Streamlit come from a server on the internet
ICON = Path(__file__).parent / "icon.png"
CORE_FAMILIES = 3
EDITING = "importing"
TOOLS = ("explore", "district", "data", "briefing", EDITING, "methods")

_VERSION = "site.version"
LOG = logging.getLogger(__name__)


def run() -> None:
    """Draw one run of the app; whatever fails ends in a sentence, never in a trace."""
    ask_first(editing.gate)
    # our server has the icon in its start page already; a picture takes Streamlit long to prepare
    icon = None if places.are_served() else str(ICON)
    st.set_page_config(layout="wide", page_icon=icon, initial_sidebar_state="auto")
    links.start()
    words = filters.language()
    st.html(STYLE)
    accessible.start(words)
    found = _data(words)
    if found is None:
        st.error(words("app.no_warehouse"))
        return
    data, notice = found
    pages = _pages(data.catalogue, words)
    page = st.navigation(pages.all, position="hidden")
    st.set_page_config(page_title=f"{page.title} · {words('app.title')}")
    filters.read(data)
    with st.sidebar:
        menu = st.container()
        selection = filters.sidebar(data, words)
        with menu:
            _menu(pages, page, {"lang": words.language.value, **selection.to_link()}, words)
        _sidebar_foot(data, words)
    context = Context(data, words, selection)
    set_current(context)
    page_charts.start()
    screenful.start(page.url_path)
    exports = st.container(key="page-tools")
    messages = st.container()
    accessible.printed_filters(context)
    with said_in_a_sentence("app.broken", words):
        page.run()
    links.finish()
    if page_charts.shown():
        with exports:
            page_menu(page.title, context)
    with messages:
        _messages(notice, words)


def _data(words: Words) -> tuple[Data, str] | None:
    """The data version that the link asks for, or the current one; and what to say about it."""
    try:
        current = load_data()
    except RuleOfLawDataError:
        LOG.exception("no data")
        return None
    wanted = _wanted_version()
    if wanted is None:
        return current, ""
    try:
        data = load_data(wanted)
    except RuleOfLawDataError:
        _leave_version()
        return current, words("app.frozen_gone", version=escape(shorten(wanted)))
    st.session_state[_VERSION] = wanted
    links.put({"v": wanted})
    return data, "" if wanted == current.version else words("app.frozen", version=escape(wanted))


def _wanted_version() -> str | None:
    """The data version of the link, or the one kept since; a new link without one leaves it."""
    asked = links.asked()
    if asked and not asked.get("v"):
        _leave_version()
    return asked.get("v") or st.session_state.get(_VERSION)


def _leave_version() -> None:
    st.session_state.pop(_VERSION, None)


def _messages(notice: str, words: Words) -> None:
    """Above the page: damage, an old data version, what a link asked in vain."""
    for text in notices.of_warehouse(words):
        st.warning(text)
    if notice:
        st.warning(notice)
    if notice and _VERSION in st.session_state:
        st.button(words("app.to_current"), on_click=_leave_version, key="to-current")
    for problem in links.problems():
        values = {key: escape(value) for key, value in problem.values.items()}
        st.warning(words(problem.message, **values))


@dataclass(frozen=True)
class Pages:
    """All pages of the site, in the order of the menu; those `unlisted` are not in it."""

    overview: StreamlitPage
    families: tuple[StreamlitPage, ...]
    tools: tuple[StreamlitPage, ...]
    unlisted: tuple[StreamlitPage, ...]

    @property
    def all(self) -> list[StreamlitPage]:
        """Every page."""
        return [self.overview, *self.families, *self.tools, *self.unlisted]


def _pages(catalogue: Catalogue, words: Words) -> Pages:
    """One page a family, and the pages that cut across families.

    For whoever may not edit there is no page to edit on: at its address another one says why.
    """
    may_edit = editing.access().may_edit
    return Pages(
        overview=_page("overview", words, default=True),
        families=tuple(
            st.Page(
                VIEWS / f"{family.id}.py",
                title=words.pick(family.name_zh, family.name_en),
                url_path=family.id,
            )
            for family in catalogue.families
        ),
        tools=tuple(_page(name, words) for name in TOOLS if may_edit or name != EDITING),
        unlisted=() if may_edit else (_page(EDITING, words, file=CLOSED),),
    )


def _page(
    name: str, words: Words, *, file: Path | None = None, default: bool = False
) -> StreamlitPage:
    found = file or VIEWS / f"{name}.py"
    return st.Page(found, title=words(f"nav.{name}"), url_path=name, default=default)


def _menu(pages: Pages, current: StreamlitPage, view: dict[str, str], words: Words) -> None:
    """The menu; families beyond the core ones fold away, so that the filters keep their place.

    Its links carry the filters: an address that was completed later would trap the back button.
    """
    st.markdown(f"### :material/balance: {words('app.title')}")
    with st.container(gap="xsmall", key="menu"):
        core, more = pages.families[:CORE_FAMILIES], pages.families[CORE_FAMILIES:]
        opened = [current] if current in more else []
        for page in (pages.overview, *core, *opened):
            st.page_link(page, width="stretch", query_params=view)
        folded = st.expander(words("nav.section_more"), type="compact")
        with folded, st.container(gap="xsmall"):
            for page in more:
                st.page_link(page, width="stretch", query_params=view)
        for page in pages.tools:
            if page.url_path == "briefing":
                basket.menu_entry(page, view, words)
            else:
                st.page_link(page, width="stretch", query_params=view)


def _sidebar_foot(data: Data, words: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        filters.language_switch(words)
        st.button(words("filter.reset"), on_click=filters.reset, args=(data,), type="tertiary")
    _links_menu(data, words)
    sign_in.control(words)
    st.caption(words("app.data_version", version=data.version))


@st.fragment
def _links_menu(data: Data, words: Words) -> None:
    """Two links to this view: one that lives with the data, one that stays at this version."""
    menu = st.popover(words("filter.links"), on_change="rerun", key="menu-links", type="tertiary")
    if not menu.open:
        return
    with menu:
        for label, fixed in (("filter.live_link", {}), ("filter.frozen_link", {"v": data.version})):
            st.caption(words(label))
            st.code(links.address(fixed), language=None, wrap_lines=True)
