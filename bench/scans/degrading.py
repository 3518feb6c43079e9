"""Makes of a clean page what scanners, fax machines and phones make of it, the same for the same seed."""

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

Picture = Image.Image
Rng = np.random.Generator


def clean(page: Picture, rng: Rng) -> Picture:  # noqa: ARG001 - every level is called alike
    """300 dpi, nothing done to it."""
    return page


def office(page: Picture, rng: Rng) -> Picture:
    """200 dpi, up to 3 degrees askew, a little blur, noise, JPEG."""
    turned = page.rotate(rng.uniform(-3, 3), Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(0.5))
    return _jpeg(_noisy(soft, rng, 9), 60)


def fax(page: Picture, rng: Rng) -> Picture:
    """150 dpi, askew, blurred, in black and white, with specks and a few lost rows."""
    turned = page.rotate(rng.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    grey = np.asarray(_noisy(turned.filter(ImageFilter.GaussianBlur(0.6)), rng, 12)).copy()
    black = np.where(grey < rng.uniform(140, 175), 0, 255).astype(np.uint8)
    specks = rng.random(black.shape)
    black[specks < 0.0006] = 0
    black[specks > 0.9994] = 255
    for row in rng.integers(0, black.shape[0], 3):
        black[row] = 255
    return Image.fromarray(black)


def photo(page: Picture, rng: Rng) -> Picture:
    """About 150 dpi on a dark desk: perspective, a shadow across it, blur, noise, JPEG."""
    width, height = page.size
    margin = round(0.07 * width)
    desk = Image.new("L", (width + 2 * margin, height + 2 * margin), 70)
    sheet = Image.new("L", desk.size, 0)
    sheet.paste(255, (margin, margin, margin + width, margin + height))
    desk.paste(page, (margin, margin))
    corners = [(0, 0), (desk.width, 0), desk.size, (0, desk.height)]
    moved = [(x + rng.uniform(-0.035, 0.035) * width, y + rng.uniform(-0.03, 0.03) * height) for x, y in corners]
    warp = _perspective(corners, moved)
    tilted = np.asarray(
        desk.transform(desk.size, Image.Transform.PERSPECTIVE, warp, Image.Resampling.BICUBIC, fillcolor=70), np.float32
    )
    across, down = np.meshgrid(np.linspace(-1, 1, desk.width), np.linspace(-1, 1, desk.height))
    angle = rng.uniform(0, 2 * np.pi)
    edge = across * np.cos(angle) + down * np.sin(angle) - rng.uniform(-0.3, 0.3)
    light = 0.95 - 0.4 / (1 + np.exp(-edge * 6)) - 0.08 * (across**2 + down**2)
    shaded = Image.fromarray(np.clip(tilted * light, 0, 255).astype(np.uint8))
    return _jpeg(_noisy(shaded.filter(ImageFilter.GaussianBlur(0.7)), rng, 5), 70)


def rotated(page: Picture, rng: Rng) -> Picture:
    """An office scan that lies on its side or its head."""
    return office(page, rng).rotate(int(rng.choice([90, 180, 270])), expand=True)


LEVELS: dict[str, tuple[int, Callable[[Picture, Rng], Picture]]] = {
    "clean": (300, clean),
    "office": (200, office),
    "fax": (150, fax),
    "photo": (150, photo),
    "rotated": (200, rotated),
}


def _noisy(page: Picture, rng: Rng, sigma: float) -> Picture:
    noisy = np.asarray(page, np.float32) + rng.normal(0, sigma, (page.height, page.width)).astype(np.float32)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _jpeg(page: Picture, quality: int) -> Picture:
    target = io.BytesIO()
    page.save(target, "JPEG", quality=quality)
    return Image.open(target).convert("L")


def _perspective(to: list[tuple[float, float]], of: list[tuple[float, float]]) -> list[float]:
    """Pillow's eight numbers that bring the points `of` of a picture to `to`."""
    rows, wanted = [], []
    for (x, y), (u, v) in zip(to, of, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return [float(each) for each in np.linalg.solve(np.array(rows, float), np.array(wanted, float))]
