"""What a printed figure says: bounds and precision, read once for each distinct form."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from indicators.catalogue import Measure
from indicators.errors import RuleOfLawDataError
from indicators.numerals import read_numeral
from indicators.quantities import HUNDRED, Bounds, stated_bounds


class Form(NamedTuple):
    """All that the reading of a figure depends on; `whole`: only whole numbers are possible."""

    printed: str
    value: Decimal
    qualifier: str
    whole: bool
    measure: Measure


class Stated(NamedTuple):
    """What a form says; `step` is one unit of its last digit."""

    bounds: Bounds
    step: Decimal


class MisprintError(RuleOfLawDataError):
    """A printed form that does not read to the value beside it."""


def read_form(form: Form) -> Stated:
    """Bounds and precision of a figure; MisprintError, UnknownHedgeError.

    >>> read_form(Form("800余件", Decimal(800), "余", True, Measure.FLOW)).bounds
    Bounds(low=Decimal('800'), high=Decimal('899'))
    """
    numeral = read_numeral(form.printed)
    # a fall is printed without a sign
    wanted = abs(form.value) if form.measure is Measure.CHANGE else form.value
    if numeral is None or numeral.value != wanted:
        read = "nothing" if numeral is None else f"{numeral.value:f}"
        raise MisprintError(f"{form.value:f} is not what {form.printed!r} reads to ({read})")
    # a share above 100 is kept as printed, for the checks to show
    share = form.measure is Measure.RATE and form.value <= HUNDRED
    bounds = stated_bounds(
        form.value, form.qualifier, unit=numeral.unit, whole=form.whole, share=share
    )
    return Stated(bounds, numeral.place)
