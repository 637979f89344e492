"""`python -m dashboard.web.probe`: asks the server on this machine whether it is ready; 0 if so."""

from __future__ import annotations

import http.client
import sys

from dashboard.web.options import clean_prefix
from settings.reading import or_exit

SECONDS = 8


def main() -> int:
    """Ask and say what came back."""
    settings = or_exit()
    connection = http.client.HTTPConnection("localhost", settings.port, timeout=SECONDS)
    try:
        connection.request("GET", f"{clean_prefix(settings.base_path)}/api/ready")
        answer = connection.getresponse()
        sys.stdout.write(answer.read().decode() + "\n")
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        connection.close()
    return 0 if answer.status == http.client.OK else 1


if __name__ == "__main__":
    sys.exit(main())
