"""The sessions as the events give them now, and whom a change of them is about."""

from wardtui.domain.events import SAY_WHICH_SESSIONS
from wardtui.domain.ids import ResidentId
from wardtui.domain.sessions import sessions
from wardtui.services.ports import Unit
from wardtui.services.records import entries


def take_note_of_sessions(unit: Unit) -> list[ResidentId]:
    """Bring the sessions up to date; whose bookings name one that was another."""
    if not unit.sessions.doubtful:
        return []
    before = {one.id: one for one in unit.sessions.all()}
    now = sessions(entries(unit.events.about_nobody(*sorted(SAY_WHICH_SESSIONS))))
    changed = sorted(one for one in {*before, *now} if before.get(one) != now.get(one))
    for one in changed:
        if one in now:
            unit.sessions.put(now[one])
        else:
            unit.sessions.remove(one)
    unit.sessions.settle()
    cases = (case for one in changed for case in unit.cases.of_session(one))
    return list(dict.fromkeys(member for case in cases for member in (case.id, *case.same_as)))
