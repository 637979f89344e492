"""The process that reads reports: `python -m indicators.intake.worker`, asked through its input.

A request is a line of JSON and the bytes of the file, an answer a line of JSON and the draft.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import IO, Any, NamedTuple

from indicators.intake import limits

_EXAMPLE = "某区司法局2024年工作总结\n2024年共收到行政复议申请12件，同比增长20%。"


class Answer(NamedTuple):
    """A draft as JSON, or why there is none; `last`: this process should not be asked again."""

    draft: bytes = b""
    refused: str = ""
    last: bool = False


def main() -> None:
    """Answer until nobody asks any more."""
    requests, answers = sys.stdin.buffer, _own_output()
    limits.hold()
    _warm()
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["size"])
        limits.hold_time()
        answer = answer_to(request, data)
        _write(answers, answer)
        if answer.last:
            return


def answer_to(request: dict[str, Any], data: bytes) -> Answer:
    """Read one file; whatever happens is an answer."""
    from indicators.documents import DocumentError

    try:
        draft = _draft(request, data)
    except DocumentError as error:
        return Answer(refused=error.reason, last=limits.has_grown())
    except (MemoryError, RecursionError):
        return Answer(refused="too_much", last=True)
    except Exception:
        traceback.print_exc()
        return Answer(refused="failed", last=True)
    return Answer(draft, last=limits.has_grown())


def _draft(request: dict[str, Any], data: bytes) -> bytes:
    from indicators.documents import DocumentError, pasted, read_document
    from indicators.reading import read_report
    from indicators.review import draft_from

    if request["pasted"]:
        document = pasted(data.decode(), limit=request["limit"])
    else:
        document = read_document(data, name=request["name"], limit=request["limit"])
    reading = read_report(
        document.text,
        title=document.title,
        issuer=document.issuer,
        published=document.published,
    )
    draft = draft_from(document, reading)
    if len(draft.rows) > limits.MOST_ROWS:
        raise DocumentError("too_much")
    return draft.model_dump_json(by_alias=True).encode()


def _warm() -> None:
    """Load what every file needs, so that the first one does not wait for it."""
    import indicators.documents.pdf
    import indicators.documents.web_page
    import indicators.documents.word  # noqa: F401

    _draft({"pasted": True, "limit": None}, _EXAMPLE.encode())


def _own_output() -> IO[bytes]:
    """Where answers go; what a library prints goes elsewhere."""
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return own


def _write(answers: IO[bytes], answer: Answer) -> None:
    head = {"refused": answer.refused, "last": answer.last, "size": len(answer.draft)}
    answers.write(json.dumps(head).encode() + b"\n" + answer.draft)
    answers.flush()


if __name__ == "__main__":
    main()
