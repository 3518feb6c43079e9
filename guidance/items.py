"""What becomes of a verdict: an item in words, with the record's own words as its reasons."""

import datetime as dt
from collections.abc import Iterable, Iterator

from domain.advice import Because, Item, ItemKind
from domain.confirmation import to_check
from domain.evidence import Evidence
from domain.finding import Status
from domain.frozen import Frozen, trusted
from domain.profile import Conflict, ConflictSide, Profile
from guidance.knowledge import Knowledge
from guidance.paths import EACH, Fact, Facts
from guidance.verdicts import Verdict
from guidance.wording.alarms import alarm_of, in_full
from guidance.wording.templates import fact_name, filled, in_words, said

_MOST_REASONS = 6  # quotes shown under one item
_MOST_WORDS = 4  # quotes of one fact: a derived one rests on several
_LOOK = "These words were hard to read: look at the page itself."
_LOOK_CLINICIAN = "(low OCR confidence, not confirmed)"
_ONE_DRUG = "course.systemic."  # a conflict about one drug is in this field
_MISSING_WORDS = {Status.PENDING: "pending", Status.CONFLICT: "in conflict"}


class Teller:
    """Tells the items of one profile; what it says of a fact, and the reasons a fact gives, are put together once."""

    def __init__(self, facts: Facts, as_of: dt.date) -> None:
        self._facts = facts
        self._as_of = as_of
        self._said: dict[tuple[str, int, bool], str | None] = {}
        self._reasons: dict[str, tuple[tuple[object, Because], ...]] = {}

    def item(self, verdict: Verdict) -> Item | None:
        """The item of a verdict that says shown; None where its wording names a fact that the record does not state."""
        texts = self.words(verdict)
        if texts is None:
            return None
        rule, barred = verdict.prepared.rule, verdict.barred
        heeds_doubt = verdict.heeds_doubt
        named = verdict.facts
        if rule.because:
            named += tuple(self._facts.at(path, verdict.each) for path in rule.because)
        if heeds_doubt and any(fact.unsure for fact in named):
            texts = (f"{texts[0]} {_LOOK}", f"{texts[1]} {_LOOK_CLINICIAN}")
        alarm = alarm_of(rule.call, texts[0]) if rule.call else None
        return trusted(
            Item,
            id=verdict.item_id,
            name=verdict.item_name,
            kind=ItemKind.NOT_SHOWN if barred else rule.kind,
            text=in_full(alarm) if alarm else texts[0],
            clinician_text=texts[1],
            because=self._because(named, heeds_doubt=heeds_doubt),
            citations=verdict.prepared.citations,
            strength=None if barred else rule.strength,  # it grades the option, not what bars it
            reviewed=rule.reviewed,
            stale=(self._as_of - rule.reviewed).days > rule.review_days,
            alarm=alarm,
        )

    def words(self, verdict: Verdict) -> tuple[str, str] | None:
        """For the patient and for the clinician; None where they name a fact that the record does not state."""
        words = verdict.barred.words if verdict.barred else verdict.prepared.words
        if words.fixed:
            return words.patient, words.clinician
        heeds_doubt = verdict.heeds_doubt

        def words_of(path: str, months: int) -> str | None:
            return self._words_of(path, months, verdict.each, heeds_doubt=heeds_doubt)

        patient, clinician = filled(words.patient, words_of), filled(words.clinician, words_of)
        return None if patient is None or clinician is None else (patient, clinician)

    def _words_of(self, path: str, months: int, each: Frozen | None, *, heeds_doubt: bool) -> str | None:
        """A fact in words; None where there is none to rely on."""
        key = (path, months, heeds_doubt)
        if key in self._said:
            return self._said[key]
        fact = self._facts.at(path, each)
        found = said(fact.value, months) if heeds_doubt or not fact.doubtful else None
        if not path.startswith(EACH):
            self._said[key] = found
        return found

    def _because(self, facts: Iterable[Fact], *, heeds_doubt: bool) -> tuple[Because, ...]:
        """The words on which those of the facts rest of which the record says anything, each once."""
        found: dict[object, Because] = {}
        for fact in facts:
            if heeds_doubt if fact.unsure else fact.status is not Status.UNKNOWN:
                for place, because in self._reasons_of(fact):
                    found.setdefault(place, because)
        return tuple(found.values())[:_MOST_REASONS]

    def _reasons_of(self, fact: Fact) -> tuple[tuple[object, Because], ...]:
        if fact.path.startswith(EACH):
            return _told(fact)
        found = self._reasons.get(fact.path)
        if found is None:
            found = self._reasons[fact.path] = _told(fact)
        return found


def questions(missing: Iterable[str], facts: Facts, base: Knowledge) -> Iterator[Item]:
    """One item for each path that is missing, in the order of importance in which questions.yaml has them."""
    wanted = frozenset(missing)
    for path, question in base.questions.items():
        if path in wanted:
            fact = facts.at(path)
            found = "hard to read, not yet confirmed" if fact.unsure else "not found in these records"
            value = _MISSING_WORDS.get(fact.status, found)
            yield Item(
                id=f"missing.{path}",
                name=f"Not known: {fact_name(path)}",
                kind=ItemKind.MISSING,
                text=question.patient,
                clinician_text=question.clinician,
                because=(Because(fact=path, value=value),),
                reviewed=base.ruleset.date,
            )


def to_confirm(profile: Profile, base: Knowledge) -> Iterator[Item]:
    """One item for all that was hard to read: until somebody has looked, it counts as unknown."""
    because = {
        (words.document, words.page, words.start): _because(path, in_words(value) if value is not None else "", words)
        for path, value, evidence in to_check(profile)
        for words in evidence
        if words.doubtful
    }
    if because:
        yield Item(
            id="check.hard_to_read",
            name="Words that were hard to read",
            kind=ItemKind.QUESTION,
            text="Some of your record was hard to read. Look at each value marked “please check”. Say if it is right. "
            "Until then nothing here rests on it.",
            clinician_text="Low OCR confidence: the values below count as unknown until they are confirmed.",
            because=tuple(because.values()),
            reviewed=base.ruleset.date,
        )


def conflict(number: int, found: Conflict, base: Knowledge) -> Item:
    """What does not fit together, with both sides."""
    told = " ".join(_side(side) for side in found.sides)
    ask = "" if "?" in found.summary else " Ask your team which one they use, and why."
    return Item(
        id=f"conflict.{found.field}.{number}",
        name=f"Does not fit together: {_field_name(found.field)}",
        kind=ItemKind.CONFLICT,
        text=f"{found.summary} {told}{ask}",
        clinician_text=f"Conflict in {found.field}: {found.summary} {told}",
        because=tuple(_because(found.field, side.told, words) for side in found.sides for words in side.evidence[:1]),
        reviewed=base.ruleset.date,
    )


def _field_name(field: str) -> str:
    """What a conflict is about; of one drug, that drug."""
    drug = field.removeprefix(_ONE_DRUG)
    return in_words(drug) if drug != field else fact_name(field)


def _side(side: ConflictSide) -> str:
    when = f" ({in_words(side.date)})" if side.date else ""
    return f"One place says: {side.told}{when}."


def _told(fact: Fact) -> tuple[tuple[object, Because], ...]:
    """Each of the words that a fact rests on with its place; the bare value where there are none."""
    name = fact.path.removeprefix(EACH)
    value = _MISSING_WORDS.get(fact.status) or in_words(fact.value)
    if not fact.evidence:
        return ((fact.path, Because(fact=name, value=value)),)
    return tuple(
        ((words.document, words.page, words.start), _because(name, value, words))
        for words in fact.evidence[:_MOST_WORDS]
    )


def _because(fact: str, value: str, words: Evidence) -> Because:
    return trusted(
        Because,
        fact=fact,
        value=value,
        quote=words.quote,
        document=words.document,
        page=words.page,
        start=words.start,
        end=words.end,
        boxes=words.boxes,
    )
