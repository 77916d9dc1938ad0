#!/bin/sh
# Runs the checks: `sh tools/test.sh all|fast`; see tools/checks.py.
set -u
cd "$(dirname "$0")/.."
mode=${1:-all}
[ "$mode" = all ] && { sh tools/parts.sh || exit 1; }
exec .venv/bin/python tools/checks.py "$mode"
