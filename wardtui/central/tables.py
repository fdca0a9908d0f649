"""What the central server keeps."""

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
    text,
)

from wardtui.domain.erasure import ResidentErased

metadata = MetaData()

server = Table(
    "server",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("epoch", String(36), nullable=False),
    Column("head", BigInteger, nullable=False),
)
"""One row. ``epoch`` changes when the database was restored; ``head`` is the newest number."""

wards = Table("wards", metadata, Column("code", String(64), primary_key=True))

officers = Table(
    "officers",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("role", String(16), nullable=False),
)

officer_wards = Table(
    "officer_wards",
    metadata,
    Column("officer", ForeignKey("officers.id"), primary_key=True),
    Column("ward", ForeignKey("wards.code"), primary_key=True),
    Column("position", Integer, nullable=False),
)

pairing_codes = Table(
    "pairing_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("officer", ForeignKey("officers.id"), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("officer", ForeignKey("officers.id"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("paired_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("public_key", String(200)),
    Column("version", String(32)),
    Column("seen_at", DateTime(timezone=True)),
    Column("last_device_seq", BigInteger),
)
"""``version`` of wardtui, and how far the device had counted its events, when it was last seen."""

former_devices = Table(
    "former_devices",
    metadata,
    Column("device", String(36), primary_key=True),
    Column("successor", ForeignKey("devices.id"), nullable=False, index=True),
)
"""Devices whose place another one took when a vault was restored; it sends what they left."""

ERASES = text(f"type = '{ResidentErased.TYPE}'")
"""Which events are found by an index of their own, in the words that a planner knows again."""

events = Table(
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
    Index("events_by_device", "device", "device_seq"),
    Index("events_that_erase", "resident", sqlite_where=ERASES, postgresql_where=ERASES),
)

listed_people = Table(
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
"""What the newest list says of each resident, to find those who stand on several lists.

``seq`` is that of the first list, ``name`` a hash of the folded name,
``door`` one of name, birth date and address.
"""

merges = Table(
    "merges",
    metadata,
    Column("event", String(36), primary_key=True),
    Column("resident", String(36), nullable=False),
    Column("kept", String(36), nullable=False),
    Index("merges_by_resident", "resident"),
    Index("merges_by_kept", "kept"),
)
"""Whom an event merges into whom, whether or not it still counts: found from either side."""

session_events = Table(
    "session_events",
    metadata,
    Column("event", String(36), primary_key=True),
    Column("about", String(36), primary_key=True),
    Column("session", String(36), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Index("session_events_by_session", "session", "seq"),
    Index("session_events_by_about", "about", "seq"),
)
"""What an event says something about: a session itself, or bookings of a session.

A retraction of what is not numbered yet stands under the id of that.
"""

shared_events = Table(
    "shared_events",
    metadata,
    Column("ward", String(64), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Index("shared_events_by_seq", "seq"),
)
"""The events that another ward than their own sees too: by that ward, those of handoffs."""

handovers = Table(
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
"""Which event hands whom over, and who they are then, whether or not it still counts."""

maker = Table(
    "maker",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("device", String(36), nullable=False),
    Column("device_seq", BigInteger, nullable=False),
)
"""One row: the server as a device, for the events that its rules make."""

receipts = Table(
    "receipts",
    metadata,
    Column("device", String(36), primary_key=True),
    Column("device_seq", BigInteger, primary_key=True),
    Column("event", String(36), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("code", String(64)),
)
"""What became of every offered event that was not numbered: a duplicate, or not taken.

What is neither here nor among the events, by device and its count, has not arrived.
"""

server_key = Table(
    "server_key",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("private_key", LargeBinary, nullable=False),
)
"""One row: what opens the bundles that are made for this server."""

quarantine = Table(
    "quarantine",
    metadata,
    Column("device", String(36), primary_key=True),
    Column("event", String(36), primary_key=True),
    Column("device_seq", BigInteger, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("raw", LargeBinary, nullable=False),
)
"""What revoked devices have offered: nobody reads it until somebody who leads lets it in."""

accesses = Table(
    "accesses",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("officer", String(36), nullable=False),
    Column("device", String(36), nullable=False),
    Column("ward", String(64), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("what", String(16), nullable=False),
    Column("command", String(64), nullable=False),
    Column("residents", Integer, nullable=False),
    Column("resident", String(36)),
    Index("accesses_by_ward", "ward", "at"),
    Index("accesses_by_resident", "resident"),
)
"""Who saw, or took out, what is masked by default: how many people, or whom."""
