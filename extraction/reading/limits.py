"""How large a file may be before it is refused, and how long a page may take."""

from pydantic import Field

from domain.frozen import Frozen


class Limits(Frozen):
    """Bounds on what is read.

    Attributes:
        max_bytes: Of a file.
        max_pages: Of a file.
        max_pixels: Of one page or picture.
        ocr_seconds: For the OCR of one page.
    """

    max_bytes: int = Field(default=50 * 2**20, gt=0)
    max_pages: int = Field(default=200, gt=0)
    max_pixels: int = Field(default=250_000_000, gt=0)
    ocr_seconds: float = Field(default=120, gt=0)
