#!/bin/sh
# Runs the checks: `sh tools/test.sh all|fast`. Every stage runs; the last lines name what failed.
set -u
cd "$(dirname "$0")/.."
mode=${1:-all}
bin=.venv/bin
jobs=${QLCL_TEST_JOBS:-2}
failed=""

stage() {
    name=$1; shift
    begun=$(date +%s)
    printf '\n── %s\n' "$name"
    "$@" || failed="$failed $name;"
    printf '   %s: %s s\n' "$name" "$(($(date +%s) - begun))"
}

[ "$mode" = all ] && { sh tools/parts.sh || exit 1; }
stage "lint" $bin/ruff check .
stage "format" $bin/ruff format --check .
stage "types" $bin/mypy
stage "import contracts" $bin/lint-imports
if [ "$mode" = all ]; then
    stage "tests on PostgreSQL" $bin/python -m tests.engines $bin/python -m pytest -n "$jobs" -m "not browser and not static" src tests
    stage "tests in the browser" $bin/python -m pytest -n 0 tests/browser
fi
stage "tests on SQLite" $bin/python -m pytest -n "$jobs" -m "not browser" src tests

if [ -n "$failed" ]; then
    printf '\n✗ failed:%s\n' "$failed"
    exit 1
fi
