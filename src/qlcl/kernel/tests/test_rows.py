"""Many rows at once: named in one parameter, written in few statements."""

import pytest

from qlcl.kernel.models import Chain, Event
from qlcl.kernel.rows import insert_new, update_by_key, update_where


@pytest.mark.django_db
def test_thousands_of_keys_are_one_parameter(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    keys = [f'sổ "{number}"' for number in range(6000)]
    with django_assert_max_num_queries(4):
        assert insert_new(Chain, ("key", "seq", "head"), [(key, 0, "") for key in keys[:3000]]) == 3000
        assert Chain.objects.filter(key__listed=keys).count() == 3000
        assert not Event.objects.filter(chain__listed=[]).exists()
        assert not Event.objects.filter(chain__listed=range(40_000)).exists()


@pytest.mark.django_db
def test_updates_by_key_and_by_another_column() -> None:
    rows = [("một", 1, ""), ("hai", 1, ""), ("ba", 2, "")]
    assert insert_new(Chain, ("key", "seq", "head"), rows) == 3
    assert update_where(Chain, ("head",), "seq", [("mới", 1), ("khác", 3)], {"key": ["hai", "ba"], "head": ""}) == 1
    first = Chain.objects.get(key="một")
    update_by_key(Chain, ("seq", "head"), [(7, "đầu", first.pk)])
    found = set(Chain.objects.filter(key__listed=["một", "hai", "ba"]).values_list("key", "seq", "head"))
    assert found == {("một", 7, "đầu"), ("hai", 1, "mới"), ("ba", 2, "")}
