from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bench.corpus import Passage, own_corpus
from bench.peers import ours
from bench.reading import describe, line
from indicators.periods import full_year, parse_label

TEXT = "1-5月收到行政复议申请583宗，同比增长3.5%。"
START = TEXT.index("583")


@pytest.mark.parametrize(
    ("value", "right"), [("583", "1/1"), ("584", "0/1")], ids=["right", "wrong"]
)
def test_a_value_counts_where_it_is_the_stated_one(value: str, right: str) -> None:
    span = parse_label("2024-01-01/2024-05-31")
    stated = (START, START + 4, Decimal(value))
    passage = Passage("one", TEXT, full_year(2024), (stated,), (span,))

    assert f"quantities {right} of 2 emitted" in line(ours(), [passage])
    assert "periods 1/1" in line(ours(), [passage])
    assert passage.published == date(2025, 1, 1)


def test_the_corpus_states_quantities_where_they_stand() -> None:
    passages = own_corpus()

    assert describe(passages).endswith("periods")
    for passage in passages:
        places = [(start, end) for start, end, _ in passage.quantities]
        assert len(set(places)) == len(places)
        assert all(0 <= start < end <= len(passage.text) for start, end in places)
    assert sum(len(passage.quantities) for passage in passages) > 1000
