"""Clinics and their keys. A key is shown once; only its keyed hash is stored."""

import datetime as dt
from dataclasses import dataclass

from infra.repositories.owner import Owner


@dataclass(frozen=True)
class Clinic:
    """A clinic that may submit records. `revoked` is when its key stopped working."""

    id: str
    name: str
    created: dt.datetime
    revoked: dt.datetime | None


class Clinics:
    """The clinics of one database, inside one transaction."""

    def create(self, name: str) -> tuple[Clinic, str]:
        """Makes a clinic; returns it with its key, which cannot be had again. Raises InvalidRequest without a name."""
        raise NotImplementedError

    def verify(self, key: str) -> Owner:
        """The owner that a key speaks for. Raises SignInNeeded when it is unknown or revoked."""
        raise NotImplementedError

    def revoke(self, clinic_id: str) -> Clinic:
        """Makes its key useless from now on; its records stay. Raises NotFound."""
        raise NotImplementedError

    def list(self) -> list[Clinic]:
        """All clinics, oldest first."""
        raise NotImplementedError
