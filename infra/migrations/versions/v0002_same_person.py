"""When the owner of a record said that all its documents are about one person."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Brings the tables from 0001 to 0002."""
    op.add_column("records", sa.Column("same_person", sa.DateTime(timezone=True), nullable=True))
