"""The tables. Columns named `*_sealed` hold ciphertext: names, identifiers, words and values never stand in plain."""

import datetime as dt

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


class Instant(TypeDecorator[dt.datetime]):
    """A moment in UTC, aware in Python on every database; SQLite itself knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Normalises to UTC."""
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Says that it is UTC where the database did not."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def _record_id(*, primary_key: bool) -> Column[str]:
    return Column("record_id", String(32), ForeignKey("records.id", ondelete="CASCADE"), primary_key=primary_key)


# One row: tells whether the master key is the one that everything here was sealed under.
vault = Table(
    "vault",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
)

clinics = Table(
    "clinics",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("created", Instant, nullable=False),
    Column("revoked", Instant),
)

sign_in_tokens = Table(
    "sign_in_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("created", Instant, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("session_hash", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("expires", Instant, nullable=False),
)

records = Table(
    "records",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("key_wrapped", LargeBinary, nullable=False),
    Column("created", Instant, nullable=False, index=True),
    Column("stage", String(16), nullable=False),
    Column("patient_hash", String(64)),
    Column("patient_sealed", LargeBinary),
    Column("country_sealed", LargeBinary),
    Column("problem_sealed", LargeBinary),
    Column("analysis_sealed", LargeBinary),
    Column("same_person", Instant),
    Column("confirmations_sealed", LargeBinary),
    Index("ix_records_owner_patient", "owner", "patient_hash"),
)

documents = Table(
    "documents",
    metadata,
    _record_id(primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("original_blob", String(32), nullable=False),
    Column("text_blob", String(32)),
    Column("stage", String(16), nullable=False),
    Column("page", Integer, nullable=False, default=0),
    Column("pages", Integer),
    Column("attempts", Integer, nullable=False, default=0),
    Column("problem_sealed", LargeBinary),
    Column("password_sealed", LargeBinary),
)

pictures = Table(
    "pictures",
    metadata,
    Column("record_id", String(32), primary_key=True),
    Column("document_id", String(16), primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("blob", String(32), nullable=False),
    ForeignKeyConstraint(["record_id", "document_id"], ["documents.record_id", "documents.id"], ondelete="CASCADE"),
)

# Clinicians who may sign guidance for records of this owner. Like clinics they have a name and a key of their own.
reviewers = Table(
    "reviewers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("created", Instant, nullable=False),
    Column("revoked", Instant),
)

# Every signature that was given, for good: of which analysis, by its keyed hash, by whom, under which rules.
signatures = Table(
    "signatures",
    metadata,
    _record_id(primary_key=True),
    Column("analysis_hash", String(64), primary_key=True),
    Column("reviewer_id", String(32), ForeignKey("reviewers.id"), nullable=False),
    Column("signed", Instant, nullable=False),
    Column("ruleset", String(32), nullable=False),
)

# Work that is owed: a row stands from the upload until its task is finished. Whoever works on it holds a lease.
outbox = Table(
    "outbox",
    metadata,
    _record_id(primary_key=True),
    Column("task", String(64), nullable=False),
    Column("sent", Instant),
    Column("not_before", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("holder", String(128)),
    Column("lease_until", Instant),
    Column("last_error", String(64)),
)
