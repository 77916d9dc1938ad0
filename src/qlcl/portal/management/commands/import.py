"""`qlcl import KIND FILE [FILE…] [KIND FILE…]`, and `qlcl import --undo BATCH`."""

import gc
import json
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import BadRows
from qlcl.portal.import_results import ImportFile, ImportResult
from qlcl.portal.models import ImportBatch
from qlcl.portal.operations.import_files import import_files
from qlcl.portal.operations.undo_import import undo_import

_SHOWN = 20


class Command(BaseCommand):
    """Imports files of one or several kinds in one transaction."""

    help = (
        "Nhập các bảng CSV, XLSX, XLS; nhiều tệp trong một lệnh được ghi tất cả hoặc không gì cả. "
        "/ Import tables; several files in one call are one transaction."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Groups of a kind and its files."""
        kinds = ", ".join(kind.code for kind in catalogue.import_kinds())
        parser.add_argument(
            "words",
            nargs="*",
            metavar="KIND FILE…",
            help=f"loại bảng rồi các tệp của nó, lặp lại được / a kind and its files, repeatable. KIND: {kinds}",
        )
        parser.add_argument(
            "--undo",
            metavar="BATCH",
            default="",
            help="hoàn tác lần nhập mang mã này / take back the import of this code",
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi / preview only")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON / print JSON")
        parser.add_argument(
            "--illustration", action="store_true", help="đánh dấu dữ liệu minh họa / mark the rows as made up"
        )
        parser.add_argument("--on", type=_day, help="ngày làm việc, mặc định hôm nay / the legal day")
        parser.add_argument(
            "--province", default="", help="mã tỉnh của tệp không ghi tỉnh / province of files that do not name one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was or would be done; the bad rows one by one where there are any."""
        if options["undo"]:
            self._undo(options)
            return
        if not options["words"]:
            raise CommandError("Cần loại bảng và tệp, hoặc --undo MÃ. / KIND FILE… or --undo BATCH.", returncode=2)
        files = [_opened(kind, path) for kind, path in _groups(options["words"])]
        gc.disable()  # a short-lived process that makes hundreds of thousands of rows: a fifth of its time
        progress = _Progress(self)
        try:
            result = import_files(
                actor=Actor.system("Lệnh qlcl import"),
                files=files,
                on=options["on"] or today(),
                at=now(),
                dry_run=options["dry_run"],
                illustration=options["illustration"],
                province_code=options["province"],
                say=progress.say,
            )
        except BadRows as error:
            if not options["json"]:
                self._print_problems(error)
            raise
        finally:
            gc.enable()
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict(), ensure_ascii=False, indent=2))
        else:
            self._print(result)

    def _undo(self, options: dict[str, Any]) -> None:
        """Takes one import back as one act, while nothing rests on it."""
        if options["words"] or options["dry_run"]:
            raise CommandError("--undo đứng một mình. / --undo stands alone.", returncode=2)
        batch = ImportBatch.objects.filter(code=options["undo"]).first()
        if batch is None:
            raise CommandError(f"Không có lần nhập “{options['undo']}”. / No such import.", returncode=1)
        actor = Actor.system("Lệnh qlcl import --undo")
        undone = undo_import(actor=actor, batch_id=batch.pk, on=options["on"] or today(), at=now())
        if options["json"]:
            told = {"batch": undone.code, "undone_on": undone.undone_on.isoformat()}  # type: ignore[union-attr]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"Đã hoàn tác lần nhập {undone.code}.")

    def _print_problems(self, error: BadRows) -> None:
        for p in error.problems:
            value = f" “{p.value}”" if p.value else ""
            self.stderr.write(f"{p.file} dòng {p.row}, cột {p.column}{value}: {p.message} {p.remedy}".rstrip())

    def _print(self, result: ImportResult) -> None:
        for kind in result.kinds:
            counts = f"{kind.created} mới, {kind.updated} thay đổi, {kind.unchanged} đã có"
            self.stdout.write(f"{kind.label} ({', '.join(kind.files)}): {kind.rows} dòng – {counts}.")
            for change in kind.changes[:_SHOWN]:
                fields = "; ".join(
                    f"{f['field']}: {f['before'] or '–'} → {f['after'] or '–'}" for f in change["fields"]
                )
                self.stdout.write(f"  ~ dòng {change['row']}, {change['label']}: {fields}")
            if len(kind.changes) > _SHOWN:
                self.stdout.write(f"  … và {len(kind.changes) - _SHOWN} thay đổi khác (xem --json).")
            for note in kind.notes:
                self.stdout.write(f"  · {note}")
        for handed in result.handout:
            self.stdout.write("  " + "; ".join(f"{title}: {value}" for title, value in handed.items()))
        self.stdout.write(_conclusion(result))


class _Progress:
    """Tells what is being done once the work has taken a second."""

    def __init__(self, command: BaseCommand) -> None:
        self.command = command
        self.start = time.monotonic()

    def say(self, line: str) -> None:
        """A line on stderr, unless all is done within a second."""
        if time.monotonic() - self.start > 1:
            self.command.stderr.write(f"→ {line}")


def _conclusion(result: ImportResult) -> str:
    if not result.changed:
        return "Không có gì thay đổi: mọi dòng đã có trong hệ thống."
    if result.dry_run:
        return "Xem trước: chưa ghi gì."
    return f"Đã ghi. Mã lần nhập: {result.batch}"


def _groups(words: Sequence[str]) -> list[tuple[str, Path]]:
    """`units a.csv b.csv succession c.csv` → pairs of kind and file."""
    codes = {kind.code for kind in catalogue.import_kinds()}
    kind, pairs, empty = "", [], ""
    for word in words:
        if word in codes:
            if empty:
                raise CommandError(f"Thiếu tệp sau “{empty}”. / No file after “{empty}”.", returncode=2)
            kind = empty = word
        elif not kind:
            known = ", ".join(sorted(codes))
            raise CommandError(f"Không có loại bảng “{word}”. / Unknown kind. {known}", returncode=2)
        else:
            pairs.append((kind, Path(word)))
            empty = ""
    if empty:
        raise CommandError(f"Thiếu tệp sau “{empty}”. / No file after “{empty}”.", returncode=2)
    return pairs


def _opened(kind: str, path: Path) -> ImportFile:
    try:
        return ImportFile(kind, path.name, path.read_bytes())
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {path}. / Cannot read {path}.", returncode=1) from error


def _day(text: str) -> date:
    """A day as yyyy-mm-dd or dd/mm/yyyy."""
    return datetime.strptime(text, "%d/%m/%Y").date() if "/" in text else date.fromisoformat(text)
