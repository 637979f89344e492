"""Files as answers: read and packed once, then kept until the file changes."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from pathlib import Path

from starlette.responses import Response

from dashboard.web.compression import LEAST, PACKERS

MEDIA_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}
PACKED = frozenset({".css", ".html", ".js", ".json", ".md", ".svg", ".txt"})
IMMUTABLE = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"  # kept, but asked about every time


@dataclass(frozen=True)
class Content:
    """What is sent: bytes and what they are; the tag changes with the bytes."""

    body: bytes
    suffix: str
    tag: str
    _packed: dict[str, bytes] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def of(cls, body: bytes, suffix: str) -> Content:
        """The content of some bytes."""
        return cls(body, suffix, f'W/"{hashlib.sha256(body).hexdigest()[:32]}"')

    def packed(self, encoding: str) -> bytes:
        """The bytes in an encoding; the first who asks waits for the packing."""
        with self._lock:
            if encoding not in self._packed:
                self._packed[encoding] = PACKERS[encoding](self.body)
            return self._packed[encoding]

    def answer(self, *, encoding: str, known: str, caching: str, head: bool = False) -> Response:
        """The answer to a browser that takes an encoding and may have the file already."""
        headers = {"ETag": self.tag, "Cache-Control": caching, "Vary": "Accept-Encoding"}
        if known and (known.strip() == "*" or self.tag in known):
            return Response(status_code=304, headers=headers)
        body = self.body
        if encoding and self.suffix in PACKED and len(body) >= LEAST:
            body = self.packed(encoding)
            headers["Content-Encoding"] = encoding
        headers["Content-Length"] = str(len(body))
        return Response(b"" if head else body, media_type=MEDIA_TYPES[self.suffix], headers=headers)


class Files:
    """The files below some folders by their path in the address; nothing outside is ever read."""

    def __init__(self, folders: dict[str, Path]) -> None:
        """Serve each folder below a path such as /static."""
        self._folders = folders
        self._kept: dict[Path, tuple[tuple[int, int], Content]] = {}

    def find(self, path: str) -> Path | None:
        """The file of a path, None where there is none of a kind that is served."""
        for start, folder in self._folders.items():
            if path.startswith(f"{start}/"):
                file = folder / path.removeprefix(f"{start}/")
                served = file.suffix in MEDIA_TYPES and not _leads_elsewhere(path)
                return file if served and file.is_file() else None
        return None

    def content(self, file: Path) -> Content:
        """The content of a file, read again when the file has changed."""
        stat = file.stat()
        state = (stat.st_mtime_ns, stat.st_size)
        kept = self._kept.get(file)
        if kept is None or kept[0] != state:
            kept = (state, Content.of(file.read_bytes(), file.suffix))
            self._kept[file] = kept
        return kept[1]


def _leads_elsewhere(path: str) -> bool:
    """Whether a path has parts that are no plain names, or that are hidden."""
    return bool(set(path) & set("\\:\0")) or any(
        not part or part.startswith(".") for part in path.removeprefix("/").split("/")
    )
