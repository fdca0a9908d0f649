"""Moving up from a waiting list on a device that works alone: a paired one's server does it."""

from wardtui.domain.case import Case
from wardtui.domain.seats import moved_up_id, moves
from wardtui.services.deriving import refold
from wardtui.services.ports import Tools, Unit
from wardtui.services.sessions import list_sessions, seats_in_session
from wardtui.services.writing import EventWriter


def move_up(unit: Unit, tools: Tools) -> list[Case]:
    """Give free seats to those who wait for them, in the caller's transaction.

    :return: the cases of those who moved up
    """
    if unit.state.pairing is not None:
        return []
    writer = EventWriter(unit, tools)
    moved = []
    for one in list_sessions(unit, tools.clock.now()):
        if not one.waiting or not one.free:
            continue
        seats = seats_in_session(unit, one.session.id)
        # What somebody took back is not concluded again: a rule comes to it once.
        in_line = [b for b in seats.waiting if unit.events.get(moved_up_id(b.id)) is None]
        for up in moves(one.session, in_line[: one.free], seats.taken, writer.now):
            writer.by_rule(up, ward=None)
            moved.append(up.resident)
    if not moved:
        return []
    writer.keep()
    return refold(unit, moved)
