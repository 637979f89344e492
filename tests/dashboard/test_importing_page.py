"""The page 导入报告: nothing is lost, nothing joins the figures that a person has not accepted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.context import Context
from dashboard.pages.importing.findings import sentence
from dashboard.pages.importing.reread import reread
from dashboard.pages.importing.row_words import NO_QUANTITY, NUMERAL, State, marks_of, state_of
from dashboard.pages.importing.segments import GAP, LONGEST, NONE, Mark, paragraphs
from dashboard.words import Language, Words, load_texts
from indicators.documents import REASONS, pasted
from indicators.observations import Attribution
from indicators.reading import read_report
from indicators.review import (
    Decision,
    Draft,
    Finding,
    accept_above,
    decide,
    describe,
    draft_from,
    edit,
    warnings,
)
from tests.dashboard.half_year_report import DISTRICT, TEXT, TITLE
from tests.documents import as_pdf
from warehouse.build import build
from warehouse.connection import Warehouse, open_warehouse
from warehouse.imports.approval import list_imports
from warehouse.imports.drafts import list_drafts, load_draft, save_draft

ROOT = Path(__file__).resolve().parents[2]
FINDINGS = [ROOT / f"indicators/review/{name}.py" for name in ("findings", "plausible")]
READING = ROOT / "indicators/data/reading.toml"
ZH = Words(Language.ZH)

Open = Callable[..., AppTest]


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a person's own drafts and imports, empty at first."""
    folder = tmp_path / "user"
    monkeypatch.setenv("RULE_OF_LAW_DATA", str(folder))
    return folder


@pytest.fixture
def open_page(served: Warehouse, user: Path) -> Open:
    def start(page: str = "views/importing", **parameters: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        at.query_params["lang"] = parameters.pop("lang", "zh")
        at.run()
        at.switch_page(f"dashboard/{page}.py")
        for name, value in parameters.items():
            at.query_params[name] = value
        at.run()
        return healthy(at)

    return start


def healthy(at: AppTest) -> AppTest:
    assert not at.exception
    return at


@pytest.fixture(scope="module")
def read() -> Draft:
    """The draft of our report as it is read, nothing decided."""
    document = pasted(TEXT)
    return draft_from(document, read_report(document.text, title=document.title))


@pytest.fixture
def draft(read: Draft, user: Path) -> Draft:
    save_draft(read, user)
    return read


def row_id(draft: Draft, printed: str) -> str:
    return next(row.id for row in draft.rows if row.printed == printed)


def kept(user: Path, draft: Draft) -> Draft:
    found = load_draft(draft.sha256, user)
    assert found is not None
    return found


def press(at: AppTest, key: str) -> AppTest:
    return healthy(at.button(key=key).click().run())


# ---------------------------------------------------------------- taking a report in


@pytest.mark.parametrize("language", list(Language))
def test_the_page_opens_in_both_languages(open_page: Open, language: Language) -> None:
    at = open_page(lang=language.value)
    assert at.title[0].value == Words(language)("nav.importing")
    assert not at.error


def test_a_pasted_report_is_opened_for_review(open_page: Open, user: Path) -> None:
    at = open_page()
    at.text_area(key="import-pasted").set_value(TEXT)
    press(at, "import-read-pasted")
    assert at.header[0].value == TITLE
    (sha256,) = list_drafts(user)
    assert at.session_state["links.written"]["draft"] == sha256


def test_several_files_are_read_and_a_bad_one_is_named(open_page: Open, user: Path) -> None:
    at = open_page()
    at.file_uploader[0].set_value(
        [
            ("报告.pdf", as_pdf(TEXT), "application/pdf"),
            ("图片.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "image/png"),
        ]
    )
    healthy(at.run())
    assert [error.value for error in at.error] == [
        "图片.png：" + ZH("import_refused.unknown_format", formats="HTML、PDF、DOCX、TXT")
    ]
    assert "报告.pdf" in at.success[0].value
    assert len(list_drafts(user)) == 1
    press(at, "import-outcome-0")
    assert at.header[0].value == TITLE


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_to_refuse_a_file_has_words(reason: str) -> None:
    assert f"import_refused.{reason}" in load_texts()


def test_a_report_under_review_is_gone_on_with(open_page: Open, user: Path, draft: Draft) -> None:
    save_draft(accept_above(draft, 0.0), user)
    at = open_page()
    at.text_area(key="import-pasted").set_value(TEXT)
    press(at, "import-read-pasted")
    assert kept(user, draft).accepted


# ---------------------------------------------------------------- the review


def test_a_draft_survives_a_new_session(open_page: Open, user: Path, draft: Draft) -> None:
    at = open_page(draft=draft.sha256)
    press(at, "import-accepted")
    first = draft.rows[0].id
    assert kept(user, draft).row(first).decision is Decision.ACCEPTED
    again = open_page(draft=draft.sha256)
    assert (
        ZH("import_table.accepted", count=1) in again.segmented_control(key="import-filter").options
    )


def test_accepting_goes_on_and_can_be_undone(open_page: Open, user: Path, draft: Draft) -> None:
    at = open_page(draft=draft.sha256)
    press(at, "import-accepted")
    press(at, "import-rejected")
    now = kept(user, draft)
    assert [row.decision.value for row in now.rows[:3]] == ["accepted", "rejected", "open"]
    press(at, "import-undo")
    press(at, "import-undo")
    assert kept(user, draft).rows == draft.rows
    press(at, "import-redo")
    assert [row.id for row in kept(user, draft).accepted] == [draft.rows[0].id]


def test_all_above_a_confidence_are_accepted_and_counted(
    open_page: Open, user: Path, draft: Draft
) -> None:
    at = open_page(draft=draft.sha256)
    healthy(at.slider(key="import-confidence").set_value(80).run())
    count = sum(row.confidence >= 0.8 for row in draft.rows if row.indicator)
    assert at.button(key="import-accept-above").label == ZH("import_tool.accept_above", count=count)
    press(at, "import-accept-above")
    assert len(kept(user, draft).accepted) == count
    assert at.button(key="import-accept-above").disabled


def test_fields_are_corrected_and_a_bad_value_changes_nothing(
    open_page: Open, user: Path, draft: Draft
) -> None:
    row = row_id(draft, "412件")
    at = open_page(draft=draft.sha256)
    healthy(at.text_input(key=f"import-value-{row}").set_value("四百件").run())
    assert at.error[0].value == ZH("import_wrong.value")
    assert kept(user, draft) == draft
    at.selectbox(key=f"import-indicator-{row}").set_value("reconsideration.accepted").run()
    at.selectbox(key=f"import-period-{row}").set_value("2025").run()
    at.selectbox(key=f"import-qualifier-{row}").set_value("约").run()
    healthy(at.text_input(key=f"import-scope-{row}").set_value("一审").run())
    new = kept(user, draft).row(row)
    assert new.period is not None
    assert (new.indicator, new.scope, new.period.label, new.qualifier, new.edited) == (
        "reconsideration.accepted", "一审", "2025", "约", True,
    )  # fmt: skip


def test_any_period_can_be_given_by_its_ends(open_page: Open, user: Path, draft: Draft) -> None:
    row = row_id(draft, "412件")
    at = open_page(draft=draft.sha256)
    at.selectbox(key=f"import-period-{row}").set_value("other").run()
    healthy(at.text_input(key=f"import-period-{row}-end").set_value("2025-05-31").run())
    new = kept(user, draft).row(row)
    assert new.period is not None
    assert new.period.label == "2025-01-01/2025-05-31"
    healthy(at.text_input(key=f"import-period-{row}-end").set_value("五月底").run())
    assert at.error[0].value == ZH("import_wrong.period_end")


def test_an_unplaced_figure_is_placed_and_never_accepted_without_an_indicator(
    open_page: Open, user: Path, draft: Draft
) -> None:
    row = row_id(draft, "12次")
    at = open_page(draft=draft.sha256)
    at.session_state["import-focus"] = row
    healthy(at.run())
    press(at, "import-accepted")
    assert at.error[0].value == ZH("import_wrong.indicator")
    assert kept(user, draft) == draft
    at.selectbox(key=f"import-indicator-{row}").set_value("publicity.activities").run()
    healthy(at)
    assert kept(user, draft).row(row).indicator == "publicity.activities"


def test_a_new_indicator_is_proposed_as_an_entry_to_complete(
    open_page: Open, user: Path, draft: Draft
) -> None:
    row = row_id(draft, "12次")
    at = open_page(draft=draft.sha256)
    at.session_state["import-focus"] = row
    healthy(at.run())
    press(at, f"import-new-write-{row}")
    assert at.error[0].value == ZH("import_wrong.new_indicator")
    at.text_input(key=f"import-new-name_zh-{row}").set_value("旁听庭审次数")
    at.text_input(key=f"import-new-key-{row}").set_value("hearings_attended")
    press(at, f"import-new-write-{row}")
    entry = kept(user, draft).report.proposals[row]
    assert "旁听庭审次数" in entry
    assert at.text_area(key=f"import-entry-{row}").value == entry
    assert tomllib.loads(entry)["indicators"]["hearings_attended"]["measure"] == "flow"


def test_an_inferred_district_is_confirmed(open_page: Open, user: Path, draft: Draft) -> None:
    inferred = describe(draft, attribution=Attribution.INFERRED, confirmed=False)
    save_draft(inferred, user)
    at = open_page(draft=draft.sha256)
    assert any("武侯区" in item.value and "推断" in item.value for item in at.warning)
    press(at, "import-confirm")
    assert kept(user, draft).report.confirmed


def test_another_district_of_the_country_can_be_chosen(
    open_page: Open, user: Path, draft: Draft
) -> None:
    at = open_page(draft=draft.sha256)
    choice = at.selectbox(key="import-report-district")
    assert len(choice.options) > 2800
    healthy(choice.set_value("430111").run())
    assert kept(user, draft).report.district == "430111"


def test_a_new_reading_keeps_what_was_decided(read: Draft) -> None:
    row = row_id(read, "412件")
    decided = decide(edit(read, row, scope="一审"), [row_id(read, "371件")], Decision.ACCEPTED)
    again = reread(describe(decided, district="430111", confirmed=True))
    assert again.report.district == "430111"
    assert again.row(row).scope == "一审"
    assert [item.printed for item in again.accepted] == ["371件"]


# ---------------------------------------------------------------- warnings


def test_a_broken_relation_is_said_with_its_figures(read: Draft, zh: Context) -> None:
    wrong = edit(read, row_id(read, "371件"), value="471", printed="471件")
    said = [sentence(finding, wrong, zh) for finding in warnings(wrong)]
    assert any("471件" in text and "412件" in text for text in said), said


@pytest.mark.parametrize("language", list(Language))
def test_every_finding_has_words(
    read: Draft, make_context: Callable[..., Context], language: str
) -> None:
    context = make_context(language)
    names = {"indicator": "legal_aid.accepted", "district": DISTRICT, "published": "x"}
    names |= {"identity": "x", "quotient": "1"}
    code = "".join(file.read_text("utf-8") for file in FINDINGS)
    found = re.findall(r'(?:yield |Finding\()"(\w+)"', code)
    assert {"stock_needs_date", "identity_broken", "nothing_accepted"} <= set(found)
    for key in found:
        text = sentence(Finding(key, (read.rows[0].id,), tuple(names.items())), read, context)
        assert text != key
        assert "{" not in text


def test_every_reason_of_the_reading_has_words() -> None:
    content = tomllib.loads(READING.read_text("utf-8"))
    reasons = {entry["reason"] for part in ("roles", "names") for entry in content[part]}
    assert reasons <= set(NO_QUANTITY)
    described = (ROOT / "indicators/reading/model.py").read_text("utf-8")
    unplaced = re.findall(
        r"`(\w+)`", described.partition("`reason` is a key: ")[2].partition('"""')[0]
    )
    assert "no_rule" in unplaced
    assert all(f"import_reason.{reason}" in load_texts() for reason in unplaced)
    assert all(f"import_reason.{reason}" in load_texts() for reason in NO_QUANTITY)


# ---------------------------------------------------------------- the text and its marks


def test_the_marked_text_is_the_report(read: Draft, zh: Context) -> None:
    marks = marks_of(read, zh, numerals=True)
    lines = paragraphs(read.text, marks)
    assert "\n".join("".join(text for text, *_ in line) for line in lines) == read.text
    for text, mark, _ in (piece for line in lines for piece in line):
        if mark != NONE:
            assert text == read.text[marks[mark].start : marks[mark].end]
    assert {mark.state for mark in marks} == {"sure", "doubtful", "unplaced", NUMERAL}


def test_markup_in_a_report_stays_text() -> None:
    text = "<script>alert(1)</script>收到5件。"
    at = text.index("5件")
    (line,) = paragraphs(text, [Mark("f", at, at + 2, (0, len(text)), "sure", "")])
    assert [piece for piece, *_ in line] == ["<script>alert(1)</script>收到", "5件", "。"]


def test_a_very_long_text_shows_the_lines_with_figures() -> None:
    text = "\n".join(["空话"] * LONGEST)
    at = text.index("空话", LONGEST)
    lines = paragraphs(text, [Mark("f", at, at + 1, (at, at + 2), "sure", "")])
    assert len(lines) == 4
    assert lines[0] == [(GAP, NONE, NONE)]


def test_of_two_figures_on_the_same_characters_one_is_marked() -> None:
    marks = [Mark(name, 0, 2, (0, 3), "sure", "") for name in ("f0", "f0-2")]
    (line,) = paragraphs("5件。", marks)
    assert [(piece, mark) for piece, mark, _ in line] == [("5件", 0), ("。", NONE)]


def test_states_follow_decision_and_confidence(read: Draft) -> None:
    row = read.row(row_id(read, "412件"))
    assert state_of(row.model_copy(update={"confidence": 0.95})) is State.SURE
    assert state_of(row.model_copy(update={"confidence": 0.5})) is State.DOUBTFUL
    assert state_of(decide(read, [row.id], "rejected").row(row.id)) is State.REJECTED
    assert state_of(read.row(row_id(read, "12次"))) is State.UNPLACED


# ---------------------------------------------------------------- approval


@pytest.fixture
def own_warehouse(tmp_path: Path, user: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A published folder of this test's own, for builds to change."""
    folder = tmp_path / "published"
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(folder))
    build(folder=folder)
    return folder


def test_an_approved_report_is_shown_amended_and_withdrawn(
    open_page: Open, own_warehouse: Path, user: Path, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(own_warehouse))
    save_draft(accept_above(draft, 0.0), user)
    at = open_page(draft=draft.sha256)
    before = open_warehouse(folder=own_warehouse).version
    press(at, "import-approve")
    after = open_warehouse(folder=own_warehouse)
    assert after.version != before
    assert after.version in at.success[0].value
    values = after.query(
        "SELECT value FROM observation WHERE district_code = $d AND status = 'reported'",
        {"d": DISTRICT},
    )
    assert 412 in values["value"].to_list()
    (done,) = list_imports(user)
    press(at, f"import-amend-{done.id}")
    assert at.header[0].value == TITLE
    assert ZH("import_known.same", title=TITLE, count=0) in [item.value for item in at.info]
    press(at, "import-back")
    press(at, f"import-withdraw-{done.id}")
    press(at, "import-sure")
    assert not any(item.stands for item in list_imports(user))
    assert open_warehouse(folder=own_warehouse).version not in (before, after.version)
    assert any(TITLE in item.value for item in at.success)


def test_nothing_accepted_cannot_be_imported(open_page: Open, draft: Draft) -> None:
    at = open_page(draft=draft.sha256)
    assert at.button(key="import-approve").disabled


# ---------------------------------------------------------------- servers that only show


def test_a_server_that_only_shows_offers_nothing(
    open_page: Open, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_READ_ONLY", "1")
    at = open_page("access/closed", draft=draft.sha256)
    assert [item.value for item in at.info] == [ZH("access.read_only")]
    assert not [button for button in at.button if str(button.key).startswith("import")]
    assert not at.file_uploader
