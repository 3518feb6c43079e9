"""Clinics and their keys. A key is shown once; only its keyed hash is stored."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, update

from domain.errors import InvalidRequest, NotFound, SignInNeeded
from infra.repositories.owner import Owner, clinic_owner
from infra.repositories.transaction import Transaction, now
from infra.tables import clinics

KEY_PREFIX = "h2g_"


@dataclass(frozen=True)
class Clinic:
    """A clinic that may submit records. `revoked` is when its key stopped working."""

    id: str
    name: str
    created: dt.datetime
    revoked: dt.datetime | None


class Clinics:
    """The clinics of one database, inside one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._vault = transaction.vault
        self._connection = transaction.connection

    def create(self, name: str) -> tuple[Clinic, str]:
        """Makes a clinic; returns it with its key, which cannot be had again. Raises InvalidRequest without a name."""
        name = name.strip()
        if not 0 < len(name) <= 200:
            raise InvalidRequest("A clinic needs a name of 1 to 200 characters.")
        key = KEY_PREFIX + secrets.token_urlsafe(32)
        clinic = Clinic(id=secrets.token_hex(8), name=name, created=now(), revoked=None)
        self._connection.execute(
            insert(clinics).values(id=clinic.id, name=name, key_hash=self._hash(key), created=clinic.created)
        )
        return clinic, key

    def verify(self, key: str) -> Owner:
        """The owner that a key speaks for. Raises SignInNeeded when it is unknown or revoked."""
        clinic_id = self._connection.scalar(
            select(clinics.c.id).where(clinics.c.key_hash == self._hash(key), clinics.c.revoked.is_(None))
        )
        if clinic_id is None:
            raise SignInNeeded("This clinic key is not known, or it was revoked. Ask the administrator for a new one.")
        return clinic_owner(clinic_id)

    def revoke(self, clinic_id: str) -> Clinic:
        """Makes its key useless from now on; its records stay. Raises NotFound."""
        self._connection.execute(
            update(clinics).where(clinics.c.id == clinic_id, clinics.c.revoked.is_(None)).values(revoked=now())
        )
        row = self._connection.execute(select(clinics).where(clinics.c.id == clinic_id)).one_or_none()
        if row is None:
            raise NotFound("There is no clinic with this id. `her2guide admin list-clinics` shows them.")
        return _clinic(row)

    def list(self) -> list[Clinic]:
        """All clinics, oldest first."""
        return [_clinic(row) for row in self._connection.execute(select(clinics).order_by(clinics.c.created))]

    def _hash(self, key: str) -> str:
        return self._vault.fingerprint("clinic-key", key.encode())


def _clinic(row: Row[Any]) -> Clinic:
    return Clinic(id=row.id, name=row.name, created=row.created, revoked=row.revoked)
