"""Clinicians who review guidance, and what they signed: one analysis each; whatever changes it voids the signature."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Row, insert, select, update

from domain.analysis import Analysis
from domain.errors import InvalidRequest, NotAllowed, NotFound, SignInNeeded
from domain.release import Signature
from infra.repositories.owner import LOCAL, Owner, clinic_owner
from infra.repositories.records import Records
from infra.repositories.transaction import Transaction, now
from infra.tables import clinics, reviewers, signatures

KEY_PREFIX = "h2r_"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Reviewer:
    """A clinician who may sign for the records of one owner. `revoked` is when her key stopped working."""

    id: str
    owner: Owner
    name: str
    created: dt.datetime
    revoked: dt.datetime | None


@dataclass(frozen=True)
class UnderReview:
    """An analysis as a reviewer sees it: all of it, whether released or not.

    Attributes:
        seal: Names this very analysis; whoever signs hands it back.
    """

    analysis: Analysis
    seal: str


class Reviews:
    """Reviewers and signatures of one database, inside one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._vault = transaction.vault
        self._connection = transaction.connection
        self._records = Records(transaction)

    def add_reviewer(self, name: str, clinic_id: str | None) -> tuple[Reviewer, str]:
        """Makes a reviewer of a clinic's records, or of those on this machine; returns her with her key, shown once.

        Raises:
            InvalidRequest: Without a name.
            NotFound: If there is no such clinic.
        """
        name = name.strip()
        if not 0 < len(name) <= 200:
            raise InvalidRequest("A reviewer needs a name of 1 to 200 characters.")
        if clinic_id is not None:
            known = self._connection.scalar(select(clinics.c.id).where(clinics.c.id == clinic_id))
            if known is None:
                raise NotFound("There is no clinic with this id. `her2guide admin list-clinics` shows them.")
        owner = LOCAL if clinic_id is None else clinic_owner(clinic_id)
        key = KEY_PREFIX + secrets.token_urlsafe(32)
        reviewer = Reviewer(secrets.token_hex(8), owner, name, now(), None)
        self._connection.execute(
            insert(reviewers).values(
                id=reviewer.id, owner=owner.id, name=name, key_hash=self._hash(key), created=reviewer.created
            )
        )
        return reviewer, key

    def reviewers(self) -> list[Reviewer]:
        """All reviewers, oldest first."""
        return [_reviewer(row) for row in self._connection.execute(select(reviewers).order_by(reviewers.c.created))]

    def revoke_reviewer(self, reviewer_id: str) -> Reviewer:
        """Makes her key useless from now on; what she signed stays signed. Raises NotFound."""
        self._connection.execute(
            update(reviewers).where(reviewers.c.id == reviewer_id, reviewers.c.revoked.is_(None)).values(revoked=now())
        )
        row = self._connection.execute(select(reviewers).where(reviewers.c.id == reviewer_id)).one_or_none()
        if row is None:
            raise NotFound("There is no reviewer with this id. `her2guide admin list-reviewers` shows them.")
        return _reviewer(row)

    def verify(self, key: str) -> Reviewer:
        """Who a key speaks for. Raises SignInNeeded when it is unknown or revoked."""
        row = self._connection.execute(
            select(reviewers).where(reviewers.c.key_hash == self._hash(key), reviewers.c.revoked.is_(None))
        ).one_or_none()
        if row is None:
            raise SignInNeeded(
                "This reviewer key is not known, or it was revoked. Ask the administrator for a new key."
            )
        return _reviewer(row)

    def under_review(self, reviewer: Reviewer, record_id: str) -> UnderReview:
        """An analysis with all of its guidance. Raises NotFound while there is none, or when it is not hers to see."""
        seen = self._seen(reviewer, record_id)
        log.info("guidance_shown_to_reviewer", record_id=record_id, reviewer_id=reviewer.id)
        return seen

    def sign(self, reviewer: Reviewer, record_id: str, seal: str) -> Signature:
        """Signs what she has seen; signing it again changes nothing.

        Raises:
            NotFound: As `under_review`.
            NotAllowed: If the analysis has changed since she saw it.
        """
        seen = self._seen(reviewer, record_id)
        if not secrets.compare_digest(seen.seal.encode(), seal.encode()):
            raise NotAllowed("This record has changed since it was reviewed. Review it again, then sign.")
        found = self._signature(record_id, seen.seal)
        if found is not None:
            return found
        signature = Signature(name=reviewer.name, signed=now(), ruleset=seen.analysis.guidance.ruleset.version)
        self._connection.execute(
            insert(signatures).values(
                record_id=record_id,
                analysis_hash=seen.seal,
                reviewer_id=reviewer.id,
                signed=signature.signed,
                ruleset=signature.ruleset,
            )
        )
        log.info("guidance_signed", record_id=record_id, reviewer_id=reviewer.id)
        return signature

    def signature(self, owner: Owner, record_id: str) -> Signature | None:
        """The signature of the analysis as it now stands, if somebody signed that. Raises NotFound."""
        stored = self._records.stored_analysis(owner, record_id)
        return None if stored is None else self._signature(record_id, self._seal(record_id, stored))

    def _seen(self, reviewer: Reviewer, record_id: str) -> UnderReview:
        stored = self._records.stored_analysis(reviewer.owner, record_id)
        if stored is None:
            raise NotFound("This record has no results yet. Follow its progress until it is done.")
        return UnderReview(Analysis.model_validate_json(stored), self._seal(record_id, stored))

    def _signature(self, record_id: str, seal: str) -> Signature | None:
        row = self._connection.execute(
            select(signatures, reviewers.c.name)
            .join(reviewers)
            .where(signatures.c.record_id == record_id, signatures.c.analysis_hash == seal)
        ).one_or_none()
        return None if row is None else Signature(name=row.name, signed=row.signed, ruleset=row.ruleset)

    def _seal(self, record_id: str, stored: bytes) -> str:
        return self._vault.fingerprint(f"analysis/{record_id}", stored)

    def _hash(self, key: str) -> str:
        return self._vault.fingerprint("reviewer-key", key.encode())


def _reviewer(row: Row[Any]) -> Reviewer:
    return Reviewer(row.id, Owner(row.owner), row.name, row.created, row.revoked)
