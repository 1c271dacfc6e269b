#!/bin/sh
# The whole suite: first what is quick, then what starts servers, solvers and browsers. No verdict hangs on how
# fast anything is, so both share the two cores. Coverage is reported by the first: it slows servers down.
set -eu
cd "$(dirname "$0")/.."
if [ "$#" -gt 0 ]; then
    exec .venv/bin/python -m pytest "$@"
fi
.venv/bin/python -m pytest -q -n 2 --dist worksteal -m "not browser and not processes" \
    --cov --cov-branch --cov-report=term:skip-covered
.venv/bin/python -m pytest -q -n 2 --dist worksteal -m "browser or processes"
