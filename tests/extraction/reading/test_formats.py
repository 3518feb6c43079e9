"""Word documents, web pages, C-CDA exports and HEIC photos: made up, known by their content, read as they are seen."""

import base64
import io
import sys
import zipfile

import pillow_heif
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from domain.document import PageSource
from domain.errors import DamagedFile, EmptyFile, UnsupportedType
from extraction.reading import read
from extraction.reading.formats import Format, format_of

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HTML = """<!DOCTYPE html><html><head><title>x</title><style>p {color: red}</style></head><body>
<h1>Made-up report</h1><script>var secret = "HER2 3+";</script>
<div style="display: none">HER2 negative</div><p hidden>ER negative</p>
<table><tr><th>Test</th><th>Result</th></tr><tr><td>HER2 (IHC)</td><td>2+,<br>equivocal</td></tr></table>
<p>Gr&ouml;&szlig;e 17&nbsp;mm<p>Second&#x20;paragraph</body></html>"""
CDA = """<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Made-up pathology report</title><effectiveTime value="20260302101500"/>
<recordTarget><patientRole><patient><name><given>Ann</given><family>Example</family></name>
<birthTime value="19740722"/></patient></patientRole></recordTarget>
<component><structuredBody><component><section><title>Results</title>
<text><paragraph>HER2 by IHC: <content>2+</content>, equivocal</paragraph>
<table><thead><tr><th>Marker</th><th>Value</th></tr></thead><tbody><tr><td>ER</td><td>95%</td></tr></tbody></table>
<list><item>First</item><item revised="delete">HER2 3+</item></list></text>
<entry><observation><value unit="x">HER2 coded</value></observation></entry>
<component><section><title>Comment</title><text>FISH to follow</text></section></component>
</section></component></structuredBody></component></ClinicalDocument>"""
WRAPPED = """<ClinicalDocument xmlns="urn:hl7-org:v3"><component><nonXMLBody>
<text mediaType="application/pdf" representation="B64">{}</text></nonXMLBody></component></ClinicalDocument>"""
BOMB = '<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.fixture(scope="module")
def make(request):
    """The makers of files in conftest.py."""
    return sys.modules[next(name for name in sys.modules if name.endswith("reading.conftest"))]


def docx(body: str, **parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
        for name, data in parts.items():
            archive.writestr(f"word/{name}", data)
    return target.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str) -> str:
    return f"<w:tc>{paragraph(text)}</w:tc>"


BODY = (
    "<w:p><w:r><w:t>HER2 by </w:t></w:r><w:del><w:r><w:delText>FISH</w:delText></w:r></w:del>"
    "<w:ins><w:r><w:t>IHC</w:t></w:r></w:ins><w:r><w:tab/><w:t>2+</w:t></w:r></w:p>"
    f"<w:tbl><w:tr>{cell('ER')}{cell('95%')}</w:tr><w:tr>{cell('PR')}{cell('negative')}</w:tr></w:tbl>"
    '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + paragraph("Second page")
)


def test_a_word_document_is_read_as_it_is_seen():
    header = f'<w:hdr xmlns:w="{WORD}">{paragraph("HILL HOSPITAL")}</w:hdr>'.encode()
    first, second = read(docx(BODY, **{"header1.xml": header}), "a.docx", "d1").pages
    assert first.text.split("\n")[:4] == ["HILL HOSPITAL", "HER2 by IHC   2+", "ER   95%", "PR   negative"]
    assert (second.text.strip(), second.source) == ("Second page", PageSource.TEXT_LAYER)


def test_a_scan_that_was_pasted_into_a_word_document_is_a_page(make, scan):
    data = docx(paragraph("See picture"), **{"media/image1.png": make.image_file(scan, "PNG"), "media/logo.emf": b"x"})
    first, second = read(data, "a.docx", "d1").pages
    assert first.text.strip() == "See picture"
    assert second.source is PageSource.OCR
    assert "HER2 FISH ratio 4.0" in second.text


def test_a_web_page_is_read_as_it_is_seen():
    (page,) = read(HTML.encode(), "a.html", "d1").pages
    lines = [line for line in page.text.split("\n") if line]
    assert lines == [
        "Made-up report", "Test   Result", "HER2 (IHC)   2+,", "equivocal", "Größe 17 mm", "Second paragraph",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_web_pages_in_any_usual_encoding(encoding):
    data = "<html><body><p>Größe 5 mm</p></body></html>".encode(encoding)
    assert "Größe 5 mm" in read(data, "a", "d1").pages[0].text


def test_the_narrative_of_a_clinical_document_is_read():
    (page,) = read(CDA.encode(), "a.xml", "d1").pages
    lines = [line.strip() for line in page.text.split("\n") if line.strip()]
    assert lines == [
        "Made-up pathology report", "Date of document: 2026-03-02", "Patient: Ann Example",
        "Date of birth: 1974-07-22", "Results", "HER2 by IHC: 2+, equivocal", "Marker   Value", "ER   95%", "First",
        "Comment", "FISH to follow",
    ]  # fmt: skip


def test_a_pdf_inside_a_clinical_document_is_read(make):
    data = WRAPPED.format(base64.b64encode(make.text_pdf(make.LINES)).decode())
    (page,) = read(data.encode(), "a.xml", "d1").pages
    assert "HER2 FISH ratio 4.0" in page.text
    assert page.words[0].box is not None


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        pytest.param(b"<?xml version='1.0'?><note/>", UnsupportedType, "not a clinical document", id="other-xml"),
        pytest.param(CDA.replace("?>", "?>" + BOMB, 1).encode(), DamagedFile, "unsafe", id="entities"),
        pytest.param(CDA[:600].encode(), DamagedFile, "damaged", id="cut-xml"),
        pytest.param(docx("<w:p>")[:-30], UnsupportedType, "zip archive", id="cut-docx"),
        pytest.param(docx("<w:p>"), DamagedFile, "damaged", id="broken-docx"),
        pytest.param(WRAPPED.format("").encode(), EmptyFile, "empty", id="nothing-inside"),
    ],
)
def test_what_cannot_be_read_is_named(data, error, words):
    with pytest.raises(error, match=words):
        read(data, "her-file", "d1")


def test_a_phone_photo_is_read(make, scan):
    target = io.BytesIO()
    pillow_heif.from_pillow(scan.convert("RGB")).save(target, quality=80)
    (page,) = read(target.getvalue(), "IMG_1.HEIC", "d1").pages
    assert page.source is PageSource.OCR
    assert "HER2 FISH ratio 4.0" in page.text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(HTML.encode(), Format.HTML, id="html"),
        pytest.param(b"\n<?xml version='1.0'?>\n<!DOCTYPE html><html>", Format.HTML, id="xhtml"),
        pytest.param(CDA.encode(), Format.XML, id="cda"),
        pytest.param(docx(""), Format.DOCX, id="docx"),
        pytest.param(b"Size < 5 mm, <html is a word", Format.TEXT, id="text-with-signs"),
    ],
)
def test_kind_is_known_by_content(data, kind):
    assert format_of(data, "misnamed.pdf") is kind


def test_a_page_part_text_part_picture_is_read_by_both(make, scan):
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792))
    canvas.setFont("Courier", 11)
    canvas.drawString(60, 740, "This report was received from elsewhere, see the picture below.")
    canvas.drawImage(ImageReader(scan.crop((100, 100, 1600, 700))), 60, 500, 480, 192)
    canvas.showPage()
    canvas.save()
    (page,) = read(target.getvalue(), "a.pdf", "d1").pages
    assert page.source is PageSource.BOTH
    assert page.layer_quality is not None
    assert page.text.index("received from elsewhere") < page.text.index("HER2 FISH ratio 4.0")
    layer = [word.confidence for word in page.words if page.text[word.start : word.end] == "elsewhere,"]
    assert layer == [None]
