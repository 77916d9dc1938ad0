"""Makes inspections by file for tests, at each step of their way, through the operations."""

from datetime import UTC, date, datetime
from typing import Any

from qlcl.assessments.models import QuestionSet
from qlcl.assessments.operations.publish_set import load_sets
from qlcl.inspections.by_file import is_paper
from qlcl.inspections.enums import ItemState, Mode, Status
from qlcl.inspections.models import FileItem, Inspection
from qlcl.inspections.operations.examine_file import ItemVerdict, examine_file
from qlcl.inspections.operations.prepare_file import ItemAnswer, prepare_file
from qlcl.inspections.operations.request_files import request_files
from qlcl.inspections.operations.submit_file import submit_file
from qlcl.inspections.tests.factories import SYSTEM, make_edition
from qlcl.kernel import history
from qlcl.kernel.history import Ref
from qlcl.organisations.models import Agency, QualitySystem

#: Wednesday; the file is due on Tuesday three weeks later.
LETTER, DUE = date(2021, 9, 1), date(2021, 9, 21)
AT = datetime(2021, 12, 1, 2, 30, tzinfo=UTC)


def plan_file(agency: Agency, **fields: Any) -> Inspection:
    """An inspection by file that is only planned."""
    system = QualitySystem.objects.get(holder=agency)
    values: dict[str, Any] = {
        "mode": Mode.BY_FILE, "status": Status.PLANNED, "edition": make_edition(), "inspected_by": "Chi cục TĐC",
        "planned_from": date(2021, 9, 1),
    } | fields  # fmt: skip
    made = Inspection.objects.create(system=system, agency=agency, province_id=agency.province_id, **values)
    entry = history.Entry(
        history.system_chain(system.pk), "inspections.record_inspection", LETTER, "Lập", Ref("inspection", made.pk, ""),
        changed=[made],
    )  # fmt: skip
    history.record(actor=SYSTEM, at=AT, entries=[entry])
    return made


def make_questions() -> None:
    """The questions of art. 36, once."""
    if not QuestionSet.objects.exists():
        load_sets(at=AT, on=date(2021, 1, 1))


def request_file(agency: Agency, **fields: Any) -> Inspection:
    """A file asked for by a letter of 1 September 2021."""
    make_questions()
    made = plan_file(agency, **fields)
    return request_files(
        actor=SYSTEM, inspection_ids=[made.pk], number="12/SKHCN", dated_on=LETTER, due_on=DUE, on=LETTER, at=AT
    )[0]


def enough(item: FileItem) -> ItemAnswer:
    """What makes an item enough; something else where the first was sent back."""
    proof = Ref("", 0, "Văn bản 2" if item.returned_reason else "Văn bản 1")
    return ItemAnswer(item.pk, answer="" if is_paper(item.code) else "Đã thực hiện.", references=[proof])


def fill(inspection: Inspection, but: str = "") -> None:
    """Makes every open item enough, but for one."""
    items = FileItem.objects.filter(inspection=inspection).exclude(code=but)
    if inspection.status == Status.RETURNED:
        items = items.exclude(returned_reason="")
    prepare_file(actor=SYSTEM, inspection_id=inspection.pk, answers=[enough(i) for i in items], on=LETTER, at=AT)


def send_file(agency: Agency, on: date = DUE, **fields: Any) -> Inspection:
    """A file sent complete, on its last day."""
    made = request_file(agency, **fields)
    fill(made)
    submit_file(actor=SYSTEM, inspection_id=made.pk, on=on, at=AT)
    made.refresh_from_db()
    return made


def examine(inspection: Inspection, **verdicts: str) -> None:
    """Says of the items named what falls short or goes back ("_1a": state), of the others that they conform."""
    told = {code.removeprefix("_"): state for code, state in verdicts.items()}
    rows = FileItem.objects.filter(inspection=inspection)
    said = [ItemVerdict(row.pk, told.get(row.code, ItemState.ACCEPTED), f"Vì sao {row.code}") for row in rows]
    examine_file(actor=SYSTEM, inspection_id=inspection.pk, verdicts=said, on=DUE, at=AT)
