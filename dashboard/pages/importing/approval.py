"""Approving a draft: what would be imported, the rebuild, and the way to the new figures."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard.access import editing
from dashboard.context import Context
from dashboard.failures import LOG
from dashboard.markup import escape
from dashboard.pages.importing.desk import Desk
from dashboard.pages.importing.findings import findings
from dashboard.pages.importing.report_facts import district_name
from indicators.errors import DataFileError, RuleOfLawDataError
from indicators.review import Decision, Draft, Kind, problems
from warehouse.build import build
from warehouse.imports.approval import Import, NotApprovableError, approve
from warehouse.paths import user_data_folder

_DONE, _FAILED = "import-done", "import-failed"


@dataclass(frozen=True)
class Done:
    """What an approval or withdrawal has led to."""

    key: str
    title: str
    count: int
    version: str
    district: str
    families: tuple[str, ...]


def approval(desk: Desk, context: Context) -> None:
    """The last step: what stands in its way, or the button."""
    words, draft = context.words, desk.draft
    st.header(words("import_approve.title"), anchor=False)
    found = problems(draft)
    growth = sum(row.kind is Kind.GROWTH for row in draft.accepted)
    waiting = sum(row.decision is Decision.OPEN for row in draft.rows)
    st.markdown(
        words("import_approve.summary", figures=len(draft.accepted) - growth, growth=growth)
        + (words("import_approve.waiting", count=waiting) if waiting else "")
    )
    if found:
        st.markdown(words("import_approve.blocked"))
        findings(desk, found, context, key="problems")
    pressed = st.button(
        words("import_approve.button", count=len(draft.accepted)),
        key="import-approve",
        type="primary",
        disabled=bool(found),
        icon=":material/task_alt:",
    )
    if pressed:
        _approve(draft, context)
    if problem := st.session_state.pop(_FAILED, ""):
        st.error(problem)


def _approve(draft: Draft, context: Context) -> None:
    words = context.words
    with st.status(words("import_approve.saving"), expanded=True) as status:
        try:
            done = approve(draft, user_data_folder(), who=editing.access().who)
            status.update(label=words("import_approve.building"))
            version = build().version
        except NotApprovableError as error:
            LOG.exception("approval")
            st.session_state[_FAILED] = words("import_approve.refused", why=escape(str(error)))
        except (DataFileError, RuleOfLawDataError) as error:
            LOG.exception("approval")
            st.session_state[_FAILED] = words("import_approve.failed", why=escape(str(error)))
        else:
            status.update(label=words("import_approve.done"), state="complete")
            say_done(_done(done, draft, version, context))
            st.session_state.pop("import-draft", None)
    st.rerun(scope="app")


def _done(done: Import, draft: Draft, version: str, context: Context) -> Done:
    catalogue = context.catalogue
    families = [
        catalogue[row.indicator].family
        for row in draft.accepted
        if row.indicator is not None and row.indicator in catalogue
    ]
    ranked = sorted(set(families), key=lambda family: (-families.count(family), family))
    return Done(
        key="approved",
        title=done.approved.title,
        count=len(draft.accepted),
        version=version,
        district=draft.report.district,
        families=tuple(ranked),
    )


def say_done(done: Done) -> None:
    """Keep what to say after the next run, which has the new data."""
    st.session_state[_DONE] = done


def success(context: Context) -> None:
    """What was done, the new data version, and links to the pages that show it."""
    done: Done | None = st.session_state.get(_DONE)
    if done is None:
        return
    words = context.words
    st.success(
        words(
            f"import_done.{done.key}", title=escape(done.title), count=done.count,
            version=done.version,
        )
    )  # fmt: skip
    if done.district and done.families:
        view = {"lang": words.language.value, "d": done.district}
        with st.container(horizontal=True, key="import-links"):
            for family in done.families[:4]:
                item = context.catalogue.family(family)
                st.page_link(
                    f"dashboard/views/{family}.py",
                    label=words.pick(item.name_zh, item.name_en),
                    icon=":material/show_chart:",
                    query_params=view,
                )
            st.page_link(
                "dashboard/views/district.py",
                label=words("import_done.district", district=district_name(done.district, context)),
                icon=":material/location_city:",
                query_params={**view, "district": done.district},
            )


def forget_done() -> None:
    """The message has been read once another review is opened."""
    st.session_state.pop(_DONE, None)
