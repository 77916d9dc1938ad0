"""Turns Word into PDF with LibreOffice, in a private profile and within a time limit."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from qlcl.kernel.errors import DomainError

TIMEOUT_SECONDS = 90


def office() -> str | None:
    """The LibreOffice program, if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pdf_or_none(docx: bytes) -> bytes | None:
    """The PDF, or None without LibreOffice; raises `DomainError` when it fails or takes too long."""
    program = office()
    return _convert(program, docx) if program else None


def pdf(docx: bytes) -> bytes:
    """The PDF; raises `DomainError` with what to do when it cannot be made here."""
    made = pdf_or_none(docx)
    if made is None:
        raise DomainError(
            "pdf_unavailable",
            "Máy chủ chưa cài LibreOffice nên chưa tạo được PDF; hãy tải bản Word (.docx), "
            "hoặc đề nghị người vận hành cài gói libreoffice-writer.",
        )
    return made


def _convert(program: str, docx: bytes) -> bytes:
    with TemporaryDirectory(prefix="qlcl-pdf-") as name:
        folder = Path(name)
        source = folder / "paper.docx"
        source.write_bytes(docx)
        command = [
            program,
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            "pdf:writer_pdf_Export",
            "--outdir",
            str(folder),
            str(source),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=TIMEOUT_SECONDS, check=True)
        except subprocess.TimeoutExpired:
            raise DomainError("pdf_timeout", "Tạo PDF quá lâu; hãy thử lại hoặc tải bản Word.") from None
        except (subprocess.CalledProcessError, OSError):
            raise DomainError("pdf_failed", "LibreOffice không tạo được PDF; hãy tải bản Word.") from None
        made = folder / "paper.pdf"
        if not made.exists():
            raise DomainError("pdf_failed", "LibreOffice không tạo được PDF; hãy tải bản Word.")
        return made.read_bytes()
