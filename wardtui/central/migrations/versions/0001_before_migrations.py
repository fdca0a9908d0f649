"""The tables that a server made for itself before there were migrations.

A database of then has all or some of them; a new one has none. This copy is never changed:
``wardtui.central.tables`` says what there is today.
"""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

revision = "0001"
down_revision = None

metadata = MetaData()

Table(
    "server",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("epoch", String(36), nullable=False),
    Column("head", BigInteger, nullable=False),
)

Table("wards", metadata, Column("code", String(64), primary_key=True))

Table(
    "officers",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("role", String(16), nullable=False),
)

Table(
    "officer_wards",
    metadata,
    Column("officer", ForeignKey("officers.id"), primary_key=True),
    Column("ward", ForeignKey("wards.code"), primary_key=True),
    Column("position", Integer, nullable=False),
)

Table(
    "pairing_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("officer", ForeignKey("officers.id"), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
)

Table(
    "devices",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("officer", ForeignKey("officers.id"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("paired_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
)

Table(
    "former_devices",
    metadata,
    Column("device", String(36), primary_key=True),
    Column("successor", ForeignKey("devices.id"), nullable=False, index=True),
)

Table(
    "events",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False, unique=True),
    Column("type", String(64), nullable=False),
    Column("ward", String(64), nullable=False),
    Column("resident", String(36)),
    Column("actor", String(64), nullable=False),
    Column("device", String(36), nullable=False),
    Column("device_seq", BigInteger, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("sha256", LargeBinary(32), nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Index("events_by_ward", "ward", "seq"),
    Index("events_by_resident", "resident", "seq"),
)

Table(
    "listed_people",
    metadata,
    Column("resident", String(36), primary_key=True),
    Column("ward", String(64), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("number", String(12)),
    Column("name", String(64), nullable=False),
    Column("birth_year", Integer),
    Column("door", String(64), nullable=False),
    Column("merged_into", String(36)),
    Column("suspected_of", String(36)),
    Index("listed_people_by_number", "ward", "number"),
    Index("listed_people_by_door", "ward", "door"),
)

Table(
    "merges",
    metadata,
    Column("event", String(36), primary_key=True),
    Column("resident", String(36), nullable=False),
    Column("kept", String(36), nullable=False),
    Index("merges_by_resident", "resident"),
    Index("merges_by_kept", "kept"),
)

Table(
    "session_events",
    metadata,
    Column("event", String(36), primary_key=True),
    Column("about", String(36), primary_key=True),
    Column("session", String(36), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Index("session_events_by_session", "session", "seq"),
    Index("session_events_by_about", "about", "seq"),
)

Table(
    "shared_events",
    metadata,
    Column("ward", String(64), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Index("shared_events_by_seq", "seq"),
)

Table(
    "handovers",
    metadata,
    Column("event", String(36), primary_key=True),
    Column("offer", String(36), nullable=False),
    Column("resident", String(36), nullable=False),
    Column("ward", String(64), nullable=False),
    Column("became", String(36), nullable=False),
    Column("to_ward", String(64), nullable=False),
    Index("handovers_by_resident", "resident"),
    Index("handovers_by_became", "became"),
)

Table(
    "maker",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("device", String(36), nullable=False),
    Column("device_seq", BigInteger, nullable=False),
)

Table(
    "receipts",
    metadata,
    Column("device", String(36), primary_key=True),
    Column("device_seq", BigInteger, primary_key=True),
    Column("event", String(36), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("code", String(64)),
)


def upgrade() -> None:
    """Make what is missing."""
    metadata.create_all(op.get_bind())
