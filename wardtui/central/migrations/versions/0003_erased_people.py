"""An index of the few who were erased: every batch asks for them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the index."""
    erased = sa.text("type = 'resident.erased'")
    op.create_index(
        "events_that_erase", "events", ["resident"], sqlite_where=erased, postgresql_where=erased
    )
