"""The page 数据与来源: every figure, coverage, checks, conflicts, documents and downloads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

import streamlit as st

from dashboard.answers import answer
from dashboard.choices import switch
from dashboard.context import Context, current
from dashboard.pages.data.all_figures import all_figures
from dashboard.pages.data.checks import checks
from dashboard.pages.data.coverage import coverage
from dashboard.pages.data.disagreements import disagreements
from dashboard.pages.data.documents import documents
from dashboard.pages.data.downloads import downloads
from dashboard.selection import MOST_DISTRICTS, BasisChoice, Selection
from warehouse import queries


class Part(StrEnum):
    """The parts of the page, one shown at a time."""

    FIGURES = "figures"
    COVERAGE = "coverage"
    CHECKS = "checks"
    CONFLICTS = "conflicts"
    DOCUMENTS = "documents"
    DOWNLOADS = "downloads"


class Reach(StrEnum):
    """Whether the page keeps to the filters at the side."""

    FILTERED = "filtered"
    EVERYTHING = "everything"


PARTS: dict[Part, Callable[[Context], None]] = {
    Part.FIGURES: all_figures,
    Part.COVERAGE: coverage,
    Part.CHECKS: checks,
    Part.CONFLICTS: disagreements,
    Part.DOCUMENTS: documents,
    Part.DOWNLOADS: downloads,
}


def show() -> None:
    """Draw the part that the reader or the link chose."""
    context = current()
    st.title(context.words("nav.data"))
    _opening(context)
    part = Part(_switch("part", list(Part), context))
    if part is not Part.DOWNLOADS:
        reach = Reach(_switch("reach", list(Reach), context))
        context = _with_everything(context) if reach is Reach.EVERYTHING else context
    PARTS[part](context)


def _opening(context: Context) -> None:
    """What there is and how well it holds, in two sentences."""
    known = answer(queries.data_summary, context.warehouse)
    wrong = known["identities_violated"] + known["growth_violated"]
    checked = known["identity_checks"] + known["growth_checks"]
    lines = [
        context.words("data.opening", **known),
        context.words("data.opening_checks", checked=checked, wrong=wrong, **known),
    ]
    st.markdown("  \n".join(lines))


def _switch(name: str, options: list[str], context: Context) -> str:
    words = context.words
    return switch(
        name, options, page="data", label=words(f"data.{name}"),
        show=lambda item: words(f"data.{name}_{item}"),
    )  # fmt: skip


def _with_everything(context: Context) -> Context:
    """The context without the filters at the side, unless that is too much to look at."""
    offer = context.data.offer
    if len(offer.districts) > MOST_DISTRICTS:
        known = {"districts": len(offer.districts), "most": MOST_DISTRICTS}
        st.info(context.words("data.not_everything", **known))
        return context
    years = (offer.years[0], offer.years[-1])
    return replace(context, selection=Selection(offer.districts, *years, tuple(BasisChoice)))
