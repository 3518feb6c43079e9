"""All SQL: what is stored, behind methods that speak of records, clinics and sign-in.

Call `open_store(settings)` once a process, then one `store.begin()` (or `store.read()`) a request:

    with store.begin() as unit:
        record_id = unit.records.create(LOCAL, [("report.pdf", data)], country="US")
"""

from infra.repositories.clinics import Clinic, Clinics
from infra.repositories.owner import LOCAL, Owner, clinic_owner
from infra.repositories.records import Records, RecordSummary
from infra.repositories.reviews import Reviewer, UnderReview
from infra.repositories.sign_in import SESSION_COOKIE, SignIn
from infra.repositories.store import Store, Unit, open_store
from infra.repositories.work import File, Job, LeaseLost, Work

__all__ = [
    "LOCAL",
    "SESSION_COOKIE",
    "Clinic",
    "Clinics",
    "File",
    "Job",
    "LeaseLost",
    "Owner",
    "RecordSummary",
    "Records",
    "Reviewer",
    "SignIn",
    "Store",
    "UnderReview",
    "Unit",
    "Work",
    "clinic_owner",
    "open_store",
]
