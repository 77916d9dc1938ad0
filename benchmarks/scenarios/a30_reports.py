"""The consolidated report as JSON and as Word, counted anew each time."""

import io
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command

from benchmarks.people import TODAY
from benchmarks.province import CODE
from benchmarks.timing import timed
from qlcl.kernel.remembered import forget


def measure(times: int) -> dict[str, Any]:
    """Each form, written to a file."""
    with TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        return {form: _timed(form, Path(folder), min(times, 10)) for form in ("json", "docx")}


def _timed(form: str, folder: Path, times: int) -> dict[str, Any]:
    return timed(lambda: _write(form, folder), times, before=forget)


def _write(form: str, folder: Path) -> None:
    options: dict[str, Any] = {"province": CODE, "until": TODAY, "format": form, "output": folder / f"report.{form}"}
    call_command("report", "transition", **options)
