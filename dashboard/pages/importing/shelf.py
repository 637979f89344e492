"""What has been begun and what has been imported: go on, amend, withdraw; and the history."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.access import editing
from dashboard.context import Context
from dashboard.failures import LOG
from dashboard.markup import escape
from dashboard.pages.importing.approval import Done, say_done
from dashboard.pages.importing.report_facts import district_name
from dashboard.pages.importing.row_words import period_name
from dashboard.words import Words
from indicators.errors import RuleOfLawDataError
from indicators.periods import parse_label
from indicators.review import Decision, Draft, DraftSchemaError
from warehouse.build import build
from warehouse.imports.approval import Import, list_imports, reviewed, withdraw
from warehouse.imports.drafts import (
    damaged_drafts,
    discard_draft,
    list_drafts,
    load_draft,
    save_draft,
)
from warehouse.paths import user_data_folder

Open = Callable[[str], None]
_ASKING, _FAILED = "import-asking-about", "import-shelf-failed"


def drafts(context: Context, *, open_draft: Open) -> None:
    """Reviews that are not finished, the one touched last first."""
    words, folder = context.words, user_data_folder()
    if problem := st.session_state.pop(_FAILED, ""):
        st.error(problem)
    for text in damaged(words):
        st.warning(text)
    found = list_drafts(folder)
    if not found:
        return
    st.header(words("import_shelf.drafts", count=len(found)), anchor=False)
    for sha256 in found:
        try:
            draft = load_draft(sha256, folder)
        except DraftSchemaError:
            LOG.exception("draft %s", sha256)
            st.warning(words("import_shelf.unreadable", name=sha256[:8]))
            continue
        if draft is not None:
            _draft(draft, context, open_draft)


def damaged(words: Words) -> list[str]:
    """What is said of drafts that were set aside."""
    found = damaged_drafts(user_data_folder())
    return [words("durability.damaged_draft", name=path.name[:8]) for path in found]


def _draft(draft: Draft, context: Context, open_draft: Open) -> None:
    words = context.words
    done = sum(row.decision is not Decision.OPEN for row in draft.rows)
    report = draft.report
    facts = [
        district_name(report.district, context), period_name(report.period, words), report.name,
        words("import_shelf.progress", done=done, count=len(draft.rows)),
    ]  # fmt: skip
    short = draft.sha256[:12]
    with (
        st.container(border=True, key=f"import-draft-{short}"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        with st.container(width="stretch", gap="xsmall"):
            title = report.title or words("import_review.untitled")
            st.markdown(f"**{escape(title)}**")
            st.caption(escape(" · ".join(facts)))
        st.button(
            words("import_shelf.resume"), key=f"import-resume-{short}", on_click=open_draft,
            args=(draft.sha256,),
        )  # fmt: skip
        asking = _asks(f"discard-{short}", words("import_shelf.discard"))
    if asking:
        _confirm(
            words("import_shelf.discard_sure", title=escape(report.title)),
            words("import_shelf.discard"),
            lambda _: discard_draft(draft.sha256, user_data_folder()),
            words,
        )


def imports(context: Context, *, open_draft: Open) -> None:
    """Approved reports, newest first; those withdrawn or replaced are in the history."""
    words = context.words
    found = list_imports(user_data_folder())
    standing = [item for item in found if item.stands]
    if standing:
        st.header(words("import_shelf.imports", count=len(standing)), anchor=False)
    for item in standing:
        _import(item, context, open_draft)
    if found:
        with st.expander(words("import_shelf.history"), type="compact"):
            st.markdown("\n".join(f"- {escape(line)}" for line in _history(found, words)))


def _import(item: Import, context: Context, open_draft: Open) -> None:
    words, event = context.words, item.approved
    facts = [
        district_name(event.district, context), _period(event.period, words),
        words("import_shelf.counts", figures=event.observations, growth=event.growth),
        words("import_shelf.approved", day=f"{event.time.astimezone():%Y-%m-%d %H:%M}",
              who=event.who or "—"),
        event.id,
    ]  # fmt: skip
    with (
        st.container(border=True, key=f"import-{item.id}"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        with st.container(width="stretch", gap="xsmall"):
            st.markdown(f"**{escape(event.title)}**")
            st.caption(escape(" · ".join(facts)))
        st.button(
            words("import_shelf.amend"), key=f"import-amend-{item.id}", on_click=_amend,
            args=(item, open_draft, words), help=words("import_shelf.amend_help"),
        )  # fmt: skip
        asking = _asks(f"withdraw-{item.id}", words("import_shelf.withdraw"))
    if asking:
        _confirm(
            words("import_shelf.withdraw_sure", title=escape(event.title)),
            words("import_shelf.withdraw"),
            lambda reason: _withdraw(item, reason),
            words,
            ask=words("import_shelf.reason"),
        )


def _period(label: str, words: Words) -> str:
    return period_name(parse_label(label) if label else None, words)


def _amend(item: Import, open_draft: Open, words: Words) -> None:
    """Open what was approved again: the review goes on where it ended."""
    folder = user_data_folder()
    try:
        if load_draft(item.approved.sha256, folder) is None:
            save_draft(reviewed(item.id, folder), folder)
    except RuleOfLawDataError:
        LOG.exception("opening an import again")
        st.session_state[_FAILED] = words("import_refused.not_kept")
    else:
        open_draft(item.approved.sha256)


def _withdraw(item: Import, reason: str) -> None:
    who = editing.access().who
    event = withdraw(item.id, user_data_folder(), who=who, reason=reason)
    version = build().version
    say_done(Done("withdrawn", event.title, event.observations + event.growth, version, "", ()))


def _history(found: tuple[Import, ...], words: Words) -> list[str]:
    """What happened, newest first."""
    lines: list[tuple[str, str]] = []
    for item in found:
        event, ended = item.approved, item.ended
        lines.append((_moment(event.time), _said("approved", item, words)))
        if ended is not None:
            key = "withdrawn" if ended.id == item.id else "replaced"
            lines.append((_moment(ended.time), _said(key, item, words)))
    return [f"{time} {text}" for time, text in sorted(lines, reverse=True)]


def _moment(time: object) -> str:
    return f"{time.astimezone():%Y-%m-%d %H:%M}" if hasattr(time, "astimezone") else ""


def _said(key: str, item: Import, words: Words) -> str:
    ended = item.ended
    reason = ended.reason if ended is not None and key == "withdrawn" else ""
    text = words(f"import_history.{key}", title=item.approved.title, id=item.id)
    return text + (words("import_history.reason", reason=reason) if reason else "")


def _asks(key: str, label: str) -> bool:
    """A button that asks before it acts; whether it is asking now."""
    if st.button(label, key=f"import-{key}", type="tertiary"):
        st.session_state[_ASKING] = key
    return st.session_state.get(_ASKING) == key


def _confirm(
    question: str, label: str, act: Callable[[str], None], words: Words, *, ask: str = ""
) -> None:
    """The question, and the two ways to answer it."""
    with st.container(border=True, key="import-asking"):
        st.markdown(question)
        reason = st.text_input(ask, key="import-reason") if ask else ""
        with st.container(horizontal=True):
            sure = st.button(label, key="import-sure", type="primary")
            keep = st.button(words("import_shelf.keep"), key="import-keep")
        if sure:
            _try(act, reason.strip(), words)
        if sure or keep:
            st.session_state.pop(_ASKING, None)
            st.rerun()


def _try(act: Callable[[str], None], reason: str, words: Words) -> None:
    with st.spinner(words("import_approve.building")):
        try:
            act(reason)
        except RuleOfLawDataError:
            LOG.exception("taking something away")
            st.session_state[_FAILED] = words("import_refused.not_kept")
