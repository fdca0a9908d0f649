"""Make the read models again from the events: the same events give the same bytes."""

from collections.abc import Callable

import msgspec

from wardtui.services.ports import Unit

_REPORT_EVERY = 1000


class Rebuilt(msgspec.Struct, frozen=True):
    """What making the read models again gave."""

    cases: int
    differed: int
    """Cases that were kept in other bytes than the events give, or not at all."""


def rebuild(unit: Unit, progress: Callable[[int], None] = lambda _: None) -> Rebuilt:
    """Fold every resident's events anew and replace what was kept, in the caller's transaction.

    :param progress: told now and then how many residents are done
    """
    from wardtui.services.deriving import refold

    before = unit.cases.fingerprints()
    unit.cases.clear()
    unit.sessions.clear()

    def tell(number: int) -> None:
        if not number % _REPORT_EVERY:
            progress(number)

    refold(unit, unit.events.residents(), tell)
    unit.seal_worklist(anew=True)
    after = unit.cases.fingerprints()
    everybody = before.keys() | after.keys()
    return Rebuilt(len(after), sum(before.get(one) != after.get(one) for one in everybody))
