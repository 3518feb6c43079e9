"""Pictures of pages: PNG, JPEG, HEIC and TIFF, also with several pages."""

import io
import math
import struct
import zlib

import pillow_heif
from PIL import ExifTags, Image, ImageOps

from domain.errors import DamagedFile, FileTooLarge
from extraction.reading.limits import Limits

Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit warns; ours refuses, before a pixel is read
pillow_heif.register_heif_opener()
_FORMATS = ("PNG", "JPEG", "TIFF", "HEIF")
_PLENTY = 40_000_000  # dots of a page; more are no more readable, and take memory
_BROKEN = (  # what Pillow raises on broken pictures
    OSError, SyntaxError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError,
    EOFError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip


def open_image(data: bytes, name: str, limits: Limits) -> Image.Image:
    """Opens a picture without reading its pixels.

    Raises:
        DamagedFile, FileTooLarge: With what to do about it.
    """
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        getattr(image, "n_frames", 1)  # counts them, which finds what is broken
    except _BROKEN:
        raise _damaged(name) from None
    _check_pixels(image, name, limits)
    return image


def picture_of(image: Image.Image, index: int, name: str, limits: Limits) -> Image.Image:
    """One page of an opened picture, the way up that the camera noted, on white where it is transparent.

    Raises:
        DamagedFile: If the file is cut off.
        FileTooLarge: If the page is over the limit.
    """
    try:
        if image.tell() != index:
            image.seek(index)
        _check_pixels(image, name, limits)
        picture = ImageOps.exif_transpose(_reduced(image))
        if _is_transparent(picture):
            picture = picture.convert("RGBA")
            picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
        return picture.convert("L")
    except _BROKEN:
        raise _damaged(name) from None


def _reduced(image: Image.Image) -> Image.Image:
    """The picture with no more dots than a page needs; a JPEG of more is not even unpacked to all of them."""
    times = _times_too_many(image)
    if times == 1:
        return image
    orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    image.draft("L", (image.width // times, image.height // times))
    plain = image if image.mode in {"L", "RGB"} else image.convert("RGBA" if _is_transparent(image) else "L")
    small = plain.reduce(_times_too_many(image))
    small.getexif()[ExifTags.Base.Orientation] = orientation
    return small


def _is_transparent(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info


def _times_too_many(image: Image.Image) -> int:
    """By how much its sides are to be divided."""
    return math.ceil(math.sqrt(image.width * image.height / _PLENTY))


def _check_pixels(image: Image.Image, name: str, limits: Limits) -> None:
    if image.width * image.height > limits.max_pixels:
        raise FileTooLarge(
            f"“{name}” has a picture of {image.width} by {image.height} dots, which is more than we can read. "
            "Please save it smaller; 300 dots an inch are enough."
        )


def _damaged(name: str) -> DamagedFile:
    return DamagedFile(
        f"“{name}” is damaged or cut off and cannot be opened. Please take or download it again and upload it anew."
    )
