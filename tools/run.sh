#!/bin/sh
# Prepares the database, loads the example into an empty one, prints its report, serves.
set -eu
cd "$(dirname "$0")/.."
export QLCL_STATIC_MANIFEST=1
qlcl=.venv/bin/qlcl
"$qlcl" setup
"$qlcl" demo
echo
"$qlcl" report transition --province TN --until 2021-12-31
echo
"$qlcl" demo --sign-ins
echo
exec "$qlcl" serve --host "${HOST:-127.0.0.1}" --port "${PORT:-8000}"
