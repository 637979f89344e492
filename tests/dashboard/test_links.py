"""The address and the page's choices stay in step."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.words import Language, Words

SCRIPT = """
import streamlit as st
from dashboard import links

asked = links.start()
start = links.choice("show", ["level", "index"], "level", key="k", known=["growth"])
chosen = st.selectbox("show", ["level", "index"], key="k")
links.put({"lang": st.session_state.get("lang", "zh")})
links.keep("show", chosen, start)
links.finish()
st.json({"asked": asked, "chosen": chosen, "bad": [p.message for p in links.problems()]})
st.text(links.address({}))
st.text(links.address({"v": "2026.11-00000000"}))
"""


@pytest.fixture
def at() -> AppTest:
    return AppTest.from_string(SCRIPT)


def said(at: AppTest) -> dict[str, object]:
    import json

    assert not at.exception
    value: dict[str, object] = json.loads(at.json[0].value)
    return value


def test_an_address_of_our_own_asks_for_nothing(at: AppTest) -> None:
    assert said(at.run()) == {"asked": None, "chosen": "level", "bad": []}
    assert said(at.run())["asked"] is None


def test_a_choice_comes_from_a_new_address_and_then_from_the_reader(at: AppTest) -> None:
    at.query_params["show"] = "index"
    assert said(at.run())["chosen"] == "index"
    assert said(at.selectbox(key="k").set_value("level").run())["chosen"] == "level"


def test_an_address_carries_every_choice(at: AppTest) -> None:
    at.query_params["show"] = "index"
    at.run()
    assert at.text[0].value == "?show=index&lang=zh" or at.text[0].value == "?lang=zh&show=index"
    assert "v=2026.11-00000000" in at.text[1].value


@pytest.mark.parametrize(
    ("value", "message"),
    [("<b>", "link.bad_choice"), ("x" * 5000, "link.bad_choice"), ("growth", "choice.not_here")],
)
def test_what_cannot_be_chosen_is_said_and_replaced(at: AppTest, value: str, message: str) -> None:
    at.query_params["show"] = value
    assert said(at.run()) == {"asked": {"show": value}, "chosen": "level", "bad": [message]}
    for language in Language:
        Words(language)(message, value=value)


def test_the_message_goes_when_the_reader_goes_on(at: AppTest) -> None:
    """But not when only the language changes: she may not have understood it."""
    at.query_params["show"] = "x"
    at.run()
    at.session_state["lang"] = "en"
    assert said(at.run())["bad"] == ["link.bad_choice"]
    assert said(at.selectbox(key="k").set_value("index").run())["bad"] == []
    assert said(at.selectbox(key="k").set_value("level").run())["bad"] == []


def test_a_new_address_begins_anew(at: AppTest) -> None:
    at.query_params["show"] = "x"
    at.run()
    at.query_params["show"] = "index"
    at.query_params["other"] = "1"
    assert said(at.run()) == {
        "asked": {"show": "index", "lang": "zh", "other": "1"} if "lang" in at.query_params
        else {"show": "index", "other": "1"},
        "chosen": "index",
        "bad": [],
    }  # fmt: skip
