"""Photos as they are kept: a JPEG, upright, no larger than needed, without what the camera wrote beside the picture."""

import struct
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from qlcl.kernel.files import MAX_SIZE, PHOTOS, TYPES, BadFile, Upload, checked_type, content_of, store_bytes
from qlcl.kernel.models import StoredFile

pi_heif.register_heif_opener(thumbnails=False)

#: More pixels than any phone takes; a small file that unfolds into more is refused before it is unfolded.
MOST_PIXELS = 120_000_000
#: The same for what is unfolded whole, four bytes a pixel; a JPEG is read small from the start.
MOST_UNFOLDED = 50_000_000
#: The longest side and the quality of a photo from a page; those of devices are the province's parameters.
SIDE, QUALITY = 2000, 80
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
_DECODERS = {
    "image/jpeg": ("JPEG",), "image/png": ("PNG",), "image/webp": ("WEBP",), "image/heic": ("HEIF",),
}  # fmt: skip
_UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, RuntimeError)
#: Segments of a JPEG that say how to show it, and nothing about where and by what it was taken.
_HARMLESS = ("APP0", "APP14")
_PLACE = 0x8825
_SCAN, _END = b"\xff\xda", b"\xff\xd9"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo to keep; `place` is where the camera said it was taken, latitude and longitude in degrees."""

    content: bytes
    name: str
    width: int
    height: int
    place: tuple[float, float] | None = None


def cleaned(content: bytes, name: str, *, side: int, quality: int, max_size: int) -> Photo:
    """The photo with its longest side at most `side` pixels, as a JPEG without metadata.

    What a device has already made so is kept byte by byte. Refuses with `file_unknown`, `file_too_big`,
    `photo_too_large` (pixels), `photo_broken`.
    """
    kind = checked_type(content, "", allowed=PHOTOS, max_size=max_size, named=False)
    stem = name.rpartition(".")[0] or name or "anh"
    try:
        with Image.open(BytesIO(content), formats=_DECODERS[kind]) as image:
            if image.width * image.height > (MOST_PIXELS if kind == "image/jpeg" else MOST_UNFOLDED):
                raise _too_large(MOST_PIXELS if kind == "image/jpeg" else MOST_UNFOLDED)
            place = _place(image)
            if kind == "image/jpeg" and max(image.size) <= side and _is_bare(image, content):
                image.load()
                return Photo(content, f"{stem}.jpg", *image.size, place)
            small = _small(image, side)
    except Image.DecompressionBombError as bomb:
        raise _too_large(MOST_PIXELS) from bomb
    except _UNREADABLE as broken:
        raise BadFile("photo_broken", "Ảnh bị hỏng hoặc tải lên chưa đủ; hãy gửi lại.") from broken
    kept = BytesIO()
    small.save(kept, "JPEG", quality=quality, optimize=True)
    return Photo(kept.getvalue(), f"{stem}.jpg", *small.size, place)


def store_bare(upload: Upload, *, at: datetime, by: str) -> StoredFile:
    """Keeps a photo as `cleaned` makes it, without what the camera wrote; any other file as it came."""
    content, name = content_of(upload), upload.name or ""
    if checked_type(content, name, allowed=TYPES, max_size=MAX_SIZE) in PHOTOS:
        photo = cleaned(content, name, side=SIDE, quality=QUALITY, max_size=MAX_SIZE)
        content, name = photo.content, photo.name
    return store_bytes(content, name, at=at, by=by)


def _too_large(most: int) -> BadFile:
    return BadFile("photo_too_large", f"Ảnh lớn hơn {most // 1_000_000} triệu điểm ảnh.")


def _small(image: Image.Image, side: int) -> Image.Image:
    """Upright, within `side`, on white where it was transparent."""
    image.draft("RGB", (side, side))
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    upright: Image.Image = image
    upright.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        ground = Image.new("RGB", upright.size, "white")
        ground.paste(upright, mask=upright.getchannel("A"))
        return ground
    kept = upright.convert("RGB")
    kept.info = {}
    return kept


def _is_bare(image: Image.Image, content: bytes) -> bool:
    """No segment tells more than how to show the picture, and nothing follows it; in doubt it is written anew."""
    if content.find(_END, content.find(_SCAN)) != len(content) - len(_END):
        return False
    segments = getattr(image, "applist", [])
    return all(name in _HARMLESS or (name == "APP2" and data.startswith(b"ICC_PROFILE")) for name, data in segments)


def _place(image: Image.Image) -> tuple[float, float] | None:
    """Where it was taken, as its metadata has it; None where that is absent or no place on earth."""
    said = image.getexif().get_ifd(_PLACE)
    try:
        north, east = (
            _degrees(said[key + 1]) * (-1 if said[key] in marks else 1) for key, marks in ((1, "S"), (3, "W"))
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None


def _degrees(parts: tuple[float, ...]) -> float:
    return round(sum(float(part) / 60**power for power, part in enumerate(parts[:3])), 6)
