"""A figure without a place in the catalogue becomes an entry for a person to complete."""

from __future__ import annotations

import tomllib

from indicators.catalogue import Indicator
from indicators.review import from_json, proposal, propose, to_json, undo
from tests.drafts import open_draft


def test_the_entry_is_one_of_the_catalogue_but_for_what_is_left_empty() -> None:
    text = proposal(open_draft(), "u42", family="legal_aid", name_zh='办“好事”\\数"', key="deeds")
    entry = tomllib.loads(text)["indicators"]["deeds"]
    assert (entry["name_zh"], entry["unit"], entry["measure"]) == ('办“好事”\\数"', "case", "flow")
    empty = {field for field, value in entry.items() if value == ""}
    assert empty == {"name_en", "short_en", "definition_zh", "definition_en"}
    completed = entry | dict.fromkeys(empty, "…") | {"reads": ({"says": "好事"},)}
    Indicator(id="legal_aid.deeds", family="legal_aid", **completed)


def test_the_kind_of_number_follows_from_the_figure() -> None:
    stock = proposal(open_draft(), "f34", family="lawyers", name_zh="律师")
    assert 'measure = "stock"' in stock
    assert 'measure = "rate"' in proposal(
        open_draft(), "u42", family="lawyers", name_zh="率", measure="rate"
    )


def test_an_entry_is_kept_with_the_draft_and_can_be_taken_back() -> None:
    draft = propose(open_draft(), "u42", "[indicators.deeds]")
    assert from_json(to_json(draft)).report.proposals == {"u42": "[indicators.deeds]"}
    assert undo(draft).report.proposals == {}
    assert propose(draft, "u42", "").report.proposals == {}
