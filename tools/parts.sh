#!/bin/sh
# Looks for what the tests need beside Python; root installs it from Debian's packages, others are told how.
# With CI=true a missing part is a failure, otherwise its tests are skipped and say so.
set -u
cd "$(dirname "$0")/.."
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$missing postgresql"
have chromium || missing="$missing chromium"
have soffice || missing="$missing libreoffice-writer-nogui"
have pdftotext || missing="$missing poppler-utils"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && have apt-get; then
    # shellcheck disable=SC2086
    sh tools/apt.sh $missing || for package in $missing; do
        sh tools/apt.sh "$package" || printf '✗ could not install %s\n' "$package"
    done
else
    printf 'Missing:%s. Install with:  sudo apt-get install%s\n' "$missing" "$missing"
fi
exit 0
