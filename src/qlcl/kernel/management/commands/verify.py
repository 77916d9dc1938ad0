"""`qlcl verify`: kiểm tra lịch sử ghi nhận · checks the chained history."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qlcl.kernel import clock, files, history


class Command(BaseCommand):
    """Walks all chains, seals and sealed rows; exit code 1 when something is broken."""

    help = (
        "Kiểm tra toàn bộ chuỗi lịch sử và niêm phong; nêu từng chỗ sai. "
        "· Checks every chain, seal and sealed row; names each break and exits with 1."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--against", type=Path, help="tệp đầu chuỗi đã xuất trước đây · heads exported earlier")
        parser.add_argument("--export-heads", type=Path, help="ghi đầu các chuỗi ra tệp · write heads to a file")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON · print JSON")

    def handle(self, **options: Any) -> None:
        against = _read(options["against"]) if options["against"] else None
        report = history.verify(against=against, progress=self._progress if sys.stderr.isatty() else _silent)
        for file, message in files.broken_files():
            report.breaks.append(history.Break("file", f"kernel.storedfile {file.pk}", message))
        if options["export_heads"] and report.ok:
            exported = {"made_at": clock.now().isoformat(), "chains": history.heads()}
            options["export_heads"].write_text(json.dumps(exported, indent=1), encoding="utf-8")
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
        else:
            self._print(report)
        if not report.ok:
            sys.exit(1)

    def _progress(self, report: history.Report) -> None:
        self.stderr.write(f"\r{report.events} sự kiện, {report.rows} bản ghi…", ending="")

    def _print(self, report: history.Report) -> None:
        for found in report.breaks:
            self.stdout.write(f"SAI [{found.kind}] {found.message}")
        counts = (
            f"{report.chains} chuỗi, {report.events} sự kiện, {report.seals} niêm phong, {report.rows} bản ghi"
            f" ({report.erased} lời ghi đã xóa theo quy định)"
        )
        verdict = "Toàn vẹn" if report.ok else f"KHÔNG toàn vẹn, {len(report.breaks)} chỗ sai"
        self.stdout.write(f"{verdict}: {counts}.")


def _read(path: Path) -> dict[str, Any]:
    """The exported heads; CommandError when the file is not such an export."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise CommandError(f"Không đọc được tệp đối chiếu {path}: {problem.strerror}") from problem
    except ValueError as problem:
        raise CommandError(f"Tệp đối chiếu {path} không phải tệp đầu chuỗi do phần mềm xuất ra.") from problem
    chains = found.get("chains", found) if isinstance(found, dict) else None
    if not isinstance(chains, dict) or not all(
        isinstance(value, dict) and {"seq", "head"} <= value.keys() for value in chains.values()
    ):
        raise CommandError(f"Tệp đối chiếu {path} không phải tệp đầu chuỗi do phần mềm xuất ra.")
    return found


def _silent(_report: history.Report) -> None:
    """No progress where nobody watches."""
