"""Periods that may not overlap, the same on both engines."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from qlcl.kernel.periods import NoOverlap, Period, _statements, dates_in_order

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite", "postgresql")]


@pytest.fixture
def post() -> Iterator[type[Period]]:
    """A dated table with a `NoOverlap` by person, for regular posts only."""
    with isolate_apps("qlcl.kernel"):

        class Post(Period):
            person = models.BigIntegerField(null=True)
            acting = models.BooleanField(default=False)
            objects: models.Manager["Post"] = models.Manager()

            class Meta:
                app_label = "kernel"
                constraints = [
                    dates_in_order(),
                    NoOverlap(fields=["person"], name="post_once", where={"acting": False}),
                ]

        key = "bigserial" if connection.vendor == "postgresql" else "integer"
        auto = "" if connection.vendor == "postgresql" else " AUTOINCREMENT"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            cursor.execute(
                f"CREATE TABLE kernel_post (id {key} PRIMARY KEY{auto}, person bigint, acting boolean NOT NULL,"
                " valid_from date NOT NULL, valid_until date)"
            )
            for sql in _statements(Post, Post._meta.constraints[1]):  # type: ignore[arg-type]
                cursor.execute(sql)
        yield Post


JAN, FEB, MAR = date(2021, 1, 1), date(2021, 2, 1), date(2021, 3, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [((JAN, None), (FEB, None)), ((JAN, MAR), (FEB, None)), ((FEB, None), (JAN, MAR)), ((JAN, MAR), (JAN, MAR))],
)
def test_refuses_overlap(post: type[Period], first: tuple[date, date], second: tuple[date, date]) -> None:
    post.objects.create(person=1, valid_from=first[0], valid_until=first[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        post.objects.create(person=1, valid_from=second[0], valid_until=second[1])
    assert post.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [((JAN, FEB), (FEB, None)), ((FEB, None), (JAN, FEB)), ((JAN, FEB), (FEB, MAR))],
)
def test_periods_may_touch(post: type[Period], first: tuple[date, date], second: tuple[date, date]) -> None:
    for start, end in (first, second):
        post.objects.create(person=1, valid_from=start, valid_until=end)
    assert post.objects.count() == 2


def test_other_groups_nulls_and_rows_outside_the_condition_are_free(post: type[Period]) -> None:
    for person, acting in ((1, False), (2, False), (None, False), (None, False), (1, True), (1, True)):
        post.objects.create(person=person, acting=acting, valid_from=JAN)
    assert post.objects.count() == 6


def test_refuses_an_update_into_overlap(post: type[Period]) -> None:
    post.objects.create(person=1, valid_from=JAN, valid_until=FEB)
    later = post.objects.create(person=1, valid_from=FEB)
    with pytest.raises(IntegrityError), transaction.atomic():
        post.objects.filter(pk=later.pk).update(valid_from=date(2021, 1, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        post.objects.filter(valid_until=FEB).update(valid_until=None)


def test_a_row_does_not_overlap_itself(post: type[Period]) -> None:
    row = post.objects.create(person=1, valid_from=JAN)
    assert post.objects.filter(pk=row.pk).update(valid_until=MAR) == 1
