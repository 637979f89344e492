"""Taking in reports: files or pasted text become drafts; what cannot be read is said plainly."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from dashboard.context import Context
from dashboard.failures import LOG
from dashboard.markup import escape
from dashboard.pages.importing import row_words
from dashboard.words import Words
from indicators.documents import DocumentError, upload_limit
from indicators.errors import RuleOfLawDataError
from indicators.intake import draft_of_file, draft_of_text, warm
from indicators.review import Draft
from warehouse.imports.drafts import load_draft, save_draft
from warehouse.paths import user_data_folder

FORMATS = "HTML、PDF、DOCX、TXT"
_UPLOADS, _OUTCOMES, _PASTED = "import-uploads", "import-outcomes", "import-pasted"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Outcome:
    """What became of a file: a draft, or a key that says why not."""

    name: str
    draft: str = ""
    figures: int = 0
    problem: str = ""


def intake(context: Context, *, open_draft: Callable[[str], None]) -> None:
    """The upload field and the field to paste into; then what became of the last files."""
    words = context.words
    warm()
    with st.container(border=True, key="import-intake"):
        _style(words)
        number = st.session_state.setdefault(_UPLOADS, 0)
        files = st.file_uploader(
            words("import_intake.upload"),
            accept_multiple_files=True,
            key=f"import-upload-{number}",
            help=words("import_intake.upload_help", formats=FORMATS),
        )
        with st.expander(words("import_intake.paste"), type="compact"):
            text = st.text_area(
                words("import_intake.paste_here"), height=220, key=_PASTED,
                placeholder=words("import_intake.paste_hint"),
            )  # fmt: skip
            wanted = st.button(words("import_intake.read_pasted"), key="import-read-pasted")
    if files:
        _take(files, words)
        st.session_state[_UPLOADS] = number + 1
        _open_or_say(open_draft)
    if wanted:
        name = words("import_intake.pasted")
        with st.status(words("import_intake.reading", name=name)):
            st.session_state[_OUTCOMES] = [_read(lambda: draft_of_text(text), name)]
        _open_or_say(open_draft)
    _outcomes(words, open_draft)


def _style(words: Words) -> None:
    """Our words for what the upload field says in English."""
    limit = words(
        "import_intake.formats", formats=FORMATS, size=upload_limit() // MEGABYTE, unit="MB"
    )
    choose = _css_text(words("import_intake.choose"))
    st.html(
        f"<style>.st-key-import-intake {{ --import-choose: {choose};"
        f" --import-formats: {_css_text(limit)}; }}</style>"
    )


def _css_text(text: str) -> str:
    """A text of ours as a string of a style sheet."""
    return '"' + re.sub(r'[\\"<>\n]', "", text) + '"'


def _take(files: Sequence[Any], words: Words) -> None:
    """Read file after file; one that fails leaves the others alone."""
    found: list[Outcome] = []
    with st.status(words("import_intake.reading_all", count=len(files)), expanded=True) as status:
        for file in files:
            status.update(label=words("import_intake.reading", name=file.name))
            found.append(_read(partial(_opened, file), file.name))
            st.markdown(escape(_sentence(found[-1], words)))
        status.update(label=words("import_intake.done"), state="complete")
    st.session_state[_OUTCOMES] = found


def _opened(file: Any) -> Draft:  # noqa: ANN401 - Streamlit's uploaded file
    if file.size > upload_limit():
        raise DocumentError("too_large")
    return draft_of_file(file.getvalue(), name=file.name)


def _read(open_it: Callable[[], Draft], name: str) -> Outcome:
    """From a file to a draft that is kept; a draft that is there already is gone on with."""
    try:
        draft = open_it()
        folder = user_data_folder()
        known = load_draft(draft.sha256, folder)
        if known is None:
            known = draft
            save_draft(known, folder)
        return Outcome(name, known.sha256, len(known.rows))
    except DocumentError as error:
        return Outcome(name, problem=error.reason)
    except RuleOfLawDataError:
        LOG.exception("import of %r", name)
        return Outcome(name, problem="not_kept")
    except Exception:
        LOG.exception("import of %r", name)
        return Outcome(name, problem="failed")


def _open_or_say(open_draft: Callable[[str], None]) -> None:
    """A single report that was read is opened at once."""
    found: list[Outcome] = st.session_state[_OUTCOMES]
    if len(found) == 1 and found[0].draft:
        st.session_state[_OUTCOMES] = []
        open_draft(found[0].draft)
    st.rerun()


def _outcomes(words: Words, open_draft: Callable[[str], None]) -> None:
    """What became of the files, until the next ones come."""
    for number, outcome in enumerate(st.session_state.get(_OUTCOMES, [])):
        if outcome.problem:
            st.error(escape(_sentence(outcome, words)))
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(escape(_sentence(outcome, words)), width="stretch")
            st.button(
                words("import_shelf.resume"), key=f"import-outcome-{number}", on_click=open_draft,
                args=(outcome.draft,),
            )  # fmt: skip


def _sentence(outcome: Outcome, words: Words) -> str:
    if outcome.problem:
        why = row_words.say(
            "import_refused", outcome.problem, words,
            size=f"{upload_limit() // MEGABYTE} MB", formats=FORMATS,
        )  # fmt: skip
        return f"{outcome.name}{words.colon}{why}"
    return words("import_intake.read", name=outcome.name, count=outcome.figures)
