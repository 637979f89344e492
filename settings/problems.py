"""What is wrong with the settings, key by key, in a sentence in each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from settings.explained import explained
from settings.model import PREFIX, Settings, is_here

LEAST_SECRET = 32  # characters
LONGEST_SHOWN = 80  # characters of a wrong value
SECRETS = frozenset(
    name for name, field in Settings.model_fields.items() if field.annotation is SecretStr
)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a key."""

    key: str
    zh: str
    en: str


class SettingsError(Exception):
    """The settings are wrong: nothing may start with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems."""
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.key}: {problem.en}" for problem in problems))

    def text(self) -> str:
        """All of them, in Chinese and in English, for a terminal."""
        lines = ["设置有误，没有启动。 The settings are wrong; nothing was started."]
        for problem in self.problems:
            name = variable(problem.key) if problem.key in Settings.model_fields else problem.key
            lines += [f"- {name}：{problem.zh}", f"  {name}: {problem.en}"]
        return "\n".join(lines)


def variable(key: str) -> str:
    """The key, and the variable that sets it too: `port（RULE_OF_LAW_PORT）`."""
    return f"{key} ({PREFIX}{key.upper()})"


def unknown(name: str) -> Problem:
    """A key or a variable that there is none of; says which one may be meant."""
    keys = list(Settings.model_fields)
    named = name.upper().startswith(PREFIX)
    near = get_close_matches(name.lower().removeprefix(PREFIX.lower()), keys, n=1)
    meant = f"{PREFIX}{near[0].upper()}" if near and named else "".join(near)
    return Problem(
        name,
        "没有这一项" + (f"，是不是 {meant}？" if meant else "。"),
        "there is no such key" + (f"; is {meant} meant?" if meant else "."),
    )


def refused(error: ValidationError) -> list[Problem]:
    """What pydantic found, each key once; a secret is never repeated."""
    found: dict[str, Problem] = {}
    for detail in error.errors():
        key = str(detail["loc"][0])
        if detail["type"] == "extra_forbidden":
            found[key] = unknown(key)
        else:
            found.setdefault(key, _wrong(key, detail["input"]))
    return list(found.values())


def _wrong(key: str, value: object) -> Problem:
    allowed = explained().key[key].allowed
    shown = "***" if key in SECRETS else str(value)[:LONGEST_SHOWN]
    return Problem(
        key,
        f"值“{shown}”不对，应当是：{allowed.zh}。",
        f"the value “{shown}” is wrong; allowed: {allowed.en}.",
    )


def contradictions(settings: Settings) -> list[Problem]:
    """Values that are right by themselves and wrong together."""
    return [*_of_audience(settings), *_of_path(settings), *_of_sign_in(settings)]


def _of_audience(settings: Settings) -> list[Problem]:
    """What only makes sense where others come, who then cannot edit as if they were here."""
    if settings.audience == "public":
        return []
    given = {
        "address": not is_here(settings.address),
        "public_address": bool(settings.public_address),
        "trusted_proxies": bool(settings.trusted_proxies),
        "sign_in": settings.sign_in,
    }
    return [
        Problem(
            key,
            "这样设置须同时设 audience = public。",
            "this needs audience = public as well.",
        )
        for key, is_given in given.items()
        if is_given
    ]


def _of_path(settings: Settings) -> list[Problem]:
    path = urlsplit(settings.public_address).path.strip("/")
    if not settings.public_address or path == settings.base_path:
        return []
    return [
        Problem(
            "base_path",
            f"是“{settings.base_path}”，而 public_address 的路径是“{path}”：两者须一致。",
            f"it is “{settings.base_path}”, but the path of public_address is “{path}”:"
            " they must be the same.",
        )
    ]


def _of_sign_in(settings: Settings) -> list[Problem]:
    if not settings.sign_in:
        return []
    values = {
        "public_address": settings.public_address,
        "oidc_metadata": settings.oidc_metadata,
        "oidc_client_id": settings.oidc_client_id,
        "oidc_client_secret": settings.oidc_client_secret.get_secret_value(),
        "cookie_secret": settings.cookie_secret.get_secret_value(),
        "editors": settings.editors or settings.editors_file,
    }
    zh, en = "登录（sign_in）需要这一项。", "sign-in (sign_in) needs it."
    found = [Problem(key, zh, en) for key, value in values.items() if not value]
    if 0 < len(str(values["cookie_secret"])) < LEAST_SECRET:
        found.append(_wrong("cookie_secret", "***"))
    found += [
        Problem(
            key,
            "登录须用 https://，只有本机可以用 http://。",
            "sign-in needs https://; only this machine may do with http://.",
        )
        for key in ("public_address", "oidc_metadata")
        if _is_open(getattr(settings, key))
    ]
    if settings.editors_file and not settings.editors_file.is_file():
        found.append(_wrong("editors_file", settings.editors_file))
    return found


def _is_open(address: str) -> bool:
    """Whether others on the way could read what goes there."""
    parts = urlsplit(address)
    return parts.scheme == "http" and not is_here(parts.hostname or "")
