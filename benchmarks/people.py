"""Who asks: the people of the made-up province, and a client signed in as one of them."""

from datetime import date

from django.test import Client

from benchmarks.province import CODE
from qlcl.accounts.models import Person
from qlcl.accounts.operations.make_demo_people import make_demo_people
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now

OFFICER = "chuyen-vien-tinh"
TODAY = date(2021, 12, 31)


def make() -> None:
    """The demo people of every role, who need not change their passwords."""
    make_demo_people(
        actor=Actor.system("đo"),
        commune_code="BM-X00001",
        password="do-toc-do-12",
        on=TODAY,
        at=now(),
        department_code="BM-S00001",
        leadership_code=f"{CODE}-S-KHCN",
    )
    Person.objects.update(must_change_password=False)


def signed_in(username: str = OFFICER) -> Client:
    """A client of the test framework, signed in."""
    client = Client(SERVER_NAME="127.0.0.1", headers={"accept-encoding": "gzip"})
    client.force_login(Person.objects.get(username=username))
    return client


def session_key(username: str = OFFICER) -> str:
    """The session of somebody signed in, for requests to a server."""
    return str(signed_in(username).session.session_key)
