"""The texts under a chart: sentences that we drafted and their evidence, and the person's own."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import evidence
from dashboard.briefing import edits
from dashboard.briefing.building import Entry
from dashboard.briefing.model import Briefing, Drafted, Own, Passage
from dashboard.markup import escape
from dashboard.pages.briefing import desk as desks
from dashboard.pages.briefing.desk import Desk, Undo, change_item
from dashboard.sentences.model import Figure, Sentence

LONGEST = 5000
SHOWN = 2  # observations behind a number of which the evidence is shown
_OPEN = "briefing.evidence"  # the sentence whose evidence is open: chart and sentence


def texts(entry: Entry, desk: Desk) -> None:
    """Every text in its order, then what can be added."""
    words, item = desk.context.words, entry.item
    known = {sentence.id: sentence for sentence in entry.proposed}
    for place, passage in enumerate(item.passages):
        # a place of its own, so that the fields below keep theirs
        with st.container(gap="xsmall", key=f"brief-text-{item.id}-{place}"):
            if isinstance(passage, Own):
                _own(passage, place, entry, desk)
            elif passage.id in known:
                _drafted(known[passage.id], place, entry, desk)
            else:
                _lost(passage, place, entry, desk)
    _proposals(entry, desk)
    st.button(
        words("briefing_text.write"), key=f"brief-write-{item.id}", icon=":material/edit_note:",
        on_click=change_item, args=(edits.add_passage, item.id, Own(text="")),
    )  # fmt: skip


def _drafted(sentence: Sentence, place: int, entry: Entry, desk: Desk) -> None:
    words, item = desk.context.words, entry.item
    st.markdown(marked(sentence))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(words("briefing_text.drafted"))
        _evidence_button(sentence, entry, desk)
        st.button(
            words("briefing_text.rewrite"), key=f"brief-rewrite-{item.id}-{place}",
            type="tertiary", help=words("briefing_text.rewrite_help"), on_click=change_item,
            args=(edits.rewrite, item.id, place, sentence.text),
        )  # fmt: skip
        _remove(item.passages[place], place, entry, desk)
    _evidence(sentence, entry, desk)


def _lost(passage: Drafted, place: int, entry: Entry, desk: Desk) -> None:
    """A sentence that the data of now do not bear out; the person decides what becomes of it."""
    words, item, text = desk.context.words, entry.item, escape(passage.text)
    # where nothing could be drawn for a fault of ours, nobody knows whether it holds
    st.markdown(text if entry.failure else f"~~{text}~~")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(words("briefing_text.unchecked" if entry.failure else "briefing_text.lost"))
        st.button(
            words("briefing_text.keep_lost"), key=f"brief-rewrite-{item.id}-{place}",
            type="tertiary", on_click=change_item, args=(edits.keep_lost, item.id, place),
        )  # fmt: skip
        _remove(passage, place, entry, desk)


def _own(passage: Own, place: int, entry: Entry, desk: Desk) -> None:
    words, item = desk.context.words, entry.item
    key = f"brief-own-{item.id}-{place}"
    st.session_state[key] = passage.text
    st.text_area(
        words("briefing_text.own", number=place + 1), key=key, max_chars=LONGEST, height="content",
        placeholder=words("briefing_text.own_like"), on_change=_rewrite, args=(item.id, place, key),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(words("briefing_text.is_own"))
        _remove(passage, place, entry, desk)


def _rewrite(item_id: str, place: int, key: str) -> None:
    change_item(edits.rewrite, item_id, place, str(st.session_state[key]))


def _remove(passage: Passage, place: int, entry: Entry, desk: Desk) -> None:
    st.button(
        desk.context.words("briefing_text.remove"), key=f"brief-out-{entry.item.id}-{place}",
        type="tertiary", on_click=_take_out, args=(passage, place, entry, desk),
    )  # fmt: skip


def _take_out(passage: Passage, place: int, entry: Entry, desk: Desk) -> None:
    item_id = entry.item.id
    if passage.text:
        above = [one.item.id for one in desk.made.entries].index(item_id)
        back = partial(_put_back, item_id=item_id, place=place, passage=passage)
        desks.remember(Undo(passage.text, above, back))
    change_item(edits.take_passage, item_id, place)


def _put_back(briefing: Briefing, *, item_id: str, place: int, passage: Passage) -> Briefing:
    return edits.put_passage(briefing, item_id, place, passage)


def _proposals(entry: Entry, desk: Desk) -> None:
    """Sentences that can be added; open as long as the chart has no text."""
    words, item = desk.context.words, entry.item
    used = {passage.id for passage in item.passages if isinstance(passage, Drafted)}
    left = [sentence for sentence in entry.proposed if sentence.id not in used]
    if not left:
        return
    label = words("briefing_text.proposals", count=len(left))
    with st.expander(label, expanded=not item.passages, type="compact"):
        for sentence in left:
            _proposal(sentence, entry, desk)


def _proposal(sentence: Sentence, entry: Entry, desk: Desk) -> None:
    """A sentence beside the button that adds it."""
    item = entry.item
    drafted = Drafted(id=sentence.id, text=sentence.text)
    text, buttons = st.columns([5, 1], vertical_alignment="center")
    text.markdown(marked(sentence))
    with buttons.container(horizontal=True, gap="xsmall"):
        st.button(
            desk.context.words("briefing_text.add"),
            key=f"brief-add-{item.id}-{sentence.id}",
            type="tertiary",
            icon=":material/add:",
            on_click=change_item,
            args=(edits.add_passage, item.id, drafted),
        )
        _evidence_button(sentence, entry, desk)
    _evidence(sentence, entry, desk)


def marked(sentence: Sentence) -> str:
    """Markdown of a sentence with its numbers in bold."""
    return "".join(
        f"**{escape(part.text)}**" if isinstance(part, Figure) else _escaped(part)
        for part in sentence.parts
    )


def _escaped(part: str) -> str:
    """A part of a line keeps the blanks at its ends."""
    lead, trail = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    return f"{lead}{escape(part)}{trail}" if part.strip() else part


def _evidence_button(sentence: Sentence, entry: Entry, desk: Desk) -> None:
    if not any(figure.observation_ids for figure in sentence.figures):
        return
    mine = (entry.item.id, sentence.id)
    st.button(
        desk.context.words("briefing_text.evidence"), key=f"brief-evidence-{'-'.join(mine)}",
        type="tertiary", on_click=_open, args=mine,
    )  # fmt: skip


def _open(item_id: str, sentence_id: str) -> None:
    """Open the evidence of a sentence, or close it."""
    mine = (item_id, sentence_id)
    st.session_state[_OPEN] = None if st.session_state.get(_OPEN) == mine else mine


def _evidence(sentence: Sentence, entry: Entry, desk: Desk) -> None:
    """The numbers of a sentence, and where the chosen one comes from."""
    words, item = desk.context.words, entry.item
    if st.session_state.get(_OPEN) != (item.id, sentence.id):
        return
    figures = [figure for figure in sentence.figures if figure.observation_ids]
    key = f"brief-number-{item.id}-{sentence.id}"
    if st.session_state.get(key) not in range(len(figures)):
        st.session_state[key] = 0
    chosen = st.pills(
        words("briefing_text.numbers"), range(len(figures)), key=key, required=True,
        format_func=lambda number: figures[number].text,
    )  # fmt: skip
    ids = figures[chosen or 0].observation_ids
    for number, observation in enumerate(ids[:SHOWN]):
        evidence.panel(observation, desk.context, key=f"{item.id}-{sentence.id}-{number}")
    if len(ids) > SHOWN:
        st.caption(words("briefing_text.more_evidence", count=len(ids) - SHOWN))
