"""The review of a reading: a draft with one row a figure, decided on row by row, then approved.

A `Draft` is a frozen value that survives as JSON (`to_json`, `from_json`). Every function here
takes a draft and returns a new one; nothing is changed in place and nothing touches a disk (that
is `warehouse.imports`). In short:

    draft = draft_from(document, reading)         # rows open; repeats rejected, saying why
    draft = accept_above(draft, Decimal("0.9"))   # open, sound rows of that confidence
    draft = edit(draft, "f120", value="883", printed="883件", period="2025-S1")
    draft = decide(draft, ["f98", "f99"], Decision.REJECTED)
    draft = place(draft, "u310", "legal_aid.accepted")  # unplaced becomes a figure, accepted
    draft = describe(draft, issuer="某区司法局", url="https://…")
    draft = confirm(draft, "440306")              # the district; "" confirms the one found
    draft = undo(draft); draft = redo(draft)      # any of the above, a step each
    problems(draft)                               # forbid approval; of accepted rows
    warnings(draft)                               # broken identities …; accepted and open rows
    implied(draft, "g130")                        # the earlier value that a growth row implies
    text = proposal(draft, "u310", family="legal_aid", name_zh="…")
    draft = propose(draft, "u310", text)

An edit whose text cannot be read at all (`value="abc"`) raises EditError with `.field`; one that
can be read and is wrong is kept, and `problems` names it. `Finding.key`, `Row.reason` and
`Draft.warnings` are keys, for which the pages have words.
"""

from __future__ import annotations

from indicators.review.decisions import (
    accept_above,
    confirm,
    decide,
    describe,
    edit,
    place,
    redo,
    undo,
)
from indicators.review.findings import Finding, problems, row_problems
from indicators.review.implied import implied
from indicators.review.model import (
    Decision,
    Draft,
    DraftGuess,
    DraftSchemaError,
    EditError,
    Kind,
    Numeral,
    Report,
    Row,
    Step,
    UnknownRowError,
    from_json,
    to_json,
)
from indicators.review.opening import draft_from
from indicators.review.plausible import warnings
from indicators.review.proposals import proposal, propose

__all__ = [
    "Decision",
    "Draft",
    "DraftGuess",
    "DraftSchemaError",
    "EditError",
    "Finding",
    "Kind",
    "Numeral",
    "Report",
    "Row",
    "Step",
    "UnknownRowError",
    "accept_above",
    "confirm",
    "decide",
    "describe",
    "draft_from",
    "edit",
    "from_json",
    "implied",
    "place",
    "problems",
    "proposal",
    "propose",
    "redo",
    "row_problems",
    "to_json",
    "undo",
    "warnings",
]
