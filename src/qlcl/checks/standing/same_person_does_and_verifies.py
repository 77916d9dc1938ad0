"""The same person did something and verified it, where both are recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qlcl.checks.deeds import act_words
from qlcl.checks.enums import Severity
from qlcl.checks.models import Deed
from qlcl.checks.terms import A_YEAR, Check, Line, Scope
from qlcl.kernel.history import Ref


@dataclass(frozen=True, slots=True)
class Pair:
    """Two acts that two persons should perform: about one thing, or (`same_year`) of one agency in one year."""

    did: str
    verified: str
    same_year: bool = False


#: Acts of rooms to come may stand here: a pair that nobody records finds nothing.
PAIRS = (
    Pair("audits.internal_audit", "reviews.management_review", same_year=True),
    Pair("transitions.internal_audit", "transitions.management_review", same_year=True),
    Pair("documents.draft", "documents.approve"),
    Pair("corrective.complete_action", "corrective.check_effect"),
    Pair("duties.hand_over", "duties.confirm_handover_for"),
)
Key = tuple[int, int, str, int]


def _key(pair: Pair, agency: int, person: int, kind: str, subject: int, year: int) -> Key:
    return (agency, person, "", year) if pair.same_year else (agency, person, kind, subject)


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """One query: every deed of the pairs' acts within a year, matched in memory."""
    acts = {act for pair in PAIRS for act in (pair.did, pair.verified)}
    rows = Deed.objects.filter(scope.holds(day), act__in=sorted(acts), on__gt=day - A_YEAR, on__lte=day)
    by_act: dict[str, list[tuple[date, int, int, str, int]]] = {}
    for deed in rows.order_by("on", "pk"):
        told = (deed.on, deed.agency_id, deed.person_id, deed.subject_kind, deed.subject_id)
        by_act.setdefault(deed.act, []).append(told)
    for pair in PAIRS:
        done = {_key(pair, a, p, k, s, on.year): on for on, a, p, k, s in by_act.get(pair.did, [])}
        for on, agency, person, kind, subject in by_act.get(pair.verified, []):
            if first := done.get(_key(pair, agency, person, kind, subject, on.year)):
                label = act_words(pair.verified)
                facts = (
                    f"“{act_words(pair.did)}” ({first:%d/%m/%Y}) và “{label}” ({on:%d/%m/%Y}) do cùng một người "
                    "ghi nhận."
                )
                yield Line(agency, Ref(kind, subject, label), facts, key=pair.verified)


CHECK = Check(
    code="same_person_does_and_verifies",
    title="Một người vừa thực hiện vừa xác nhận",
    why="Đánh giá viên không đánh giá công việc của chính mình (TCVN ISO 9001, 9.2.2c; Thông tư 26/2014/TT-BKHCN, "
    "Điều 7). Nếu người khác làm mà ghi hộ, nêu tên người làm trong phần trả lời.",
    severity=Severity.WARNING,
    rows=_rows,
)
