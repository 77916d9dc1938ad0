"""A team on site: a server that can be stopped or killed, two inspectors, an inspection with its checklist, devices."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser.serving import free_port, wait_until_it_answers
from tests.engines.committing import CommittingDatabase

PASSWORD = "doan-kiem-tra-2026"
ROOT = "/kiem-tra/tai-cho/"
_SEED = """
from qlcl.accounts.models import Person
from qlcl.accounts.tests.factories import make_actor
from qlcl.assessments.tests.factories import make_checklist
from qlcl.conftest import make_agency
from qlcl.inspections.tests.factories import make_inspection
from qlcl.kernel.actors import Role
from qlcl.kernel.clock import today
from qlcl.kernel.history import Ref
from qlcl.organisations.enums import Level
from django.db import transaction
transaction.set_autocommit(False)
province = make_agency("P1", "Ủy ban nhân dân tỉnh Mẫu", Level.PROVINCE)
department = make_agency("P1-CC", "Chi cục Tiêu chuẩn Đo lường Chất lượng", Level.PROVINCE_AGENCY, province)
commune = make_agency("P1-X1", "Ủy ban nhân dân xã Phước Vinh", Level.COMMUNE, province)
for name in ("an", "binh"):
    actor = make_actor(department, Role.PROVINCIAL_OFFICER, today())
    person = Person.objects.get(pk=actor.person_id)
    person.username, person.full_name, person.must_change_password = name, f"Cán bộ {name}", False
    person.set_password(%r)
    person.save()
inspection = make_inspection(commune)
make_checklist(commune, occasion=Ref("inspection", inspection.pk, str(inspection)), on=today())
transaction.commit()
"""
_END = """
import json
from qlcl.assessments.models import Checklist, ChecklistItem, Conflict, ItemEvidence, SyncOp
from qlcl.kernel.files import intact
checklist = Checklist.objects.get()
proofs = ItemEvidence.objects.select_related("file")
print(json.dumps({
    "concluded": checklist.concluded_on is not None,
    "answers": dict(checklist.items.values_list("code", "answer")),
    "notes": dict(checklist.items.exclude(note="").values_list("code", "note")),
    "conflicts": Conflict.objects.count(), "open": Conflict.objects.filter(resolved_at=None).count(),
    "photos": sum(1 for p in proofs if p.file and intact(p.file)), "proofs": len(proofs),
    "large": max([p.file.size for p in proofs if p.file], default=0),
    "doubles": SyncOp.objects.count() - SyncOp.objects.values("payload_sha").distinct().count(),
    "refused": SyncOp.objects.filter(outcome="refused").count(), "out": checklist.copies.out().count(),
}))
"""


@dataclass
class Team:
    """The server of a story, at one address whatever happens to it, and the profiles of the devices."""

    database: CommittingDatabase
    folder: Path
    playwright: Playwright
    chromium: str
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def seed(self) -> None:
        """People, an inspection, and the files of the app under the names by which they are served."""
        self.database.run(_SEED % PASSWORD)
        done = self.database.qlcl("setup")
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """A worker alone: a killed server is really gone."""
        self.process = self.database.start(
            "serve", "--port", str(self.port), "--workers", "1", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
        wait_until_it_answers(self.process, f"{self.url}{ROOT}suc-khoe")

    def kill(self) -> None:
        """As a power cut does: without a word."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.communicate()
            self.process = None

    def release(self) -> None:
        """A new version of the app is on the server when it starts again."""
        folder = self.database.home / "static" / "inspections" / "onsite"
        for packed in folder.glob("words.js.*"):
            packed.unlink()
        with (folder / "words.js").open("a") as module:
            module.write("// newer\n")

    def sign_everybody_out(self) -> None:
        self.database.run("from django.contrib.sessions.models import Session; Session.objects.all().delete()")

    def end(self) -> dict[str, Any]:
        """What stands in the database."""
        return json.loads(self.database.run(_END))  # type: ignore[no-any-return]

    def parts(self) -> int:
        """Bytes of photos that are under way."""
        return sum(path.stat().st_size for path in (self.database.home / "files" / "partial").glob("*.part"))

    @contextmanager
    def device(self, name: str, path: str = ROOT, width: int = 360) -> Iterator[Page]:
        """A phone that is switched on, and off again at the end; it keeps what it had."""
        context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            self.folder / name, executable_path=self.chromium, args=["--no-sandbox", "--disable-gpu"],
            viewport={"width": width, "height": 780}, locale="vi-VN",
        )  # fmt: skip
        context.set_default_timeout(20_000)
        page = context.pages[0]
        page.on("pageerror", lambda error: _fail(str(error)))
        try:
            page.goto(f"{self.url}{path}")
            yield page
        finally:
            context.close()

    def photo(self, name: str, kind: str = "JPEG") -> Path:
        """About five megabytes out of a camera."""
        path = self.folder / name
        size = (3200, 2400) if kind == "JPEG" else (1300, 1290)
        image = Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))
        image.save(path, kind, **({"quality": 80} if kind == "JPEG" else {"compress_level": 1}))
        assert path.stat().st_size > 4_500_000, path.stat().st_size
        return path


def _fail(words: str) -> None:
    raise AssertionError(words)


def sign_in(page: Page, name: str) -> None:
    """On the sign-in page, or led there."""
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "dang-nhap" not in url)


def take_along(page: Page) -> None:
    """The inspection, with the app itself kept for a start without a network."""
    page.get_by_role("button", name="Mang theo").click()
    page.get_by_text("Đã mang theo").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => caches.has('tai-cho'))")


def version(page: Page) -> str:
    """Which version of the app the device shows."""
    kept = "caches.open('tai-cho').then((c) => c.match('/kiem-tra/tai-cho/phien-ban')).then((r) => r.text())"
    return str(page.evaluate(kept))


def question(page: Page, code: str):
    """The card of one question."""
    return page.locator(f'article[data-code="{code}"]')


def until(condition, seconds: float = 20.0) -> None:
    """Waits for something outside the browser."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)
