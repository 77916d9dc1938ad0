"""Backups are whole, are taken while others write, and come back only where they may."""

import json
import tarfile

import pytest

from qlcl.kernel.errors import DomainError
from qlcl.portal.operations import archive
from tests.engines.committing import PATIENCE

STORE_A_FILE = """
import hashlib, pathlib
from django.conf import settings
content = b"quyet dinh"
sha = hashlib.sha256(content).hexdigest()
path = pathlib.Path(settings.MEDIA_ROOT) / sha[:2] / sha
path.parent.mkdir(parents=True)
path.write_bytes(content)
print(sha)
"""

REGISTER = """
import sys
from datetime import date
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now
from qlcl.organisations.operations.register_agencies import NewAgency, register_agencies
first, last = int(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
for number in range(first, last):
    new = NewAgency(f"P{number}", f"Tỉnh {number}", "province", "", date(2004, 1, 1), "mandatory")
    register_agencies(actor=Actor.system("thử"), on=date(2020, 1, 1), at=now(), agencies=[new])
"""

AGENCIES = "from qlcl.organisations.models import Agency; print(Agency.objects.count())"


@pytest.fixture
def filled(committing_database):
    """A database with two provinces."""
    committing_database.here(REGISTER, "0", "2")
    return committing_database


@pytest.fixture
def empty(template_database, tmp_path):
    """Another database, with nothing but reference data."""
    database = template_database.copy(tmp_path / "other")
    yield database
    database.drop()


def test_restores_database_and_files_and_verifies(filled, empty, tmp_path):
    sha = filled.here(STORE_A_FILE).strip()
    made = filled.qlcl("backup", tmp_path / "b.tar", "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["events"] >= 2

    restored = empty.qlcl("restore", tmp_path / "b.tar", "--json")
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["events"] == json.loads(made.stdout)["events"]
    assert empty.here(AGENCIES).strip() == "2"
    assert (empty.home / "files" / sha[:2] / sha).read_bytes() == b"quyet dinh"
    assert empty.is_whole()


@pytest.mark.engine("sqlite", "postgresql")
def test_refuses_a_home_with_data_unless_forced(filled, empty, tmp_path):
    filled.fork_qlcl("backup", tmp_path / "b.tar")
    empty.here(REGISTER, "5", "6")

    refused = empty.fork_qlcl("restore", tmp_path / "b.tar")
    assert refused.returncode == 1 and "--force" in refused.stderr
    assert empty.here(AGENCIES).strip() == "1"

    assert empty.fork_qlcl("restore", tmp_path / "b.tar", "--force").returncode == 0
    assert empty.here(AGENCIES).strip() == "2"


def test_is_taken_while_others_write(filled, empty, tmp_path):
    writer = filled.fork(REGISTER, "10", "60")
    assert writer.stdout.readline() == "ready\n"
    made = filled.fork_qlcl("backup", tmp_path / "b.tar", "--json")
    _, errors = writer.communicate(timeout=PATIENCE)
    assert (made.returncode, writer.returncode) == (0, 0), made.stderr + errors

    restored = empty.fork_qlcl("restore", tmp_path / "b.tar", "--json")
    assert restored.returncode == 0, restored.stderr
    assert 2 <= int(empty.here(AGENCIES)) <= 52


def test_refuses_to_overwrite_a_file(filled, tmp_path):
    (tmp_path / "b.tar").write_text("mine")
    assert filled.fork_qlcl("backup", tmp_path / "b.tar").returncode == 1
    assert (tmp_path / "b.tar").read_text() == "mine"


@pytest.mark.engine("sqlite", "postgresql")
def test_refuses_a_damaged_backup_and_changes_nothing(filled, empty, tmp_path):
    filled.fork_qlcl("backup", tmp_path / "b.tar")
    content = bytearray((tmp_path / "b.tar").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "b.tar").write_bytes(content)

    refused = empty.fork_qlcl("restore", tmp_path / "b.tar")
    assert refused.returncode == 1 and len(refused.stderr.strip().splitlines()) <= 2
    assert empty.here(AGENCIES).strip() == "0"


def test_refuses_members_that_climb_out(tmp_path):
    inside = tmp_path / "content"
    inside.write_text("x")
    manifest = archive.Manifest("sqlite", "2026-01-01", "0")
    with pytest.raises(DomainError) as refused:
        archive.write(tmp_path / "b.tar", manifest, {"../evil": inside})
        archive.read(tmp_path / "b.tar", tmp_path / "out")
    assert refused.value.code == "not_a_backup"
    assert not (tmp_path / "evil").exists()


def test_refuses_what_is_not_a_backup(tmp_path):
    with tarfile.open(tmp_path / "b.tar", "w"):
        pass
    with pytest.raises(DomainError) as refused:
        archive.read(tmp_path / "b.tar")
    assert refused.value.code == "not_a_backup"
