"""The `qlcl` command: help in both languages, one clear line per error, exit codes 0, 1 and 2."""

import json
import os
import sys
import traceback
from collections.abc import Sequence
from types import TracebackType

import django
from django.core.management import CommandError, load_command_class
from django.db import DatabaseError, connections

from qlcl.kernel.errors import DomainError
from qlcl.kernel.starting import for_good

#: name → (the app whose `management/commands` holds it, Vietnamese, English)
COMMANDS = {
    "setup": ("qlcl.portal", "chuẩn bị cơ sở dữ liệu và danh mục", "prepare the database and reference data"),
    "serve": ("qlcl.portal", "chạy máy chủ web", "serve the pages"),
    "worker": ("qlcl.portal", "chạy việc nền", "run background tasks"),
    "nightly": ("qlcl.portal", "làm việc nền của một ngày", "do the background work of a day"),
    "demo": ("qlcl.portal", "nạp ví dụ Tây Ninh", "load the Tây Ninh example"),
    "import": ("qlcl.portal", "nhập tệp CSV, XLSX, XLS", "import CSV, XLSX, XLS files"),
    "report": ("qlcl.reports", "lập báo cáo tổng hợp", "compute a consolidated report"),
    "reconcile": ("qlcl.reports", "đối chiếu số liệu với hồ sơ", "compare published figures with the records"),
    "verify": ("qlcl.kernel", "kiểm tra toàn vẹn lịch sử", "verify the chained history"),
    "backup": ("qlcl.portal", "sao lưu vào một tệp", "back up into one file"),
    "restore": ("qlcl.portal", "phục hồi từ một tệp", "restore from one file"),
    "doctor": ("qlcl.portal", "tự kiểm tra cài đặt", "examine the installation"),
    "migrate": ("django.core", "cập nhật cấu trúc cơ sở dữ liệu", "update the database schema"),
}

#: What Django adds to every command and nobody here needs to read about.
_DJANGO_OPTIONS = {
    "--version",
    "--verbosity",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
}

#: These work with collected static files, whose names carry their digest.
_WITH_STATIC_FILES = {"setup", "serve"}

OK, REFUSED, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and ends the process with its exit code."""
    sys.excepthook = _unexpected
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Dispatches to the command named first; 0 done, 1 refused, 2 wrong usage."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(overview())  # noqa: T201
        return OK if arguments else USAGE
    name, *rest = arguments
    if name not in COMMANDS:
        _say(f"Không có lệnh “{name}”. / No such command: {name}. Xem / see: qlcl --help")
        return USAGE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qlcl.config.settings")
    if name in _WITH_STATIC_FILES:
        os.environ.setdefault("QLCL_STATIC_MANIFEST", "1")
    try:
        with for_good():
            django.setup()
        return _call(name, rest)
    except DomainError as error:
        _say(error.message)
        if "--json" in rest:
            problem = {"error": error.code, "message": error.message, **error.extra}
            print(json.dumps(problem, ensure_ascii=False, indent=2))  # noqa: T201
        return REFUSED
    except CommandError as error:
        _say(str(error))
        return error.returncode
    except DatabaseError as error:
        _say(f"Cơ sở dữ liệu từ chối / database error: {_first_line(error)}. Thử / try: qlcl doctor")
        return REFUSED
    except OSError as error:
        _keep_traceback(type(error), error, error.__traceback__)
        _say(f"Không thực hiện được / failed: {_first_line(error)}")
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED


def overview() -> str:
    """The help page: every command in Vietnamese and English."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {vi}\n  {'':<{width}}  {en}" for name, (_, vi, en) in COMMANDS.items()]
    return "\n".join(
        [
            "QLCL – quản lý hệ thống quản lý chất lượng (TCVN ISO 9001) của cơ quan nhà nước",
            "       quality management systems of a province's state agencies",
            "",
            "Cách dùng / usage:  qlcl LỆNH [tùy chọn]        qlcl LỆNH --help",
            "",
            *lines,
            "",
            "QLCL_HOME          thư mục dữ liệu / data folder (var/)",
            "QLCL_DATABASE_URL  cơ sở dữ liệu khác / another database (postgresql://…)",
            "Mã thoát / exit codes: 0 xong, done · 1 bị từ chối, refused · 2 sai cách dùng, wrong usage",
        ]
    )


def _call(name: str, rest: list[str]) -> int:
    app, vietnamese, english = COMMANDS[name]
    command = load_command_class(app, name)
    if app != "django.core":
        command.requires_system_checks = []  # `qlcl doctor` makes them; here they would cost half a second
    command.help = command.help or f"{vietnamese} / {english}"
    command.suppressed_base_arguments = _DJANGO_OPTIONS
    command._called_from_command_line = True  # type: ignore[attr-defined]
    options = vars(command.create_parser("qlcl", name).parse_args(rest))
    try:
        command.execute(*options.pop("args", ()), **options)
    finally:
        connections.close_all()
    return OK


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _keep_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Writes the traceback where an operator finds it; returns the path."""
    path = os.path.join(os.environ.get("QLCL_HOME", "var"), "error.log")  # noqa: PTH118
    try:
        with open(path, "a", encoding="utf-8") as log:  # noqa: PTH123
            log.writelines(traceback.format_exception(kind, error, trace))
    except OSError:
        return ""
    return path


def _unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A mistake of the program: one line for the user, the traceback in a file."""
    where = _keep_traceback(kind, error, trace)
    _say(f"Lỗi ngoài dự kiến / unexpected error: {kind.__name__}: {_first_line(error)} (chi tiết / details: {where})")


if __name__ == "__main__":
    main()
