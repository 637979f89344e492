"""The virtual environment in `.venv`: makes it, fills it from a lock file, knows when that is done.

A stamp inside it records the Python and the lock files it was filled from, so that a second run
starts no package installer. While an installation is under way the stamp says so: one that was
interrupted may have left half a package behind, and is begun anew.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from launcher import pip_log
from launcher.problems import Problem, unwritable

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SERVE_LOCK = ROOT / "requirements.lock"
# Everything of SERVE_LOCK in the same versions, and the tools for the tests.
TEST_LOCK = ROOT / "requirements-dev.lock"

INSTALLING = "installing"
PACKAGES = ("dashboard", "indicators", "settings", "warehouse")


def venv_python(venv: Path) -> Path:
    """Return where the environment's interpreter stands on this system."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def child_environment() -> dict[str, str]:
    """Return the variables our child processes run with: UTF-8 output on every system."""
    return os.environ | {"PYTHONUTF8": "1"}


def fingerprint(lock: Path) -> str:
    """Return the digest of a lock file, the same whatever its line ends."""
    return hashlib.sha256(lock.read_text(encoding="utf-8").encode()).hexdigest()


def stamp_lines(locks: list[Path]) -> list[str]:
    """Return what the stamp says once our Python's environment satisfies the lock files."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor}"
    return [python, *(f"{lock.name} {fingerprint(lock)}" for lock in locks)]


def stamp_file(venv: Path) -> Path:
    """Return where the stamp stands."""
    return venv / "installed.txt"


def read_stamp(venv: Path) -> list[str]:
    """Return the lines of the environment's stamp, none where it has no stamp."""
    file = stamp_file(venv)
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def write_stamp(venv: Path, lines: list[str]) -> None:
    """Record the state of the environment."""
    stamp_file(venv).write_text("\n".join(lines), encoding="utf-8")


def is_ready(venv: Path, lock: Path) -> bool:
    """Tell whether the environment was filled from this very lock file by a Python like ours."""
    return venv_python(venv).exists() and set(stamp_lines([lock])) <= set(read_stamp(venv))


def prepare(venv: Path, *, lock: Path, covers: list[Path]) -> Path:
    """Make the environment satisfy the lock file and return its interpreter.

    Args:
        venv: The environment's folder.
        lock: The lock file to install from.
        covers: Other lock files that are satisfied when this one is.

    Raises:
        Problem: The folder, the Python or the package index do not allow it.
    """
    python = venv_python(venv)
    check_writable(venv.parent)
    if not is_usable(venv):
        create(venv)
    write_stamp(venv, [INSTALLING])
    log = venv / "install.log"
    if not pip_install(python, lock=lock, log=log):
        output = log.read_text(encoding="utf-8", errors="replace")
        if not pip_log.changed_anything(output):
            stamp_file(venv).unlink()
        raise pip_log.problem(output, log=log)
    compile_all(python, venv)
    write_stamp(venv, stamp_lines([lock, *covers]))
    return python


def check_writable(folder: Path) -> None:
    """Raise a Problem unless files can be made in the folder."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise unwritable(folder) from error


def is_usable(venv: Path) -> bool:
    """Tell whether an existing environment can be installed into: whole, and of our Python."""
    python = venv_python(venv)
    if not python.exists() or INSTALLING in read_stamp(venv):
        return False
    question = "import pip, sys; print(*sys.version_info[:2])"
    answer = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
    return answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def create(venv: Path) -> None:
    """Make the environment, in place of whatever stood there."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Problem(
            "这个 Python 缺少 venv 模块：请先安装（Debian：sudo apt-get install python3-venv）。",
            "This Python lacks its venv module: install it first"
            " (Debian: sudo apt-get install python3-venv).",
        )
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", venv], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise Problem(
            f"未能建立虚拟环境 {venv}：请删除它，再运行一次。",
            f"The virtual environment {venv} could not be made: delete it, then run again.",
            detail=pip_log.tail(made.stdout + made.stderr),
        )


def pip_install(python: Path, *, lock: Path, log: Path) -> bool:
    """Install exactly what the lock file lists; what pip prints goes to the log file."""
    command = [str(python), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    # Every locked package has a ready-made file for the usual systems; building one from source
    # would need a compiler and fail in ways nobody at the terminal could put right.
    command += ["--only-binary", ":all:", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "--retries", "2", "-r", str(lock)]
    with log.open("w", encoding="utf-8") as output:
        # A person's own PIP_USER=1 would make pip refuse to install into an environment.
        done = subprocess.run(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            env=child_environment() | {"PIP_USER": "0"},
        )
    return done.returncode == 0


def compile_all(python: Path, venv: Path) -> None:
    """Compile what was not compiled when it was installed: otherwise every start would do it again.

    pip leaves that out where a person's PYTHONDONTWRITEBYTECODE is set.
    """
    folders = [str(venv), *(str(ROOT / name) for name in PACKAGES)]
    # parts of packages that no Python of ours can read are none that we need
    subprocess.run(
        [python, "-m", "compileall", "-qq", "-j", "0", *folders],
        check=False,
        env=child_environment(),
    )
