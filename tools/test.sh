#!/bin/sh
# Runs the checks: `sh tools/test.sh all|fast`; see tools/checks.py. What they need is installed side by side first.
set -u
cd "$(dirname "$0")/.."
mode=${1:-all}
parts=""
[ "$mode" = all ] && { sh tools/parts.sh & parts=$!; }
sh tools/bootstrap.sh dev || exit 1
[ -z "$parts" ] || wait "$parts" || exit 1
exec .venv/bin/python tools/checks.py "$mode"
