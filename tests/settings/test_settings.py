"""The settings: where they come from, what is refused, what they lead to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from settings.document import DOCUMENT, document
from settings.explained import explained
from settings.model import PREFIX, ROOT, Settings
from settings.problems import SettingsError
from settings.reading import current, origins
from settings.server import allowed_hosts, environment, streamlit_options, streamlit_secrets

SECRET = "s" * 32
SIGN_IN = {
    "audience": "public",
    "public_address": "https://example.org/figures/",
    "base_path": "/figures/",
    "sign_in": "yes",
    "oidc_metadata": "https://login.example.org/.well-known/openid-configuration",
    "oidc_client_id": "figures",
    "oidc_client_secret": "hidden-client-secret",
    "cookie_secret": SECRET,
    "editors": "li@example.org, sub:42",
}

Put = Callable[..., None]


@pytest.fixture(autouse=True)
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """Sets variables by their key; at first there are none."""
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)

    def into_environment(**values: str) -> None:
        for key, value in values.items():
            monkeypatch.setenv(PREFIX + key.upper(), value)

    return into_environment


@pytest.fixture
def file(tmp_path: Path, put: Put) -> Callable[[str], Path]:
    """Writes the settings file."""

    def write(text: str) -> Path:
        path = tmp_path / "settings.toml"
        path.write_text(text, encoding="utf-8")
        put(settings=str(path))
        return path

    return write


def problems() -> dict[str, str]:
    """What is wrong, by key, in English."""
    with pytest.raises(SettingsError) as caught:
        current()
    return {problem.key: problem.en for problem in caught.value.problems}


# ---------------------------------------------------------------- where they come from


def test_without_any_the_server_is_for_this_machine_alone() -> None:
    settings = current()
    assert (settings.audience, settings.address, settings.port) == ("local", "localhost", 8501)
    assert not settings.sign_in
    assert not settings.metrics


def test_a_variable_comes_before_the_file_and_the_file_before_the_default(
    put: Put, file: Callable[[str], Path]
) -> None:
    path = file('port = 8600\nlog_format = "json"\neditors = ["li@example.org"]\n')
    put(port="8700")
    settings = current()
    assert (settings.port, settings.log_format, settings.log_level) == (8700, "json", "info")
    assert settings.editors == ("li@example.org",)
    assert origins() == {
        "port": "RULE_OF_LAW_PORT",
        "log_format": str(path),
        "editors": str(path),
    }


def test_the_names_of_before_still_work(put: Put, tmp_path: Path) -> None:
    put(data=str(tmp_path), warehouse=str(tmp_path / "w"), read_only="1", max_upload_mb="0.5")
    settings = current()
    assert settings.data_folder == tmp_path
    assert settings.warehouse_folder == tmp_path / "w"
    assert settings.read_only
    assert float(settings.max_upload_mb) == 0.5


def test_an_empty_variable_is_none(put: Put) -> None:
    put(data="", port="")
    assert current().model_dump() == Settings().model_dump()


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("port", "abc"), ("port", "0"), ("audience", "everyone"), ("address", "a b"),
        ("address", "1:2"), ("base_path", "a/../b"), ("base_path", "a?b"), ("metrics", "maybe"),
        ("public_address", "example.org"), ("public_address", "javascript:alert(1)"),
        ("trusted_proxies", "nginx"), ("metrics_from", "300.1.1.1"), ("editors", "everyone"),
        ("editors", "sub:"), ("kept_versions", "0"), ("max_upload_mb", "-1"),
        ("max_upload_mb", "1e9"), ("max_sessions", "0"), ("log_level", "loud"),
        ("frame_ancestors", "https://a.cn; script-src *"), ("sign_in_hours", "9999"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_what_is_allowed(put: Put, key: str, value: str) -> None:
    put(**{key: value})
    assert explained().key[key].allowed.en in problems()[key]


def test_all_that_is_wrong_is_said_at_once_in_both_languages(put: Put) -> None:
    put(port="abc", editers="li@example.org", metrics="maybe")
    with pytest.raises(SettingsError) as caught:
        current()
    text = caught.value.text()
    assert "port (RULE_OF_LAW_PORT)：值“abc”不对，应当是：1 到 65535 的整数。" in text
    assert "the value “abc” is wrong; allowed: a whole number from 1 to 65535." in text
    assert "RULE_OF_LAW_EDITERS：没有这一项，是不是 RULE_OF_LAW_EDITORS？" in text
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("text", ["prot = 1", "[server]\nport = 1", "port = ", "\xff"])
def test_an_unknown_key_and_a_broken_file_are_refused(
    file: Callable[[str], Path], text: str
) -> None:
    path = file(text)
    path.write_bytes(text.encode("latin-1"))
    assert set(problems()) <= {"prot", "server", str(path)}


def test_a_file_that_is_named_must_be_there(put: Put, tmp_path: Path) -> None:
    put(settings=str(tmp_path / "none.toml"))
    assert "there is no file" in problems()["RULE_OF_LAW_SETTINGS"]


@pytest.mark.parametrize(
    "values",
    [
        {"address": "0.0.0.0"}, {"trusted_proxies": "127.0.0.1"},
        {"public_address": "https://example.org"},
    ],
)  # fmt: skip
def test_what_lets_others_in_asks_for_a_public_server(put: Put, values: dict[str, str]) -> None:
    put(**values)
    assert problems() == {key: "this needs audience = public as well." for key in values}
    put(audience="public")
    assert current().audience == "public"


@pytest.mark.parametrize("left_out", sorted(set(SIGN_IN) - {"audience", "sign_in", "base_path"}))
def test_signing_in_needs_everything(put: Put, left_out: str) -> None:
    values = {key: value for key, value in SIGN_IN.items() if key != left_out}
    put(**(values | ({"base_path": ""} if left_out == "public_address" else {})))
    assert problems() == {left_out: "sign-in (sign_in) needs it."}


def test_signing_in_needs_a_long_secret_and_encryption(put: Put, tmp_path: Path) -> None:
    put(**SIGN_IN | {"cookie_secret": "short", "editors_file": str(tmp_path / "none")})
    put(public_address="http://example.org/figures")
    found = problems()
    assert set(found) == {"cookie_secret", "public_address", "editors_file"}
    assert "https://" in found["public_address"]
    assert "short" not in found["cookie_secret"]


def test_the_prefix_is_the_path_that_readers_open(put: Put) -> None:
    put(audience="public", public_address="https://example.org/figures", base_path="law")
    assert "must be the same" in problems()["base_path"]


# ---------------------------------------------------------------- what they lead to


def test_streamlit_is_told_and_keeps_its_secrets_off_the_options(put: Put) -> None:
    put(**SIGN_IN | {"max_upload_mb": "0.5", "trusted_proxies": "10.0.0.7"})
    settings = current()
    assert streamlit_secrets(settings)["auth"] == {
        "redirect_uri": "https://example.org/figures/oauth2callback",
        "cookie_secret": SECRET,
        "client_id": "figures",
        "client_secret": "hidden-client-secret",
        "server_metadata_url": SIGN_IN["oidc_metadata"],
    }
    found = environment(settings)
    assert found["STREAMLIT_SERVER_BASE_URL_PATH"] == "figures"
    assert found["STREAMLIT_SERVER_MAX_UPLOAD_SIZE"] == "1"
    assert found["STREAMLIT_SERVER_COOKIE_SECRET"] == SECRET  # the same on every replica
    assert found["STREAMLIT_SERVER_ALLOWED_HOSTS"] == "127.0.0.1 ::1 example.org localhost"
    assert found["FORWARDED_ALLOW_IPS"] == "10.0.0.7/32"


def test_no_proxy_is_believed_and_no_secret_is_given_unless_the_settings_say_so() -> None:
    settings = current()
    assert environment(settings)["FORWARDED_ALLOW_IPS"] == ""
    assert streamlit_secrets(settings) == {}
    assert "server.cookieSecret" not in streamlit_options(settings)
    assert allowed_hosts(settings) == ["127.0.0.1", "::1", "localhost"]


def test_streamlit_has_all_these_options(put: Put) -> None:
    from streamlit import config

    put(**SIGN_IN)
    known = config.get_config_options(force_reparse=False)
    for name in streamlit_options(current()):
        variable = "STREAMLIT_" + known[name].env_var.removeprefix("STREAMLIT_")
        assert variable in environment(current())


# ---------------------------------------------------------------- what is shown


def command(*words: str, **values: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    own = {PREFIX + key.upper(): value for key, value in values.items()}
    return subprocess.run(
        [sys.executable, *words], env=clean | own | {"PYTHONUTF8": "1"}, cwd=ROOT,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_command_shows_what_is_in_effect_without_secrets() -> None:
    shown = command("-m", "settings", **SIGN_IN)
    assert shown.returncode == 0, shown.stderr
    lines = {line.split()[0]: line for line in shown.stdout.splitlines()}
    assert set(lines) == set(Settings.model_fields) | {"#"}
    assert lines["editors"].endswith("li@example.org, sub:42  (RULE_OF_LAW_EDITORS)")
    assert "***" in lines["cookie_secret"]
    assert SECRET not in shown.stdout
    assert "hidden-client-secret" not in shown.stdout
    as_json = command("-m", "settings", "--json", port="8777")
    assert json.loads(as_json.stdout)["port"] == 8777


@pytest.mark.parametrize("module", ["settings", "warehouse", "dashboard.web"])
def test_nothing_starts_with_wrong_settings(module: str) -> None:
    words = ["-m", module, *(["check"] if module == "warehouse" else [])]
    refused = command(*words, **{"port": "abc", "cookie_secret": "short-secret"})
    assert refused.returncode == 2
    assert "应当是：1 到 65535 的整数。" in refused.stderr
    assert "Traceback" not in refused.stderr + refused.stdout
    assert "short-secret" not in refused.stderr


def test_every_key_is_explained_and_the_page_is_up_to_date() -> None:
    assert list(explained().key) == list(Settings.model_fields)
    assert {key.group for key in explained().key.values()} == set(explained().group)
    assert DOCUMENT.read_text(encoding="utf-8") == document()
