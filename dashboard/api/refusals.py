"""What is answered where there is no chart: a status, a key, and a sentence in both languages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from dashboard.selection import shorten
from dashboard.words import Language, Words

STATUS = {
    "bad_parameters": 400,
    "unknown_version": 404,
    "unknown_format": 404,
    "unknown_address": 404,
    "nothing_to_show": 404,
    "only_reads": 405,
    "too_long": 414,
    "broken": 500,
    "no_warehouse": 503,
    "no_picture": 503,
    "busy": 503,
}
MOST_NAMED = 8  # parameters


class Refusal(Exception):
    """A request that is not answered with a chart, by the key of its sentence."""

    def __init__(
        self,
        key: str,
        *,
        parameters: Sequence[str] = (),
        headers: dict[str, str] | None = None,
        **values: object,
    ) -> None:
        """Keep what the answer says; `parameters` are those at fault."""
        super().__init__(key)
        self.key = key
        self.parameters = [shorten(name) for name in parameters[:MOST_NAMED]]
        self.headers = headers or {}
        self.values = values

    def answer(self) -> Response:
        """As a response that nobody keeps."""
        said: dict[str, Any] = {"error": self.key}
        for language in Language:
            words, values = Words(language), dict(self.values)
            if self.parameters:
                values["parameters"] = words.join(self.parameters)
            said[language.value] = words(f"api.{self.key}", **values)
        if self.parameters:
            said["parameters"] = self.parameters
        return Response(
            json.dumps(said, ensure_ascii=False) + "\n",
            status_code=STATUS[self.key],
            media_type="application/json",
            headers={"Cache-Control": "no-store", **self.headers},
        )
