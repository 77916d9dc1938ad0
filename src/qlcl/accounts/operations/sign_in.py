"""Sign-in with a password, slowed down after failures; nothing tells a wrong password from an unknown name."""

import hashlib
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from qlcl.accounts.models import Person, SignInAttempt
from qlcl.kernel.errors import DomainError
from qlcl.kernel.text import nfc

#: Failures allowed before waiting begins: under one name from one address, and from one address in all.
FREE_BY_NAME = 5
FREE_BY_ADDRESS = 40
FIRST_WAIT = 15
LONGEST_WAIT = 900
#: Failures are forgotten after this time without a new one: nobody is locked out for good.
FORGOTTEN_AFTER = timedelta(hours=1)


class TooManyAttempts(DomainError):
    """Too many failures lately; the message tells how long to wait."""

    status = 429

    def __init__(self, seconds: int) -> None:
        wait = f"{seconds} giây" if seconds < 60 else f"{-(-seconds // 60)} phút"
        super().__init__("too_many_attempts", f"Đã thử sai nhiều lần. Đề nghị thử lại sau {wait}.")
        self.seconds = seconds


def wait_after(failures: int, free: int) -> int:
    """Seconds to wait after so many failures in a row: doubles from 15 seconds to a quarter of an hour."""
    return 0 if failures < free else min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - free, 10))


def sign_in(*, username: str, password: str, address: str, at: datetime) -> Person:
    """The person with that name and password.

    Raises `TooManyAttempts`, or one and the same error for an unknown name, a wrong password and a closed account,
    after the same work. The attempt is counted before the password is looked at, so that parallel guesses count.
    """
    name = nfc(username).strip().lower()
    limits = {_key(f"{name}|{address}"): FREE_BY_NAME, _key(address): FREE_BY_ADDRESS}
    _count_attempt(limits=limits, at=at)
    person = Person.objects.filter(username=name).first()
    if person is None:
        make_password(password)
    elif check_password(password, person.password) and person.is_active:
        _forgive(keys=list(limits), at=at)
        return person
    raise DomainError("wrong_credentials", "Tên đăng nhập hoặc mật khẩu không đúng.")


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def _count_attempt(*, limits: dict[str, int], at: datetime) -> None:
    """Counts one attempt under every key, or raises when one of them has to wait."""
    for key in sorted(limits):
        SignInAttempt.objects.get_or_create(key=key, defaults={"last_at": at})
    attempts = list(SignInAttempt.objects.select_for_update().filter(key__in=limits).order_by("key"))
    for attempt in attempts:
        if at - attempt.last_at > FORGOTTEN_AFTER:
            attempt.failures = 0
        until = attempt.last_at + timedelta(seconds=wait_after(attempt.failures, limits[attempt.key]))
        if until > at:
            raise TooManyAttempts(int((until - at).total_seconds()) + 1)
    for attempt in attempts:
        attempt.failures += 1
        attempt.last_at = at
    SignInAttempt.objects.bulk_update(attempts, ["failures", "last_at"])


@transaction.atomic
def _forgive(*, keys: list[str], at: datetime) -> None:
    """After success: forgets the failures of the name, takes this attempt off the address, drops what is old."""
    by_name, by_address = keys
    SignInAttempt.objects.filter(key=by_name).delete()
    SignInAttempt.objects.filter(key=by_address, failures__gt=0).update(failures=F("failures") - 1)
    SignInAttempt.objects.filter(last_at__lt=at - timedelta(days=1)).delete()
