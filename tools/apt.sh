#!/bin/sh
# Installs Debian packages, as root, one caller at a time: `sh tools/apt.sh PACKAGE…`.
set -eu
exec 9>/run/qlcl-apt.lock
flock 9
printf '→ apt-get install %s\n' "$*"
apt-get update -qq >/dev/null || true
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
