"""Every page says that the newest version is damaged, and shows the last good one."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.faults.reports import flip, report
from tests.faults.work import Place
from warehouse.build import build
from warehouse.imports.approval import approve
from warehouse.pointer import read_pointer
from warehouse.publish import file_name

APP = str(Path(__file__).parents[2] / "app.py")


def test_a_damaged_version_is_said_above_the_page_and_mended_by_a_build(
    used: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(used.warehouses))
    monkeypatch.setenv("RULE_OF_LAW_DATA", str(used.user))
    approve(report(2), used.user, seed=used.seed)
    build(seed=used.seed, user=used.user, folder=used.warehouses)
    newest, before, _ = read_pointer(used.warehouses)
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert (list(app.exception), list(app.warning)) == ([], [])
    flip(used.warehouses / file_name(newest))
    app.run()
    assert list(app.exception) == []
    assert [newest in said.value and before in said.value for said in app.warning] == [True]
    assert any(before in caption.value for caption in app.caption)
    build(seed=used.seed, user=used.user, folder=used.warehouses)
    app.run()
    assert (list(app.exception), list(app.warning)) == ([], [])
