"""Every page of the site, and the forms in which it may be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from dashboard.site import TOOLS
from dashboard.words import Language
from indicators.catalogue import load_catalogue

FAMILIES = tuple(family.id for family in load_catalogue().families)
PAGES = ("", *FAMILIES, *TOOLS)
LINK = {"d": "330211.440306.440311.310116"}
WIDTHS = (1440, 390)


@dataclass(frozen=True)
class Form:
    """How a page is looked at."""

    scheme: str
    language: Language
    width: int

    @property
    def window(self) -> dict[str, Any]:
        """As a browser profile."""
        return {"viewport": {"width": self.width, "height": 1000}, "color_scheme": self.scheme}

    def __str__(self) -> str:
        return f"{self.scheme}-{self.language}-{self.width}"


FORMS = tuple(
    Form(scheme, language, width)
    for scheme in ("light", "dark")
    for language in Language
    for width in WIDTHS
)
# every kind of page once, in turns of the forms, so that each form is seen
KINDS = ("", "reconsideration", *TOOLS)
ONCE = [(page, FORMS[place % len(FORMS)]) for place, page in enumerate(KINDS)]
ALL = [(page, form) for page in PAGES for form in FORMS if (page, form) not in ONCE]


def mostly_long(cases: Sequence[str], *ordinary: str) -> list[ParameterSet]:
    """Cases of which only some are tried in an ordinary run, the others with -m long."""
    return [
        pytest.param(case, marks=[] if case in ordinary else [pytest.mark.long]) for case in cases
    ]


def name(page: str, form: Form) -> str:
    """As a test's name."""
    return f"{page or 'overview'}-{form}"
