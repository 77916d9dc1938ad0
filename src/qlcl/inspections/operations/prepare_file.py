"""The agency writes its file item by item: words, proofs, gaps with their reasons."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Model

from qlcl.inspections.by_file import MAX_REASON, MAX_WORDS, fingerprint, state_of
from qlcl.inspections.enums import Status
from qlcl.inspections.models import FileEvidence, FileItem, Inspection
from qlcl.inspections.operations.reading_files import codes, items_of, locked_file
from qlcl.inspections.operations.recording_cases import record_case
from qlcl.inspections.operations.request_files import proofs_of
from qlcl.inspections.policies import can_compose, enters_for_agency
from qlcl.inspections.queries.files import is_open, said_of
from qlcl.inspections.queries.known import known_of
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Ref
from qlcl.kernel.models import StoredFile
from qlcl.kernel.text import clean, nfc

ACT, REFRESH = "inspections.prepare_file", "inspections.refresh_file"


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What the agency says of one item, and what it adds to its proofs or takes from them.

    `shown` is the fingerprint of the words that the form had shown; None: not asked. A reference without a kind is a
    paper named in words.
    """

    item_id: int
    answer: str = ""
    not_applicable: bool = False
    gap_reason: str = ""
    shown: str | None = None
    files: Sequence[StoredFile] = ()
    references: Sequence[Ref] = ()
    removed: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of a save: the items written, and those whose words somebody else had changed meanwhile."""

    saved: Sequence[FileItem]
    overtaken: Sequence[FileItem]


@transaction.atomic
def prepare_file(
    *, actor: Actor, inspection_id: int, answers: Sequence[ItemAnswer], on: date, at: datetime
) -> Prepared:
    """Writes the items that changed; words that somebody else had changed since the form was shown are left alone.

    Proofs are added whatever became of the words. Raises `Forbidden`, `Unseen`, `file_locked`, `item_locked`,
    `words_too_long`, `not_by_file`.
    """
    inspection = locked_file(actor, inspection_id)
    refuse_composing(actor, inspection)
    items = {item.pk: item for item in items_of(inspection)}
    if unknown := {answer.item_id for answer in answers} - set(items):
        raise Unseen(f"Không tìm thấy nội dung hồ sơ ({len(unknown)}).")
    saved: list[FileItem] = []
    overtaken: list[FileItem] = []
    rows: list[Model] = []
    proofs = proof_counts(items)
    for answer in answers:
        item = items[answer.item_id]
        changed = _proofs(actor, item, answer, on)
        proofs[item.pk] += sum(-1 if row.removed_on else 1 for row in changed)
        words = _words(inspection, item, answer, proofs_changed=bool(changed))
        if words is None:
            overtaken.append(item)
        if words or changed:
            item.state = state_of(said_of(item, proofs[item.pk]))
            saved.append(item)
            rows += [item, *changed, *(file for file in answer.files if file.pk)]
    if saved:
        _save(items.values(), saved)
        record_case(
            inspection=inspection, act=ACT, summary=f"{_doing(actor, inspection)}: {codes(saved)}", actor=actor, on=on,
            at=at, changed=rows,
        )  # fmt: skip
    return Prepared(saved, overtaken)


@transaction.atomic
def refresh_file(*, actor: Actor, inspection_id: int, on: date, at: datetime) -> list[FileItem]:
    """Reads again what the product holds on the items still open, and adds the records that prove them."""
    inspection = locked_file(actor, inspection_id)
    refuse_composing(actor, inspection)
    known = known_of([inspection], on)[inspection.pk]
    items = [item for item in items_of(inspection) if is_open(inspection.status, item)]
    there = set(FileEvidence.objects.filter(item__inspection=inspection).values_list("item_id", "ref_kind", "ref_id"))
    proofs = proof_counts(item.pk for item in items)
    changed: list[FileItem] = []
    rows: list[Model] = []
    for item in items:
        lines = "\n".join(known[item.code].lines)
        new = [p for p in proofs_of(item, known, on) if (item.pk, p.ref_kind, p.ref_id) not in there]
        if new or lines != item.known:
            item.known = lines
            FileEvidence.objects.bulk_create(new)
            item.state = state_of(said_of(item, proofs[item.pk] + len(new)))
            changed.append(item)
            rows += [item, *new]
    if changed:
        FileItem.objects.bulk_update(changed, ["known", "state"])
        record_case(
            inspection=inspection, act=REFRESH, summary=f"Cập nhật dữ liệu phần mềm đang có: {codes(changed)}",
            actor=actor, on=on, at=at, changed=rows,
        )  # fmt: skip
    return changed


def refuse_composing(actor: Actor, inspection: Inspection) -> None:
    """Raises `Forbidden` to outsiders, `file_locked` while the file is not the agency's to change."""
    if not can_compose(actor, inspection) and not enters_for_agency(actor, inspection):
        raise Forbidden("Hồ sơ kiểm tra do người của cơ quan được kiểm tra soạn.")
    if inspection.status == Status.SUBMITTED:
        raise DomainError(
            "file_locked",
            "Hồ sơ đã gửi, đang được xem nên không sửa được; cần bổ sung, hãy đề nghị đơn vị kiểm tra trả lại.",
        )
    if inspection.status not in (Status.CALLED, Status.RETURNED):
        raise DomainError("file_locked", f"Hồ sơ không sửa được khi đang ở trạng thái “{_state(inspection)}”.")


def _doing(actor: Actor, inspection: Inspection) -> str:
    return "Ghi thay cơ quan hồ sơ nhận bằng giấy" if enters_for_agency(actor, inspection) else "Soạn hồ sơ kiểm tra"


def _state(inspection: Inspection) -> str:
    return inspection.get_status_display()


def proof_counts(item_ids: Iterable[int]) -> Counter[int]:
    """How many proofs stand beside each item; one query."""
    standing = FileEvidence.objects.filter(item__in=list(item_ids), removed_on__isnull=True)
    return Counter(dict(standing.order_by().values_list("item").annotate(n=Count("pk"))))


def words_of(item: FileItem) -> tuple[str, bool, str]:
    """What a form shows of an item, and carries the fingerprint of."""
    return item.answer, item.not_applicable, item.gap_reason


def _words(inspection: Inspection, item: FileItem, answer: ItemAnswer, *, proofs_changed: bool) -> bool | None:
    """Takes the words: True when they changed, False when not, None when somebody else was faster."""
    new = (nfc(answer.answer).replace("\r\n", "\n").strip(), answer.not_applicable, clean(answer.gap_reason))
    same = new == words_of(item)
    if (not same or proofs_changed) and not is_open(inspection.status, item):
        raise DomainError("item_locked", f"Nội dung {item.code} không bị trả lại nên không sửa được.")
    if same or (answer.shown is not None and fingerprint(*new) == answer.shown):
        return False  # the form was not touched: what another wrote meanwhile stands
    if answer.shown is not None and fingerprint(*words_of(item)) != answer.shown:
        return None
    if len(new[0]) > MAX_WORDS or len(new[2]) > MAX_REASON:
        raise DomainError(
            "words_too_long",
            f"Nội dung {item.code} dài quá {MAX_WORDS} ký tự, hoặc lý do dài quá {MAX_REASON} ký tự; hãy gửi kèm tệp.",
        )
    item.answer, item.not_applicable, item.gap_reason = new
    return True


def _proofs(actor: Actor, item: FileItem, answer: ItemAnswer, on: date) -> list[FileEvidence]:
    """The proofs taken away and added; what stands there already, as from a form sent twice, is not added again."""
    changed: list[FileEvidence] = []
    if answer.removed:
        changed = list(FileEvidence.objects.filter(item=item, pk__in=list(answer.removed), removed_on__isnull=True))
        for proof in changed:
            proof.removed_on = on
        FileEvidence.objects.bulk_update(changed, ["removed_on"])
    common = {"item": item, "added_by": actor.signature[:200], "added_on": on}
    there = FileEvidence.objects.filter(item=item, removed_on__isnull=True)
    files, papers = set(there.values_list("file__sha256", flat=True)), set(there.values_list("ref_label", flat=True))
    again = [file for file in answer.files if file.sha256 in files]
    for file in again:
        file.delete()
    new = [FileEvidence(file=file, **common) for file in answer.files if file not in again]
    new += [
        FileEvidence(ref_kind=ref.kind, ref_id=ref.id, ref_label=clean(ref.label)[:300], **common)
        for ref in answer.references
        if clean(ref.label) and clean(ref.label)[:300] not in papers
    ]
    return changed + FileEvidence.objects.bulk_create(new)


def _save(items: Iterable[FileItem], saved: Sequence[FileItem]) -> None:
    wanted = {item.pk for item in saved}
    rows = [item for item in items if item.pk in wanted]
    FileItem.objects.bulk_update(rows, ["answer", "not_applicable", "gap_reason", "state"])
