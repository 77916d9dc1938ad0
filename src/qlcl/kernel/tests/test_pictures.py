"""Photos are told by content, made small and bare, and refused where they are none; parts come in any way."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.test import override_settings
from PIL import Image

from qlcl.kernel import files, partials, pictures
from qlcl.kernel.errors import DomainError
from qlcl.kernel.files import BadFile

HEIC = (Path(__file__).parent / "data" / "photo.heic").read_bytes()
UID = UUID(int=7)
MOST = 1_000_000


def drawn(kind: str = "JPEG", size: tuple[int, int] = (60, 40), *, turned: bool = False, mode: str = "RGB") -> bytes:
    """A picture with all that a camera writes beside it."""
    said = Image.Exif()
    said[0x010F] = "Zka"
    if turned:
        said[0x0112] = 6
    said.get_ifd(0x8825).update({1: "N", 2: (11.0, 18.0, 36.0), 3: "E", 4: (106.0, 6.0, 0.0)})
    content = BytesIO()
    Image.new(mode, size, "red").save(content, kind, exif=said)
    return content.getvalue()


def clean(content: bytes, side: int = 50) -> pictures.Photo:
    return pictures.cleaned(content, "anh.xyz", side=side, quality=80, max_size=MOST)


@pytest.mark.parametrize(
    ("content", "size", "place"),
    [
        (drawn(), (50, 33), (11.31, 106.1)),
        (drawn(turned=True), (33, 50), (11.31, 106.1)),
        (drawn("PNG", mode="RGBA"), (50, 33), (11.31, 106.1)),
        (drawn("WEBP"), (50, 33), (11.31, 106.1)),
        (HEIC, (50, 38), (11.31, 106.098333)),
    ],
)
def test_every_kind_becomes_a_small_bare_jpeg(content, size, place):
    photo = clean(content)
    assert (photo.width, photo.height) == size and photo.place == pytest.approx(place)
    assert (photo.name, files.type_of(photo.content)) == ("anh.jpg", "image/jpeg")
    with Image.open(BytesIO(photo.content)) as kept:
        assert not kept.getexif() and b"Zka" not in photo.content


def test_what_a_device_made_small_and_bare_is_kept_as_it_is():
    content = BytesIO()
    Image.new("RGB", (50, 40), "blue").save(content, "JPEG")
    assert clean(content.getvalue()).content == content.getvalue()
    assert clean(drawn(size=(50, 40))).content != drawn(size=(50, 40))  # it says where it was taken
    followed = content.getvalue() + b"<script>PK\x03\x04\xff\xd9"
    assert b"<script>" not in clean(followed).content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 ...", "file_unknown"),
        (b"<svg/>", "file_unknown"),
        (drawn()[:300], "photo_broken"),
        (HEIC[:900], "photo_broken"),
        (b"\xff\xd8\xff" + b"x" * 50, "photo_broken"),
        (b"", "file_empty"),
        (drawn() + b"x" * MOST, "file_too_big"),
    ],
)
def test_refuses_what_is_no_whole_photo(content, code):
    with pytest.raises(BadFile) as refused:
        clean(content)
    assert refused.value.code == code


@pytest.mark.parametrize(("limit", "kind"), [("MOST_PIXELS", "JPEG"), ("MOST_UNFOLDED", "PNG")])
def test_refuses_a_small_file_that_unfolds_into_too_much(limit, kind, monkeypatch):
    monkeypatch.setattr(pictures, limit, 1000)
    with pytest.raises(BadFile) as refused:
        clean(drawn(kind))
    assert refused.value.code == "photo_too_large"


def test_tells_heic_from_its_neighbours():
    assert files.type_of(HEIC) == "image/heic"
    assert files.type_of(b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1avifmiaf") == ""
    assert files.type_of(b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00mp41isom") == ""


class TestParts:
    """A file that comes in parts."""

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path):
        with override_settings(MEDIA_ROOT=tmp_path):
            yield

    def add(self, offset: int, part: bytes, owner: int = 1) -> int:
        return partials.append(owner, UID, offset, part, most=MOST)

    def test_comes_whole_whatever_is_repeated(self):
        assert [self.add(0, b"abc"), self.add(0, b"abc"), self.add(3, b"def"), self.add(0, b"abc")] == [3, 3, 6, 6]
        assert partials.whole(1, UID, sha256(b"abcdef").hexdigest()) == b"abcdef"

    def test_says_where_to_go_on(self):
        self.add(0, b"abc")
        for offset, part in ((5, b"x"), (0, b"zzz"), (2, b"cdef")):
            with pytest.raises(partials.WrongOffset) as refused:
                self.add(offset, part)
            assert refused.value.extra == {"received": 3} and refused.value.status == 409
        assert partials.received(1, UID) == 3

    def test_is_its_senders_alone(self):
        self.add(0, b"abc")
        assert (partials.received(1, UID), partials.received(2, UID)) == (3, 0)
        with pytest.raises(DomainError, match="chưa nhận"):
            partials.whole(2, UID, sha256(b"abc").hexdigest())

    def test_another_content_than_meant_begins_again(self):
        self.add(0, b"abc")
        with pytest.raises(DomainError, match="gửi lại từ đầu"):
            partials.whole(1, UID, sha256(b"abd").hexdigest())
        assert partials.received(1, UID) == 0

    def test_is_bounded_and_forgotten(self, monkeypatch):
        with pytest.raises(DomainError, match="tối đa"):
            self.add(0, b"x" * (partials.MOST_AT_ONCE + 1))
        with pytest.raises(DomainError, match="lớn hơn"):
            self.add(MOST, b"x")
        self.add(0, b"abc")
        monkeypatch.setattr(partials, "MOST_OF_ONE", 2)
        with pytest.raises(DomainError, match="dở dang"):
            partials.append(1, UUID(int=8), 0, b"x", most=MOST)
        assert partials.forget_old(60) == 0 and partials.forget_old(-1) == 2
