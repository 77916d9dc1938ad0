"""Deeds in words, for the rows behind a finding."""

from collections.abc import Iterator

from qlcl.checks.models import Deed, DeedQuerySet
from qlcl.checks.terms import Row
from qlcl.duties.links import thing_link
from qlcl.duties.reference import rule_rows
from qlcl.kernel.history.timeline import act_label

MOST = 200
_OF_RULES = {str(rule["act"]): str(rule["label"]) for rule in rule_rows()}


def act_words(code: str) -> str:
    """The act in words; one that has no form yet has the words of the rule that asks for it, never its code."""
    label = act_label(code)
    return _OF_RULES.get(code, "Việc ghi nhận thủ công") if label == code else label


def deed_words(deed: Deed) -> str:
    """What was done and in which position; the deed has its position read."""
    return f"{act_words(deed.act)} – {deed.position.title}" if deed.position else act_words(deed.act)


def recorded(deeds: DeedQuerySet) -> Iterator[Row]:
    """Deeds by the day of record, at most 200, each leading to what it was about."""
    for deed in deeds.select_related("position").order_by("recorded_on", "pk")[:MOST]:
        late = f", ngày thực hiện {deed.on:%d/%m/%Y}" if deed.lag > 0 else ""
        yield Row(deed.recorded_on, deed_words(deed) + late, thing_link(deed.subject_kind, deed.subject_id))
