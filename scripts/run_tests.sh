#!/bin/sh
# The whole suite. --coverage instead: what goes through the code once, on SQLite, with a report of the lines
# that it does not reach. Measuring more than doubles the time of pure Python, so it is not part of every run; what
# is left out repeats the same code on PostgreSQL, on random months, and in servers, solvers and browsers.
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
ALL="-q -n 2 --dist worksteal"
REPEATS="browser or processes or postgresql or hypothesis"  # the last is set by Hypothesis on its own tests
case "${1:-}" in
    "") .venv/bin/python -m pytest $ALL --durations 40 ;;
    --coverage) .venv/bin/python -m pytest $ALL -m "not ($REPEATS)" \
        --cov --cov-branch --cov-report=term:skip-covered ;;
    *) .venv/bin/python -m pytest "$@" ;;
esac
