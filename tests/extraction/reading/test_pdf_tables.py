"""Ruled tables of PDFs made here: cells are read whole, row by row, and lines that are no table change nothing."""

import io
from collections import Counter

import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from domain.document import PageSource
from extraction.pipeline import understand
from extraction.reading import Limits, read
from extraction.reading.layout import text_of
from extraction.reading.pdf_rulings import rulings_of
from extraction.reading.pdf_tables import with_tables
from extraction.reading.pdf_words import words_of

BODY = getSampleStyleSheet()["BodyText"]
GRID = [("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
PATHOLOGY = (
    "SURGICAL PATHOLOGY REPORT, made up. Specimen: left breast, core biopsy. Invasive ductal carcinoma, grade 2."
)
IMAGING = "MRI BRAIN WITH AND WITHOUT CONTRAST, made up. FINDINGS: Enhancing metastases are listed below."
CALLS = [
    ["Test", "Interpretation", "Percent", "Intensity"],
    ["ER", "Positive (favorable)", "90", "Strong"],
    ["PR", "Low positive (favorable)", "5", "Weak"],
    ["HER2", "Positive (score 3+)", "85", "complete, intense"],
]
RECEPTORS = [
    ["Marker", "Result", "Nuclei", "Score"],
    ["Estrogen receptor (ER)", "Positive", "95% of tumor nuclei, strong staining", "Allred 8"],
    ["Progesterone receptor (PR)", "Negative", "0% of tumor nuclei, internal control positive", "Allred 0"],
    ["HER2 by IHC", "Equivocal, score 2+", "weak to moderate complete membrane staining in 20% of cells", ""],
    ["HER2 by FISH", "Not amplified", "HER2/CEP17 ratio 1.3, mean HER2 copy number 2.9", "Group 5"],
]
LESIONS = [
    ["No.", "Location", "Today", "Prior"],
    ["1", "left frontal lobe, posterior part next to the motor strip", "12 mm", "9 mm"],
    ["2", "right cerebellar hemisphere", "", "5 mm"],
    ["3", "left occipital lobe", "4 mm", ""],
]


def document(*parts: object) -> bytes:
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=letter).build([part for each in parts for part in (each, Spacer(1, 12))])
    return target.getvalue()


def paragraph(text: str) -> Paragraph:
    return Paragraph(text, BODY)


def table(rows: list[list[str]], widths: list[float], style: list[tuple] = GRID) -> Table:
    return Table([[paragraph(cell) for cell in row] for row in rows], colWidths=widths, style=style)


def drawn(draw, lines: list[str] = ()) -> bytes:
    """A page of lines of text, over which something is drawn."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=letter)
    canvas.setFont("Helvetica", 10)
    for row, line in enumerate(lines):
        canvas.drawString(60, 720 - 20 * row, line)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def only_page(data: bytes):
    (page,) = read(data, "a.pdf", "d1").pages
    assert page.source is PageSource.TEXT_LAYER
    return page


def lines_of(data: bytes) -> list[str]:
    return [line for line in only_page(data).text.splitlines() if line]


def without_tables(data: bytes) -> list[str]:
    """The lines of a page as they are where it has no table."""
    page = pdfium.PdfDocument(data)[0]
    text, _ = text_of(words_of(page, page.get_textpage()))
    return [line for line in text.splitlines() if line]


CALL_REPORT = document(paragraph(PATHOLOGY), table(CALLS, [85, 80, 110, 70]))
RECEPTOR_REPORT = document(paragraph(PATHOLOGY), table(RECEPTORS, [90, 75, 120, 60]))
LESION_REPORT = document(paragraph(IMAGING), table(LESIONS, [40, 120, 60, 60]))


def test_cells_whose_words_wrap_are_read_whole():
    lines = lines_of(RECEPTOR_REPORT)
    for row in RECEPTORS:
        assert "   ".join(cell for cell in row if cell) in lines


def test_the_receptors_of_a_table_come_out_right():
    (specimen,) = understand([read(RECEPTOR_REPORT, "a.pdf", "d1")]).profile.specimens
    assert (specimen.er.status.value, specimen.er.percent.value, specimen.er.allred.value) == ("positive", 95, 8)
    assert (specimen.pr.status.value, specimen.pr.percent.value) == ("negative", 0)
    assert (specimen.her2_ihc.score.value, specimen.her2_ihc.percent.value) == ("2+", 20)
    assert (specimen.her2_ish.status.value, specimen.her2_ish.ratio.value) == ("not_amplified", 1.3)
    (evidence,) = specimen.er.percent.evidence
    assert evidence.boxes


def test_a_wrapped_call_is_not_taken_for_that_of_the_next_row():
    """Read by heights alone, the "Low" of PR goes to ER."""
    (specimen,) = understand([read(CALL_REPORT, "a.pdf", "d1")]).profile.specimens
    assert specimen.er.status.value == "positive"
    assert specimen.pr.status.value == "low_positive"
    assert (specimen.her2_ihc.score.value, specimen.her2_ihc.status.value) == ("3+", "positive")


def test_a_table_of_lesions_is_read_today_by_today():
    lines = lines_of(LESION_REPORT)
    assert "1   left frontal lobe, posterior part next to the motor strip   12 mm   9 mm" in lines
    assert "3   left occipital lobe   4 mm" in lines
    lesions = understand([read(LESION_REPORT, "a.pdf", "d1")]).profile.brain_studies[0].lesions
    assert [(lesion.size_mm, lesion.earlier_mm) for lesion in lesions if lesion.size_mm] == [(12, 9), (4, None)]


def test_an_empty_cell_keeps_the_others_in_their_columns():
    assert "| 2 | right cerebellar hemisphere | | 5 mm" in lines_of(LESION_REPORT)


def test_words_keep_their_boxes_and_none_is_lost():
    for data in (RECEPTOR_REPORT, LESION_REPORT):
        page = only_page(data)
        source = pdfium.PdfDocument(data)[0]
        words = words_of(source, source.get_textpage())
        assert Counter((page.text[word.start : word.end], word.box) for word in page.words) == Counter(
            (word.text, word.box) for word in words
        )


def turned(data: bytes) -> bytes:
    """The page drawn on its side, with a note to turn it, as some printers write it."""
    document = pdfium.PdfDocument(data)
    page = document[0]
    width, height = page.get_size()
    raw.FPDFPage_TransFormWithClip(page.raw, raw.FS_MATRIX(0, 1, -1, 0, height, 0), None)
    page.set_mediabox(0, 0, height, width)
    page.set_rotation(90)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_a_page_that_is_turned_is_read_as_it_is_seen():
    assert only_page(turned(RECEPTOR_REPORT)).text == only_page(RECEPTOR_REPORT).text


def test_where_only_columns_are_ruled_the_heights_tell_the_rows():
    rows = [["Test", "Result"], ["ER<br/>PR<br/>HER2", "Positive<br/>Negative<br/>Equivocal, 2+"]]
    lines = lines_of(document(paragraph(PATHOLOGY), table(rows, [120, 150])))
    assert lines[-3:] == ["ER   Positive", "PR   Negative", "HER2   Equivocal, 2+"]


def test_also_where_no_two_entries_would_have_fitted_on_one_line():
    rows = [["Test", "Result"], ["Estrogen receptor<br/>Progesterone receptor", "Positive<br/>Negative"]]
    data = document(paragraph(PATHOLOGY), table(rows, [114, 70]))
    assert lines_of(data) == without_tables(data)
    assert lines_of(data)[-1].split() == ["Progesterone", "receptor", "Negative"]


def test_labels_with_capitals_wrap_where_the_lines_of_the_row_cannot_be_rows():
    rows = [
        ["Biomarker", "Method", "Result"],
        ["Estrogen Receptor", "IHC, clone SP1 (Ventana), FDA cleared", "Positive, 80%"],
        ["HER2", "FISH, dual probe, FDA approved", "Not amplified, ratio 1.2"],
    ]
    lines = lines_of(document(paragraph(PATHOLOGY), table(rows, [70, 74, 90])))
    assert lines[-3:] == ["   ".join(row) for row in rows]


def test_entries_under_one_label_follow_it():
    rows = [
        ["Test", "Result", "Block"],
        ["HER2", "Equivocal, score 2+ by immunohistochemistry<br/>FISH: pending", "A1"],
    ]
    lines = lines_of(document(paragraph(PATHOLOGY), table(rows, [60, 150, 50])))
    assert lines[-2:] == ["HER2   Equivocal, score 2+ by immunohistochemistry   A1", "FISH: pending"]


def test_a_cell_over_two_rows_leaves_its_place_empty_in_the_second():
    rows = [["Test", "Method", "Result"], ["HER2", "IHC", "score 2+"], ["", "FISH", "not amplified"]]
    lines = lines_of(document(paragraph(PATHOLOGY), table(rows, [60, 60, 90], [*GRID, ("SPAN", (0, 1), (0, 2))])))
    assert lines[-2:] == ["HER2   IHC   score 2+", "| | FISH | not amplified"]


def underlined(canvas):
    for row in range(6):
        canvas.line(60, 716 - 20 * row, 300, 716 - 20 * row)


def boxed_address(canvas):
    canvas.rect(55, 655, 250, 80)


def framed_page(canvas):
    canvas.rect(40, 40, 532, 712)
    canvas.line(40, 735, 572, 735)
    canvas.line(40, 645, 572, 645)


def crossed_out(canvas):
    for row in range(5):
        canvas.line(60 + 40 * row, 600, 160 + 40 * row, 735)


def cross_of_lines(canvas):
    canvas.line(40, 690, 572, 690)
    canvas.line(200, 600, 200, 740)


def picture_of_lines(canvas):
    canvas.line(100, 400, 100, 600)
    canvas.line(100, 400, 400, 400)
    for tick in range(10):
        canvas.line(97, 400 + 20 * tick, 103, 400 + 20 * tick)
        canvas.line(100 + 30 * tick, 397, 100 + 30 * tick, 403)


ADDRESS = [
    "Northern Hospital, made up",
    "1 Some Street, Anytown",
    "Estrogen receptor          positive in 95% of nuclei",
]


@pytest.mark.parametrize(
    "draw", [underlined, boxed_address, framed_page, crossed_out, cross_of_lines, picture_of_lines]
)
def test_lines_that_are_no_table_change_nothing(draw):
    data = drawn(draw, ADDRESS)
    assert lines_of(data) == without_tables(data) == [line.replace("          ", "   ") for line in ADDRESS]


def test_a_form_is_read_where_it_is_placed(hostile):
    grid = b"".join(b"0 %d m 300 %d l S " % (y, y) for y in (0, 40, 80)) + b"".join(
        b"%d 0 m %d 80 l S " % (x, x) for x in (0, 100, 200, 300)
    )
    entry = b"/Type /XObject /Subtype /Form /BBox [-5 -5 400 400] /Matrix [1 0 0 1 10 20]"
    data = hostile.one_page(
        hostile.PAGE_TEXT + b" q 2 0 0 2 5 300 cm /X Do Q",
        resources=b"/XObject << /X 10 0 R >>",
        o10=hostile.stream(grid, entry),
    )
    found = rulings_of(pdfium.PdfDocument(data)[0])
    assert {round(each.x0) for each in found if each.x0 == each.x1} == {25, 225, 425, 625}
    assert {round(each.y0) for each in found if each.y0 == each.y1} == {792 - 340 - 80 * k for k in range(3)}


def random_rulings(canvas, count: int = 10_000):
    for number in range(count):
        x, y = number * 7919 % 600, number * 104_729 % 780
        canvas.line(x, y, x + 200 * (number % 2), y + 200 * (1 - number % 2))


def fine_mesh(canvas):
    for step in range(150):
        canvas.line(0, 5 * step, 612, 5 * step)
        canvas.line(4 * step, 0, 4 * step, 792)


def table_over_and_over(canvas):
    for _ in range(1_000):
        canvas.grid([50, 120, 500], [670, 695, 714, 735])


def scribble_on_a_table(canvas):
    canvas.grid([50, 120, 500], [670, 695, 714, 735])
    scribble = canvas.beginPath()
    scribble.moveTo(0, 0)
    for number in range(40_000):
        scribble.lineTo(number * 7919 % 600, number * 104_729 % 780)
    canvas.drawPath(scribble)


@pytest.mark.parametrize("draw", [random_rulings, fine_mesh, table_over_and_over, scribble_on_a_table])
def test_a_page_of_too_many_rulings_is_read_without_its_tables(draw):
    page = pdfium.PdfDocument(drawn(draw, ADDRESS))[0]
    words = words_of(page, page.get_textpage())
    assert with_tables(page, words) == words


def test_the_same_table_once_is_read():
    """So that the pages above are left alone for what is too many about them."""
    page = pdfium.PdfDocument(drawn(lambda canvas: canvas.grid([50, 120, 500], [670, 695, 714, 735]), ADDRESS))[0]
    words = words_of(page, page.get_textpage())
    assert with_tables(page, words) != words


def test_a_page_of_10000_rulings_is_read_within_its_bounds():
    (page,) = read(drawn(random_rulings, ADDRESS), "a.pdf", "d1", limits=Limits(page_seconds=20)).pages
    assert page.readable


def test_forms_that_hold_each_other_many_times_over_end(hostile):
    nested = {
        f"o{number}": hostile.stream(
            b"0 0 m 0 50 l S " + b"/X Do " * 30,
            b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X %d 0 R >> >>"
            % (number + 1),
        )
        for number in (10, 11, 12)
    }
    data = hostile.one_page(
        hostile.PAGE_TEXT + b" /X Do" * 3,
        resources=b"/XObject << /X 10 0 R >>",
        **nested,
        o13=hostile.stream(b"0 0 m 0 50 l S", b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]"),
    )
    page = pdfium.PdfDocument(data)[0]
    assert rulings_of(page) == ()
