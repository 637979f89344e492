"""What browsers are told about pages and files."""

from __future__ import annotations

import re

from dashboard.web.start_page import script_hashes
from tests.dashboard.web.conftest import Visitor, Web


def directives(policy: str) -> dict[str, list[str]]:
    parts = (part.split() for part in policy.split(";"))
    return {name: values for name, *values in parts}


def test_a_page_runs_our_scripts_only(web: Web, visitor: Visitor) -> None:
    answer = visitor(web()).get("/")
    policy = directives(answer.headers["content-security-policy"])

    assert policy["default-src"] == ["'none'"]
    (script,) = script_hashes(answer.text)
    assert policy["script-src"] == ["'self'", "blob:", script]
    assert policy["connect-src"] == policy["form-action"] == ["'self'"]
    for name in ("object-src", "base-uri", "frame-src", "frame-ancestors"):
        assert policy[name] == ["'none'"]
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert len(re.findall("<script>", answer.text)) == 1


def test_a_site_may_be_named_that_frames_ours(web: Web, visitor: Visitor) -> None:
    answer = visitor(web(frame_ancestors=("https://oa.example.org",))).get("/")

    policy = directives(answer.headers["content-security-policy"])
    assert policy["frame-ancestors"] == ["https://oa.example.org"]
    assert "x-frame-options" not in answer.headers


def test_files_that_somebody_made_run_nothing(web: Web, visitor: Visitor) -> None:
    answer = visitor(web()).get("/media/a.svg")

    policy = directives(answer.headers["content-security-policy"])
    assert policy["default-src"] == ["'none'"]
    assert "sandbox" in policy
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_no_file_is_open_to_every_site(web: Web, visitor: Visitor) -> None:
    ask = visitor(web())

    for path in ("/app/static/plain.css", "/media/a.png", "/_stcore/host-config"):
        assert "access-control-allow-origin" not in ask.get(path).headers


def test_cookies_travel_encrypted_where_readers_come_by_https(web: Web, visitor: Visitor) -> None:
    encrypted = visitor(web(encrypted=True))
    assert encrypted.get("/api/x").headers["set-cookie"].endswith("; Secure")
    seat = encrypted.get("/").headers["set-cookie"].lower()
    for attribute in ("secure", "httponly", "samesite=lax"):
        assert f"; {attribute}" in seat
    assert "secure" not in visitor(web()).get("/").headers["set-cookie"].lower()


def test_browsers_are_told_to_insist_on_https_where_the_operator_says_so(
    web: Web, visitor: Visitor
) -> None:
    told = visitor(web(encrypted=True, hsts_seconds=600)).get("/").headers
    assert told["strict-transport-security"] == "max-age=600"
    assert "strict-transport-security" not in visitor(web(hsts_seconds=600)).get("/").headers
