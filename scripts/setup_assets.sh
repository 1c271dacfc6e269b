#!/bin/sh
# Fetch the pages' styles and scripts by npm, then copy the few files that the pages use.
set -eu
cd "$(dirname "$0")/.."
if ! command -v npm >/dev/null; then
    if [ ! -x .venv/node/bin/npm ]; then
        echo "assets: no Node found; installing one beside .venv from scripts/node.lock"
        .venv/bin/python -m venv --without-pip .venv/node
        .venv/bin/uv pip install --quiet --python .venv/node/bin/python --require-hashes -r scripts/node.lock
    fi
    PATH="$PWD/.venv/node/bin:$PATH"
    export PATH
fi
echo "assets: npm ci"
npm ci --no-progress --loglevel=error >/dev/null || { echo "assets: npm could not fetch the packages" >&2; exit 1; }
.venv/bin/python -m scripts.assets
