#!/bin/sh
# Make .venv and install the locked packages, then the project itself as an editable.
set -eu
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
VENV_PYTHON=.venv/bin/python

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

make_environment() {
    command -v "$PYTHON" >/dev/null || fail "no '$PYTHON' found; install Python 3.11 or name one with PYTHON="
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
        || fail "Python 3.11 or newer is needed; $("$PYTHON" --version) is too old (name another with PYTHON=)"
    if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null \
            || fail "Python lacks the module venv; install the package python3-venv and try again"
        say "Python lacks venv: installing python3-venv"
        sh scripts/apt_install.sh python3-venv
    fi
    say "making .venv with $("$PYTHON" --version)"
    "$PYTHON" -m venv .venv
}

# uv itself comes from the lock too, by its hash.
install_uv() {
    "$VENV_PYTHON" -m pip --version >/dev/null 2>&1 || "$VENV_PYTHON" -m ensurepip >/dev/null
    awk '/^[^ #]/ { inside = /^uv==/ } inside' requirements.lock > .venv/uv.lock
    "$VENV_PYTHON" -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock
}

install_with_uv() {
    [ -x .venv/bin/uv ] || install_uv || return 1
    .venv/bin/uv pip install --quiet --python "$VENV_PYTHON" --require-hashes -r requirements.lock
}

install_with_pip() {
    say "uv did not succeed; trying pip, which takes some minutes"
    "$VENV_PYTHON" -m pip --version >/dev/null 2>&1 || "$VENV_PYTHON" -m ensurepip >/dev/null
    "$VENV_PYTHON" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
}

install_project() {
    set -- --quiet --no-deps --no-build-isolation --editable .
    if [ -x .venv/bin/uv ] && .venv/bin/uv pip install --python "$VENV_PYTHON" "$@"; then
        return
    fi
    "$VENV_PYTHON" -m pip install --disable-pip-version-check "$@"
}

[ -x "$VENV_PYTHON" ] || make_environment
say "installing the packages of requirements.lock"
install_with_uv || install_with_pip || fail "the packages could not be installed; see the message above"
install_project || fail "the project itself could not be installed; see the message above"
