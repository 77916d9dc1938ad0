"""The file of an inspection as one archive: papers, photos, evidence, an index in Excel, streamed piece by piece."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qlcl.assessments.models import ChecklistItem, ItemEvidence
from qlcl.corrective.models import Nonconformity
from qlcl.inspections.models import CasePaper, FileEvidence, Inspection, ReportEvidence
from qlcl.inspections.queries.completeness import FilePart
from qlcl.kernel.files import open_file, path_of
from qlcl.kernel.models import StoredFile
from qlcl.kernel.text import fold
from qlcl.ui.exports import book_bytes

_CHUNK = 256 * 1024
_UNSAFE = re.compile(r"[^a-z0-9]+")
INDEX = "muc-luc.xlsx"


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the archive: where it stands in it, what it is, its content."""

    path: str
    about: str
    file: StoredFile
    source: str = ""


def slug(text: str, longest: int = 60) -> str:
    """A name that every system takes: plain letters and digits."""
    return _UNSAFE.sub("-", fold(text)).strip("-")[:longest].strip("-") or "tep"


def pieces_of(inspection: Inspection, papers: Iterable[CasePaper]) -> list[Piece]:
    """Every file of the inspection under a safe name of its own; four queries."""
    found: list[Piece] = []
    taken: set[str] = {INDEX}

    def add(folder: str, name: str, about: str, file: StoredFile, source: str) -> None:
        ending = slug(file.name.rpartition(".")[2], 8) if "." in file.name else "bin"
        path, n = f"{folder}/{name}.{ending}", 2
        while path in taken:
            path, n = f"{folder}/{name}-{n}.{ending}", n + 1
        taken.add(path)
        found.append(Piece(path, about, file, source))

    for paper in papers:
        dated = f"{paper.dated_on:%Y%m%d}-" if paper.dated_on else ""
        add(f"van-ban/{slug(paper.part)}", f"{dated}{slug(paper.title)}", paper.title, paper.file, paper.added_by)
    for folder, code, row in _evidence(inspection):
        about = getattr(row, "caption", "") or row.ref_label or row.file.name
        add(
            folder,
            f"{slug(code, 12)}-{slug(row.file.name.rpartition('.')[0] or 'anh', 40)}",
            about,
            row.file,
            row.added_by,
        )
    return found


def _evidence(inspection: Inspection) -> Iterator[tuple[str, str, Any]]:
    photos = ItemEvidence.objects.filter(
        item__checklist__occasion_kind="inspection", item__checklist__occasion_id=inspection.pk,
        removed_on__isnull=True, file__isnull=False,
    )  # fmt: skip
    for row in photos.select_related("file", "item").order_by("item__position", "pk"):
        yield "phieu-kiem", row.item.code, row
    files = FileEvidence.objects.filter(item__inspection=inspection, removed_on__isnull=True, file__isnull=False)
    for sent in files.select_related("file", "item").order_by("item__position", "pk"):
        yield "ho-so-gui", sent.item.code, sent
    proofs = ReportEvidence.objects.filter(
        line__report__inspection=inspection, removed_on__isnull=True, file__isnull=False
    )
    for proof in proofs.select_related("file", "line__report").order_by("pk"):
        yield "khac-phuc", f"lan-{proof.line.report.number}", proof


def index_of(inspection: Inspection, pieces: Sequence[Piece], parts: Sequence[FilePart]) -> bytes:
    """The index in Excel: facts, the ten items, every file, what was found, the answers; no cell can run."""
    return book_bytes(
        [
            ("Cuộc kiểm tra", ("Mục", "Nội dung"), _facts(inspection)),
            ("Mười thành phần", ("TT", "Thành phần (Điều 39)", "Tình trạng", "Văn bản, dữ liệu"), _parts(parts)),
            (
                "Mục lục tệp",
                ("TT", "Đường dẫn trong tệp nén", "Nội dung", "Người đưa vào", "Dung lượng (byte)", "SHA-256"),
                [(n, p.path, p.about, p.source, p.file.size, p.file.sha256) for n, p in enumerate(pieces, 1)],
            ),
            ("Điểm không phù hợp", _FOUND, _findings(inspection)),
            (
                "Phiếu kiểm",
                ("Bộ câu hỏi", "Mục", "Câu hỏi", "Trả lời", "Nhận xét", "Người trả lời"),
                _answers(inspection),
            ),
        ]
    )


_FOUND = ("TT", "Nội dung", "Không đáp ứng", "Mức độ", "Ngày phát hiện", "Hạn khắc phục", "Tình trạng", "Minh họa")


def _facts(inspection: Inspection) -> list[tuple[str, Any]]:
    i = inspection
    return [
        ("Cơ quan", i.agency.name), ("Hình thức", i.get_mode_display()), ("Trạng thái", i.get_status_display()),
        ("Tiêu chuẩn", i.edition.label), ("Đơn vị kiểm tra", i.inspected_by),
        ("Số quyết định, công văn", i.decision_number), ("Ngày quyết định, công văn", i.decision_date),
        ("Ngày kiểm tra", i.inspected_on), ("Ngày ký biên bản", i.minutes_signed_on),
        ("Hạn báo cáo khắc phục", i.report_due_on), ("Ngày kết thúc", i.closed_on), ("Minh họa", i.illustration),
    ]  # fmt: skip


def _parts(parts: Sequence[FilePart]) -> list[tuple[Any, ...]]:
    return [
        (n, p.label, p.state[1], "; ".join([*(str(paper) for paper in p.papers), *p.held]))
        for n, p in enumerate(parts, 1)
    ]


def _findings(inspection: Inspection) -> list[tuple[Any, ...]]:
    rows = Nonconformity.objects.of_source("inspection", inspection.pk).select_related("clause").order_by("pk")
    return [
        (
            n,
            r.statement,
            r.place,
            r.get_severity_display(),
            r.raised_on,
            r.due_on,
            r.get_state_display(),
            r.illustration,
        )
        for n, r in enumerate(rows, 1)
    ]


def _answers(inspection: Inspection) -> list[tuple[Any, ...]]:
    rows = ChecklistItem.objects.filter(
        checklist__occasion_kind="inspection", checklist__occasion_id=inspection.pk
    ).select_related("checklist__set")
    labels: dict[int, dict[str, str]] = {}
    shown = []
    for row in rows.order_by("checklist_id", "position"):
        found = row.checklist.set
        known = labels.setdefault(found.pk, {step.code: step.label for step in found.steps})
        said = known.get(row.answer, "Không xem" if row.skip_reason else "")
        shown.append((found.title, row.code, row.text, said, row.note or row.skip_reason, row.answered_by))
    return shown


class _Pipe:
    """What an archive writes into: kept until it is sent; it cannot go back."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, content: bytes) -> int:
        self.parts.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing waits below."""

    def drained(self) -> bytes:
        """What was written since the last time."""
        content, self.parts = b"".join(self.parts), []
        return content


def archive(pieces: Sequence[Piece], index: bytes) -> Iterator[bytes]:
    """The archive in pieces, never whole in memory; a file gone from the disk is left out (the index names it)."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as made:  # type: ignore[call-overload]
        made.writestr(INDEX, index)
        yield pipe.drained()
        for piece in pieces:
            if not path_of(piece.file).exists():
                continue
            with (
                made.open(zipfile.ZipInfo(piece.path, _moment(piece.file)), "w") as entry,
                open_file(piece.file) as content,
            ):
                while part := content.read(_CHUNK):
                    entry.write(part)
                    yield pipe.drained()
            yield pipe.drained()
    yield pipe.drained()


def _moment(file: StoredFile) -> tuple[int, int, int, int, int, int]:
    at = file.uploaded_at
    return max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second
