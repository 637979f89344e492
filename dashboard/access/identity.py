"""Which person has signed in, and since when, from the claims of the provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SUBJECT = "sub:"  # begins a person's name where the provider has verified no e-mail address
AHEAD = timedelta(minutes=5)  # the provider's clock may be ahead of ours by this much


@dataclass(frozen=True)
class Identity:
    """A person as the provider knows them; `email` is empty unless it has been verified."""

    issuer: str
    subject: str
    email: str
    since: datetime

    @property
    def name(self) -> str:
        """What the history records."""
        return self.email or f"{SUBJECT}{self.subject}"

    def is_over(self, now: datetime, *, hours: int) -> bool:
        """Whether the sign-in has lasted long enough."""
        return not -AHEAD <= now - self.since <= timedelta(hours=hours)


def identity(claims: Mapping[str, object]) -> Identity | None:
    """The person; None where nobody has signed in, or where the claims leave it open who.

    >>> identity({"is_logged_in": True, "sub": "7", "iat": 0, "email": "a@b.cn"}).name
    'sub:7'
    """
    subject, issued = claims.get("sub"), claims.get("iat")
    known = isinstance(subject, str) and subject and isinstance(issued, int | float)
    if claims.get("is_logged_in") is not True or not known:
        return None
    verified = claims.get("email_verified") in (True, "true")
    return Identity(
        issuer=str(claims.get("iss", "")),
        subject=str(subject),
        email=str(claims.get("email", "")) if verified else "",
        since=datetime.fromtimestamp(float(str(issued)), UTC),
    )
