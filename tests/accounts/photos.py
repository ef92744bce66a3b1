"""Pictures as people have them."""

from io import BytesIO

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

CAMERA = "Fairphone 6"


def picture_file(kind: str = "PNG", *, size: tuple[int, int] = (40, 30), colour: str = "teal") -> bytes:
    """A plain picture."""
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, kind)
    return made.getvalue()


def phone_photo() -> bytes:
    """A photo from a telephone held upright: lying on its side, with place, camera, comment and a thumbnail.

    As it is meant to be seen its upper half is red, its lower half blue.
    """
    lying = Image.new("RGB", (640, 480), "blue")
    lying.paste("red", (0, 0, 320, 480))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter to the right
    exif[0x010F], exif[0x0110] = "Fairphone", CAMERA
    exif.get_ifd(0x8825).update(
        {
            1: "N",
            2: (IFDRational(59), IFDRational(19), IFDRational(46)),
            3: "E",
            4: (IFDRational(18), IFDRational(4), IFDRational(7)),
        }
    )
    made = BytesIO()
    lying.save(made, "JPEG", exif=exif, comment=b"call me on +1 415 555 0134", quality=95)
    # And what somebody hid behind the end of the picture.
    return made.getvalue() + b"\r\nPK\x03\x04<script>alert(1)</script>"
