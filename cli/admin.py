"""Clinics and their keys, for whoever runs the product."""

from infra.repositories import open_store
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
