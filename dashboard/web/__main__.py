"""`python -m dashboard.web`: serves the dashboard as the settings say; for services and containers.

`python run.py` does all the set-up on a person's own machine, and then runs this.
"""

from __future__ import annotations

import os

from settings.model import ROOT
from settings.reading import or_exit
from settings.server import environment

FIXED = {
    # It opens no browser for an application with addresses of its own: `run.py` does.
    "STREAMLIT_SERVER_HEADLESS": "true",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}


def main() -> None:
    """Serve until asked to stop."""
    os.environ.update({**environment(or_exit()), **FIXED})
    os.chdir(ROOT)  # Streamlit's own configuration is there
    from streamlit.web.cli import main as streamlit  # it reads the environment when it is loaded

    streamlit(["run", "asgi.py"], prog_name="streamlit")


if __name__ == "__main__":
    main()
