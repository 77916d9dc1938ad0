"""Restores a backup: database, stored files, and the proof that the history is the one that was saved."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from qlcl.kernel.errors import DomainError
from qlcl.portal.operations import archive, engines
from qlcl.portal.operations.back_up import Say, verified


def restore_backup(*, source: Path, force: bool = False, say: Say = lambda _line: None) -> dict[str, Any]:
    """Replaces the database in one step and puts the stored files back; then migrates and verifies.

    Errors: `home_not_empty`, `other_engine`, `not_a_backup`, `damaged_backup`, `history_broken`.
    """
    if not source.is_file():
        raise DomainError("not_a_backup", f"Không có tệp “{source}”.")
    home, files = Path(settings.HOME), Path(settings.MEDIA_ROOT)
    if not force and (engines.holds_data() or (files.exists() and any(files.iterdir()))):
        raise DomainError(
            "home_not_empty", "Nơi phục hồi đang có dữ liệu. Thêm --force nếu chắc chắn muốn thay toàn bộ dữ liệu đó."
        )
    with tempfile.TemporaryDirectory(prefix=".qlcl-restore-", dir=home) as name:
        folder = Path(name)
        say("Kiểm tra bản sao lưu…")
        manifest = archive.read(source, folder)
        if manifest.engine != connection.vendor:
            raise DomainError(
                "other_engine",
                f"Bản sao lưu lấy từ {manifest.engine}, không phục hồi được vào {connection.vendor}. "
                "Hãy đặt QLCL_DATABASE_URL cho đúng loại.",
            )
        say("Phục hồi tệp đính kèm…")
        _put_files(folder / "files", files)
        say("Phục hồi cơ sở dữ liệu…")
        engines.load(folder / engines.MEMBERS[manifest.engine])
        if (folder / "today").exists():
            shutil.copyfile(folder / "today", home / "today")
        else:
            (home / "today").unlink(missing_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    say("Kiểm tra lịch sử…")
    return {"file": str(source), "made_at": manifest.made_at, "members": len(manifest.members),
            **verified(manifest.chains)}  # fmt: skip


def _put_files(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")) if source.exists() else []:
        if path.is_file():
            destination = target / path.relative_to(source)
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, destination)
