"""Makes the three sample records of one invented person: a scanned report, a text PDF, a note. Needs the dev packages.

.venv/bin/python samples/make.py
"""

import io
import random
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
FICTIONAL = "FICTIONAL RECORD, MADE UP FOR DEMONSTRATION"
DPI = 200
SKEW_DEGREES = (0.9, -0.7)

PATHOLOGY = [
    """\
ALDER CREEK MEDICAL CENTER                          DEPARTMENT OF PATHOLOGY
Surgical pathology report                           Page 1 of 2

Patient: Whitlock, Joanna          DOB: 07/22/1974          Sex: F
Accession: AC24-11873              Collected: 05/06/2024    Reported: 05/09/2024

SPECIMENS
 A. Breast, right, 10 o'clock, 5 cm from nipple, ultrasound-guided core biopsy
 B. Liver, segment VII, core biopsy

CLINICAL HISTORY
 49 year old woman with a right breast mass and liver lesions on CT.

FINAL DIAGNOSIS
 A. Breast, right, core biopsy:
    - Invasive ductal carcinoma, Nottingham grade 3
      (tubules 3, nuclei 3, mitoses 2; total score 8 of 9).
    - Largest focus in the cores 14 mm.
    - Lymphovascular invasion not identified.
 B. Liver, segment VII, core biopsy:
    - Metastatic carcinoma, consistent with a breast primary
      (GATA3 positive, CK7 positive).

BIOMARKERS (performed on block B1, liver)
 Estrogen receptor:        Positive, 70% of nuclei, moderate intensity
 Progesterone receptor:    Negative, <1%
 Ki-67:                    35%
 HER2 by IHC:              2+ (equivocal). FISH to follow.

 Scoring: 0 and 1+ are negative, 2+ is equivocal, 3+ is positive (ASCO/CAP).
""",
    """\
ALDER CREEK MEDICAL CENTER                          DEPARTMENT OF PATHOLOGY
Surgical pathology report                           Page 2 of 2

Patient: Whitlock, Joanna                           Accession: AC24-11873

ADDENDUM (05/16/2024)

 B. Liver, segment VII, core biopsy

 HER2 FISH, dual probe (HER2/CEP17), block B1

   Cells counted                   40
   Average HER2 signals per cell   8.4
   Average CEP17 signals per cell  2.1
   HER2/CEP17 ratio                4.0

   Result: HER2 AMPLIFIED (group 1, ASCO/CAP 2018).

 Interpretation: the metastatic carcinoma in the liver is HER2-positive.


                                   Electronically signed: M. Oduya, MD
""",
]

MRI = """\
ALDER CREEK IMAGING
MRI BRAIN WITHOUT AND WITH CONTRAST

Patient: WHITLOCK, JOANNA     DOB: 07/22/1974     Date of exam: 09/14/2026

INDICATION: Metastatic breast cancer. New mild headaches.

TECHNIQUE: 3T. Sagittal T1, axial T2, FLAIR, diffusion and susceptibility-weighted
images; 3D T1 before and after intravenous gadobutrol.

COMPARISON: MRI brain 03/02/2025, no metastases.

FINDINGS:
Parenchyma: There are three enhancing lesions.
1. Left frontal lobe, 17 x 14 x 13 mm, ring enhancing.
2. Right parietal lobe, 8 x 7 mm.
3. Right cerebellar hemisphere, 5 mm.
No other enhancing lesion.
Edema: Mild vasogenic edema about the left frontal lesion.
Mass effect: None. No midline shift.
Ventricles: Normal in size. No hydrocephalus.
Hemorrhage: No susceptibility to suggest blood products.
Meninges: No abnormal leptomeningeal enhancement.
Calvarium: Normal marrow signal.

IMPRESSION:
1. Three new brain metastases, the largest 17 mm in the left frontal lobe, with mild
   edema. No mass effect or midline shift.
2. No hydrocephalus. No leptomeningeal disease.

Electronically signed: R. Castellanos, MD
"""

NOTE = """\
FICTIONAL RECORD, MADE UP FOR DEMONSTRATION

ALDER CREEK CANCER CENTER - MEDICAL ONCOLOGY
Clinic visit 09/18/2026          Joanna Whitlock, DOB 07/22/1974

HISTORY
52 year old woman with metastatic HER2-positive, ER-positive breast cancer to the liver, found in May 2024.
First line: THP from 06/03/2024; docetaxel stopped after 6 cycles in October 2024, letrozole added in November 2024.
Trastuzumab and pertuzumab continued until January 2026, when CT showed new liver lesions.
Second line: trastuzumab emtansine (T-DM1) since 02/05/2026. CT chest/abdomen/pelvis 09/02/2026: liver lesions
smaller, no new disease outside the brain. Extracranial disease is controlled.
Brain MRI 09/14/2026 shows three new brain metastases, the largest 17 mm, left frontal.

SYMPTOMS
Mild headaches for two weeks. No seizures. No weakness, no change in vision or balance. No cough.

EXAM
ECOG 1. Neurologic exam without focal deficit.

DATA
Echocardiogram 08/20/2026: LVEF 60%. Platelets 132. ALT 31. Creatinine clearance 88 mL/min.
DPYD: not tested.

MEDICATIONS
Letrozole, calcium, vitamin D. No steroids. No anti-seizure medicine. No known drug allergies.
Postmenopausal. Lives in Oregon, USA.

PLAN
Referred to radiation oncology for stereotactic radiosurgery. Tumor board 09/24/2026: next systemic treatment, among
others tucatinib with capecitabine and trastuzumab, or trastuzumab deruxtecan. DPYD testing before any capecitabine.
Not started on dexamethasone.
"""


def main() -> None:
    """Writes the samples beside this script."""
    random.seed(11)
    pages = [_scanned(_drawn([text], font=11.5), skew) for text, skew in zip(PATHOLOGY, SKEW_DEGREES, strict=True)]
    pages[0].save(HERE / "1-pathology-scan.pdf", save_all=True, append_images=pages[1:], resolution=DPI, quality=60)
    (HERE / "2-brain-mri.pdf").write_bytes(_drawn([MRI], font=10))
    (HERE / "3-oncology-note.txt").write_text(NOTE, encoding="utf-8")
    for path in sorted(HERE.glob("[0-9]-*")):
        print(path.name, path.stat().st_size)


def _drawn(texts: list[str], font: float) -> bytes:
    """A PDF with a page a text, in a typewriter face, each page saying that it is made up."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=letter, invariant=True)
    for text in texts:
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawCentredString(letter[0] / 2, letter[1] - 30, FICTIONAL)
        lines = canvas.beginText(54, letter[1] - 66)
        lines.setFont("Courier", font * 0.87)
        lines.setLeading(font * 1.25)
        lines.textLines(text, trim=0)
        canvas.drawText(lines)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _scanned(data: bytes, skew: float) -> Image.Image:
    """The first page as an office scanner would give it: askew, soft, with specks."""
    page = pdfium.PdfDocument(data)[0].render(scale=DPI / 72, grayscale=True).to_pil()
    page = page.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
    noise = np.random.default_rng(11).normal(0, 9, (page.height, page.width))
    grey = np.clip(np.asarray(page, dtype=float) * 0.94 + 6 + noise, 0, 255).astype(np.uint8)
    scanned = Image.fromarray(grey)
    for _ in range(60):
        x, y = random.randrange(scanned.width), random.randrange(scanned.height)  # noqa: S311 - specks, not secrets
        scanned.paste(90, (x, y, x + 2, y + 2))
    return scanned


if __name__ == "__main__":
    main()
