"""Files of Office taken apart and put together again, to make what people should not send."""

from __future__ import annotations

import io
import re
import zipfile

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Change = tuple[str, str]


def zip_of(parts: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", way) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def rewritten(
    content: bytes, changes: dict[str, Change], added: dict[str, bytes] | None = None
) -> bytes:
    """The file with a text replaced in some parts, and with further parts."""
    parts = parts_of(content)
    for name, (old, new) in changes.items():
        assert old.encode() in parts[name], name
        parts[name] = parts[name].replace(old.encode(), new.encode())
    return zip_of(parts | (added or {}))


def external(key: str, kind: str, target: str) -> str:
    """A relationship that leads outside."""
    return (
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"'
        ' TargetMode="External"/>'
    )


def outside_targets(content: bytes) -> set[str]:
    """Where the relationships of a file lead outside; every one that is named exists."""
    found: set[str] = set()
    for name, part in parts_of(content).items():
        if not name.endswith(".rels"):
            continue
        for relation in re.findall(r"<Relationship [^>]*>", part.decode()):
            if "External" in relation:
                found.update(re.findall(r'Target="([^"]*)"', relation))
    assert dangling(content) == set()
    return found


def dangling(content: bytes) -> set[str]:
    """Relationships that parts name and that do not exist."""
    parts = parts_of(content)
    missing: set[str] = set()
    for name, part in parts.items():
        if not name.endswith(".xml"):
            continue
        folder, _, own = name.rpartition("/")
        relations = parts.get(f"{folder}/_rels/{own}.rels", b"").decode()
        named = set(re.findall(r'\br:(?:id|link|embed|pict|href)="([^"]+)"', part.decode()))
        missing |= named - set(re.findall(r'\bId="([^"]*)"', relations))
    return missing


def content_types(content: bytes) -> str:
    """The types of the parts, as they are written."""
    return parts_of(content)["[Content_Types].xml"].decode()
