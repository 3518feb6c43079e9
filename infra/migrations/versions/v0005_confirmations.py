"""What somebody confirmed of a record, sealed, so that it outlasts the record's being understood again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Brings the tables from 0004 to 0005."""
    op.add_column("records", sa.Column("confirmations_sealed", sa.LargeBinary(), nullable=True))
