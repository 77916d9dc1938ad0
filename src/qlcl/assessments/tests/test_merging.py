"""Two devices on one checklist: nothing lost, nothing doubled, the same end whatever the order and repetition."""

from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qlcl.assessments.merging import Version, settle
from qlcl.assessments.models import Checklist, ChecklistItem, Conflict, Finding, ItemEvidence, SyncOp
from qlcl.assessments.operations.apply_ops import apply_ops
from qlcl.assessments.tests.factories import AT, NOON, a_finding, about, an_answer, make_checklist
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from tests.engines.examples import examples

CODES = ("1a", "1b")


def version(uid: str, device: str, number: int, answer: str, stamp: int, **fields: object) -> Version:
    values = {"made_at": NOON + timedelta(minutes=number), "base": 0, **fields}
    return Version(uid=uid, device=device, number=number, answer=answer, stamp=stamp, **values)  # type: ignore[arg-type]


def test_whoever_had_seen_the_other_answer_overrides_it():
    first, second = version("a", "A", 1, "dat", 1), version("b", "B", 1, "chua_dat", 2, base=1)
    assert settle([first, second]).others == ()
    assert settle([first, second]).standing == second


def test_whoever_had_not_contradicts_it_whatever_the_clocks_say():
    first, second = version("a", "A", 9, "dat", 1), version("b", "B", 1, "chua_dat", 2)
    settled = settle([first, second])
    assert (settled.standing, settled.others) == (first, (second,))


def test_the_same_answer_twice_is_no_conflict_and_keeps_the_note():
    first, second = version("a", "A", 1, "dat", 1, note="Đã xem sổ"), version("b", "B", 5, "dat", 2)
    assert settle([first, second]).standing == first and not settle([first, second]).others


def test_an_answer_does_not_end_a_dispute_in_view_but_a_choice_does():
    rows = [version("a", "A", 1, "dat", 1), version("b", "B", 1, "chua_dat", 2)]
    later = version("c", "C", 1, "khong_ap_dung", 3, base=2)
    assert len(settle([*rows, later]).others) == 2
    chosen = version("d", "C", 2, "dat", 3, base=2, resolves=True)
    assert settle([*rows, chosen]).others == ()
    late = version("e", "A", 2, "chua_dat", 4)
    assert settle([*rows, chosen, late]).others  # made before the choice was seen: not lost


@pytest.mark.django_db
class TestTwoDevices:
    """Through the door, with the database behind it."""

    @pytest.fixture
    def checklist(self, commune: Agency, inspector: Actor) -> Checklist:
        return make_checklist(commune, inspector)

    @settings(
        max_examples=examples(6),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(data=st.data())
    def test_any_order_and_repetition_ends_the_same(self, data, checklist: Checklist, inspector: Actor):
        items = list(ChecklistItem.objects.filter(checklist=checklist, code__in=CODES))
        sent = [*_made(data, items, "A"), *_made(data, items, "B")]
        ends = []
        for _ in range(2):
            order = data.draw(st.permutations(sent))
            again = data.draw(st.lists(st.sampled_from(sent), max_size=4)) if sent else []
            sizes = data.draw(st.integers(1, 4))
            ends.append(_end(checklist, inspector, [*order, *again], sizes))
        ends.append(_end(checklist, inspector, sent, len(sent) or 1))
        assert ends[0] == ends[1] == ends[2]
        assert ends[0]["kept"] == {op["uid"] for _device, op in sent}
        _nothing_is_lost(ends[0], sent, items)

    @pytest.mark.engine("sqlite")  # the merging is Python's; that it is written down is seen above on both
    def test_every_order_of_four_answers_and_a_late_one(self, checklist: Checklist, inspector: Actor):
        item = ChecklistItem.objects.get(checklist=checklist, code="1a")
        sent = [
            ("A", an_answer(item, "dat", 1)),
            ("A", an_answer(item, "chua_dat", 2)),
            ("B", an_answer(item, "khong_ap_dung", 1)),
            ("B", an_answer(item, "dat", 3)),
        ]
        ends = [_end(checklist, inspector, order, 1) for order in permutations(sent)]
        assert all(end == ends[0] for end in ends)
        assert ends[0]["conflicts"] == {("1a", "A", "chua_dat", "dat")}


def _made(data: st.DataObject, items: list[ChecklistItem], device: str) -> list[tuple[str, dict[str, object]]]:
    """What one device did without a network, in its own order."""
    made: list[tuple[str, dict[str, object]]] = []
    for n in range(1, data.draw(st.integers(1, 5)) + 1):
        item = data.draw(st.sampled_from(items))
        kind = data.draw(st.sampled_from(["answer", "answer", "finding", "evidence", "withdraw"]))
        if kind == "answer":
            said = data.draw(st.sampled_from(["dat", "chua_dat", ""]))
            made.append((device, an_answer(item, said, n, note=data.draw(st.sampled_from(["", "Đã xem"])))))
        elif kind == "finding":
            made.append((device, a_finding(item, f"{device}{n}", n)))
        elif kind == "evidence":
            uid = UUID(int=n + 100 * ord(device))
            made.append((device, about("evidence", uid, n, item=str(item.uid), caption=f"{device}{n}")))
        else:
            found = [op for _d, op in made if op["kind"] in {"finding", "evidence"}]
            if found:
                subject = data.draw(st.sampled_from(found))
                name = str(subject["kind"])
                kind = "withdraw_finding" if name == "finding" else "remove_evidence"
                made.append((device, about(kind, str(subject[name]), n)))
    return made


def _end(checklist: Checklist, actor: Actor, sent: list[tuple[str, dict[str, object]]], size: int) -> dict[str, object]:
    """The state after these were sent, in batches; taken back afterwards."""
    with transaction.atomic():
        for start in range(0, len(sent), size):
            part = sent[start : start + size]
            for device in dict.fromkeys(device for device, _op in part):
                ops = [op for owner, op in part if owner == device]
                results = apply_ops(actor=actor, checklist_id=checklist.pk, device=device, ops=ops, at=AT)
                assert not [result for result in results if result.refused]
        end = _state(checklist)
        transaction.set_rollback(True)
    return end


def _state(checklist: Checklist) -> dict[str, object]:
    items = ChecklistItem.objects.filter(checklist=checklist)
    conflicts = Conflict.objects.filter(item__checklist=checklist, resolved_at__isnull=True).select_related("item")
    findings = Finding.objects.filter(checklist=checklist)
    proofs = ItemEvidence.objects.filter(item__checklist=checklist)
    fields = ("code", "answer", "note", "skip_reason", "answered_at", "revision")
    return {
        "items": set(items.values_list(*fields)),
        "conflicts": {
            (c.item.code, c.device, c.versions[1]["answer"], c.versions[0]["answer"]) for c in conflicts
        },
        "findings": set(findings.values_list("uid", "statement", "withdrawn_on")),
        "evidence": set(proofs.values_list("uid", "caption", "removed_on")),
        "kept": {str(uid) for uid in SyncOp.objects.filter(checklist=checklist).values_list("uid", flat=True)},
        "answered": Checklist.objects.get(pk=checklist.pk).answered,
    }  # fmt: skip


def _nothing_is_lost(end: dict[str, object], sent: list[tuple[str, dict[str, object]]], items) -> None:
    """Each device's last word on each question stands, or is named in a conflict; everything else is there once."""
    for item in items:
        shown = next(row[1] for row in end["items"] if row[0] == item.code)  # type: ignore[attr-defined]
        named = {row[2] for row in end["conflicts"] if row[0] == item.code}  # type: ignore[attr-defined]
        for device in ("A", "B"):
            said = [op for d, op in sent if d == device and op["kind"] == "answer" and op["item"] == str(item.uid)]
            if said:
                assert said[-1]["answer"] in {shown, *named}
    for kind, plural in (("finding", "findings"), ("evidence", "evidence")):
        uids = {op[kind] for _d, op in sent if op["kind"] == kind}
        assert uids == {str(row[0]) for row in end[plural]}  # type: ignore[attr-defined]
