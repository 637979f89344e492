#!/bin/sh
# Starts the server of a container: checks the settings, brings the warehouse up to date, serves.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m settings --check
.venv/bin/python -m warehouse build
exec .venv/bin/python -m dashboard.web
