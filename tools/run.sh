#!/bin/sh
# Prepares the database, loads the example into an empty one, prints its report and sign-ins, serves.
set -eu
cd "$(dirname "$0")/.."
qlcl=.venv/bin/qlcl
"$qlcl" setup
"$qlcl" demo --if-empty
echo
"$qlcl" report transition --province TN --until 2021-12-31 || true  # another province's data is fine, too
echo
exec "$qlcl" serve --host "${HOST:-127.0.0.1}" --port "${PORT:-8000}"
