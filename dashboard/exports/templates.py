"""What a person is told whose own template, of slides or of a text, cannot be used."""

from __future__ import annotations


class TemplateError(Exception):
    """A template cannot be used.

    `reason` is the key of the text that says what is wrong and what to do, `values` fill it in.
    """

    def __init__(self, reason: str, **values: object) -> None:
        """Name the sentence and what fills it in."""
        super().__init__(reason, values)
        self.reason = reason
        self.values: dict[str, object] = values
