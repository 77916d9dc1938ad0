"""Examines the installation: each finding says what it looked at, how it stands, how to mend it."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Tags, run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from qlcl.kernel.history import guards
from qlcl.kernel.periods import missing_guards
from qlcl.portal.operations.engines import tool_path

OK, WARNING, FAILED = "ok", "warning", "failed"
LEAST_FREE = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination."""

    name: str
    state: str
    value: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Every finding; what depends on the database is left out when it does not answer."""
    found = [*_machine(), *_home(), _database()]
    if found[-1].state == OK:
        found += _schema()
    return [*found, *_settings()]


def _machine() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    enough = sys.version_info >= (3, 11)
    yield Finding("Python", OK if enough else FAILED, version, "" if enough else "Cần Python 3.11 trở lên.")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    yield Finding(
        "LibreOffice",
        OK if office else WARNING,
        office or "không có",
        "" if office else "Chưa in được PDF. Cài:  sudo apt-get install libreoffice-writer-nogui",
    )


def _home() -> Iterator[Finding]:
    home = Path(settings.HOME)
    writable = os.access(home, os.W_OK)
    yield Finding(
        "QLCL_HOME", OK if writable else FAILED, str(home), "" if writable else "Tài khoản chạy QLCL phải ghi được."
    )
    free = shutil.disk_usage(home).free
    enough = free > LEAST_FREE
    yield Finding(
        "Dung lượng trống",
        OK if enough else WARNING,
        f"{free // 1024**2:,} MB".replace(",", "."),
        "" if enough else "Đĩa sắp đầy.",
    )
    collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    yield Finding("Tệp tĩnh", OK if collected else WARNING, "đã gom" if collected else "chưa gom",
                  "" if collected else "Chạy: qlcl setup")  # fmt: skip


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        version: Any = connection.get_database_version()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        return Finding("Cơ sở dữ liệu", FAILED, reason, "Xem QLCL_DATABASE_URL và máy chủ cơ sở dữ liệu.")
    return Finding("Cơ sở dữ liệu", OK, f"{connection.display_name} {'.'.join(map(str, version))}")


def _schema() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding("Cấu trúc dữ liệu", FAILED if pending else OK, f"{len(pending)} bước chờ" if pending else "mới nhất",
                  "Chạy: qlcl migrate" if pending else "")  # fmt: skip
    if pending:
        return
    lost = [*guards.missing(), *missing_guards()]
    yield Finding(
        "Bảo vệ lịch sử", FAILED if lost else OK, ", ".join(lost) or "đủ", "Chạy: qlcl verify" if lost else ""
    )
    if connection.vendor == "postgresql":
        tool = tool_path("pg_dump")
        yield Finding("pg_dump", OK if tool else WARNING, tool or "không có",
                      "" if tool else "Chưa sao lưu được. Cài:  sudo apt-get install postgresql-client")  # fmt: skip


def _settings() -> Iterator[Finding]:
    yield Finding("Chế độ gỡ lỗi", WARNING if settings.DEBUG else OK, "bật" if settings.DEBUG else "tắt",
                  "Bỏ QLCL_DEBUG khi dùng thật." if settings.DEBUG else "")  # fmt: skip
    secure = settings.SESSION_COOKIE_SECURE
    yield Finding("HTTPS", OK if secure else WARNING, "bật" if secure else "tắt",
                  "" if secure else "Sau máy chủ HTTPS: đặt QLCL_HTTPS=1.")  # fmt: skip
    yield Finding("Thư điện tử", OK if settings.MAIL_ENABLED else WARNING,
                  settings.EMAIL_HOST if settings.MAIL_ENABLED else "không gửi; thông báo vẫn có trong phần mềm",
                  "" if settings.MAIL_ENABLED else "Muốn gửi thư tổng hợp: đặt QLCL_SMTP_HOST.")  # fmt: skip
    if settings.TODAY:
        yield Finding("Ngày làm việc", WARNING, settings.TODAY.strftime("%d/%m/%Y"), "Ngày cố định của dữ liệu ví dụ.")
    for problem in run_checks(tags=[Tags.models, Tags.urls, Tags.templates]):
        yield Finding("Django", FAILED if problem.is_serious() else WARNING, problem.msg, problem.hint or "")
