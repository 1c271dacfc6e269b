#!/bin/sh
# Every check that needs no run of the program. All are made, so that one round shows every complaint.
set -u
cd "$(dirname "$0")/.."
BIN=.venv/bin
failed=""
check() {
    name=$1
    shift
    echo "check: $name"
    "$@" || failed="$failed $name"
}
check format "$BIN/ruff" format --check --quiet .
check lint "$BIN/ruff" check --quiet .
check types "$BIN/mypy"
check imports "$BIN/lint-imports" --no-logo
check translations "$BIN/python" -m scripts.check_translations
check locks "$BIN/python" -m scripts.check_locks
check lengths "$BIN/python" -m scripts.check_lengths
# The documents and the ledger name paths and tests: renaming one is noticed here, before the long run.
check documents "$BIN/pytest" -q -p no:cacheprovider tests/test_documents.py tests/test_rule_ledger.py
[ -z "$failed" ] || { echo "check: not in order:$failed" >&2; exit 1; }
echo "check: all in order"
