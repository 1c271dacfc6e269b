#!/bin/sh
# The whole suite in two runs. Coverage is reported by the first, which goes through the code once, on SQLite:
# measuring more than doubles the time of pure Python and slows servers down. The second repeats the same code on
# PostgreSQL, on the many random months of the properties, and in servers, solvers and browsers.
set -eu
cd "$(dirname "$0")/.."
# Each test process and each server that a test starts would compile every package anew.
unset PYTHONDONTWRITEBYTECODE
if [ "$#" -gt 0 ]; then
    exec .venv/bin/python -m pytest "$@"
fi
SECOND="browser or processes or postgresql or hypothesis"  # the last is set by Hypothesis on its own tests
.venv/bin/python -m pytest -q -n 2 --dist worksteal -m "not ($SECOND)" \
    --cov --cov-branch --cov-report=term:skip-covered
.venv/bin/python -m pytest -q -n 2 --dist worksteal -m "$SECOND"
