"""Answers remembered until something is written, by whomever."""

import pytest

from qlcl.kernel.remembered import remembered
from tests.engines.committing import CommittingDatabase

_PRELUDE = """
import sys
from django.db import connection, transaction
from qlcl.kernel.models import Chain
from qlcl.kernel.remembered import remembered
asked = []
def read():
    asked.append(1)
    return tuple(Chain.objects.order_by("key").values_list("key", flat=True))
def ask():
    return remembered("chains", read), len(asked)
"""


def test_what_this_process_writes_is_seen_at_once(committing_database: CommittingDatabase) -> None:
    out = committing_database.here(
        _PRELUDE
        + """
first, again = ask(), ask()
assert first == again, (first, again)
Chain.objects.create(key="a")
then, still = ask(), ask()
assert "a" in then[0] and then[1] == 2 == still[1], then
print("seen")
"""
    )
    assert out.strip() == "seen"


@pytest.mark.engine("sqlite", "postgresql")
@pytest.mark.parametrize("before", ["pass", "connection.close()"])
def test_what_others_write_is_seen_at_once(committing_database: CommittingDatabase, before: str) -> None:
    reader = committing_database.python(
        _PRELUDE
        + f"""
ask(); print(ask()[1], flush=True)
for _ in sys.stdin:
    {before}
    found, times = ask()
    print(times, "b" in found, flush=True)
"""
    )
    assert reader.stdin is not None and reader.stdout is not None
    assert reader.stdout.readline().strip() == "1"
    committing_database.here('from qlcl.kernel.models import Chain\nChain.objects.create(key="b")')
    reader.stdin.write("\n")
    reader.stdin.flush()
    assert reader.stdout.readline().strip() == "2 True"
    reader.communicate("\n", timeout=20)


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_remembered() -> None:
    answers = iter([("one",), ("two",)])
    assert [remembered("x", lambda: next(answers)) for _ in range(2)] == [("one",), ("two",)]
