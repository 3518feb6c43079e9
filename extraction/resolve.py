"""Resolves many documents into one profile over time, by named rules; what disagrees is kept as a conflict."""

from collections.abc import Sequence

from domain.confirmation import with_findings
from domain.profile import Profile
from extraction.document_facts import DocumentFacts
from extraction.resolution.brain import brain_of
from extraction.resolution.course import context_of_all, course_of_all, safety_of_all
from extraction.resolution.findings import checked, date_key
from extraction.resolution.specimens import her2_of, receptors_of, specimens_of_all
from extraction.resolution.warnings import warnings_of


def profile_of(facts: Sequence[DocumentFacts]) -> Profile:
    """One profile out of what the documents state, whatever their order."""
    ordered = sorted(facts, key=lambda each: (date_key(each.date), each.document.id))
    specimens, specimen_conflicts = specimens_of_all(ordered)
    her2, her2_conflicts = her2_of(specimens)
    receptors, receptor_conflicts = receptors_of(specimens)
    picture, studies, brain_conflicts = brain_of(ordered)
    course, course_conflicts = course_of_all(ordered)
    safety, safety_conflicts = safety_of_all(ordered)
    context, context_conflicts = context_of_all(ordered)
    profile = Profile(
        as_of=max((each.date for each in ordered if each.date is not None), key=date_key, default=None),
        specimens=specimens,
        her2=her2,
        receptors=receptors,
        brain=picture,
        brain_studies=studies,
        course=course,
        safety=safety,
        context=context,
        conflicts=(
            *her2_conflicts,
            *specimen_conflicts,
            *receptor_conflicts,
            *brain_conflicts,
            *course_conflicts,
            *safety_conflicts,
            *context_conflicts,
        ),
        warnings=warnings_of(ordered),
    )
    return with_findings(profile, lambda _path, finding: checked(finding))
