"""Published figures against each other, without any records."""

from decimal import Decimal

from qlcl.reports.queries.reconcile import Stated, against_each_other


def stated(text: str) -> list[Stated]:
    """Figures from lines "measure period level prepared_by value [percent]"."""
    found = []
    for n, line in enumerate(text.strip().splitlines(), start=1):
        measure, period, level, by, value, *percent = line.split()
        found.append(Stated(measure, period, level, by, int(value), Decimal(percent[0]) if percent else None, row=n))
    return found


PUBLISHED = """
units all all all 130 100
declared 2020 all all 47
declared 2020 province_agency all 25 92.59
declared 2020 district all 2 22.22
declared 2020 commune all 20 21.28
declared 2020 all self 28
declared 2020 province_agency self 25
declared 2020 district self 1
declared 2020 commune self 2
declared 2020 commune consultant 19
declared 2021 all all 83
declared 2021 province_agency all 2 7.41
declared 2021 district all 7 77.78
declared 2021 commune all 74 78.72
declared 2021 all self 18
declared 2021 province_agency self 2
declared 2021 district self 1
declared 2021 commune self 15
declared 2021 all consultant 65
declared 2021 district consultant 6
declared 2021 commune consultant 59
"""


def test_published_report_contradicts_itself_in_one_set_only() -> None:
    found = against_each_other(stated(PUBLISHED))
    assert [[s.words for s in c.figures] for c in found] == [
        ["declared 2020 commune", "declared 2020 commune self", "declared 2020 commune consultant"]
    ]
    assert [s.value for s in found[0].figures] == [20, 2, 19]


def test_corrected_figure_leaves_no_contradiction() -> None:
    assert against_each_other(stated(PUBLISHED.replace("commune consultant 19", "commune consultant 18"))) == []


def test_levels_that_miss_the_total_are_named() -> None:
    found = against_each_other(stated(PUBLISHED.replace("declared 2020 all all 47", "declared 2020 all all 48")))
    assert {c.figures[0].words for c in found} == {"declared 2020", "declared 2020 commune"}


def test_percentages_must_fit_one_base() -> None:
    found = against_each_other(stated("declared 2020 commune all 20 21.28\ndeclared 2021 commune all 74 80.00"))
    assert [[s.value for s in c.figures] for c in found] == [[20, 74]]


def test_percentage_within_rounding_is_accepted() -> None:
    assert against_each_other(stated("declared 2020 commune all 1 33.33\ndeclared 2021 commune all 2 66.67")) == []
    assert len(against_each_other(stated("declared 2020 commune all 1 33.34\ndeclared 2021 commune all 2 66.67"))) == 1


def test_same_figure_twice_with_two_values_is_named() -> None:
    found = against_each_other(stated("units all all all 5\nunits all all all 6"))
    assert [[s.value for s in c.figures] for c in found] == [[5, 6]]


def test_percentage_of_nothing_or_of_too_much_does_not_break_the_check() -> None:
    assert len(against_each_other(stated("declared 2020 commune all 5 0"))) == 1
    assert against_each_other(stated("declared 2020 commune all 0 0")) == []
