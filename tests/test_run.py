"""The two commands: what they say when something is in the way, and what they skip when nothing is.

No test here needs a network or touches the environment that the tests run in.
"""

from __future__ import annotations

import ast
import errno
import hashlib
import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import run
from dashboard.web.__main__ import FIXED
from launcher import browser, commands, environment, pip_log, server
from launcher.place import HERE, Place, chosen, place_of
from launcher.problems import Problem, from_os_error
from settings import model
from settings.model import Settings
from settings.server import environment as streamlit_variables

ROOT = Path(__file__).resolve().parent.parent
HAN = re.compile(r"[一-鿿]")


def sentences(problem: Problem | str) -> list[str]:
    """Split what is shown into its lines, having made sure that Chinese comes first."""
    lines = str(problem).splitlines()
    assert HAN.search(lines[0])
    assert lines[1].isascii()
    return lines


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


# ---------------------------------------------------------------- the Python


@pytest.mark.parametrize("version", [(2, 7, 18, "final", 0), (3, 6, 15), (3, 10, 13)], ids=str)
def test_an_old_python_is_named_with_what_is_needed(version: tuple[object, ...]) -> None:
    lines = sentences(run.python_problem(version))
    assert len(lines) == 2
    for line in lines:
        assert "3.11" in line
        assert ".".join(str(part) for part in version[:3]) in line


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)], ids=str)
def test_a_new_python_is_no_problem(version: tuple[int, ...]) -> None:
    assert run.python_problem(version) is None


def test_run_py_says_in_its_text_what_the_project_requires() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=" + ".".join(str(part) for part in run.OLDEST)


def test_run_py_holds_no_syntax_that_old_pythons_cannot_read() -> None:
    text = (ROOT / "run.py").read_text(encoding="utf-8")
    assert text.startswith("# -*- coding: utf-8 -*-\n")  # without it Python 2 refuses Chinese
    newer = (ast.AnnAssign, ast.AsyncFunctionDef, ast.JoinedStr, ast.NamedExpr, ast.Nonlocal)
    for node in ast.walk(ast.parse(text)):
        assert not isinstance(node, newer)
        assert not getattr(node, "annotation", None)
        assert not getattr(node, "returns", None)
        assert not getattr(node, "kwonlyargs", None)
        assert not getattr(node, "cause", None)


def test_a_missing_venv_module_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else real(name)
    )
    with pytest.raises(Problem) as caught:
        environment.create(tmp_path / ".venv")
    assert all("python3-venv" in line for line in sentences(caught.value))
    assert not (tmp_path / ".venv").exists()


# ---------------------------------------------------------------- the arguments


@pytest.mark.parametrize(
    "arguments",
    [["--port"], ["--no-browser=1"], ["--prot=1"], ["tset"]],
    ids=" ".join,
)
def test_wrong_arguments_end_in_two_sentences(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(sentences(err)) == 2
    assert "--help" in err


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "85.01", "８５０１"])
def test_a_port_that_is_none_is_named(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run([f"--port={port}"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all(port in line and "65535" in line for line in lines)


def test_help_speaks_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        commands.run(["--help"])
    assert done.value.code == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("--port", "--host", "--no-browser", "test", "打开看板"))


PYTHON = Path(sys.executable)


def asked(*arguments: str, **settings: str) -> Place:
    """Where the dashboard would be served, with these settings in the environment."""
    variables = {f"RULE_OF_LAW_{key.upper()}": value for key, value in settings.items()}
    return place_of(PYTHON, os.environ | variables | chosen(commands.parse(list(arguments))))


def test_the_settings_say_where_to_listen() -> None:
    assert asked() == Place("localhost", 8501)
    assert asked(port="9000", address="127.0.0.1") == Place("127.0.0.1", 9000)
    assert asked(base_path="/figures/").address == "http://localhost:8501/figures"


def test_options_come_before_the_settings() -> None:
    assert asked("--port", "9001", port="9000") == Place("localhost", 9001)
    assert asked("--host", "0.0.0.0", port="9000") == Place("0.0.0.0", 9000)


@pytest.mark.parametrize(
    ("host", "audience"),
    [("0.0.0.0", "public"), ("192.168.1.5", "public"), ("LOCALHOST", None), ("::1", None)],
)
def test_who_listens_for_others_serves_others(host: str, audience: str | None) -> None:
    variables = chosen(commands.parse(["--host", host]))
    assert variables.get("RULE_OF_LAW_AUDIENCE") == audience


def test_this_machine_is_called_the_same_as_in_the_settings() -> None:
    assert set(HERE) == model.HERE


def test_wrong_settings_are_shown_and_nothing_is_built(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RULE_OF_LAW_PORT", "abc")
    monkeypatch.setattr(commands, "set_up", lambda _step, lock: PYTHON)
    monkeypatch.setattr(commands, "build_warehouse", lambda _python: pytest.fail("built"))
    assert commands.run([]) == 2
    shown = capsys.readouterr().err
    assert len(sentences(shown)) > 2
    assert "1 到 65535" in shown


@pytest.mark.parametrize("more", [[], ["--no-browser"]], ids=str)
def test_serving_hands_the_options_on(more: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []

    def serve(
        command: list[str], environ: dict[str, str], where: Place, *, open_browser: bool
    ) -> int:
        given.extend((command[1:], environ["RULE_OF_LAW_PORT"], where, open_browser))
        return 0

    monkeypatch.setattr(commands, "set_up", lambda _step, lock: PYTHON)
    monkeypatch.setattr(commands, "build_warehouse", lambda _python: None)
    monkeypatch.setattr(Place, "check_port", lambda _place: None)
    monkeypatch.setattr(server, "run", serve)
    assert commands.run(["--port", "9000", "--host", "::1", *more]) == 0
    assert given == [["-m", "dashboard.web"], "9000", Place("::1", 9000), not more]


def test_streamlit_knows_every_option_we_give_it() -> None:
    config = pytest.importorskip("streamlit.config")
    known = {option.env_var for option in config.get_config_options().values()}
    given = {*streamlit_variables(Settings()), *FIXED}
    assert {name for name in given if name.startswith("STREAMLIT_")} <= known


def test_streamlit_finds_the_application_in_the_file_we_name() -> None:
    discovery = pytest.importorskip("streamlit.web.server.app_discovery")
    assert discovery.discover_asgi_app(ROOT / "asgi.py").import_string == "asgi:app"
    assert not discovery.discover_asgi_app(ROOT / "app.py").is_asgi_app


# ---------------------------------------------------------------- the window


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the windows that were opened."""
    opened: list[str] = []
    monkeypatch.setattr(server.webbrowser, "open", opened.append)
    return opened


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        yield process
        process.kill()


def test_a_window_opens_once_the_server_answers(
    sleeper: subprocess.Popen[bytes], taken_port: int, windows: list[str]
) -> None:
    server.show(sleeper, Place("127.0.0.1", taken_port))
    assert windows == [f"http://127.0.0.1:{taken_port}"]


def test_no_window_opens_for_a_server_that_ended(
    sleeper: subprocess.Popen[bytes], taken_port: int, windows: list[str]
) -> None:
    sleeper.kill()
    sleeper.wait()
    server.show(sleeper, Place("127.0.0.1", taken_port))
    assert windows == []


@pytest.mark.parametrize("wanted", [True, False])
def test_a_window_opens_unless_told_otherwise(
    wanted: bool, taken_port: int, windows: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "has_screen", lambda _environ: True)
    monkeypatch.setattr(server.signal, "signal", lambda *_: None)
    waits = [sys.executable, "-c", "import time; time.sleep(1)"]
    where = Place("127.0.0.1", taken_port)
    code = server.run(waits, os.environ, where, open_browser=wanted)
    assert code == 0
    assert len(windows) == wanted


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_machine_without_a_screen_opens_no_window(
    platform: str, environ: dict[str, str], expected: bool
) -> None:
    assert server.has_screen(environ, platform=platform) is expected


@pytest.mark.skipif(os.name == "nt", reason="Windows hands no ignored signal on")
def test_the_server_leaves_ctrl_c_to_us() -> None:
    before = signal.getsignal(signal.SIGINT)
    asks = "import signal, sys; sys.exit(signal.getsignal(signal.SIGINT) != signal.SIG_IGN)"
    assert server.start([sys.executable, "-c", asks], os.environ).wait() == 0
    assert signal.getsignal(signal.SIGINT) == before


# ---------------------------------------------------------------- the address


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", "http://localhost:8501"),
        ("0.0.0.0", "http://localhost:8501"),
        ("::1", "http://[::1]:8501"),
    ],
)
def test_the_address_shown_can_be_opened(host: str, expected: str) -> None:
    assert Place(host, 8501).address == expected


# ---------------------------------------------------------------- the port


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_a_taken_port_is_named_with_a_way_out(host: str, taken_port: int) -> None:
    with pytest.raises(Problem) as caught:
        Place(host, taken_port).check_port()
    for line in sentences(caught.value):
        assert str(taken_port) in line
        assert "--port" in line


def test_a_port_is_free_again_once_its_server_is_gone(taken_port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        freed = listener.getsockname()[1]
        client = socket.create_connection(("127.0.0.1", freed))
        listener.accept()[0].close()  # closed from the server's side: the port lingers
        client.close()
    Place("127.0.0.1", freed).check_port()


def test_the_command_stops_at_a_taken_port_before_it_builds(
    taken_port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "set_up", lambda _step, lock: PYTHON)
    monkeypatch.setattr(commands, "build_warehouse", lambda _python: pytest.fail("built"))
    assert commands.run(["--host", "127.0.0.1", "--port", str(taken_port)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert len(sentences(err)) == 2


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_another_machine_is_named(host: str) -> None:
    with pytest.raises(Problem) as caught:
        Place(host, 8501).check_port()
    assert all(host in line and "--host" in line for line in sentences(caught.value))


# ---------------------------------------------------------------- the folder


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="needs a folder that not even root may fill")
def test_an_unwritable_folder_is_named() -> None:
    with pytest.raises(Problem) as caught:
        environment.prepare(Path("/sys/.venv"), lock=environment.SERVE_LOCK, covers=[])
    lines = sentences(caught.value)
    assert len(lines) == 2
    assert all("/sys" in line for line in lines)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.EACCES, "cannot be written in"),
        (errno.EROFS, "cannot be written in"),
        (errno.ENOSPC, "disk is full"),
        (errno.EIO, "could not be read or written"),
    ],
)
def test_errors_of_the_system_are_put_into_words(number: int, expected: str) -> None:
    error = OSError(number, os.strerror(number), str(Path("folder") / "file"))
    chinese, english = sentences(from_os_error(error))
    assert expected in english
    assert number == errno.ENOSPC or "folder" in chinese


# ---------------------------------------------------------------- the packages


@pytest.fixture
def wheelhouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one small package, and a pip that looks nowhere else."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    with zipfile.ZipFile(folder / "straw-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("straw.py", "COLOUR = 'yellow'\n")
        about = "straw-1.0.dist-info"
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: straw\nVersion: 1.0\n")
        tag = "Root-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\nGenerator: test\n{tag}")
        wheel.writestr(f"{about}/RECORD", "")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def lock_of(folder: Path, *, name: str = "straw", digest: str | None = None) -> Path:
    wheel = next(folder.glob("*.whl"))
    digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = folder.parent / "requirements.lock"
    lock.write_text(f"{name}==1.0 --hash=sha256:{digest}\n", encoding="utf-8")
    return lock


def failure_of(lock: Path) -> Problem:
    """Try to install into the environment of the tests, which must fail, and say how it did."""
    log = lock.with_suffix(".log")
    assert not environment.pip_install(Path(sys.executable), lock=lock, log=log)
    output = log.read_text(encoding="utf-8")
    assert not pip_log.changed_anything(output)
    return pip_log.problem(output, log=log)


def test_an_unreachable_index_is_named_as_the_network(
    wheelhouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "0")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    assert "cannot be reached" in sentences(failure_of(lock_of(wheelhouse)))[1]


def test_a_package_that_was_tampered_with_is_not_taken_for_the_network(wheelhouse: Path) -> None:
    lines = sentences(failure_of(lock_of(wheelhouse, digest="0" * 64)))
    assert "does not match its hash" in lines[1]


def test_a_package_that_does_not_exist_here_is_named_as_such(wheelhouse: Path) -> None:
    assert (
        "does not exist for this Python" in sentences(failure_of(lock_of(wheelhouse, name="x")))[1]
    )


def test_a_full_disk_and_the_unknown_are_told_apart(tmp_path: Path) -> None:
    log = tmp_path / "install.log"
    full = pip_log.problem("ERROR: [Errno 28] No space left on device", log=log)
    unknown = pip_log.problem("".join(f"line {i}\n" for i in range(50)), log=log)
    assert "disk is full" in sentences(full)[1]
    assert sentences(unknown)[-1] == "line 49"
    assert "line 30" not in str(unknown)


# ---------------------------------------------------------------- the environment


def test_a_half_made_environment_is_made_whole_and_then_left_alone(
    wheelhouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv, lock = tmp_path / ".venv", lock_of(wheelhouse)
    (venv / "lib").mkdir(parents=True)  # what an interrupted `python -m venv` leaves
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # else every start would compile it all
    python = environment.prepare(venv, lock=lock, covers=[])
    assert list(venv.rglob("straw*.pyc"))
    said = subprocess.run(
        [python, "-c", "import straw; print(straw.COLOUR)"], capture_output=True, check=True
    )
    assert said.stdout.strip() == b"yellow"

    monkeypatch.setattr(subprocess, "run", None)  # a second look starts no program at all
    assert environment.is_ready(venv, lock)


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, Path]:
    """An environment's folder with a stamp for one lock file."""
    venv, lock = tmp_path / ".venv", tmp_path / "some.lock"
    python = environment.venv_python(venv)
    python.parent.mkdir(parents=True)
    python.touch()
    lock.write_text("a==1\n", encoding="utf-8")
    environment.write_stamp(venv, environment.stamp_lines([lock]))
    return venv, lock


def test_a_stamp_of_the_same_lock_and_python_is_enough(filled: tuple[Path, Path]) -> None:
    assert environment.is_ready(*filled)


def test_line_ends_of_the_lock_file_do_not_matter(filled: tuple[Path, Path]) -> None:
    venv, lock = filled
    lock.write_bytes(b"a==1\r\n")
    assert environment.is_ready(venv, lock)


def test_another_lock_asks_for_an_installation(filled: tuple[Path, Path]) -> None:
    venv, lock = filled
    lock.write_text("a==2\n", encoding="utf-8")
    assert not environment.is_ready(venv, lock)


def test_another_python_asks_for_an_installation(
    filled: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = sys.version_info
    monkeypatch.setattr(
        sys, "version_info", type("V", (), {"major": version.major, "minor": version.minor + 1})
    )
    assert not environment.is_ready(*filled)


def test_an_environment_without_stamp_or_interpreter_is_not_ready(
    filled: tuple[Path, Path],
) -> None:
    venv, lock = filled
    environment.venv_python(venv).unlink()
    assert not environment.is_ready(venv, lock)
    environment.venv_python(venv).touch()
    environment.stamp_file(venv).unlink()
    assert not environment.is_ready(venv, lock)


def test_an_interrupted_installation_is_begun_anew(filled: tuple[Path, Path]) -> None:
    venv, lock = filled
    environment.write_stamp(venv, [environment.INSTALLING])
    assert not environment.is_ready(venv, lock)
    assert not environment.is_usable(venv)


def test_an_environment_made_by_hand_is_installed_into() -> None:
    assert environment.is_usable(Path(sys.prefix))


def test_installing_to_serve_forgets_what_the_tests_had(filled: tuple[Path, Path]) -> None:
    venv, lock = filled
    for_tests = lock.with_name("more.lock")
    for_tests.write_text("b==1\n", encoding="utf-8")
    environment.write_stamp(venv, environment.stamp_lines([for_tests, lock]))
    assert environment.is_ready(venv, lock)
    assert environment.is_ready(venv, for_tests)
    environment.write_stamp(venv, environment.stamp_lines([lock]))
    assert not environment.is_ready(venv, for_tests)


# ---------------------------------------------------------------- the lock files


def pins(lock: Path) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


def test_the_lock_for_tests_holds_the_one_to_serve_from() -> None:
    serve, tests = pins(environment.SERVE_LOCK), pins(environment.TEST_LOCK)
    assert len(serve) > 20
    assert serve.items() <= tests.items()
    assert tests.keys() - serve.keys() >= {"mypy", "pytest", "ruff"}


def test_the_locks_hold_what_the_project_asks_for() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]
    for requirement in wanted:
        name, version = re.sub(r"\[.*\]", "", requirement).split("==")
        assert pins(environment.TEST_LOCK)[name] == version


@pytest.mark.parametrize("lock", [environment.SERVE_LOCK, environment.TEST_LOCK], ids=str)
def test_the_locks_hold_hashes_and_no_addresses(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--(extra-)?index|^--find-links", text, re.MULTILINE)
    entries = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)


# ---------------------------------------------------------------- the warehouse


def warehouse_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, does: str) -> None:
    """Put a stand-in for the warehouse's command where the launcher looks for it."""
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "__main__.py").write_text(does, encoding="utf-8")
    monkeypatch.setattr(commands, "ROOT", tmp_path)


def test_a_failed_build_passes_its_message_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse_that(tmp_path, monkeypatch, does="import sys; sys.exit('第 3 行:unknown unit 宗')")
    with pytest.raises(Problem) as caught:
        commands.build_warehouse(Path(sys.executable))
    assert sentences(caught.value)[2:] == ["第 3 行:unknown unit 宗"]


def test_a_build_is_asked_for_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse_that(tmp_path, monkeypatch, does="import sys; sys.exit(sys.argv[1:] != ['build'])")
    commands.build_warehouse(Path(sys.executable))


# ---------------------------------------------------------------- the browser


def program(path: Path, *, exit_code: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")
class TestBrowser:
    def test_the_one_that_is_named_wins(self, tmp_path: Path) -> None:
        program(tmp_path / "chromium")
        named = program(tmp_path / "my" / "chrome")
        environ = {"PATH": str(tmp_path), "BROWSER_PATH": str(named)}
        assert browser.find(environ) == named

    def test_naming_one_that_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        environ = {"PATH": str(tmp_path), "BROWSER_PATH": str(tmp_path / "nothing")}
        with pytest.raises(Problem) as caught:
            browser.find(environ)
        assert all("BROWSER_PATH" in line for line in sentences(caught.value))

    @pytest.mark.parametrize("name", browser.NAMES)
    def test_each_name_is_found_on_the_search_path(self, name: str, tmp_path: Path) -> None:
        path = program(tmp_path / name)
        assert browser.find({"PATH": str(tmp_path)}, platform="linux") == path

    def test_a_stub_that_does_not_start_is_passed_over(self, tmp_path: Path) -> None:
        program(tmp_path / "chromium-browser", exit_code=1)
        real = program(tmp_path / "google-chrome")
        assert browser.find({"PATH": str(tmp_path)}, platform="linux") == real

    def test_the_usual_place_on_macos_is_searched(self, tmp_path: Path) -> None:
        path = program(tmp_path / "Applications" / browser.MAC_PLACES[0])
        assert browser.find({"PATH": "", "HOME": str(tmp_path)}, platform="darwin") == path

    @pytest.mark.parametrize("variable", ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"])
    def test_the_usual_places_on_windows_are_searched(self, variable: str, tmp_path: Path) -> None:
        path = program(tmp_path / browser.WINDOWS_PLACES[2])
        environ = {"PATH": "", variable: str(tmp_path)}
        assert browser.find(environ, platform="win32") == path

    def test_none_is_none(self, tmp_path: Path) -> None:
        assert browser.find({"PATH": str(tmp_path)}, platform="linux") is None

    def test_root_on_debian_gets_a_chinese_font_as_well(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program(tmp_path / "apt-get")
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        first = next(browser.ways(Path("python")))
        assert first[-1] == ["apt-get", "install", "-y", "chromium", "fonts-noto-cjk"]

    def test_elsewhere_playwright_downloads_its_own(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        ways = list(browser.ways(Path("python")))
        assert ways == [[["python", "-m", "playwright", "install", "chromium"]]]

    def test_what_to_install_is_said_when_nothing_helps(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("BROWSER_PATH", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(browser, "of_playwright", lambda _python: None)
        refusing = program(tmp_path / "python", exit_code=1)
        with pytest.raises(Problem) as caught:
            browser.obtain(refusing, log=tmp_path / "browser.log")
        for line in sentences(caught.value)[:2]:
            assert "chromium fonts-noto-cjk" in line
            assert "BROWSER_PATH" in line


# ---------------------------------------------------------------- the checks


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The second command with its set-up done and one trivial test of its own to run."""
    (tmp_path / "test_one.py").write_text("def test_one(): pass\n", encoding="utf-8")
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "is_ready", lambda _venv, _lock: True)
    monkeypatch.setattr(environment, "venv_python", lambda _venv: Path(sys.executable))
    monkeypatch.setattr(browser, "obtain", lambda _python, log: Path("/browser"))
    return tmp_path


@pytest.mark.long
def test_pytest_has_the_last_word(
    checks: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "CHECKS", (("fine", ("-c", "")),))
    assert commands.run(["test", "-p", "no:cacheprovider"]) == 0
    out = capfd.readouterr().out
    assert "fine: 通过 · passed" in out
    assert re.search(r"\b1 passed in .*$", out.strip().splitlines()[-1])


def test_one_failed_check_fails_the_command_though_the_tests_pass(
    checks: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = ("-c", "import sys; sys.exit('why it failed')")
    monkeypatch.setattr(commands, "CHECKS", (("broken", broken), ("fine", ("-c", ""))))
    assert commands.run(["test", "-p", "no:cacheprovider"]) == 1
    out = capfd.readouterr().out
    assert "why it failed" in out
    assert "1 passed" in out
    assert out.strip().splitlines()[-1].endswith("Failed: broken")


def test_a_failed_test_fails_the_command(checks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (checks / "test_one.py").write_text("def test_one(): assert 0\n", encoding="utf-8")
    monkeypatch.setattr(commands, "CHECKS", ())
    assert commands.run(["test", "-p", "no:cacheprovider"]) == 1


def test_the_tests_learn_which_browser_to_use(
    checks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = "import os\ndef test_one(): assert os.environ['BROWSER_PATH'] == '/browser'\n"
    (checks / "test_one.py").write_text(asks, encoding="utf-8")
    monkeypatch.setattr(commands, "CHECKS", ())
    assert commands.run(["test", "-p", "no:cacheprovider"]) == 0
