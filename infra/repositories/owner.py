"""Whose a record is: the person's on this machine, or a clinic's."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Owner:
    """Who may see a record; `id` is `local` or `clinic:` with the clinic's id."""

    id: str


LOCAL = Owner("local")


def clinic_owner(clinic_id: str) -> Owner:
    """The owner of everything that this clinic submits."""
    return Owner(f"clinic:{clinic_id}")
