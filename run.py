# -*- coding: utf-8 -*-
"""The two commands: `python run.py` serves the dashboard, `python run.py test` checks everything.

Both do all their own set-up. This file must parse on any Python, 2.7 included, so that a Python
that is too old gets one clear sentence; what the commands do stands in the `launcher` package.
"""

import sys

OLDEST = (3, 11)

TOO_OLD = (
    "需要 Python {need} 或更高版本，这里是 {found}：请安装新版本，再用它运行 run.py。\n"
    "Python {need} or newer is needed, this is {found}: install a newer one and run run.py with it."
)


def python_problem(version):
    """Return the sentence to show on a Python of this version, or None where it is new enough."""
    if tuple(version[:2]) >= OLDEST:
        return None
    found = ".".join(str(part) for part in version[:3])
    return TOO_OLD.format(need=".".join(str(part) for part in OLDEST), found=found)


def main(arguments):
    """Run the command that the arguments name and return its exit code."""
    problem = python_problem(sys.version_info)
    if problem:
        sys.stderr.write(problem + "\n")
        return 2
    # Only now: an older Python could not even parse it.
    from launcher.commands import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
