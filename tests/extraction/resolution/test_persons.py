"""The same-person check: who is told apart, who is not, and that nothing is put together before it is settled."""

import pytest

from domain.course import TreatmentStatus
from domain.document import Document, DocumentKind, Page, PageSource
from domain.persons import Persons
from domain.profile import Profile
from extraction.document_facts import Person
from extraction.facts import person as reader
from extraction.facts.note import Note
from extraction.pipeline import understand
from extraction.resolution.persons import persons_of
from extraction.resolve import profile_of

JANE = ("jane", "doe")


def person(build, names, birth=None, document="a"):
    evidence = (build.words(document, " ".join(names) or "born"),)
    return Person(frozenset(names), build.day(birth), evidence)


def documents(build, *persons):
    course = {"systemic": (build.drug("tucatinib", TreatmentStatus.CURRENT, start="2025-03"),)}
    return [
        build.document(f"d{number}", "2026-01-02", person=person(build, *each, document=f"d{number}"), course=course)
        for number, each in enumerate(persons, start=1)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((JANE,), (JANE,), id="same-name"),
        pytest.param((JANE, "1970-03-05"), (("jane", "smith"), "1970-03-05"), id="maiden-name-and-same-birth"),
        pytest.param((("jane", "mary", "doe"),), (JANE,), id="middle-name"),
        pytest.param((("jane", "smith", "doe"),), (JANE,), id="double-surname"),
        pytest.param((JANE,), (("doe",),), id="surname-and-initial"),
        pytest.param((("margaret", "doe"),), (("rnargaret", "doe"),), id="misread"),
        pytest.param((JANE, "1970-03-05"), (("jone", "doe"), "1970-03-05"), id="short-name-misread-and-same-birth"),
        pytest.param((("lindgren", "marta"),), (("iindgren", "marla"),), id="both-parts-misread"),
        pytest.param((JANE, "1970-03-05"), (JANE, "1970-03-06"), id="one-digit-of-the-birth-date-misread"),
        pytest.param((JANE, "1970-03-05"), (JANE, "1970-05-03"), id="day-and-month-in-the-other-order"),
        pytest.param((JANE, "1970-03-05"), (JANE, "1970"), id="birth-known-to-the-year"),
        pytest.param((JANE, "1970-03-05"), ((), None), id="a-document-that-names-nobody"),
        pytest.param((JANE, None), ((), "1970-03-05"), id="one-names-and-one-dates"),
    ],
)
def test_one_person(build, one, other):
    assert persons_of(documents(build, one, other)) == Persons()


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        pytest.param((JANE,), (("grace", "okoro"),), ("names",), id="other-name"),
        pytest.param((JANE,), (("jane", "smith"),), ("names",), id="only-the-given-name-in-common"),
        pytest.param((JANE,), (("june", "doe"),), ("names",), id="short-names-that-differ-in-a-letter"),
        pytest.param((JANE, "1970-03-05"), (("grace", "okoro"), "1970-03-05"), ("names",), id="born-on-the-same-day"),
        pytest.param((JANE, "1970-03-05"), (JANE, "1958-11-20"), ("dates of birth",), id="namesakes"),
        pytest.param((JANE, "1970-03-05"), (JANE, "1971-03-06"), ("dates of birth",), id="two-digits-differ"),
        pytest.param(
            (JANE, "1970-03-05"), (("john", "doe"), "1970-03-06"), ("names", "dates of birth"), id="a-twin-or-sibling"
        ),
        pytest.param(((), "1970-03-05"), ((), "1970-03-06"), ("dates of birth",), id="births-alone"),
    ],
)
def test_different_people(build, one, other, differ):
    found = persons_of(documents(build, one, other))
    assert [group.documents for group in found.groups] == [("d1",), ("d2",)]
    assert found.differ == differ
    assert not found.settled
    assert all(group.evidence for group in found.groups)


def test_documents_are_grouped_and_the_nameless_belong_to_nobody(build):
    found = persons_of(documents(build, (JANE,), (("grace", "okoro"),), (JANE,), ((),)))
    assert [group.documents for group in found.groups] == [("d1", "d3"), ("d2",)]


def test_the_order_of_documents_does_not_matter(build):
    all_documents = documents(build, (JANE,), (("grace", "okoro"),), (("jane", "smith"),), (("jane", "doe", "smith"),))
    assert persons_of(all_documents) == persons_of(all_documents[::-1])


def test_nothing_is_put_together_before_it_is_settled(build):
    profile = profile_of(documents(build, (JANE,), (("grace", "okoro"),)))
    assert profile == Profile(persons=profile.persons, warnings=profile.warnings)
    assert profile.warnings[0].startswith("These documents may be about different people: d1.txt / d2.txt")


def test_the_owners_word_settles_it_and_is_kept(build):
    profile = profile_of(documents(build, (JANE,), (("grace", "okoro"),)), "person")
    assert profile.course.drugs_current.value == ("tucatinib",)
    assert profile.persons.confirmed_by == "person"
    assert profile.persons.groups
    assert "put together because the person said" in profile.warnings[0]


def test_a_word_that_was_not_needed_is_no_warning(build):
    profile = profile_of(documents(build, (JANE,), (JANE,)), "person")
    assert profile.persons == Persons()
    assert profile.warnings == ()


MRI = "BRAIN MRI 03/02/2026\nPatient Name: {name}   DOB: {birth}\n{more}\nIMPRESSION: Two brain metastases.\n"


@pytest.mark.parametrize(
    ("more", "quoted"),
    [
        pytest.param("Referring Physician Name: Gregory Winter", "Jane Doe", id="referrer-behind"),
        pytest.param("Dictated by Alan Marsh MD. Contact name: Peter Doe", "Jane Doe", id="contact"),
        pytest.param("Her daughter was born 04/05/1999.", "Jane Doe", id="a-childs-birth"),
    ],
)
def test_doctors_and_relatives_are_not_her(annotated_text, more, quoted):
    text = f"{more}\n{MRI.format(name='Jane Doe', birth='03/05/1970', more=more)}"
    found = reader.find(Note(annotated_text(text), DocumentKind.BRAIN_IMAGING, None))
    assert found.names == {"jane", "doe"}
    assert found.birth.iso() == "1970-03-05"
    assert [each.quote for each in found.evidence] == [quoted, "03/05/1970"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("DISCUSSION\nPatient Ipilimumab-treated, then observed.", id="a-drug-behind-the-label"),
        pytest.param("Physician Name: Gregory Winter", id="only-the-doctor"),
        pytest.param("Hospital Name: Saint Brigid Memorial", id="only-the-hospital"),
        pytest.param("RE: MRI Brain with contrast", id="the-subject-of-a-letter"),
    ],
)
def test_what_is_no_patients_name(annotated_text, text):
    assert reader.find(Note(annotated_text(text), DocumentKind.CLINICAL_NOTE, None)) == Person()


def read(*texts):
    made = [
        Document(
            id=f"d{number}",
            name=f"{number}.txt",
            pages=(Page(number=1, text=text, source=PageSource.TEXT_LAYER, confidence=1.0),),
        )
        for number, text in enumerate(texts, start=1)
    ]
    return understand(made).profile


def test_documents_as_they_are_read():
    hers = MRI.format(name="Jane Doe", birth="03/05/1970", more="")
    others = MRI.format(name="Grace Okoro", birth="07/11/1961", more="")
    assert read(hers, hers).brain.metastasis.value == "present"
    apart = read(hers, others)
    assert apart.persons.differ == ("names", "dates of birth")
    assert apart.brain.metastasis.value is None
