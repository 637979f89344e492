"""Every setting: its key, its type, its default. What it means is said in keys.toml."""

from __future__ import annotations

from decimal import Decimal
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "RULE_OF_LAW_"
HERE = frozenset({"localhost", "127.0.0.1", "::1"})  # names of this machine for itself


def _listed(value: object) -> object:
    """What a variable of the environment holds, parted at commas; a file has lists of its own."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _network(text: str) -> str:
    return str(ip_network(text, strict=False))


def _listening(text: str) -> str:
    """An address or a plain host name; what is not one of this machine fails when it starts."""
    if ":" in text:
        return str(ip_address(text))
    if not text or set(text) & set(" /?#@"):
        raise ValueError("no address")
    return text


def _path(text: str) -> str:
    """`/figures/` is the same as `figures`; the parts are letters, digits, dots, dashes."""
    plain = text.strip("/")
    allowed = plain.replace("/", "").replace("-", "").replace("_", "").replace(".", "")
    if (allowed and not (allowed.isascii() and allowed.isalnum())) or ".." in plain:
        raise ValueError("no path")
    return plain


def _site(text: str) -> str:
    parts = urlsplit(text)
    plain = parts.query == parts.fragment == "" and parts.username is None
    if text and not (parts.scheme in ("http", "https") and parts.hostname and plain):
        raise ValueError("no address")
    return text.rstrip("/")


def _origin(text: str) -> str:
    """A site without a path, as a header of the answers lists it."""
    parts = urlsplit(_site(text))
    if not parts.netloc or parts.path or set(parts.netloc) & set(" ;,'\""):
        raise ValueError("no origin")
    return f"{parts.scheme}://{parts.netloc}"


def _editor(text: str) -> str:
    """An e-mail address, or `sub:` and the subject that the provider knows the person by."""
    if not (text.startswith("sub:") and text[4:]) and not 0 < text.find("@") < len(text) - 1:
        raise ValueError("no editor")
    return text


_Listed = BeforeValidator(_listed)
Editor = Annotated[str, AfterValidator(_editor)]
Networks = Annotated[tuple[Annotated[str, AfterValidator(_network)], ...], NoDecode, _Listed]
Site = Annotated[str, AfterValidator(_site)]
Origin = Annotated[str, AfterValidator(_origin)]


class Settings(BaseSettings):
    """The settings of this process."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    # data
    data: Path | None = None
    warehouse: Path | None = None
    kept_versions: int = Field(default=5, ge=1, le=1000)
    read_only: bool = False
    # server
    audience: Literal["local", "public"] = "local"
    address: Annotated[str, AfterValidator(_listening)] = "localhost"
    port: int = Field(default=8501, ge=1, le=65535)
    base_path: Annotated[str, AfterValidator(_path)] = ""
    public_address: Site = ""
    trusted_proxies: Networks = ()
    frame_ancestors: Annotated[tuple[Origin, ...], NoDecode, _Listed] = ()
    hsts_seconds: int = Field(default=0, ge=0, le=63_072_000)
    # sign_in
    sign_in: bool = False
    oidc_metadata: Site = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    cookie_secret: SecretStr = SecretStr("")
    editors: Annotated[tuple[Editor, ...], NoDecode, _Listed] = ()
    editors_file: Path | None = None
    sign_in_hours: int = Field(default=12, ge=1, le=720)
    # limits
    max_upload_mb: Decimal = Field(default=Decimal(20), gt=0, le=200)
    max_sessions: int = Field(default=200, ge=1, le=100_000)
    max_briefings: int = Field(default=20_000, ge=1, le=10_000_000)
    database_memory_mb: int = Field(default=1024, ge=64, le=1_048_576)
    database_threads: int = Field(default=0, ge=0, le=256)
    # logs
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"
    log_address: Literal["none", "network", "full"] = "none"
    metrics: bool = False
    metrics_from: Networks = ("127.0.0.1/32", "::1/128")
    # reader
    reader_url: Site = ""
    reader_model: str = ""
    reader_key: SecretStr = SecretStr("")

    @property
    def data_folder(self) -> Path:
        """The folder of drafts, imports and briefings; by default the user's own of this system."""
        return self.data or user_data_path("rule-of-law-indicators", appauthor=False)

    @property
    def warehouse_folder(self) -> Path:
        """The folder of built warehouses; by default var/warehouse in the project."""
        return self.warehouse or ROOT / "var" / "warehouse"


def is_here(address: str) -> bool:
    """Whether an address or host name is this machine's own and nobody else's.

    >>> is_here("localhost"), is_here("127.0.0.1"), is_here("0.0.0.0"), is_here("example.org")
    (True, True, False, False)
    """
    return address.lower() in HERE
