"""Lays texts out as documents, in four styles, and draws their pages: what the accuracy bench of reading reads."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

_WIDTH, _HEIGHT = letter
_LABEL = re.compile(r"(?:(?<=\. )|(?<=\n)|^)(?:- )?(?P<label>[A-Z][A-Z0-9 /()#-]{2,38}) ?: (?=\S)", re.MULTILINE)
_PLAIN = str.maketrans({" ": " ", "\u2009": " ", "\xa0": " ", "\u2264": "<", "\u2265": ">", "Ó": "O"})


@dataclass(frozen=True)
class Line:
    """One piece of text at a place of a page, in points from the left and the top."""

    page: int
    x: float
    y: float
    text: str
    font: str
    size: float


@dataclass(frozen=True)
class LaidOut:
    """A text as a document.

    Attributes:
        pdf: With a text layer, so that a perfect reader of the layout can be compared with.
        text: What stands on the pages, headers included, in reading order.
    """

    pdf: bytes
    text: str

    def pictures(self, dpi: int) -> list[Image.Image]:
        """Every page as a grey picture."""
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().copy() for page in pdfium.PdfDocument(self.pdf)]


def laid_out(text: str, style: int) -> LaidOut:
    """The text in the style of that number: letter, typewriter, form with a table, or two columns."""
    return _STYLES[style % len(_STYLES)](text.translate(_PLAIN).encode("cp1252", "replace").decode("cp1252"))


def _wrapped(text: str, font: str, size: float, width: float) -> Iterator[str]:
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and stringWidth(longer, font, size) > width:
                yield line
                line = word
            else:
                line = longer
        yield line


class _Sheet:
    """Puts lines on pages, with what stands at the head and the foot of each."""

    def __init__(self, *, font: str, size: float, head: str, foot: str) -> None:
        self._font, self._size, self._head, self._foot = font, size, head, foot
        self._target = io.BytesIO()
        self._canvas = Canvas(self._target, pagesize=letter)
        self._number = 0
        self._said: list[str] = []
        self.top = 96.0
        self.bottom = 720.0
        self.y = 0.0
        self.begin_page()

    def begin_page(self) -> None:
        """A new page with its header and footer."""
        if self._number:
            self._end_page()
        self._number += 1
        self.write(60, 50, self._head, bold=True)
        self.write(60, 64, f"Made-up layout for a benchmark, sheet {self._number}")
        self.rule(72)
        self.y = self.top

    def _end_page(self) -> None:
        self.write(60, _HEIGHT - 36, self._foot)
        self._canvas.showPage()

    def write(self, x: float, y: float, text: str, *, bold: bool = False) -> None:
        """Text at a place, from the top of the page."""
        font = {"Times-Roman": "Times-Bold"}.get(self._font, f"{self._font}-Bold") if bold else self._font
        self._canvas.setFont(font, self._size)
        self._canvas.drawString(x, _HEIGHT - y, text)
        if text:
            self._said.append(text)

    def rule(self, y: float) -> None:
        """A line across the page, as in a table."""
        self._canvas.setLineWidth(0.6)
        self._canvas.line(60, _HEIGHT - y, _WIDTH - 60, _HEIGHT - y)

    def bar(self, x: float, y0: float, y1: float) -> None:
        """A line down the page, as in a table."""
        self._canvas.line(x, _HEIGHT - y0, x, _HEIGHT - y1)

    def band(self, y: float, height: float) -> None:
        """A grey band behind a heading."""
        self._canvas.setFillGray(0.85)
        self._canvas.rect(60, _HEIGHT - y - height * 0.3, _WIDTH - 120, height, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    def flow(self, text: str, *, x: float = 60, width: float = _WIDTH - 120) -> None:
        """Wrapped text down the page, over as many pages as it takes."""
        for line in _wrapped(text, self._font, self._size, width):
            if self.y > self.bottom:
                self.begin_page()
            self.write(x, self.y, line)
            self.y += self._size * 1.3 if line else self._size * 0.8

    def done(self) -> LaidOut:
        """The finished document."""
        self._end_page()
        self._canvas.save()
        return LaidOut(self._target.getvalue(), "\n".join(self._said))


def _letter(text: str) -> LaidOut:
    sheet = _Sheet(font="Times-Roman", size=11.5, head="HILLSIDE MEDICAL CENTER", foot="Confidential")
    sheet.flow(text)
    return sheet.done()


def _typewriter(text: str) -> LaidOut:
    sheet = _Sheet(font="Courier", size=10.5, head="LAKE COUNTY HOSPITAL", foot="End of sheet")
    sheet.flow(text)
    return sheet.done()


def _form(text: str) -> LaidOut:
    """Labels that stand at the beginning of a sentence become rows of a table with lines around them."""
    sheet = _Sheet(font="Helvetica", size=10, head="REGIONAL HOSPITAL OF THE VALLEY", foot="Printed copy")
    labels = list(_LABEL.finditer(text))
    sheet.flow(text[: labels[0].start()] if labels else text)
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=False):  # a text without labels has one end too many
        value = text[label.end() : end].strip()
        _row(sheet, label["label"], value)
    return sheet.done()


def _row(sheet: _Sheet, label: str, value: str) -> None:
    lines = list(_wrapped(value, "Helvetica", 10, _WIDTH - 120 - 190))
    name = list(_wrapped(label + ":", "Helvetica-Bold", 10, 170))
    if len(lines) > 3 or len(name) > 1:
        if sheet.y + 40 > sheet.bottom:
            sheet.begin_page()
        sheet.band(sheet.y, 13)
        sheet.write(62, sheet.y, label + ":", bold=True)
        sheet.y += 15
        sheet.flow(value)
        sheet.y += 5
        return
    height = 13 * len(lines) + 4
    if sheet.y + height > sheet.bottom:
        sheet.begin_page()
    top = sheet.y - 11
    sheet.rule(top)
    sheet.write(64, sheet.y, name[0], bold=True)
    for line in lines:
        sheet.write(246, sheet.y, line)
        sheet.y += 13
    sheet.y += 4
    sheet.rule(sheet.y - 11)
    for x in (60, 240, _WIDTH - 60):
        sheet.bar(x, top, sheet.y - 11)


def _columns(text: str) -> LaidOut:
    sheet = _Sheet(font="Helvetica", size=9.5, head="NORTHERN UNIVERSITY HOSPITALS", foot="Offprint")
    width = (_WIDTH - 120 - 24) / 2
    left = True
    for line in _wrapped(text, "Helvetica", 9.5, width):
        if sheet.y > sheet.bottom:
            if left:
                sheet.y = sheet.top
            else:
                sheet.begin_page()
            left = not left
        sheet.write(60 if left else 60 + width + 24, sheet.y, line)
        sheet.y += 12.5 if line else 8
    return sheet.done()


_STYLES: tuple[Callable[[str], LaidOut], ...] = (_letter, _typewriter, _form, _columns)
