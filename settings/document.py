"""Writes docs/operations/settings.md from the model and keys.toml."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import SecretStr

from settings.explained import Key, explained
from settings.model import PREFIX, ROOT, Settings

DOCUMENT = ROOT / "docs" / "operations" / "settings.md"
_INTRODUCTION = """\
<!-- Written by `python -m settings --write-docs` from settings/model.py and settings/keys.toml. -->
# 设置 · Settings

每一项都可以写在文件里，也可以设为环境变量（名称加上 `{prefix}`，大写）；两处都有时以环境变量为准。
文件是 `${prefix}SETTINGS` 指明的，或项目中的 `settings.toml`，或 `/etc/rule-of-law/settings.toml`。
未知的项或不对的值不会被忽略：程序说明原因，以 2 退出。`python -m settings` 显示生效的设置及其出处，
密钥不显示；`python -m settings --check` 只检查。
文件中若有密钥，请只让服务的用户读取（`chmod 600`）。

Every key can stand in a file or be a variable of the environment (its name in capitals after
`{prefix}`), which comes first. The file is the one that `${prefix}SETTINGS` names, or
`settings.toml` in the project, or `/etc/rule-of-law/settings.toml`. An unknown key or a wrong value
is not passed over: the program says why and ends with 2. `python -m settings` shows the settings in
effect and where each comes from, without secrets; `python -m settings --check` only checks. A file
with secrets is for the user of the service alone (`chmod 600`).

```toml
# /etc/rule-of-law/settings.toml
audience = "public"
public_address = "https://example.org/figures"
base_path = "figures"
trusted_proxies = ["127.0.0.1"]
data = "/var/lib/rule-of-law/data"
warehouse = "/var/lib/rule-of-law/warehouse"
sign_in = true
oidc_metadata = "https://login.example.org/.well-known/openid-configuration"
oidc_client_id = "figures"
oidc_client_secret = "…"
cookie_secret = "…"
editors_file = "/etc/rule-of-law/editors.txt"
```
"""


def document() -> str:
    """The whole page."""
    parts = [_INTRODUCTION.format(prefix=PREFIX)]
    for group, name in explained().group.items():
        parts.append(f"## {name.zh} · {name.en}\n\n" + "\n".join(_table(group)) + "\n")
    return "\n".join(parts)


def _table(group: str) -> Iterator[str]:
    yield "| 项 · key | 默认 · default | 允许的值 · allowed | 说明 · meaning |"
    yield "| --- | --- | --- | --- |"
    for key, said in explained().key.items():
        if said.group == group:
            allowed = f"{said.allowed.zh}<br>{said.allowed.en}"
            yield f"| `{key}` | {_default(key, said)} | {allowed} | {said.zh}<br>{said.en} |"


def _default(key: str, said: Key) -> str:
    if said.default:
        return f"{said.default.zh}<br>{said.default.en}"
    value = Settings.model_fields[key].default
    if isinstance(value, SecretStr) or value in (None, "", ()):
        return "—"
    return f"`{shown(value)}`"


def shown(value: object) -> str:
    """A value as a person writes it in a variable."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
