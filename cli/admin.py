"""Clinics, reviewers and their keys, for whoever runs the product."""

from infra.repositories import LOCAL, Reviewer, open_store
from infra.settings import load_settings


def add_clinic(name: str) -> None:
    """Makes a clinic and prints its key, which cannot be shown again."""
    store = open_store(load_settings())
    with store.begin() as unit:
        clinic, key = unit.clinics.create(name)
    print(f"Clinic {clinic.id} was made. Its key, shown this once:")
    print(key)


def list_clinics() -> None:
    """Prints a line a clinic: id, day it was made, whether its key works, name."""
    store = open_store(load_settings())
    with store.read() as unit:
        clinics = unit.clinics.list()
    if not clinics:
        print("No clinics yet. Make one with: her2guide admin add-clinic NAME")
    for clinic in clinics:
        state = f"revoked {clinic.revoked:%Y-%m-%d}" if clinic.revoked else "active"
        print(f"{clinic.id}  {clinic.created:%Y-%m-%d}  {state}  {clinic.name}")


def revoke_clinic(clinic_id: str) -> None:
    """Makes a clinic's key useless from now on; its records stay."""
    store = open_store(load_settings())
    with store.begin() as unit:
        clinic = unit.clinics.revoke(clinic_id)
    print(f"The key of clinic {clinic.id} no longer works. Its records stay.")


def add_reviewer(name: str, clinic_id: str | None) -> None:
    """Makes a clinician who may sign, and prints her key, which cannot be shown again."""
    store = open_store(load_settings())
    with store.begin() as unit:
        reviewer, key = unit.reviews.add_reviewer(name, clinic_id)
    print(f"Reviewer {reviewer.id} was made, for {_whose(reviewer)}. Her key, shown this once:")
    print(key)


def list_reviewers() -> None:
    """Prints a line a reviewer: id, day she was made, whether her key works, whose records, name."""
    store = open_store(load_settings())
    with store.read() as unit:
        reviewers = unit.reviews.reviewers()
    if not reviewers:
        print("No reviewers yet. Make one with: her2guide admin add-reviewer NAME")
    for reviewer in reviewers:
        state = f"revoked {reviewer.revoked:%Y-%m-%d}" if reviewer.revoked else "active"
        print(f"{reviewer.id}  {reviewer.created:%Y-%m-%d}  {state}  {_whose(reviewer)}  {reviewer.name}")


def revoke_reviewer(reviewer_id: str) -> None:
    """Makes a reviewer's key useless from now on; what she signed stays signed."""
    store = open_store(load_settings())
    with store.begin() as unit:
        reviewer = unit.reviews.revoke_reviewer(reviewer_id)
    print(f"The key of reviewer {reviewer.id} no longer works. What she signed stays signed.")


def _whose(reviewer: Reviewer) -> str:
    return "records on this machine" if reviewer.owner == LOCAL else reviewer.owner.id.replace(":", " ")
