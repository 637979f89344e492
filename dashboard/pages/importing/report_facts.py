"""The top of a review: which district and period the report is about, and where it comes from."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from dashboard.context import Context
from dashboard.markup import escape
from dashboard.pages.importing.desk import Desk, say_wrong
from dashboard.pages.importing.periods import choose_period, likely_periods
from dashboard.pages.importing.reread import offer_to_reread
from dashboard.words import Language
from indicators.districts import load_districts
from indicators.observations import Attribution
from indicators.review import Report, confirm


def report_facts(desk: Desk, context: Context) -> None:
    """District and period to confirm, then what is known of the document, folded."""
    words, report = context.words, desk.draft.report
    with st.container(border=True, key="import-facts", gap="xsmall"):
        left, right = st.columns(2)
        with left:
            _district(desk, context)
        with right:
            choose_period(
                report.period,
                likely_periods(report.period, ()),
                context,
                key="import-report-period",
                change=lambda fields: desk.describe(**fields),
                kept=(report.period_start, report.period_end),
            )
            if report.period_evidence:
                text = words("import_report.by_words", words=report.period_evidence)
                st.caption(escape(text))
        say_wrong(words, report=True)
        with st.container():
            _confirmation(desk, context)
        missing = not report.title.strip()
        with st.expander(words("import_report.source"), expanded=missing, type="compact"):
            _source(desk, context)
        offer_to_reread(desk, context)


def _district(desk: Desk, context: Context) -> None:
    """All county-level divisions; those that the text allows come first."""
    words, report = context.words, desk.draft.report
    labels = district_labels(words.language)
    first = [code for code in (report.district, *report.candidates) if code in labels]
    key = "import-report-district"
    st.session_state[key] = report.district if report.district in labels else None

    def chosen() -> None:
        code = st.session_state[key]
        if code:
            desk.change(lambda draft: confirm(draft, code))

    st.selectbox(
        words("column.district"),
        list(dict.fromkeys([*first, *labels])),
        key=key,
        format_func=labels.__getitem__,
        placeholder=words("import_report.choose_district"),
        on_change=chosen,
        filter_mode="contains",
    )
    if report.evidence and report.attribution is Attribution.STATED:
        st.caption(escape(words("import_report.by_words", words=report.evidence)))


@lru_cache(maxsize=2)
def district_labels(language: Language) -> dict[str, str]:
    """What the list shows for every district: name, city, province, code."""
    return {
        d.code: " · ".join(
            dict.fromkeys(
                (d.name_zh, d.city.name_zh, d.province.name_zh, d.code)
                if language is Language.ZH
                else (d.name_en, d.city.name_en, d.name_zh, d.code)
            )
        )
        for d in load_districts()
    }


def district_name(code: str, context: Context) -> str:
    """The name of a district, or its code where we do not know it."""
    if code not in load_districts():
        return code or context.words("import_report.no_district")
    district = load_districts().by_code(code)
    return context.words.pick(district.label_zh, district.label_en)


def _confirmation(desk: Desk, context: Context) -> None:
    """An inferred district needs a person's word."""
    words, report = context.words, desk.draft.report
    if not report.district:
        st.warning(words("import_problem.no_district"))
    elif report.attribution is Attribution.INFERRED and not report.confirmed:
        name = district_name(report.district, context)
        text = words("import_report.inferred", district=name, evidence=report.evidence)
        st.warning(escape(text))
        st.button(
            words("import_report.confirm", district=name),
            key="import-confirm",
            on_click=lambda: desk.change(confirm),
            icon=":material/check:",
        )
    if report.period is None:
        st.warning(words("import_problem.no_report_period"))


def _source(desk: Desk, context: Context) -> None:
    """Title, issuer, date, address and kind of the document."""
    report = desk.draft.report
    _text(desk, report, "title", context)
    left, right = st.columns(2)
    with left:
        _text(desk, report, "issuer", context)
        _text(desk, report, "published", context)
    with right:
        _text(desk, report, "index_number", context)
        _text(desk, report, "url", context)
    key = "import-report-official"
    st.session_state[key] = report.official
    st.toggle(
        context.words("import_report.official"),
        key=key,
        help=context.words("import_report.official_help"),
        on_change=lambda: desk.describe(official=st.session_state[key]),
    )


def _text(desk: Desk, report: Report, field: str, context: Context) -> None:
    key = f"import-report-{field}"
    st.session_state[key] = str(getattr(report, field))
    hint = {"published": "2025-07-15", "url": "https://"}.get(field, "")
    st.text_input(
        context.words(f"import_report.{field}"),
        key=key,
        placeholder=hint,
        on_change=lambda: desk.describe(**{field: st.session_state[key].strip()}),
    )
