"""Files made to do harm, or broken as files in the world are. All made up here."""

import struct
import zlib

PAGE_TEXT = b"BT /F1 12 Tf 60 700 Td (HER2 by immunohistochemistry: score 3+, positive, made up) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(objects: dict[int, bytes], *, xref: bytes | None = None) -> bytes:
    """A PDF of these objects; object 1 is the catalog. `xref` stands where the table of places should."""
    body = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(body)
    if xref is not None:
        body += xref
    else:
        body += b"xref\n0 1\n0000000000 65535 f \n"
        for number, place in places.items():
            body += b"%d 1\n%010d 00000 n \n" % (number, place)
    body += b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    return bytes(body)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def one_page(
    content: bytes = PAGE_TEXT,
    *,
    catalog: bytes = b"",
    box: bytes = b"0 0 612 792",
    resources: bytes = b"",
    entries: bytes = b"",
    **more: object,
) -> bytes:
    """A PDF with a page; `more` are objects from number 10 on, as `o10=...`, or `xref`."""
    xref = more.pop("xref", None)
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [%b] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> %b >> >>" % (box, resources),
            4: stream(content, entries),
            5: FONT,
            **{int(name[1:]): content for name, content in more.items()},
        },
        xref=xref,
    )


def pages(contents: list[bytes], boxes: list[bytes] | None = None) -> bytes:
    """A PDF with a page for every content stream."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%b] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (10 + 2 * number) for number in range(len(contents))), len(contents)),
        5: FONT,
    }
    for number, content in enumerate(contents):
        box = boxes[number] if boxes else b"0 0 612 792"
        objects[10 + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%b] /Contents %d 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            % (box, 11 + 2 * number)
        )
        objects[11 + 2 * number] = content if content.startswith(b"<<") else stream(content)
    return pdf(objects)


def zeros(size: int) -> bytes:
    """So many spaces, deflated, without ever holding them."""
    packer = zlib.compressobj(9)
    piece = b" " * 2**20
    return b"".join([packer.compress(piece) for _ in range(size // 2**20)] + [packer.flush()])


def endless_drawing() -> bytes:
    """A page that takes minutes to draw: big, half transparent, shaded, over and over."""
    shape = b"q 0.5 g /G0 gs 0 0 m 0 792 l 612 792 l 300 5 20 600 612 0 c f Q\n" * 40
    return stream(zlib.compress(shape * 6000), b"/Filter /FlateDecode")


def png(width: int, height: int, *, kind: int = 0, depth: int = 8, shade: int = 0, rows: int | None = None) -> bytes:
    """A PNG of these sides in one shade, small whatever its sides; with fewer rows in it than it claims, if given."""
    bits = width * depth * {0: 1, 2: 3, 6: 4}[kind]
    row = b"\0" + bytes([shade]) * ((bits + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join([packer.compress(row) for _ in range(rows or height)] + [packer.flush()])

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tiff(width: int, height: int, *, frames: int = 1, circular: bool = False) -> bytes:
    """A TIFF that claims these sides and has hardly a byte of them; with `circular`, its last frame leads to itself."""
    body = bytearray(b"II*\x00" + struct.pack("<I", 8))
    for number in range(frames):
        place = len(body)
        fields = [
            (256, width),
            (257, height),
            (258, 8),
            (259, 1),
            (262, 1),
            (273, 8),
            (277, 1),
            (278, height),
            (279, 8),
        ]
        last = number == frames - 1
        follows = place if last and circular else 0 if last else place + 2 + 12 * len(fields) + 4
        body += struct.pack("<H", len(fields))
        for tag, value in fields:
            body += struct.pack("<HHII", tag, 4, 1, value)
        body += struct.pack("<I", follows)
    return bytes(body)


ENTITY_BOMB = (
    b'<?xml version="1.0"?>\n<!DOCTYPE ClinicalDocument [\n<!ENTITY a0 "HER2 ">\n'
    + b"".join(b'<!ENTITY a%d "%b">\n' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 11))
    + b']>\n<ClinicalDocument xmlns="urn:hl7-org:v3"><text>&a10;</text></ClinicalDocument>\n'
)
EXTERNAL_ENTITY = (
    b'<?xml version="1.0"?>\n<!DOCTYPE ClinicalDocument [<!ENTITY secret SYSTEM "file:///etc/passwd">]>\n'
    b'<ClinicalDocument xmlns="urn:hl7-org:v3"><text>HER2 &secret;</text></ClinicalDocument>\n'
)
