"""Re-encoding an uploaded picture: pixels come in, a small square WebP goes out, and nothing else of the file."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from vestibule.kit.refusals import InvalidInput

SIDE_PX = 256
LARGEST_UPLOAD_BYTES = 10 * 1024 * 1024
# A telephone's largest photo; beyond it the file is a bomb or a poster.
MOST_PIXELS = 64_000_000
# Decoders of formats that cameras and drawing programs write, and no others.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class PictureUnreadable(InvalidInput):
    code = "picture_unreadable"
    sentence = "This picture cannot be read. Choose a JPEG, PNG, WebP or GIF file."


class PictureTooLarge(InvalidInput):
    code = "picture_too_large"
    sentence = "This picture is too large. Choose one of at most 10 MB and 64 million pixels."


def reencode(uploaded: bytes) -> bytes:
    """The middle of the picture as a WebP of 256 × 256 pixels, upright, without metadata.

    The size is looked at before any pixel is decoded. Raises `PictureUnreadable` or `PictureTooLarge` at `picture`.
    """
    if len(uploaded) > LARGEST_UPLOAD_BYTES:
        raise PictureTooLarge(field="picture")
    try:
        with warnings.catch_warnings():
            # Pillow warns of bombs at a limit of its own; ours is checked below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _square(uploaded)
    except InvalidInput:
        raise
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(field="picture") from error
    # Decoders raise whatever a crafted file makes them stumble over.
    except Exception as error:
        raise PictureUnreadable(field="picture") from error


def _square(uploaded: bytes) -> bytes:
    with Image.open(BytesIO(uploaded), formats=_FORMATS) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise PictureTooLarge(field="picture")
        # A JPEG is decoded at a fraction of its size; other formats ignore this.
        opened.draft("RGB", (SIDE_PX * 2, SIDE_PX * 2))
        opened.load()
        # How the camera was held is the one thing that is read from the metadata, and it is applied here.
        upright = ImageOps.exif_transpose(opened)
        square = ImageOps.fit(_opaque(upright), (SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
    # A new image of the bare pixels: what hung on the old one cannot come along.
    bare = Image.frombytes("RGB", square.size, square.tobytes())
    made = BytesIO()
    bare.save(made, "WEBP", quality=82, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return made.getvalue()


def _opaque(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")
