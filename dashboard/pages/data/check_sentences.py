"""A check of figures, written as a person would: 50 = 40 + 10; 13% ≠ 27 ÷ 176 = 15.34%."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.formats import DisplayUnit
from dashboard.words import Words
from indicators.catalogue import Catalogue
from indicators.quantities import HEDGE_SIGNS, hedge_of

Row = Mapping[str, Any]

MARKS = {"holds": " ✓", "remainder": "", "violated": " ✗"}
_PLAIN = DisplayUnit("", decimals=4)  # as the warehouse keeps them


def number(figure: Row, catalogue: Catalogue) -> str:
    """A figure in a sum: 1,113, 13%, ≈500."""
    percent = "%" if catalogue.unit_of(figure["indicator_id"]).id == "percent" else ""
    return f"{_signed(figure['value'], figure['qualifier'])}{percent}"


def _signed(value: float, qualifier: str) -> str:
    return f"{HEDGE_SIGNS[hedge_of(qualifier)]}{_PLAIN.number(value)}"


def identity_sentence(
    check: Row, figures: Sequence[Row], *, catalogue: Catalogue, words: Words
) -> str:
    """An identity with its figures, in the order of its `observation_ids`, and how it ended."""
    numbers = [number(figure, catalogue) for figure in figures]
    match check["kind"]:
        case "sum":
            text = _sum(check, numbers, words)
        case "rate":
            text = _rate(check, numbers)
        case "half_year":
            text = words("data_check.half_year", whole=numbers[0], part=numbers[1])
        case "range":
            text = f"0% ≤ {numbers[0]} ≤ 100%"
        case _:
            relation = ">" if check["result"] == "violated" else "≤"
            text = f"{numbers[1]} {relation} {numbers[0]}"
    return f"{text}{MARKS[check['result']]}"


def _sum(check: Row, numbers: Sequence[str], words: Words) -> str:
    """50 = 40 + 10; 176 = 71 + 32 + 7 not stated; 50 ≠ 40 + 20 = 60."""
    whole, parts = numbers[0], " + ".join(numbers[1:])
    if check["result"] == "violated":
        return f"{whole} ≠ {parts} = {_PLAIN.number(check['parts'])}"
    if check["result"] == "remainder":
        rest = _PLAIN.number(check["whole"] - check["parts"])
        return f"{whole} = {parts} + {words('data_check.not_stated', rest=rest)}"
    return f"{whole} {'=' if check['whole'] == check['parts'] else '≈'} {parts}"


def _rate(check: Row, numbers: Sequence[str]) -> str:
    """78.4% ≈ 507 ÷ 647 = 78.36%; 13% ≠ 27 ÷ 176 = 15.34%."""
    rate, whole, *parts = numbers
    upper = parts[0] if len(parts) == 1 else f"({' + '.join(parts)})"
    quotient = f"{_PLAIN.number(check['quotient'])}%"
    if check["result"] == "violated":
        return f"{rate} ≠ {upper} ÷ {whole} = {quotient}"
    if rate == quotient:
        return f"{rate} = {upper} ÷ {whole}"
    return f"{rate} ≈ {upper} ÷ {whole} = {quotient}"


def growth_sentence(check: Row, *, words: Words) -> str:
    """1,696 ÷ (1 + 52%) → 1,109–1,119, which holds the reported 1,113; 88, which fits ≈90."""
    text = words(
        f"data_check.growth_{_relation(check)}",
        formula=check["formula"],
        reported=_signed(check["reported"], check["reported_qualifier"]),
    )
    return f"{text}{MARKS[check['result']]}"


def _relation(check: Row) -> str:
    """How what is implied stands to what is reported, whose bounds may be the wider ones."""
    if check["result"] == "violated":
        return "differs"
    low, high = check["reported_low"], check["reported_high"]
    at_least, at_most = check["implied_low"], check["implied_high"]
    if at_least == at_most == low == high and low is not None:
        return "equals"
    above = at_least is None or (low is not None and low >= at_least)
    below = at_most is None or (high is not None and high <= at_most)
    return "holds" if above and below else "fits"
