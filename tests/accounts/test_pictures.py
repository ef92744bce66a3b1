"""A picture is taken apart and made anew: nothing of the file comes through, and no file breaks the house."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.accounts.photos import CAMERA, phone_photo, picture_file
from tests.cast import browser_of, program_of
from tests.program import PREFIX
from vestibule.accounts.models import Person, PersonPicture
from vestibule.accounts.pictures import SIDE_PX, PictureTooLarge, PictureUnreadable, reencode
from vestibule.rooms.models import Room


def _opened(webp: bytes) -> Image.Image:
    return Image.open(BytesIO(webp))


def test_a_telephones_photo_becomes_a_small_upright_square_without_a_place() -> None:
    photo = phone_photo()
    assert CAMERA.encode() in photo
    assert Image.open(BytesIO(photo)).getexif().get_ifd(0x8825)
    made = reencode(photo)
    shown = _opened(made)
    assert (shown.format, shown.size, shown.mode) == ("WEBP", (SIDE_PX, SIDE_PX), "RGB")
    assert not shown.getexif()
    assert shown.info.keys() <= {"background", "loop", "timestamp", "duration"}
    for trace in (CAMERA.encode(), b"Exif", b"EXIF", b"GPS", b"415", b"script", b"ICCP", b"XMP"):
        assert trace not in made
    top, bottom = shown.getpixel((128, 20)), shown.getpixel((128, 235))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200
    assert top[2] < 60
    assert bottom[2] > 200
    assert bottom[0] < 60


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("size", [(1, 1), (4000, 10), (40, 30)])
def test_what_cameras_and_programs_write_is_taken(kind: str, size: tuple[int, int]) -> None:
    assert _opened(reencode(picture_file(kind, size=size))).size == (SIDE_PX, SIDE_PX)


def test_what_lets_light_through_stands_on_white() -> None:
    made = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(made, "PNG")
    assert _opened(reencode(made.getvalue())).getpixel((100, 100)) == (255, 255, 255)


def _bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it is this large."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(b"\0" * 99)) + part(b"IEND", b"")


@pytest.mark.parametrize("size", [(50_000, 50_000), (8001, 8001), (2**31 - 1, 1)])
def test_a_picture_that_would_fill_the_memory_is_refused_unread(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLarge):
        reencode(_bomb(*size))


def test_more_than_ten_megabytes_are_refused_unread() -> None:
    with pytest.raises(PictureTooLarge):
        reencode(b"\xff\xd8" + bytes(10 * 1024 * 1024))


@pytest.mark.parametrize(
    "uploaded",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.4",
        picture_file()[:60],
        picture_file("JPEG")[:200],
        picture_file("TIFF"),
        picture_file("BMP"),
        _bomb(300, 300),
    ],
)
def test_what_is_no_picture_is_refused(uploaded: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        reencode(uploaded)


@pytest.mark.django_db
def test_a_picture_is_shown_by_an_address_that_changes_with_it(ana: Person, bo: Person, room: Room) -> None:
    browser, reader = browser_of(ana), browser_of(bo)

    def upload(data: bytes) -> str:
        answer = browser.post("/account/picture/", {"picture": SimpleUploadedFile("me.jpg", data)})
        assert answer.status_code == 302
        return f"/pictures/{Person.objects.get(id=ana.id).picture}"

    first = upload(phone_photo())
    shown = reader.get(first)
    assert shown.headers["Content-Type"] == "image/webp"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.headers["Cache-Control"] == "private, max-age=3600"
    assert first.encode() in reader.get(f"/rooms/{room.id}/").content
    second = upload(picture_file())
    assert reader.get(first).status_code == 404
    assert reader.get(second).content != shown.content
    assert browser.post("/account/picture/", {"remove": "1"}).status_code == 302
    assert reader.get(second).status_code == 404
    assert PersonPicture.objects.count() == 0


@pytest.mark.django_db
def test_a_program_sets_and_removes_its_picture(ana: Person) -> None:
    browser = browser_of(ana)
    told = browser.post(f"{PREFIX}/me/picture", {"picture": SimpleUploadedFile("me.png", picture_file())})
    assert told.status_code == 200
    assert browser.get(f"{PREFIX}/pictures/{told.json()['picture']}").headers["Content-Type"] == "image/webp"
    refused = browser.post(f"{PREFIX}/me/picture", {"picture": SimpleUploadedFile("me.png", b"none")})
    assert (refused.status_code, refused.json()["code"]) == (422, "picture_unreadable")
    assert program_of(ana).delete("/me/picture").body["picture"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"no picture", None])
def test_a_refused_picture_is_told_at_its_field_and_the_old_one_stays(data: bytes | None, ana: Person) -> None:
    browser = browser_of(ana)
    browser.post("/account/picture/", {"picture": SimpleUploadedFile("me.png", picture_file())})
    before = Person.objects.get(id=ana.id).picture
    answer = browser.post("/account/picture/", {"picture": SimpleUploadedFile("me.png", data)} if data else {})
    assert answer.status_code == 422
    assert b'id="id_picture_error"' in answer.content
    assert Person.objects.get(id=ana.id).picture == before
