#!/bin/sh
# Compiles both locks with uv: hashed, for every platform, from Python 3.11, without any address.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-uv}
compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate "$@"
}
compile requirements.in -o requirements.lock
compile requirements-dev.in -c requirements.lock -o requirements-dev.lock
