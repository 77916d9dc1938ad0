"""The arithmetic of the plan: one third, rotation, the same plan from the same records."""

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from qlcl.inspections.enums import Mode
from qlcl.inspections.proposing import Candidate, broken_rules, propose, third, urgency

DAYS = st.one_of(st.none(), st.dates(date(2010, 1, 1), date(2020, 12, 31)))
MANY = st.lists(
    st.tuples(st.booleans(), DAYS, st.integers(0, 5), st.integers(0, 5), st.integers(0, 9)), max_size=60
).map(
    lambda rows: [
        Candidate(n, f"Cơ quan {n}", bound, last, findings, overdue, place=place, order=bytes([n % 7]))
        for n, (bound, last, findings, overdue, place) in enumerate(rows)
    ]
)


@given(MANY)
def test_everybody_is_planned_once_and_a_third_of_the_bound_is_visited(known: list[Candidate]) -> None:
    lines = propose(known)
    assert sorted(line.candidate.key for line in lines) == [c.key for c in known]
    visits = [line for line in lines if line.mode == Mode.ON_SITE]
    bound = sum(c.bound for c in known)
    assert len(visits) == third(bound)
    assert 3 * len(visits) >= bound > 3 * (len(visits) - 1) or not bound
    assert all(line.candidate.bound for line in visits)
    assert all(line.reason and 3 <= line.month <= 10 for line in visits)


@given(MANY)
def test_nobody_by_file_was_visited_in_an_earlier_year_than_somebody_visited(known: list[Candidate]) -> None:
    lines = [line for line in propose(known) if line.candidate.bound]
    visited = [urgency(line.candidate)[0] for line in lines if line.mode == Mode.ON_SITE]
    by_file = [urgency(line.candidate)[0] for line in lines if line.mode == Mode.BY_FILE]
    assert not visited or not by_file or max(visited) <= min(by_file)


@given(MANY, st.integers(0, 1000))
def test_the_order_in_which_records_are_read_changes_nothing(known: list[Candidate], seed: int) -> None:
    mixed = list(known)
    Random(seed).shuffle(mixed)
    assert propose(mixed) == propose(known)


@given(st.integers(1, 60), st.integers(0, 5))
def test_three_years_reach_everybody(count: int, findings: int) -> None:
    """Whatever was found, nobody waits longer than three years."""
    last: dict[int, date | None] = dict.fromkeys(range(count))
    for year in (2021, 2022, 2023):
        known = [Candidate(n, str(n), last_visit=d, open_findings=n % (findings + 1)) for n, d in last.items()]
        for line in propose(known):
            if line.mode == Mode.ON_SITE:
                last[line.candidate.key] = date(year, line.month, 1)
    assert all(last.values())


@given(MANY)
def test_what_is_proposed_keeps_the_rule(known: list[Candidate]) -> None:
    bound = {c.key: c.name for c in known if c.bound}
    assert broken_rules(bound, {line.candidate.key: {line.mode} for line in propose(known)}) == []


def test_says_in_plain_sentences_what_is_broken() -> None:
    bound = {n: f"UBND xã {n}" for n in range(1, 8)}
    assert broken_rules(bound, {1: {"by_file"}}) == [
        "6 cơ quan bắt buộc áp dụng chưa có trong kế hoạch: "
        "UBND xã 2; UBND xã 3; UBND xã 4; UBND xã 5; UBND xã 6 và 1 cơ quan khác.",
        "Kiểm tra tại trụ sở 0/7 cơ quan bắt buộc áp dụng; phải từ 3 cơ quan trở lên (một phần ba, làm tròn lên).",
    ]


def test_reasons_are_one_sentence() -> None:
    never = Candidate(1, "A", open_findings=3, overdue=2, inspects=True)
    seen = Candidate(2, "B", last_visit=date(2020, 9, 1))
    other = Candidate(3, "C", bound=False)
    said = {line.candidate.key: line.reason for line in propose([never, seen, other])}
    assert said == {
        1: "Tại trụ sở: chưa kiểm tra tại trụ sở lần nào, còn 3 điểm không phù hợp chưa khép, 2 việc luật định quá hạn."
        " Đây là cơ quan chủ trì: đoàn phải có thành viên nơi khác.",
        2: "Qua hồ sơ: cơ quan bắt buộc áp dụng, đã kiểm tra tại trụ sở ngày 01/09/2020.",
        3: "Qua hồ sơ: đưa vào theo tham số của tỉnh.",
    }
