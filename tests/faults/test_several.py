"""Several at once: two processes that import, a server that reads, an editor who is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from indicators.review import Decision, decide
from tests.faults.reports import report, served_ids, standing_ids
from tests.faults.state import wrong
from tests.faults.work import Place
from warehouse.backup import back_up
from warehouse.build import build
from warehouse.imports.approval import approve, reviewed, withdraw
from warehouse.imports.drafts import load_draft, save_draft
from warehouse.imports.history import UnknownImportError, read_history
from warehouse.verification import verify_backup, verify_folder, verify_warehouses

ROOT = Path(__file__).parents[2]
IMPORTS = """
import sys
from pathlib import Path
from tests.faults.reports import report
from warehouse.imports.approval import approve
seed, user, first = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(first, first + 3):
    approve(report(number), user, seed=seed)
"""
REVIEWS = """
import sys
from pathlib import Path
from indicators.review import Decision, decide
from tests.faults.reports import report
from warehouse.imports.drafts import save_draft
draft, user = report(1), Path(sys.argv[1])
while True:
    for row in ("f8", "f34"):
        for decision in (Decision.REJECTED, Decision.ACCEPTED):
            draft = decide(draft, [row], decision)
            save_draft(draft, user)
            print(decision, flush=True)
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.long
def test_two_processes_that_import_at_once_lose_nothing(place: Place) -> None:
    both = [start(IMPORTS, place.seed, place.user, first) for first in (100, 200)]
    for process in both:
        assert process.stdout is not None
        process.stdout.readline()
    for process in both:
        process.communicate("go\n")
    assert [process.returncode for process in both] == [0, 0]
    assert len(read_history(place.user)) == len(standing_ids(place.user)) == 6
    assert wrong(verify_folder(place.user)) == []


@pytest.mark.long
def test_a_server_reads_while_the_command_line_imports_and_backs_up(used: Place) -> None:
    """What is served is always what stood at one moment, and never goes back."""
    seen: list[set[str]] = [served_ids(used.warehouses)]
    done = threading.Event()

    def serve() -> None:
        while not done.is_set():
            now = served_ids(used.warehouses)
            if now != seen[-1]:
                seen.append(now)

    server = threading.Thread(target=serve)
    server.start()
    environment = {
        **os.environ,
        "RULE_OF_LAW_DATA": str(used.user),
        "RULE_OF_LAW_WAREHOUSE": str(used.warehouses),
    }

    def command(*words: str) -> subprocess.Popen[bytes]:
        call = [sys.executable, "-m", "warehouse", *words]
        return subprocess.Popen(call, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)

    (first,) = standing_ids(used.user)
    others = [command("withdraw", first, "--seed", str(used.seed)), command("backup", used.backup)]
    approve(report(2), used.user, seed=used.seed)  # by the server itself
    build(seed=used.seed, user=used.user, folder=used.warehouses)
    assert [process.wait() for process in others] == [0, 0]
    build(seed=used.seed, user=used.user, folder=used.warehouses)
    done.set()
    server.join()
    assert served_ids(used.warehouses) == standing_ids(used.user)
    assert first not in standing_ids(used.user)
    assert wrong(verify_warehouses(used.warehouses) + verify_backup(used.backup)) == []


@pytest.mark.skipif(os.name != "posix", reason="the process is killed as on Linux")
def test_an_editor_who_is_gone_in_the_middle_leaves_the_last_decision(place: Place) -> None:
    editor = start(REVIEWS, place.user)
    assert editor.stdout is not None
    for _ in range(5):
        editor.stdout.readline()
    editor.send_signal(signal.SIGKILL)
    editor.communicate()
    draft = load_draft(report(1).sha256, place.user)
    assert draft is not None
    assert draft.past  # decisions, and undo goes back over them
    assert {row.decision for row in draft.rows} <= {Decision.ACCEPTED, Decision.REJECTED}
    approve(draft, place.user, seed=place.seed)  # another session goes on where it ended


def test_a_review_goes_on_when_its_import_is_withdrawn_by_another(place: Place) -> None:
    first = approve(report(1), place.user, seed=place.seed)
    save_draft(reviewed(first.id, place.user), place.user)  # opened to be amended
    withdraw(first.id, place.user, who="王")
    draft = load_draft(report(1).sha256, place.user)
    assert draft is not None
    again = approve(decide(draft, ["f34"], Decision.REJECTED), place.user, seed=place.seed)
    assert again.approved.replaces == ()
    assert standing_ids(place.user) == {again.id}


def test_two_who_withdraw_the_same_import_are_told(place: Place) -> None:
    first = approve(report(1), place.user, seed=place.seed)
    withdraw(first.id, place.user, who="王")
    with pytest.raises(UnknownImportError):
        withdraw(first.id, place.user, who="李")
    assert [event.who for event in read_history(place.user)][1:] == ["王"]


@pytest.mark.long
def test_a_backup_while_imports_go_on_is_of_one_moment(place: Place) -> None:
    approve(report(0), place.user, seed=place.seed)
    importing = start(IMPORTS, place.seed, place.user, 100)
    assert importing.stdin is not None
    importing.stdin.write("go\n")
    importing.stdin.flush()
    sizes = []
    while importing.poll() is None:
        sizes.append(back_up(place.user, place.backup).manifest.events)
        assert wrong(verify_backup(place.backup)) == []
    importing.communicate()
    assert sizes == sorted(sizes)
