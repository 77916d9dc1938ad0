"""A private PostgreSQL cluster: made in a temporary folder, reached by a unix socket only, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql")
SIZE = "-c max_connections=60 -c shared_buffers=64MB"
UNSAFE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class NoPostgreSQL(Exception):
    """The machine has no PostgreSQL binaries."""


def binaries() -> Path:
    """The folder of the newest PostgreSQL found; `QLCL_POSTGRESQL_BIN` names another."""
    given = os.environ.get("QLCL_POSTGRESQL_BIN")
    if given:
        return Path(given)
    found = [p.parent for p in BINARIES.glob("*/bin/postgres")]
    if not found:
        raise NoPostgreSQL("PostgreSQL is missing. Install it with:  sudo apt-get install postgresql")
    return max(found, key=lambda p: float(p.parent.name))


def _user() -> pwd.struct_passwd | None:
    """Whom root becomes: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgreSQL("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


def _run(user: pwd.struct_passwd | None, folder: Path, *command: str) -> None:
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, **identity
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")


@contextmanager
def cluster(*, safe: bool = False) -> Iterator[str]:
    """Starts a cluster with an empty database `qlcl`, yields its QLCL_DATABASE_URL, stops and removes it.

    Tests need no durability of the machine, only of the server; a measurement says `safe`.
    """
    tools, user = binaries(), _user()
    folder = Path(tempfile.mkdtemp(prefix="qlcl-pg-", dir="/tmp"))
    data, log = folder / "data", folder / "log"
    folder.chmod(0o755)
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        _run(
            user,
            folder,
            str(tools / "initdb"),
            "-D",
            str(data),
            "-U",
            "qlcl",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = f"-k {folder} -c listen_addresses='' {SIZE if safe else f'{SIZE} {UNSAFE}'}"
        _run(user, folder, str(tools / "pg_ctl"), "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
        try:
            _run(user, folder, str(tools / "createdb"), "-h", str(folder), "-U", "qlcl", "qlcl")
            yield f"postgresql://qlcl@/qlcl?host={folder}"
        finally:
            _run(user, folder, str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
