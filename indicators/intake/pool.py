"""The processes that read files: started when they are needed, few at a time, ended when stuck."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Lock, Semaphore, Timer

from indicators.documents.model import REASONS, DocumentError, upload_limit
from indicators.intake import limits
from indicators.review.model import Draft, from_json

AT_ONCE = 2  # files; further ones wait
_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", "indicators.intake.worker")
# What a Python needs to run; a server's secrets are none of a file's business.
_ENVIRONMENT = frozenset(
    {"DYLD_LIBRARY_PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "SYSTEMROOT"}
    | {"TEMP", "TMP", "TMPDIR", "TZ", "VIRTUAL_ENV"}
)


class ReadingFailedError(Exception):
    """Reading a file failed in a way that we did not foresee; the log says how."""


class _Worker:
    """One process; asked by one thread at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - a program of ours
            _COMMAND,
            cwd=_ROOT,
            env={name: value for name, value in os.environ.items() if name in _ENVIRONMENT}
            | {"PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, request: bytes) -> bytes:
        """The draft that is the answer; DocumentError, ReadingFailedError.

        A process that is stuck, or that should not be asked again, is ended.
        """
        last, began = True, time.monotonic()
        timer = Timer(limits.SECONDS, self._process.kill)
        timer.start()
        try:
            head, draft = self._exchange(request)
            last = bool(head["last"])
        except (OSError, ValueError) as error:
            in_time = time.monotonic() - began < limits.SECONDS
            raise DocumentError("broken" if in_time else "too_much") from error
        finally:
            timer.cancel()
            if last:
                self.end()
            else:
                _IDLE.append(self)
        if head["refused"]:
            raise _refusal(str(head["refused"]))
        return draft

    def _exchange(self, request: bytes) -> tuple[dict[str, object], bytes]:
        """Send the request and read the answer; OSError or ValueError if there is none."""
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            raise OSError
        asked.write(request)
        asked.flush()
        head = json.loads(answered.readline())
        draft = answered.read(head["size"])
        if len(draft) < head["size"]:
            raise OSError
        return head, draft

    def end(self) -> None:
        """Let go of the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was not sent yet
                    continue


_PLACES = Semaphore(AT_ONCE)
_LOCK = Lock()
_IDLE: list[_Worker] = []


def draft_of_file(data: bytes, *, name: str) -> Draft:
    """Read a file; DocumentError says why it is refused, ReadingFailedError is ours to mend."""
    return _draft(data, name=name, pasted=False)


def draft_of_text(text: str) -> Draft:
    """Read a text that a person pasted; the same errors."""
    return _draft(text.encode("utf-8", "replace"), name="", pasted=True)


def warm() -> None:
    """Have a process ready for the next file; costs the caller ten milliseconds, once."""
    with _LOCK:
        if not _IDLE:
            _IDLE.append(_Worker())


def close() -> None:
    """End the processes that wait."""
    with _LOCK:
        while _IDLE:
            _IDLE.pop().end()


def _draft(data: bytes, *, name: str, pasted: bool) -> Draft:
    limit = upload_limit()
    if len(data) > limit:
        raise DocumentError("too_large")
    head = {"name": name, "limit": limit, "pasted": pasted, "size": len(data)}
    with _PLACES:
        draft = _worker().ask(json.dumps(head).encode() + b"\n" + data)
    return from_json(draft)


def _worker() -> _Worker:
    with _LOCK:
        while _IDLE:
            if (waiting := _IDLE.pop()).is_alive():
                return waiting
            waiting.end()
        return _Worker()


def _refusal(reason: str) -> Exception:
    return DocumentError(reason) if reason in REASONS else ReadingFailedError(reason)


atexit.register(close)
