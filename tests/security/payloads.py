"""Texts that would run or draw something where they are taken for markup; a report of them."""

from __future__ import annotations

from indicators.documents import pasted
from indicators.reading import read_report
from indicators.review import Decision, Draft, decide, describe, draft_from, edit
from tests.dashboard.half_year_report import DISTRICT, LINES

RAN = "window.ran = true"
OUTSIDE = "outside.invalid"
PLANTED = "planted"  # the id of every element that a payload would make
PAYLOADS = (
    f'<img id={PLANTED} src=x onerror="{RAN}">',
    f"<script>{RAN}</script>",
    f"<svg id={PLANTED} onload='{RAN}'></svg>",
    f"</style></script></title></textarea><b id={PLANTED}>x</b>",
    f"[link](javascript:{RAN})",
    f"![picture](https://{OUTSIDE}/a.png)",
    f"<https://{OUTSIDE}/b>",
    r"$\LaTeX$ $$x^2$$",
    ":material/bomb: :bomb: :red[coloured] :red-badge[badge]",
    "**strong** `code` ~~gone~~ # heading | cell |",
    "{0.__class__} %s {{x}} ${x}",
    "&lt;b&gt; &#x202e;",
)
HOSTILE = " ".join(PAYLOADS)
# Scopes and titles of series hold less; what a chart library takes for markup of its own is here.
SHORT = (
    f'<img id={PLANTED} src=x onerror="{RAN}"><a href="javascript:{RAN}">a</a><b>b</b>'
    f"[l](javascript:{RAN}) :material/bomb: $x^2$ {{0}}"
)
FORMULAS = ("=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1")
TITLE = f"武侯区司法局2025年上半年工作总结 {HOSTILE}"
TEXT = "\n".join((TITLE, *LINES[:3], *(f"{line[:-1]}{HOSTILE}。" for line in LINES[3:7])))


def hostile_draft(url: str = f"javascript:{RAN}") -> Draft:
    """A report whose every field is hostile, with all its figures accepted."""
    document = pasted(TEXT)
    reading = read_report(document.text, title=TITLE, district=DISTRICT)
    draft = draft_from(document, reading, url=url)
    draft = draft.model_copy(
        update={"report": draft.report.model_copy(update={"name": f"{SHORT}.html"})}
    )
    draft = describe(draft, title=TITLE, issuer=f"司法局{SHORT}", index_number=HOSTILE, url=url)
    figures = [row for row in draft.rows if row.kind == "figure" and row.indicator]
    for row in figures[1:2]:
        draft = edit(draft, row.id, scope=SHORT)
    for row in figures[2:3]:
        draft = edit(draft, row.id, scope=FORMULAS[0])
    draft = describe(draft, scope_names={SHORT: SHORT, FORMULAS[0]: FORMULAS[0]})
    return decide(draft, [row.id for row in figures], Decision.ACCEPTED)
