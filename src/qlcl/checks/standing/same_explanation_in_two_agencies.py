"""Two agencies explain with the same words."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from qlcl.checks.enums import Severity
from qlcl.checks.terms import A_YEAR, Check, Line, Scope, number
from qlcl.duties.models import Duty
from qlcl.kernel.history import Ref
from qlcl.kernel.text import fold

LENGTH = number("explanation.length", "Giải trình trùng lời: chỉ xét văn bản từ số ký tự", 40, "ký tự", low=10)


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """One query: the explanations of a year, gathered by their words without accents."""
    everybody = Scope(scope.province_id, {}).holds(day)
    rows = Duty.objects.filter(everybody, explained_on__gt=day - A_YEAR, explained_on__lte=day)
    by_words: dict[str, list[tuple[int, int, str]]] = {}
    for agency, pk, label, words in rows.values_list("agency_id", "pk", "label", "explanation"):
        if len(words) >= scope.number(LENGTH.code):
            by_words.setdefault(fold(words), []).append((agency, pk, label))
    for uses in by_words.values():
        others = len({agency for agency, _pk, _label in uses}) - 1
        for agency, pk, label in uses if others else ():
            if scope.wanted(agency):
                facts = f"Lời giải trình của “{label}” trùng nguyên văn với {others} cơ quan khác."
                yield Line(agency, Ref("duty", pk, label), facts, reverse("duties:duty", args=[pk]))


CHECK = Check(
    code="same_explanation_in_two_agencies",
    title="Giải trình trùng lời với cơ quan khác",
    why="Giải trình nêu nguyên nhân và cách khắc phục của chính cơ quan (TCVN ISO 9001, 10.2.1). Nguyên nhân chung "
    "thật sự thì nêu rõ trong phần trả lời.",
    severity=Severity.INFO,
    parameters=(LENGTH,),
    rows=_rows,
)
