#!/bin/sh
# The whole suite: first what can share the machine, then, one by one, what starts servers and browsers.
set -eu
cd "$(dirname "$0")/.."
if [ "$#" -gt 0 ]; then
    exec .venv/bin/python -m pytest "$@"
fi
.venv/bin/python -m pytest -q -n 2 --dist worksteal -m "not browser and not processes" \
    --cov --cov-branch --cov-report=
.venv/bin/python -m pytest -q -m "browser or processes" \
    --cov --cov-branch --cov-append --cov-report=term:skip-covered
