"""The settings as Streamlit and uvicorn want them."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlsplit

from settings.model import HERE, Settings, is_here

CALLBACK = "oauth2callback"  # Streamlit's address to come back to


def streamlit_options(settings: Settings) -> dict[str, Any]:
    """Options of Streamlit by their name; all others stand in .streamlit/config.toml."""
    options: dict[str, Any] = {
        "server.address": settings.address,
        "server.port": settings.port,
        "server.baseUrlPath": settings.base_path,
        "server.maxUploadSize": math.ceil(settings.max_upload_mb),
        "server.allowedHosts": allowed_hosts(settings),
        "logger.level": settings.log_level,
    }
    if secret := settings.cookie_secret.get_secret_value():
        options["server.cookieSecret"] = secret
    return options


def allowed_hosts(settings: Settings) -> list[str]:
    """The names this server answers to; any where it is not known how readers call it."""
    public = urlsplit(settings.public_address).hostname
    if public:
        return sorted({public, *HERE})
    return sorted(HERE) if is_here(settings.address) else []


def streamlit_secrets(settings: Settings) -> dict[str, Any]:
    """What Streamlit's sign-in asks for; nothing where one cannot sign in."""
    if not settings.sign_in:
        return {}
    return {
        "auth": {
            "redirect_uri": f"{settings.public_address}/{CALLBACK}",
            "cookie_secret": settings.cookie_secret.get_secret_value(),
            "client_id": settings.oidc_client_id,
            "client_secret": settings.oidc_client_secret.get_secret_value(),
            "server_metadata_url": settings.oidc_metadata,
        }
    }


def environment(settings: Settings) -> dict[str, str]:
    """The variables that the server reads when it starts.

    Options in the environment come before those of a file and after those of the command line;
    a secret may not stand on a command line.
    """
    found = {_variable(name): _text(value) for name, value in streamlit_options(settings).items()}
    # uvicorn believes proxies on this machine unless told whom to believe
    return found | {"FORWARDED_ALLOW_IPS": ",".join(settings.trusted_proxies)}


def _variable(option: str) -> str:
    """`server.baseUrlPath` as STREAMLIT_SERVER_BASE_URL_PATH."""
    section, _, name = option.partition(".")
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in name)
    return f"STREAMLIT_{section}_{words}".upper()


def _text(value: object) -> str:
    # click parts a list at white space
    return " ".join(value) if isinstance(value, list) else str(value)
