"""Backs up the database and the stored files into one archive, while the product runs."""

import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from qlcl.kernel import history, partials
from qlcl.kernel.errors import DomainError
from qlcl.kernel.snapshot import snapshot
from qlcl.portal.operations import archive, engines

Say = Callable[[str], None]


def back_up(*, target: Path, at: datetime, say: Say = lambda _line: None) -> dict[str, Any]:
    """Writes the archive, reads it back and verifies the history against the heads in it.

    Database and heads come from one snapshot. Stored files never change and are written before the row that names
    them, so that copying them afterwards misses none.
    Errors: `backup_exists`, `database_tool_missing`, `database_tool_failed`, `history_broken`.
    """
    if target.exists():
        raise DomainError("backup_exists", f"Tệp “{target}” đã có. Hãy đặt tên khác.")
    target.parent.mkdir(parents=True, exist_ok=True)
    manifest = archive.Manifest(connection.vendor, at.isoformat(), version("qlcl"))
    with tempfile.TemporaryDirectory(prefix=".qlcl-backup-", dir=target.parent) as folder:
        database = Path(folder) / engines.MEMBERS[connection.vendor]
        say("Sao chép cơ sở dữ liệu…")
        with snapshot():
            manifest.chains = history.heads()
            engines.dump(database)
        members = {database.name: database, **_home_files()}
        say(f"Ghi {len(members)} phần vào {target.name}…")
        archive.write(target, manifest, members)
    say("Kiểm tra bản sao lưu…")
    archive.read(target)
    report = verified(manifest.chains)
    return {"file": str(target), "size": target.stat().st_size, "members": len(members), **report}


def verified(heads: Mapping[str, Any]) -> dict[str, Any]:
    """The history is whole and continues `heads`. Errors: `history_broken`."""
    report = history.verify(dict(heads))
    if not report.ok:
        first = report.breaks[0]
        raise DomainError(
            "history_broken",
            f"Lịch sử có {len(report.breaks)} chỗ đứt; chỗ đầu tiên: {first.message} Xem: qlcl verify",
            extra={"report": report.as_dict()},
        )
    return {"chains": report.chains, "events": report.events, "seals": report.seals}


def _home_files() -> dict[str, Path]:
    """Stored files under `files/`, and the fixed working day of the example; not what is still arriving in parts."""
    root = Path(settings.MEDIA_ROOT)
    kept = [p for p in sorted(root.rglob("*")) if p.is_file() and p.relative_to(root).parts[0] != partials.FOLDER]
    found = {f"files/{p.relative_to(root).as_posix()}": p for p in kept}
    today = Path(settings.HOME) / "today"
    return {**found, **({"today": today} if today.exists() else {})}
