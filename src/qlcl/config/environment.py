"""Reads the environment: which database, which day."""

import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database_from_url(url: str, home: Path) -> dict[str, Any]:
    """Django's database settings for `url`; without one, the embedded SQLite database in `home`."""
    if not url:
        return sqlite(home / "qlcl.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"QLCL_DATABASE_URL: unknown kind of database {parts.scheme!r}")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    # Compiling a query costs seconds where running it costs milliseconds; what the address says comes after.
    options["options"] = f"-c jit=off {options.get('options', '')}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": options,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """The embedded engine: write-ahead log, writers queue at BEGIN, foreign keys on."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # Without cache_spill=OFF a transaction larger than the cache writes and rereads pages: sixty times slower.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-16000; PRAGMA cache_spill=OFF; PRAGMA temp_store=MEMORY; "
                "PRAGMA recursive_triggers=ON;"
            ),
        },
    }


def read_today(home: Path) -> date | None:
    """The fixed working day: `QLCL_TODAY`, else the file `today` that the example leaves in `home`."""
    text = os.environ.get("QLCL_TODAY", "")
    if not text and (home / "today").exists():
        text = (home / "today").read_text().strip()
    return date.fromisoformat(text) if text else None
