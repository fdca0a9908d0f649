"""Publishing the officers: what every device of a ward learns of who works there."""

from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, select

from wardtui.central.maker import NOBODY, Maker
from wardtui.central.numbering import Numbering
from wardtui.central.same_person import Made
from wardtui.central.tables import events, officer_wards, officers
from wardtui.domain.events import OfficerPublished
from wardtui.domain.ids import OfficerId, WardCode, rule_made_id
from wardtui.domain.vocabulary import Role
from wardtui.wire import content_hash, read_event, write_event


class _Told(msgspec.Struct, frozen=True):
    """What a ward was told of an officer last."""

    event: str
    body: OfficerPublished


def publish_officers(connection: Connection) -> None:
    """Tell every ward what it does not know yet of its officers, in the caller's transaction.

    A ward that an officer has left is told too. Repeating it changes nothing.
    """
    told = _told(connection)
    now = datetime.now(UTC)
    maker, numbering = Maker(connection, now), Numbering(connection, now)
    for body in _officers(connection):
        before = {ward for ward, officer in told if officer == body.officer}
        for ward in (*body.wards, *sorted(before - set(body.wards))):
            last = told.get((ward, body.officer))
            if last is not None and last.body == body:
                continue
            event = maker.event(Made(_id(ward, body, last), None, body), ward)
            raw = write_event(event)
            numbering.number(event, raw, content_hash(raw), ward, NOBODY)
    maker.write()
    numbering.write()


def _id(ward: str, body: OfficerPublished, last: _Told | None) -> str:
    """The same for the same news: a name that was changed and changed back is news again."""
    content = msgspec.json.encode(body).decode()
    return rule_made_id(body.TYPE, ward, last.event if last else "", content)


def _told(connection: Connection) -> dict[tuple[str, str], _Told]:
    rows = connection.execute(
        select(events.c.id, events.c.ward, events.c.raw)
        .where(events.c.resident.is_(None), events.c.type == OfficerPublished.TYPE)
        .order_by(events.c.seq)
    )
    found: dict[tuple[str, str], _Told] = {}
    for identifier, ward, raw in rows:
        body = read_event(bytes(raw)).body
        if isinstance(body, OfficerPublished):
            found[ward, body.officer] = _Told(identifier, body)
    return found


def _officers(connection: Connection) -> list[OfficerPublished]:
    wards: dict[str, list[WardCode]] = {}
    for row in connection.execute(select(officer_wards).order_by(officer_wards.c.position)):
        wards.setdefault(row.officer, []).append(WardCode(row.ward))
    return [
        OfficerPublished(
            officer=OfficerId(row.id),
            name=row.name,
            role=Role(row.role),
            wards=tuple(wards.get(row.id, ())),
        )
        for row in connection.execute(select(officers).order_by(officers.c.id))
    ]
