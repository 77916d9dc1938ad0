"""Runs a command on a private PostgreSQL cluster: `python -m tests.engines COMMAND …`."""

import os
import signal
import subprocess
import sys

from tests.engines.postgresql import NoPostgreSQL, cluster


def _stop(*_: object) -> None:
    raise SystemExit(130)


def main() -> int:
    """Starts the cluster, runs the command with QLCL_DATABASE_URL, stops the cluster."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        with cluster() as url:
            return subprocess.run(sys.argv[1:], env={**os.environ, "QLCL_DATABASE_URL": url}).returncode
    except NoPostgreSQL as problem:
        print(f"skipped: {problem}", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
