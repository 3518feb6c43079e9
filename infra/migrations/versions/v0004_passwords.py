"""The password of a locked file, sealed, for as long as the file waits to be read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Brings the tables from 0003 to 0004."""
    op.add_column("documents", sa.Column("password_sealed", sa.LargeBinary(), nullable=True))
