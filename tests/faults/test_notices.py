"""The pages say which file is damaged, what is shown instead and what to do about it."""

from __future__ import annotations

import pytest

from dashboard import notices
from dashboard.pages.importing import shelf
from dashboard.words import Language, Words
from tests.faults.reports import flip, report
from tests.faults.work import Place
from warehouse.imports.drafts import DamagedDraftError, load_draft, save_draft
from warehouse.pointer import read_pointer
from warehouse.publish import file_name


@pytest.fixture(autouse=True)
def _folders(used: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(used.warehouses))
    monkeypatch.setenv("RULE_OF_LAW_DATA", str(used.user))


@pytest.mark.parametrize("language", Language)
def test_a_damaged_warehouse_is_said_above_every_page(used: Place, language: Language) -> None:
    newest, before = read_pointer(used.warehouses)
    assert notices.of_warehouse(Words(language)) == []
    flip(used.warehouses / file_name(newest))
    (said,) = notices.of_warehouse(Words(language))
    assert newest in said
    assert before in said
    assert "python -m warehouse build" in said


def test_before_the_first_build_there_is_nothing_to_say(used: Place) -> None:
    for path in used.warehouses.iterdir():
        path.unlink()
    assert notices.of_warehouse(Words(Language.EN)) == []


@pytest.mark.parametrize("language", Language)
def test_a_damaged_draft_is_named_until_somebody_looks_at_it(
    used: Place, language: Language
) -> None:
    flip(save_draft(report(5), used.user))
    assert shelf.damaged(Words(language)) == []
    with pytest.raises(DamagedDraftError):
        load_draft(report(5).sha256, used.user)
    (said,) = shelf.damaged(Words(language))
    assert report(5).sha256[:8] in said
