"""Resolves many documents into one profile over time, by named rules; what disagrees is kept as a conflict."""

from collections.abc import Sequence

from domain.brain import CurrentBrain
from domain.confirmation import with_findings
from domain.profile import Profile
from extraction.document_facts import DocumentFacts
from extraction.resolution.activity import activity_of
from extraction.resolution.brain import brain_of
from extraction.resolution.course import context_of_all, course_of_all, safety_of_all
from extraction.resolution.findings import checked, date_key
from extraction.resolution.persons import persons_of
from extraction.resolution.specimens import her2_of, receptors_of, specimens_of_all
from extraction.resolution.warnings import warnings_of
from extraction.timeline import timeline_of


def profile_of(facts: Sequence[DocumentFacts], same_person: str | None = None) -> Profile:
    """One profile out of what the documents state, whatever their order.

    Args:
        facts: Of the documents of one upload.
        same_person: Who said that all of them are about one person. Until somebody does, documents that name
            different people are not put together: the profile then holds the groups of them and nothing else.
    """
    ordered = sorted(facts, key=lambda each: (date_key(each.date), each.document.id))
    persons = persons_of(ordered, same_person)
    warnings = warnings_of(ordered, persons)
    if not persons.settled:
        return Profile(persons=persons, warnings=warnings)
    specimens, specimen_conflicts = specimens_of_all(ordered)
    her2, her2_conflicts = her2_of(specimens)
    receptors, receptor_conflicts = receptors_of(specimens)
    picture, studies, brain_conflicts = brain_of(ordered)
    course, course_conflicts = course_of_all(ordered)
    disputed = any(each.field == "brain.metastasis" for each in brain_conflicts)
    activity = activity_of(picture, studies, course.local, ordered, disputed=disputed)
    safety, safety_conflicts = safety_of_all(ordered)
    context, context_conflicts = context_of_all(ordered)
    profile = Profile(
        as_of=max((each.date for each in ordered if each.date is not None), key=date_key, default=None),
        specimens=specimens,
        her2=her2,
        receptors=receptors,
        brain=CurrentBrain(**dict(picture), activity=activity),
        brain_studies=studies,
        course=course,
        safety=safety,
        context=context,
        timeline=timeline_of(specimens, studies, course, ordered),
        conflicts=(
            *her2_conflicts,
            *specimen_conflicts,
            *receptor_conflicts,
            *brain_conflicts,
            *course_conflicts,
            *safety_conflicts,
            *context_conflicts,
        ),
        persons=persons,
        warnings=warnings,
    )
    return with_findings(profile, lambda _path, finding: checked(finding))
