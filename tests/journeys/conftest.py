"""The personas of the rooms' tests, for journeys across rooms."""

from qlcl.conftest import (
    commune,
    day,
    department,
    head,
    leader,
    observer,
    officer,
    other_commune,
    other_province,
    other_province_officer,
    province,
    sign_in,
)

__all__ = [
    "commune",
    "day",
    "department",
    "head",
    "leader",
    "observer",
    "officer",
    "other_commune",
    "other_province",
    "other_province_officer",
    "province",
    "sign_in",
]
