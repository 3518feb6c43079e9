"""Takes a person's word that something was read rightly; the guidance follows at once."""

import datetime as dt
from collections.abc import Sequence

from domain.analysis import Analysis, analysis_of
from domain.confirmation import Place, confirmations, confirmed
from domain.errors import InvalidRequest, NotFound
from guidance.engine import advise
from infra.repositories import Owner, Store


def confirm(store: Store, owner: Owner, record_id: str, places: Sequence[Place]) -> Analysis:
    """The analysis with what rests on these words confirmed, and the guidance made anew; it is stored.

    The confirmation is kept by itself too, so that it stands when the record is understood again.

    Raises:
        NotFound: If there is no such record of this owner, or it has no results yet.
        InvalidRequest: If no value that is to be checked rests on these words alone.
    """
    with store.begin() as unit:
        unit.records.hold(owner, record_id)
        analysis = unit.records.analysis(owner, record_id)
        if analysis is None:
            raise NotFound("This record has no results yet. Follow its progress until it is done.")
        profile = confirmed(analysis.profile, places, by=owner.id)
        if profile == analysis.profile:
            raise InvalidRequest("There is nothing to confirm at these places. Name all doubtful words of one value.")
        guidance = advise(profile, dt.datetime.now(dt.UTC).astimezone().date())
        revised = analysis_of(analysis.documents, profile, guidance)
        unit.records.revise(owner, record_id, revised)
        unit.records.confirm(owner, record_id, confirmations(analysis.profile, profile, by=owner.id))
    return revised
