"""Walks all chains and seals and names every break; streams, so that memory does not grow with the history."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import groupby, islice
from json import loads
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Exists, Model, OuterRef

from qlcl.kernel.history import guards
from qlcl.kernel.history.canonical import canonical_json, digest, row_text
from qlcl.kernel.history.chains import GENESIS
from qlcl.kernel.history.recording import commit, link
from qlcl.kernel.models import Chain, Event, EventText, Seal, SealText
from qlcl.kernel.periods import missing_guards
from qlcl.kernel.snapshot import snapshot

CHUNK = 2000
#: What reading a value raises when somebody wrote another kind of value behind the product's back.
UNREADABLE = (ValueError, TypeError, ArithmeticError, ValidationError)
Against = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Break:
    """One break: its kind (stable code), where it is, and a Vietnamese sentence."""

    kind: str
    where: str
    message: str


@dataclass(slots=True)
class Report:
    """What `verify` walked and found."""

    breaks: list[Break] = field(default_factory=list)
    chains: int = 0
    events: int = 0
    seals: int = 0
    rows: int = 0
    erased: int = 0

    @property
    def ok(self) -> bool:
        """No break was found."""
        return not self.breaks

    def as_dict(self) -> dict[str, Any]:
        """The report as data."""
        return {"ok": self.ok, **asdict(self)}


def verify(
    against: Mapping[str, Any] | None = None, progress: Callable[[Report], None] = lambda _report: None
) -> Report:
    """Checks guards, chains, seals and sealed rows; `against` holds heads exported earlier."""
    report = Report()
    exported: Against = (against or {}).get("chains", against or {})
    with snapshot():
        for name in [*guards.missing(), *missing_guards()]:
            report.breaks.append(Break("guard_missing", name, f"Thiếu bộ phận bảo vệ {name} trong cơ sở dữ liệu."))
        for found in _walk_chains(report, exported, progress):
            report.breaks.append(found)
        for found in _returned_words():
            report.breaks.append(found)
        for found in _walk_rows(report, progress):
            report.breaks.append(found)
    return report


def _walk_chains(report: Report, exported: Against, progress: Callable[[Report], None]) -> Iterator[Break]:
    chains = Chain.objects.order_by("id").values_list("id", "key", "seq", "head").iterator(CHUNK)
    unseen = dict(exported)
    current = next(chains, None)
    for chain_id, events in groupby(_events(report, progress), key=lambda event: event["chain_id"]):
        while current and current[0] < chain_id:
            yield from _ending(current, 0, GENESIS, unseen)
            report.chains += 1
            current = next(chains, None)
        if current is None or current[0] != chain_id:
            yield Break("chain_missing", f"#{chain_id}", f"Chuỗi số {chain_id} không còn.")
            for _event in events:
                pass
            continue
        seq, head = 0, GENESIS
        last = (0, 0)
        wanted = unseen.get(current[1], {})
        for event in events:
            yield from _broken_event(event, current[1], seq, head, wanted)
            seq, head = event["seq"], event["hash"]
            last, disorder = _moved_on(last, event, current[1])
            yield from disorder
        yield from _ending(current, seq, head, unseen)
        report.chains += 1
        current = next(chains, None)
    while current:
        yield from _ending(current, 0, GENESIS, unseen)
        report.chains += 1
        current = next(chains, None)
    for key in unseen:
        yield Break("chain_missing", key, f"Chuỗi {key} có trong tệp đối chiếu nhưng không còn trong cơ sở dữ liệu.")


def _events(report: Report, progress: Callable[[Report], None]) -> Iterator[dict[str, Any]]:
    """Events in the order of their chains, each with its words and seals."""
    stream = Event.objects.order_by("chain_id", "seq").values().iterator(CHUNK)
    while part := list(islice(stream, CHUNK)):
        ids = [event["id"] for event in part]
        words = {
            key: (salt, text)
            for key, salt, text in EventText.objects.filter(event_id__in=ids).values_list("event_id", "salt", "words")
        }
        seals: dict[int, list[tuple[Any, ...]]] = {}
        for event_id, *seal in Seal.objects.filter(event_id__in=ids).values_list(
            "event_id", "model", "object_id", "shape", "digest", "text__values", "id"
        ):
            seals.setdefault(event_id, []).append(tuple(seal))
        for event in part:
            event["text"] = words.get(event["id"])
            event["seals"] = seals.get(event["id"], [])
            report.events += 1
            report.seals += len(event["seals"])
            report.erased += event["text"] is None
            yield event
        progress(report)


def _broken_event(event: dict[str, Any], key: str, seq: int, head: str, wanted: Mapping[str, Any]) -> Iterator[Break]:
    where = f"{key} #{event['seq']}"
    if event["seq"] != seq + 1:
        yield Break("gap", where, f"Chuỗi {key} thiếu sự kiện số {seq + 1} đến {event['seq'] - 1}.")
    seals = [seal[:4] for seal in event["seals"]]
    if link(head, event["payload"], event["commitment"], seals) != event["hash"]:
        yield Break("link", where, f"Mắt xích {where} không khớp: nội dung hoặc niêm phong đã bị sửa, thêm hay bớt.")
    if _columns(event, key) != event["payload"]:
        yield Break("columns", where, f"Các cột của sự kiện {where} khác với nội dung đã ghi.")
    if event["text"] and commit(*event["text"]) != event["commitment"]:
        yield Break("words", where, f"Lời ghi của sự kiện {where} đã bị sửa.")
    for model, pk, _shape, value, text, _id in event["seals"]:
        if text is not None and digest(text) != value:
            yield Break("seal_text", f"{where} {model} {pk}", f"Giá trị lưu kèm niêm phong {model} {pk} đã bị sửa.")
    if wanted.get("seq") == event["seq"] and wanted.get("head") != event["hash"]:
        yield Break("against", where, f"Sự kiện {where} khác với tệp đối chiếu.")


def _moved_on(last: tuple[int, int], event: dict[str, Any], key: str) -> tuple[tuple[int, int], list[Break]]:
    """The numbers of the event and of its last seal, which only grow along a chain: by them a row's last seal is told.

    No hash holds them, so whoever could exchange them could pass an old value of a row for the present one.
    """
    numbers = [seal[-1] for seal in event["seals"]]
    grown = event["id"] > last[0] and min(numbers, default=last[1] + 1) > last[1]
    where = f"{key} #{event['seq']}"
    found = [] if grown else [Break("order", where, f"Số thứ tự của sự kiện {where} hoặc niêm phong của nó bị đổi.")]
    return (event["id"], max(numbers, default=last[1])), found


def _columns(event: dict[str, Any], key: str) -> str:
    """The payload as its columns would have it; what has no column is taken from the payload itself."""
    try:
        payload = json_object(event["payload"])
    except ValueError:
        return ""
    payload |= {
        "chain": key,
        "seq": event["seq"],
        "act": event["act"],
        "on": event["on"],
        "at": event["at"],
        "subject": {"kind": event["subject_kind"], "id": event["subject_id"]},
        "batch": event["batch"],
    }
    return canonical_json(payload)


def _ending(chain: tuple[int, str, int, str], seq: int, head: str, unseen: dict[str, Any]) -> Iterator[Break]:
    _id, key, chain_seq, chain_head = chain
    if seq < chain_seq:
        yield Break("tail", key, f"Chuỗi {key} bị cắt cuối: còn {seq} trên {chain_seq} sự kiện.")
    elif (seq, head) != (chain_seq, chain_head):
        yield Break("head", key, f"Đầu chuỗi {key} không khớp với sự kiện cuối cùng.")
    wanted = unseen.pop(key, None)
    if wanted and int(wanted["seq"]) > seq:
        yield Break("against", key, f"Chuỗi {key} còn {seq} sự kiện, tệp đối chiếu có {wanted['seq']}.")


def _returned_words() -> Iterator[Break]:
    """Words, or values of seals, that stand again although the history says that they were erased."""
    erasures = Event.objects.filter(act="history.erase").order_by("id").values_list("payload", flat=True)
    for payload in erasures.iterator(CHUNK):
        try:
            event_id = int(json_object(payload)["data"]["event"])
        except (ValueError, LookupError, TypeError):
            continue  # named where its chain is walked
        words = EventText.objects.filter(event=event_id).exists()
        if words or SealText.objects.filter(seal__event=event_id).exists():
            yield Break("erased_returned", f"#{event_id}", f"Lời ghi của sự kiện số {event_id} đã xóa nhưng có lại.")


def sealed_models() -> list[type[Model]]:
    """Every model that declares sealed fields."""
    return [model for model in apps.get_models() if getattr(model, "sealed_fields", ())]


def _walk_rows(report: Report, progress: Callable[[Report], None]) -> Iterator[Break]:
    models = sealed_models()
    for model in models:
        try:
            yield from _standing_rows(model, report, progress)
        except UNREADABLE as problem:
            name = model._meta.verbose_name
            yield Break("unreadable", model._meta.label_lower, f"Có bản ghi {name} không đọc được: {problem}.")
        yield from _lost_rows(model)
    known = {model._meta.label_lower for model in models}
    for label in Seal.objects.order_by("model").values_list("model", flat=True).distinct():
        if label not in known:
            yield Break("model_unknown", label, f"Có niêm phong của loại bản ghi {label} không còn trong phần mềm.")


def _standing_rows(model: type[Model], report: Report, progress: Callable[[Report], None]) -> Iterator[Break]:
    label = model._meta.label_lower
    stream = model._default_manager.order_by("pk").iterator(CHUNK)
    while part := list(islice(stream, CHUNK)):
        latest = _latest(label, [row.pk for row in part])
        for row in part:
            report.rows += 1
            where = f"{label} {row.pk}"
            sealed_shape, value = latest.get(row.pk, (0, None))
            if value is None:
                yield Break("unsealed", where, f"{_shown(row)} không có niêm phong.")
            elif value == "":
                yield Break("returned", where, f"{_shown(row)} đã xóa theo lịch sử nhưng vẫn còn.")
            elif not _readable(model, sealed_shape):
                yield Break("shape", where, f"{_shown(row)} niêm phong theo cấu trúc cũ.")
            elif _digest(row, sealed_shape) != value:
                fields = ", ".join(altered_fields(row))
                yield Break("altered", where, f"{_shown(row)} bị sửa ngoài hệ thống{_of(fields)}.")
        progress(report)


def _readable(model: type[Model], shape: int) -> bool:
    """Seals of that shape can still be checked: the model is of it, or only gained fields since (`sealed_since`)."""
    present: int = model.seal_shape  # type: ignore[attr-defined]
    gained = set(getattr(model, "sealed_since", {}).values())
    return shape == present or (shape < present and set(range(shape + 1, present + 1)) <= gained)


def _digest(row: Model, shape: int = 0) -> str:
    """The digest of a row as it stands; empty when its values cannot be read."""
    try:
        return digest(row_text(row, shape))
    except UNREADABLE:
        return ""


def _shown(row: Model) -> str:
    """The row as a message names it; without its own words when those rest on rows that are gone."""
    name = f"Bản ghi {row._meta.verbose_name} số {row.pk}"
    try:
        return f"{name} ({row})"
    except (ObjectDoesNotExist, *UNREADABLE):
        return name


def _of(fields: str) -> str:
    return f": {fields}" if fields else ""


def altered_fields(row: Model) -> list[str]:
    """The labels of the sealed fields that differ from a row's latest seal; none when those values were erased."""
    seals = Seal.objects.filter(model=row._meta.label_lower, object_id=row.pk).order_by("-id")
    shape, text = seals.values_list("shape", "text__values").first() or (0, "")
    if not text or not _digest(row):
        return []
    old, new = json_object(text)["values"], json_object(row_text(row, shape))["values"]
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return [str(row._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]


def _latest(label: str, keys: Iterable[int]) -> dict[int, tuple[int, str]]:
    seals = Seal.objects.filter(model=label, object_id__in=list(keys)).order_by("id")
    return {pk: (shape, value) for pk, shape, value in seals.values_list("object_id", "shape", "digest").iterator()}


def _lost_rows(model: type[Model]) -> Iterator[Break]:
    label = model._meta.label_lower
    standing = model._base_manager.filter(pk=OuterRef("object_id"))
    seals = Seal.objects.filter(~Exists(standing), model=label).order_by("object_id", "id")
    for pk, group in groupby(seals.values_list("object_id", "digest").iterator(CHUNK), key=lambda seal: seal[0]):
        *_earlier, (_pk, last) = group
        if last:
            where = f"{label} {pk}"
            yield Break("row_missing", where, f"Bản ghi {model._meta.verbose_name} số {pk} có niêm phong nhưng đã mất.")


def json_object(text: str) -> dict[str, Any]:
    """The JSON object in the text; ValueError when there is none."""
    value = loads(text)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value
