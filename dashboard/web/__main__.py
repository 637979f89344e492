"""`python -m dashboard.web`: serves the dashboard as the settings say; for services and containers.

`python run.py` does the same on a person's own machine, with all its set-up before it.
"""

from __future__ import annotations

import os
import sys

from settings.model import ROOT
from settings.reading import or_exit
from settings.server import environment

FIXED = {
    "STREAMLIT_SERVER_HEADLESS": "true",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}


def main() -> None:
    """Become the server."""
    os.environ.update({**environment(or_exit()), **FIXED})
    os.chdir(ROOT)  # Streamlit's own configuration is there
    program = [sys.executable, "-m", "streamlit", "run", "asgi.py"]
    os.execv(sys.executable, program)  # noqa: S606 - no shell, our own words


if __name__ == "__main__":
    main()
