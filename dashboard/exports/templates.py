"""A person's own Office file before any library opens it: its size, its kind, its outside links.

What leaves here holds no macros, and its relationships lead outside to clicked web pages only.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from indicators.documents.archives import check_sizes

MOST_MEGABYTES = 20  # of a template's file, wherever it comes from
MEGABYTE = 2**20
MOST_PARTS = 5000
MOST_UNPACKED = 200 * MEGABYTE
MOST_MARKUP = 15 * MEGABYTE
MOST_MARKUP_PART = 6 * MEGABYTE
MOST_NODES = 1_000_000  # elements and attributes: some 150 bytes each once they are parsed
MOST_RATIO = 100  # of unpacked to packed
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # of files of the old formats, and of those with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack without a bound
_TYPES, _RELATIONS = "[Content_Types].xml", ".rels"
_MARKUP = (".xml", _RELATIONS, ".vml")
_MACROS = ("macroenabled", "vbaproject", "vbadata")
_ROOT = "_rels/.rels"
_STRICT = "http://purl.oclc.org/ooxml/"
_WEB_PAGE = re.compile(r"\s*https?://", re.IGNORECASE)
_RELATING = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATING_OLD = "{urn:schemas-microsoft-com:office:office}relid"
_GOOD_WITHOUT = {"hyperlink", "fill", "stroke"}  # need no relationship
_PLACED = {"blip": "pic", "oleObj": "graphicFrame"}  # go with the shape that shows them


class TemplateError(Exception):
    """A template cannot be used.

    `reason` is the key of the text that says what is wrong and what to do, `values` fill it in.
    """

    def __init__(self, reason: str, **values: object) -> None:
        """Name the sentence and what fills it in."""
        super().__init__(reason, values)
        self.reason = reason
        self.values: dict[str, object] = values


@dataclass(frozen=True)
class Kind:
    """A format of Office: types of its main part, the reason for other files, its refusals."""

    document: str
    template: str
    other: str
    refused: Callable[..., TemplateError]


def checked(content: bytes, kind: Kind) -> bytes:
    """The file as an ordinary document of its kind, without links to outside files.

    Raises:
        TemplateError: It cannot be used; `reason` says why.
    """
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise kind.refused("large", most=MOST_MEGABYTES)
    if content.startswith(OLD_OFFICE):
        raise kind.refused("encrypted" if _ENCRYPTED in content else "old")
    if content.count(_DIRECTORY_ENTRY) > MOST_PARTS:  # before the directory is read
        raise kind.refused("unpacked")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_directory(package.infolist(), len(content), kind)
            check_sizes(package, most=MOST_UNPACKED)
            changed = _ordinary(package, kind) | _unlinked(package, kind)
            return _rewritten(package, changed) if changed else content
    except TemplateError:
        raise
    except Exception as error:  # whatever a broken archive or its markup causes
        raise kind.refused(kind.other) from error


def parsed(part: bytes) -> etree._Element:
    """The markup of a part; its entities stay what they are."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part, parser)


# ---------------------------------------------------------------- sizes


def _check_directory(parts: list[zipfile.ZipInfo], packed: int, kind: Kind) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise kind.refused("encrypted")
    names = {part.filename.lower() for part in parts}
    if len(names) < len(parts) or any(part.compress_type not in _WAYS for part in parts):
        raise kind.refused(kind.other)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > min(MOST_UNPACKED, MOST_RATIO * packed):
        raise kind.refused("unpacked")
    _check_markup([part for part in parts if part.filename.lower().endswith(_MARKUP)], kind)


def _check_markup(parts: list[zipfile.ZipInfo], kind: Kind) -> None:
    sizes = [part.file_size for part in parts]
    if sum(sizes) > MOST_MARKUP or max(sizes, default=0) > MOST_MARKUP_PART:
        raise kind.refused("unpacked")


def _nodes(part: bytes) -> int:
    return part.count(b"<") + part.count(b"=")


# ---------------------------------------------------------------- kinds


def _ordinary(package: zipfile.ZipFile, kind: Kind) -> dict[str, bytes]:
    """The types of the parts where they have to change: a template becomes a document."""
    types = parsed(package.read(_TYPES))
    told = [node.get("ContentType", "") for node in types]
    if any(word in one.lower() for one in told for word in _MACROS):
        raise kind.refused("macros")
    markup = _declared_markup(package, types)
    _check_markup(markup, kind)
    if sum(_nodes(package.read(part)) for part in markup) > MOST_NODES:
        raise kind.refused("unpacked")
    if any(node.get("Type", "").startswith(_STRICT) for node in parsed(package.read(_ROOT))):
        raise kind.refused("strict")
    if kind.template in told:
        for node in types:
            if node.get("ContentType") == kind.template:
                node.set("ContentType", kind.document)
        return {_TYPES: _written(types)}
    if kind.document not in told:
        raise kind.refused(kind.other)
    return {}


def _declared_markup(package: zipfile.ZipFile, types: etree._Element) -> list[zipfile.ZipInfo]:
    """Parts that are parsed whatever the ends of their names."""
    nodes = [node for node in types if node.get("ContentType", "").lower().endswith("xml")]
    names = {node.get("PartName", "").lstrip("/").lower() for node in nodes}
    ends = tuple(f".{node.get('Extension', '').lower()}" for node in nodes if node.get("Extension"))
    known = [(part, part.filename.lower()) for part in package.infolist()]
    return [part for part, name in known if name in names or name.endswith((*_MARKUP, *ends))]


# ---------------------------------------------------------------- links to the outside


def _unlinked(package: zipfile.ZipFile, kind: Kind) -> dict[str, bytes]:
    """Parts that change so that nothing is fetched from elsewhere."""
    changed: dict[str, bytes] = {}
    names = set(package.namelist())
    for name in (name for name in names if name.lower().endswith(_RELATIONS)):
        relations = parsed(package.read(name))
        if any(node.get("Type", "").lower().endswith(_MACROS) for node in relations):
            raise kind.refused("macros")
        outside = [node for node in relations if _reaches_out(node)]
        if not outside:
            continue
        for node in outside:
            relations.remove(node)
        changed[name] = _written(relations)
        source = _source(name)
        if source in names:
            changed[source] = _without(package.read(source), {node.get("Id") for node in outside})
    return changed


def _reaches_out(relation: etree._Element) -> bool:
    """Whether it leads outside, other than to a web page that a person clicks on."""
    if relation.get("TargetMode", "").lower() != "external":
        return False
    is_link = relation.get("Type", "").endswith("/hyperlink")
    return not (is_link and _WEB_PAGE.match(relation.get("Target", "")))


def _source(relations: str) -> str:
    """The part whose relationships these are: a/b.xml of a/_rels/b.xml.rels."""
    folder, name = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), name[: -len(_RELATIONS)])


def _without(part: bytes, gone: set[str | None]) -> bytes:
    """A part's markup that no longer names relationships that are gone."""
    root = parsed(part)
    for element in list(root.iter(etree.Element)):
        named = [key for key in element.keys() if _relates(key)]  # noqa: SIM118
        dropped = [key for key in named if element.get(key) in gone]
        for key in dropped:
            del element.attrib[key]
        if dropped and len(dropped) == len(named):
            _take_out(element)
    return _written(root)


def _relates(key: str | bytes) -> bool:
    return str(key).startswith(_RELATING) or key == _RELATING_OLD


def _take_out(element: etree._Element) -> None:
    """Remove what has lost its only relationship, with the shape that would stay empty."""
    name = etree.QName(element).localname
    if name in _GOOD_WITHOUT:
        return
    if name in _PLACED:
        shape = next(element.iterancestors(f"{{*}}{_PLACED[name]}"), None)
        if shape is None and name == "blip":  # fills a shape or a background: stays, empty
            return
        element = element if shape is None else _whole(shape)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _whole(shape: etree._Element) -> etree._Element:
    """In Word a picture alone in its drawing goes with the drawing."""
    parent = shape.getparent()
    if parent is None or etree.QName(parent).localname != "graphicData":
        return shape
    return next(parent.iterancestors("{*}drawing"), shape)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _rewritten(package: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    """The package with other contents of some parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in package.namelist():
            made.writestr(name, changed[name] if name in changed else package.read(name))
    return target.getvalue()
