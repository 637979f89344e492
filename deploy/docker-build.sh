#!/usr/bin/env bash
# Makes the folder it stands in ready to serve: what the Dockerfile runs, and any plain machine can.
#
#     deploy/docker-build.sh            needs root: the system's packages, the user rule-of-law
#     WITHOUT_SYSTEM=1 deploy/docker-build.sh    only the folder; Chromium is there already or not
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON="${PYTHON:-python3}"

if [ -z "${WITHOUT_SYSTEM:-}" ]; then
    apt-get update
    # Chromium draws the pictures of exports; its fonts are ours (dashboard/fonts)
    apt-get install --yes --no-install-recommends chromium ca-certificates
    rm -rf /var/lib/apt/lists/*
    id rule-of-law >/dev/null 2>&1 ||
        useradd --system --home-dir /var/cache/rule-of-law --create-home --shell /usr/sbin/nologin rule-of-law
    install --directory --owner rule-of-law --group rule-of-law --mode 0700 /var/lib/rule-of-law
fi

"$PYTHON" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-cache-dir \
    --require-hashes --requirement requirements.lock
.venv/bin/python -m compileall -q dashboard indicators warehouse settings
.venv/bin/python -m settings --check
# the figures that ship can be built: a fault shows now and not at the first start
scratch="$(mktemp --directory)"
trap 'rm -rf "$scratch"' EXIT
RULE_OF_LAW_DATA="$scratch/data" RULE_OF_LAW_WAREHOUSE="$scratch/warehouse" \
    .venv/bin/python -m warehouse build
