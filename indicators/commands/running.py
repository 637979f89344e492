"""How every command of ours runs on a terminal, whatever it does."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from settings.problems import SettingsError


def run(command: Callable[[], int]) -> int:
    """Run a command to its end and return the exit status.

    A terminal that cannot show Chinese shows the rest; who reads may leave early; Ctrl-C is 130,
    wrong settings are 2.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        status = command()
        sys.stdout.flush()
    except BrokenPipeError:
        # who reads, such as `head`, has seen enough; nothing is left to be flushed at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except SettingsError as error:
        sys.stderr.write(f"{error.text()}\n")
        return 2
    return status
