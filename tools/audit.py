"""Asks a public list of vulnerabilities (OSV) about every package of the lock files.

usage: python tools/audit.py [--required] [--answer FILE]

What happens with what it finds stands in tools/audit_policy.toml. It ends with 0 when all is well
or nothing could be asked, with 1 when something has to be done, with 3 when nothing could be asked
and --required is given. --answer reads an answer that was kept instead of asking.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
POLICY = ROOT / "tools" / "audit_policy.toml"
LOCKS = ("requirements.lock", "requirements-dev.lock")
LIST = "https://api.osv.dev/v1/querybatch"
SECONDS = 20
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Package:
    """A package of a lock file."""

    name: str
    version: str


@dataclass(frozen=True)
class Accepted:
    """A vulnerability that we live with for a while, and why."""

    id: str
    package: str
    reason: str
    until: date


@dataclass(frozen=True)
class Policy:
    """How long a vulnerability may be accepted, and those that are."""

    longest_days: int
    accepted: tuple[Accepted, ...] = ()


class NotAskedError(Exception):
    """The list could not be reached, or its answer is none."""


def locked(*locks: Path) -> list[Package]:
    """Every package of these lock files, once."""
    texts = (lock.read_text(encoding="utf-8") for lock in locks)
    found = {Package(name.lower(), version) for text in texts for name, version in _pins(text)}
    return sorted(found)


def _pins(text: str) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in _LOCKED.finditer(text)]


def read_policy(path: Path = POLICY) -> Policy:
    """The policy; KeyError and TypeError for one that lacks something."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Policy(
        int(table["longest_days"]), tuple(Accepted(**entry) for entry in table.get("accepted", ()))
    )


def question(packages: Sequence[Package]) -> bytes:
    """What the list is asked."""
    queries = [
        {"package": {"name": one.name, "ecosystem": "PyPI"}, "version": one.version}
        for one in packages
    ]
    return json.dumps({"queries": queries}).encode()


def ask(packages: Sequence[Package]) -> bytes:
    """The list's answer; NotAskedError."""
    request = urllib.request.Request(LIST, question(packages), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - https
            return bytes(answer.read())
    except (OSError, urllib.error.URLError) as error:
        raise NotAskedError(str(error)) from error


def known(packages: Sequence[Package], answer: bytes) -> dict[Package, tuple[str, ...]]:
    """The vulnerabilities of each package that has any; NotAskedError for half an answer."""
    try:
        results: list[Mapping[str, Any]] = json.loads(answer)["results"]
        found = [tuple(one["id"] for one in result.get("vulns", ())) for result in results]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotAskedError("the answer cannot be read") from error
    if len(found) != len(packages):
        raise NotAskedError("the answer is about other packages")
    return {package: ids for package, ids in zip(packages, found, strict=True) if ids}


def to_do(found: Mapping[Package, Sequence[str]], policy: Policy, *, today: date) -> Iterator[str]:
    """What somebody has to do, a sentence each; nothing when all is well."""
    accepted = {(one.id, one.package): one for one in policy.accepted}
    for package, ids in found.items():
        for vulnerability in ids:
            entry = accepted.pop((vulnerability, package.name), None)
            name = f"{package.name} {package.version}: {vulnerability}"
            if entry is None:
                yield f"{name}: update it, or accept it with a reason and a date"
            else:
                yield from _stale(entry, name, policy, today)
    for entry in accepted.values():
        yield f"{entry.package}: {entry.id} is accepted and no longer found: take the entry out"


def _stale(entry: Accepted, name: str, policy: Policy, today: date) -> Iterator[str]:
    if not entry.reason.strip():
        yield f"{name} is accepted without a reason"
    if entry.until < today:
        yield f"{name} was accepted until {entry.until}: update it, or decide anew"
    if entry.until > today + timedelta(days=policy.longest_days):
        yield f"{name} is accepted for more than {policy.longest_days} days"


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, compare with the policy, say what has to be done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--required", action="store_true", help="fail when nobody can be asked")
    parser.add_argument("--answer", type=Path, help="an answer that was kept")
    options = parser.parse_args(arguments)
    packages = locked(*(ROOT / lock for lock in LOCKS))
    try:
        answer = options.answer.read_bytes() if options.answer else ask(packages)
        found = known(packages, answer)
    except NotAskedError as error:
        print(f"NOT CHECKED: the list of vulnerabilities could not be asked ({error})")
        return 3 if options.required else 0
    open_ones = list(to_do(found, read_policy(), today=datetime.now(UTC).date()))
    print("\n".join(open_ones) or f"{len(packages)} packages, nothing known against them")
    return 1 if open_ones else 0


if __name__ == "__main__":
    sys.exit(main())
