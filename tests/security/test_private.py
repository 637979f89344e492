"""What people import is theirs: folders and temporary files that no other user may read."""

from __future__ import annotations

import ast
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.briefing import store
from dashboard.briefing.model import Briefing
from tests.drafts import open_draft, ready_draft
from tests.warehouse.conftest import new_seed  # noqa: F401 - a fixture
from warehouse.imports.approval import approve
from warehouse.imports.drafts import save_draft

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("dashboard", "indicators", "settings", "warehouse")
# they make files and folders for their owner alone, under names that nobody can guess
PRIVATE = {"NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "TemporaryFile"}
PRIVATE |= {"mkdtemp", "mkstemp"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a person's folders private")
@pytest.mark.parametrize("first", ["draft", "import", "briefing"])
def test_the_folder_of_a_persons_data_is_private(
    first: str,
    new_seed: Callable[[Path], Path],  # noqa: F811
    tmp_path: Path,
) -> None:
    folder = tmp_path / "deep" / "user"
    if first == "draft":
        save_draft(open_draft(), folder)
    elif first == "import":
        approve(ready_draft(), folder, seed=new_seed(tmp_path / "seed"))
    else:
        store.put("0" * 32, folder, Briefing())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def calls(name: str) -> Iterator[tuple[str, str]]:
    """Every function of a module that our code calls, with its place."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and ast.unparse(node.value) == name:
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node.attr


def test_temporary_files_are_private() -> None:
    found = list(calls("tempfile"))
    assert found
    assert [(place, made) for place, made in found if made not in PRIVATE] == []


def test_nothing_is_unpickled_or_run_from_a_text() -> None:
    """What another program or file says is data: JSON, TOML, CSV."""
    for module in ("pickle", "marshal", "shelve"):
        assert list(calls(module)) == []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    assert node.func.id not in {"eval", "exec", "compile"}, file


def test_no_shell_is_asked() -> None:
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            assert "shell=True" not in text, file
            assert "os.system" not in text, file
