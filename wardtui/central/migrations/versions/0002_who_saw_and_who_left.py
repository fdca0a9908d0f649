"""Quarantine, the access log, the keys for bundles, what is known of each laptop."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables and columns."""
    with op.batch_alter_table("devices") as devices:
        devices.add_column(sa.Column("public_key", sa.String(200)))
        devices.add_column(sa.Column("version", sa.String(32)))
        devices.add_column(sa.Column("seen_at", sa.DateTime(timezone=True)))
        devices.add_column(sa.Column("last_device_seq", sa.BigInteger))
    op.create_table(
        "server_key",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("private_key", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "quarantine",
        sa.Column("device", sa.String(36), primary_key=True),
        sa.Column("event", sa.String(36), primary_key=True),
        sa.Column("device_seq", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "accesses",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("officer", sa.String(36), nullable=False),
        sa.Column("device", sa.String(36), nullable=False),
        sa.Column("ward", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("command", sa.String(64), nullable=False),
        sa.Column("residents", sa.Integer, nullable=False),
        sa.Column("resident", sa.String(36)),
    )
    op.create_index("accesses_by_ward", "accesses", ["ward", "at"])
    op.create_index("accesses_by_resident", "accesses", ["resident"])
    # A numbered event is its own receipt.
    op.create_index("events_by_device", "events", ["device", "device_seq"])
    op.execute("DELETE FROM receipts WHERE status = 'accepted'")
