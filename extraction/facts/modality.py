"""How the brain was imaged: by MRI, CT or PET."""

import re

from domain.brain import Modality
from domain.document import DocumentKind
from extraction.facts.report import Report

_BODY_SCANNED = r"(?:of )?(?:the )?(?:brain|head|skull|cranium|neuroaxis)\b"
_BRAIN_SCANNED = re.compile(  # in a note, which tells of scans of all the body
    rf"\b(?P<scan>mri?|ct|pet)(?:[ -]ct)?(?: scan)? {_BODY_SCANNED}|"
    r"\b(?:brain|head|cranial|cerebral) (?P<behind>mri?|ct|pet)\b"
)
_OTHER_SCANNED = re.compile(
    r"\bmri?\b(?: scan)?(?: of)?(?: the)? (?:(?:whole|cervical|thoracic|lumbar) )*"
    r"(?:spine|breasts?|liver|pelvis|abdomen|bone|neck|heart)\b|"
    r"\b(?:breast|liver|pelvic|cardiac|spinal|spine) mri?\b"
)
_MRI = re.compile(r"\bmri\b")
_MODALITIES = (
    (Modality.MRI, re.compile(r"\bmri?\b|\bmagnetic resonance")),
    (Modality.CT, re.compile(r"\bct\b|\bcat scan|\bcomputed tomograph")),
    (Modality.PET, re.compile(r"\bpet\b")),
)


def of_brain(report: Report, kind: DocumentKind) -> Modality | None:
    """The method: in a note the one that is named with the brain, in a report the first one named."""
    if kind is DocumentKind.CLINICAL_NOTE:
        return _told(report.folded)
    places = [
        (match.start(), modality) for modality, pattern in _MODALITIES if (match := pattern.search(report.folded))
    ]
    return min(places)[1] if places else None


def _told(text: str) -> Modality | None:
    """What a note names with the brain; else MRI, where none of another part of the body is named."""
    if match := _BRAIN_SCANNED.search(text):
        named = match["scan"] or match["behind"]
        return next(modality for modality, pattern in _MODALITIES if pattern.match(named))
    return Modality.MRI if _MRI.search(text) and not _OTHER_SCANNED.search(text) else None
