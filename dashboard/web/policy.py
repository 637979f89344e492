"""Which headers go with which answer: what a browser may do with our pages and files."""

from __future__ import annotations

from dashboard.web.options import WebOptions

# What a page of ours may not ask the browser for.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip
# A file that somebody made is looked at or saved, never run.
FILE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
)

SHOWN_AS_FILES = frozenset({"application/pdf", "application/xml", "image/svg+xml", "text/xml"})


def page_policy(options: WebOptions) -> str:
    """The content security policy of the pages.

    Scripts are ours or named by their hash; nothing is loaded from, sent to or framed by other
    sites. Styles cannot be as strict: Streamlit and Plotly write them into the page.
    """
    parts = {
        "default-src": ["'none'"],
        # blob: is how Streamlit starts a component of ours; only scripts that run already make one
        "script-src": ["'self'", "blob:", *options.script_sources],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-src": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": list(options.frame_ancestors) or ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in parts.items())


def headers(options: WebOptions, *, path: str, media_type: str) -> dict[str, str]:
    """The headers of an answer unless it has its own; `path` is without the prefix.

    What a browser cannot show as a document, a script or a font, needs no policy; there are a
    hundred of them on a first visit.
    """
    found = {
        # charts at stable addresses are there to be shown elsewhere
        "cross-origin-resource-policy": "cross-origin"
        if path.startswith("/api/")
        else "same-origin",
        "x-content-type-options": "nosniff",
    }
    if path.startswith("/media/") or media_type in SHOWN_AS_FILES:
        found["content-security-policy"] = FILE_POLICY
    elif media_type == "text/html":
        found |= _of_pages(options)
    return found


def _of_pages(options: WebOptions) -> dict[str, str]:
    found = {
        "content-security-policy": page_policy(options),
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": PERMISSIONS,
        "referrer-policy": "same-origin",
    }
    if options.encrypted and options.hsts_seconds:
        found["strict-transport-security"] = f"max-age={options.hsts_seconds}"
    return found if options.frame_ancestors else found | {"x-frame-options": "DENY"}
