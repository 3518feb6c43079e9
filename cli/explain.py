"""Why a rule is shown or not for one record: its outcome and the trace of its conditions."""

import datetime as dt
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from api.web.rendering import release_note
from cli.analyze import analyze_files
from domain.advice import ItemKind
from domain.analysis import Analysis, as_released
from domain.errors import InvalidRequest
from domain.evidence import Evidence
from domain.profile import Profile, with_country
from domain.release import Release, ReleasePolicy
from guidance.conditions import Truth
from guidance.engine import explain
from guidance.knowledge import Knowledge, knowledge
from guidance.paths import Facts
from guidance.schema import Rule
from guidance.trace import Step, how_many, trace
from guidance.verdicts import Verdict

_MOST_QUOTES = 6
_MARKS = {Truth.TRUE: "yes    ", Truth.FALSE: "no     ", Truth.UNKNOWN: "unknown"}
_OUTCOMES = {Truth.TRUE: "shown", Truth.FALSE: "not shown", Truth.UNKNOWN: "unknown: facts are missing"}


def explained(
    paths: Sequence[Path],
    rule_id: str,
    country: str | None,
    as_of: dt.date,
    policy: ReleasePolicy,
    password: str | None = None,
) -> str:
    """The explanation as text.

    Args:
        paths: Files of one person, or the one JSON that `analyze --format json` wrote.
        rule_id: As in the rule files.
        country: Where she is treated; stands over what the record says.
        as_of: The date on which the rule is looked at.
        policy: When guidance is shown; an analysis that was written to a JSON carries its own.
        password: Of those of the files that are locked.

    Raises:
        InvalidRequest: If there is no such rule (the nearest ids are named), or the JSON is no analysis.
    """
    base = knowledge()
    rule = next((each for each in base.rules if each.id == rule_id), None)
    if rule is None:
        raise InvalidRequest(_no_such_rule(rule_id, base))
    if len(paths) == 1 and paths[0].suffix == ".json":
        analysis = _loaded(paths[0])
        profile = with_country(analysis.profile, country) if country else analysis.profile
    else:
        analysis = as_released(analyze_files(paths, country, as_of, password=password), policy, signature=None)
        profile = analysis.profile
    names = {document.id: document.name for document in analysis.documents}
    return "\n".join(_lines(rule, profile, names, as_of, analysis.release)) + "\n"


def _no_such_rule(rule_id: str, base: Knowledge) -> str:
    ids = sorted(rule.id for rule in base.rules)
    near = get_close_matches(rule_id, ids, n=3, cutoff=0.4)
    hint = f"The nearest are: {', '.join(near)}." if near else "The ids stand in guidance/rules."
    return f"There is no rule called {rule_id}. {hint}"


def _loaded(path: Path) -> Analysis:
    try:
        return Analysis.model_validate_json(path.read_bytes())
    except ValidationError:
        raise InvalidRequest(
            f"{path.name} is not an analysis. Give the output of `her2guide analyze FILE... --format json`, "
            "or the records themselves."
        ) from None


def _lines(rule: Rule, profile: Profile, names: dict[str, str], as_of: dt.date, release: Release) -> Iterator[str]:
    due = rule.reviewed + dt.timedelta(days=rule.review_days)
    standing = "due for a new review" if as_of > due else f"next review by {due}"
    yield f"{rule.name}: {rule.id} ({rule.section.value}, {rule.kind.value}), on {as_of}"
    yield f"reviewed {rule.reviewed}, {standing}"
    if rule.effective:
        yield f"in effect from {rule.effective}"
    if rule.withdrawn:
        yield f"withdrawn on {rule.withdrawn}"
    yield release_note(release)
    if not release.released and rule.kind is not ItemKind.URGENT:
        yield "held back until then, whatever is said below"
    found = explain(profile, rule.id, as_of)
    if rule.for_each and not found:
        elements = Facts(profile).elements(rule.for_each)
        outcome = "unknown" if elements else "not shown"
        yield f"{outcome}: it is tried for each of {rule.for_each}, and {how_many(elements)}"
    for verdict in found:
        yield ""
        yield from _verdict(verdict, profile, names)


def _verdict(verdict: Verdict, profile: Profile, names: dict[str, str]) -> Iterator[str]:
    rule = verdict.rule
    number = f"{rule.for_each} {verdict.number}: " if rule.for_each else ""
    if verdict.withheld:
        yield f"{number}not shown: its conditions hold, but {verdict.withheld}"
    elif verdict.gate:
        yield f"{number}not shown as an option: a gate bars it ({verdict.gate.clinician})"
    else:
        yield f"{number}{_OUTCOMES[verdict.shown]}"
    yield from map(_step, trace(rule.when, profile, verdict.each, doubt=verdict.prepared.doubt))
    for place, gate in enumerate(rule.gates, start=1):
        yield f"  gate {place}:"
        yield from map(_step, trace(gate.when, profile, verdict.each, doubt=True))
    quotes = dict.fromkeys(_quote(words, names) for fact in verdict.facts for words in fact.evidence)
    for quote in list(quotes)[:_MOST_QUOTES]:
        yield f"  {quote}"


def _step(step: Step) -> str:
    found = f"   [record: {step.found}]" if step.found is not None else ""
    return f"  {_MARKS[step.truth]} {'  ' * step.depth}{step.asked}{found}"


def _quote(words: Evidence, names: dict[str, str]) -> str:
    return f"“{' '.join(words.quote.split())}” ({names.get(words.document, words.document)}, page {words.page})"
