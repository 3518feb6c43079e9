"""How the page tells of lesions and scans of the brain: a line for each, scans with their lesions, oldest first."""

from collections.abc import Iterator, Sequence

from domain.brain import BrainStudy, Change, Lesion
from domain.evidence import Evidence
from guidance.wording.templates import in_words

_MOST_QUOTES = 2


def place_of(lesion: Lesion) -> str:
    """Side and region in words."""
    return " ".join(in_words(each) for each in (lesion.side, lesion.region) if each) or "place not told"


def lesion_in_words(lesion: Lesion) -> str:
    """Size, what became of it and what it is like; a bound says that it is one."""
    words = list(_sizes(lesion))
    words += [in_words(lesion.change)] if lesion.change else []
    words += [word for word in ("treated", "cystic") if getattr(lesion, word)]
    words += ["with blood in it"] * lesion.hemorrhagic
    if lesion.hippocampus_mm is not None:
        words.append(f"{lesion.hippocampus_mm:g} mm from the hippocampus")
    words += ["not certain"] * lesion.uncertain
    return ", ".join(words)


def _sizes(lesion: Lesion) -> Iterator[str]:
    if lesion.size_mm is not None:
        yield f"{lesion.size_mm:g} mm"
    elif lesion.at_most_mm is not None:
        yield f"at most {lesion.at_most_mm:g} mm, not measured"
    elif lesion.punctate:
        yield "a dot, not measured"
    elif lesion.change is not Change.RESOLVED:
        yield "size not told"
    if lesion.earlier_mm is not None:
        yield f"{lesion.earlier_mm:g} mm on the scan before"
    if lesion.before_treatment_mm is not None:
        yield f"{lesion.before_treatment_mm:g} mm before treatment"


def study_title(study: BrainStudy) -> str:
    """Method and date of a scan."""
    method = study.modality.upper() if study.modality else "Scan"
    return f"{method}, {in_words(study.date) if study.date else 'date not told'}"


def study_in_words(study: BrainStudy) -> str:
    """What one scan was compared with and what it showed."""
    words = []
    if study.contrast.value is not None:
        words.append(f"{in_words(study.contrast.value)} contrast")
    if study.comparison is not None:
        words.append(f"compared with {in_words(study.comparison)}")
    words += [f"{place_of(each)} {_size_or_change(each)}" for each in study.lesions]
    if study.change.value is not None:
        words.append(f"in all: {in_words(study.change.value)}")
    return "; ".join(words)


def _size_or_change(lesion: Lesion) -> str:
    return next(_sizes(lesion), in_words(lesion.change))


def study_evidence(study: BrainStudy) -> tuple[Evidence, ...]:
    """A few quotes that the line on a scan rests on."""
    quotes = [each for lesion in study.lesions for each in lesion.evidence[:1]]
    quotes += [*study.change.evidence[:1], *study.contrast.evidence[:1]]
    return tuple(dict.fromkeys(quotes))[:_MOST_QUOTES]


def reported(studies: Sequence[BrainStudy]) -> list[BrainStudy]:
    """Those that a report describes, and not only a note."""
    return [each for each in studies if study_in_words(each)]
