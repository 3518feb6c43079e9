"""Pictures of pages: PNG, JPEG, HEIC and TIFF, also with several pages."""

import io

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from domain.errors import DamagedFile, FileTooLarge
from extraction.reading.limits import Limits

Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit warns; ours refuses, before a pixel is read
pillow_heif.register_heif_opener()
_FORMATS = ("PNG", "JPEG", "TIFF", "HEIF")


def open_image(data: bytes, name: str, limits: Limits) -> Image.Image:
    """Opens a picture without reading its pixels.

    Raises:
        DamagedFile, FileTooLarge: With what to do about it.
    """
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        getattr(image, "n_frames", 1)  # counts them, which finds what is broken
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
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
        picture = ImageOps.exif_transpose(image)
        if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
            picture = picture.convert("RGBA")
            picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
        return picture.convert("L")
    except (OSError, SyntaxError, ValueError, EOFError):
        raise _damaged(name) from None


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
