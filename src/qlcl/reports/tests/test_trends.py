"""Trends answered together, by one pass over the same rows, count what each question counts on its own."""

from datetime import date

import pytest
from django.db.models import Q

from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.kernel.measures import Scope
from qlcl.kernel.trends import Asked, Dated, trends
from qlcl.organisations.models import Agency

DAYS = (date(2019, 6, 30), date(2020, 12, 31), date(2021, 12, 31))


@pytest.mark.django_db
def test_asked_together_or_alone_or_row_by_row_a_figure_is_the_same(province: Agency, head: Actor) -> None:
    scopes = [Scope(Actor.system("x"), frozenset({province.pk}), date(day.year, 1, 1), day) for day in DAYS]
    dated = [catalogue.measure(name) for name in catalogue.measures()]
    asked = [Asked(m, scopes) for m in dated if isinstance(m.rows, Dated) and not m.total]
    asked += [Asked(a.measure, scopes[-1:], Q(**{a.measure.illustration: False})) for a in asked]
    together = trends(asked)
    assert together == [trends([a])[0] for a in asked]
    assert together[: len(asked) // 2] == [[a.measure.value(s) for s in scopes] for a in asked[: len(asked) // 2]]
    assert any(any(counts) for counts in together)
