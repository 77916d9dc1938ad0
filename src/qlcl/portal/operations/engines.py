"""Takes the whole database out and puts it back: SQLite's online backup, PostgreSQL's pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.db import connection

from qlcl.kernel.errors import DomainError

#: The name of the database inside the archive, by engine.
MEMBERS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
_DEBIAN = Path("/usr/lib/postgresql")


def dump(target: Path) -> None:
    """Writes the database as the current snapshot sees it; writers go on meanwhile."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        exported = cursor.fetchone()[0]
    _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--snapshot={exported}", f"--file={target}")


def load(source: Path) -> None:
    """Replaces the whole database by the dump, at once or not at all."""
    if connection.vendor == "sqlite":
        _load_sqlite(source)
        return
    script = source.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-acl", f"--file={script}", str(source), connect=False)
    clear = ("--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public")
    connection.close()
    _run("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction", *clear, f"--file={script}")


def _load_sqlite(source: Path) -> None:
    with closing(sqlite3.connect(source)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise DomainError("damaged_backup", "Cơ sở dữ liệu trong bản sao lưu bị hỏng. Hãy dùng bản sao lưu khác.")
        connection.close()
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=30)) as live:
            copy.backup(live)
            live.execute("PRAGMA journal_mode=WAL")


def holds_data() -> bool:
    """Whether somebody's work is in the database: an agency or a person."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table in ("organisations_agency", "accounts_person"):
            if table in tables:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
                if cursor.fetchone():
                    return True
    return False


def _run(name: str, *arguments: str, connect: bool = True) -> None:
    values = connection.settings_dict
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    given = {"PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGDATABASE": "NAME"}
    environment |= {variable: str(values[key]) for variable, key in given.items() if connect and values[key]}
    command: Sequence[str] = [_tool(name), *arguments]
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
        raise DomainError("database_tool_failed", f"{name} báo lỗi: {lines[0]}")


def tool_path(name: str) -> str:
    """The newest version on the machine (an older one refuses a newer server); empty when there is none."""
    found = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parent.parent.name))
    return str(found[-1]) if found else shutil.which(name) or ""


def _tool(name: str) -> str:
    path = tool_path(name)
    if not path:
        raise DomainError(
            "database_tool_missing", f"Máy chưa có {name}. Cài bằng:  sudo apt-get install postgresql-client"
        )
    return path
