"""Whether guidance is released: at once, or only when a clinician has reviewed and signed it."""

import datetime as dt
from enum import StrEnum

from domain.frozen import Frozen


class ReleasePolicy(StrEnum):
    """When guidance is shown. What cannot wait is shown at once under both."""

    AT_ONCE = "at_once"
    AFTER_REVIEW = "after_review"


class Signature(Frozen):
    """A clinician's word that she has reviewed one analysis as it stands.

    Attributes:
        name: Who signed, as the administrator entered her.
        signed: When.
        ruleset: Version of the rules that spoke.
    """

    name: str
    signed: dt.datetime
    ruleset: str


class Release(Frozen):
    """How the guidance of an analysis is shown.

    Attributes:
        released: False while the guidance waits for a review; then only what cannot wait is in it.
        signature: Of this very analysis: whatever changes it makes an earlier signature void.
    """

    policy: ReleasePolicy = ReleasePolicy.AT_ONCE
    released: bool = True
    signature: Signature | None = None
