"""How large a file may be before it is refused, and what one page may take of time and memory."""

from pydantic import Field

from domain.frozen import Frozen


class Limits(Frozen):
    """Bounds on what is read.

    Attributes:
        max_bytes: Of a file.
        max_pages: Of a file.
        max_pixels: Of one page or picture.
        max_expansion: How many times its size a file may unpack to.
        page_seconds: For reading one page.
        page_bytes: Of memory for reading one page, over what the programs take by themselves.
        open_seconds: For opening a file and counting its pages.
    """

    max_bytes: int = Field(default=50 * 2**20, gt=0)
    max_pages: int = Field(default=200, gt=0)
    max_pixels: int = Field(default=250_000_000, gt=0)
    max_expansion: int = Field(default=50, gt=0)
    page_seconds: float = Field(default=120, gt=0)
    page_bytes: int = Field(default=2**30, gt=0)
    open_seconds: float = Field(default=120, gt=0)

    def unpacked(self, size: int) -> int:
        """Bytes that a file of so many bytes may unpack to; never fewer than a file may have unpacked."""
        return max(self.max_expansion * size, self.max_bytes)
