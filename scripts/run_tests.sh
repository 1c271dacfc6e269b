#!/bin/sh
# The whole suite in two runs. Coverage is reported by the first, which goes through the code once, on SQLite:
# measuring more than doubles the time of pure Python and slows servers down. The second repeats the same code on
# PostgreSQL, on the many random months of the properties, and in servers, solvers and browsers.
# Both are made, so that one round shows every failure; one that failed is the end's exit code.
set -eu
cd "$(dirname "$0")/.."
# Each test process and each server that a test starts would compile every package anew.
unset PYTHONDONTWRITEBYTECODE
# Every commit on SQLite waits for the disk (web/database/sqlite: synchronous=FULL), so the tests' files lie in
# memory where it has room. Folders of tests that passed are removed as they end (pyproject.toml).
FREE_KIB=4194304
if [ -z "${PYTEST_DEBUG_TEMPROOT:-}" ] && [ -w /dev/shm ] \
    && [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt "$FREE_KIB" ]; then
    PYTEST_DEBUG_TEMPROOT=$(mktemp -d /dev/shm/lunban-tests-XXXXXX)
    export PYTEST_DEBUG_TEMPROOT
    trap 'rm -rf "$PYTEST_DEBUG_TEMPROOT"' EXIT
fi
if [ "$#" -gt 0 ]; then
    .venv/bin/python -m pytest "$@"
    exit
fi
SECOND="browser or processes or postgresql or hypothesis"  # the last is set by Hypothesis on its own tests
failed=0
.venv/bin/python -m pytest -q -n 2 --dist worksteal -m "not ($SECOND)" \
    --cov --cov-branch --cov-report=term:skip-covered || failed=$?
.venv/bin/python -m pytest -q -n 2 --dist worksteal -m "$SECOND" || failed=$?
exit "$failed"
