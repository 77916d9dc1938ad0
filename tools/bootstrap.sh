#!/bin/sh
# Makes .venv and installs the hashed lock: `sh tools/bootstrap.sh run|dev`.
# Does nothing when the lock is the one installed last. Needs Python 3.11 or newer.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
case $kind in
    run) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) echo "usage: bootstrap.sh run|dev" >&2; exit 2 ;;
esac

say() { printf '%s\n' "→ $*"; }
fail() { printf '%s\n' "✗ $*" >&2; exit 1; }
is_root() { [ "$(id -u)" = 0 ]; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in ${QLCL_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if command -v "$name" >/dev/null 2>&1 && new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

ensure_venv_module() {
    if "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; then return; fi
    package="$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    if is_root && command -v apt-get >/dev/null; then
        sh tools/apt.sh "$package" || sh tools/apt.sh python3-venv
    else
        fail "Python has no venv module. Install it, then run make again:  sudo apt-get install $package"
    fi
}

# A progress line every few seconds, so that a slow network does not look like a stop.
with_progress() {
    label=$1; shift
    log=.venv/install.log
    "$@" >"$log" 2>&1 &
    child=$!
    seconds=0
    while kill -0 "$child" 2>/dev/null; do
        sleep 1
        seconds=$((seconds + 1))
        if [ $((seconds % 5)) = 0 ]; then
            printf '  %s: %s s, %s\n' "$label" "$seconds" "$(tail -n 1 "$log" | cut -c 1-70)"
        fi
    done
    wait "$child" || { cat "$log" >&2; fail "$label failed"; }
}

if [ ! -x .venv/bin/python ] || ! new_enough .venv/bin/python; then
    python=$(find_python) || {
        is_root && command -v apt-get >/dev/null && sh tools/apt.sh python3 python3-venv
        python=$(find_python) || fail "Python 3.11 or newer is needed:  sudo apt-get install python3 python3-venv"
    }
    ensure_venv_module "$python"
    say "$("$python" -V) → .venv"
    rm -rf .venv
    "$python" -m venv .venv
fi

stamp=.venv/stamp-$kind
wanted=$(cat "$lock" pyproject.toml | sha256sum | cut -d ' ' -f 1)
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
    say "Installing $lock"
    with_progress "pip" .venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r "$lock"
    with_progress "qlcl" .venv/bin/python -m pip install --disable-pip-version-check \
        --no-index --no-deps --no-build-isolation -e .
    printf '%s\n' "$wanted" >"$stamp"
fi
