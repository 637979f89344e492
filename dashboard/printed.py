"""A printed figure together with its hedging word, which stands before, behind or inside it."""

from __future__ import annotations

from indicators.quantities import HEDGES, hedge_of

AFTER = ("余", "多", "以上", "以下", "左右", "上下")  # words that stand behind the number


def printed_text(printed: str, qualifier: str) -> str:
    """The figure as the document prints it.

    >>> printed_text("800余件", "余"), printed_text("23%", "约"), printed_text("99%", "以上")
    ('800余件', '约 23%', '99% 以上')
    """
    if not qualifier:
        return printed
    alike = [word for word, hedge in HEDGES.items() if word and hedge is hedge_of(qualifier)]
    if any(word in printed for word in alike):  # 多 is filed under 余
        return printed
    return f"{printed} {qualifier}" if qualifier in AFTER else f"{qualifier} {printed}"
