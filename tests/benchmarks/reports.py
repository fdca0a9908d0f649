"""Reports over a whole ward, in processor time, against SQLCipher reading the rows they rest on.

The daily report of today counts how everybody stands, which is kept beside the cases; its floor is
reading every case as bytes, which is what it would at least have to do without that. A past day and
the league table tell of each history that has changed since how it stood then, and the hours count
every contact; the floor of all three is reading every event as bytes. Nearly everybody was tried in
the week before the last day here, so the league table tells of 50,000 histories anew.
"""

from collections.abc import Callable
from datetime import timedelta
from time import process_time

from tests.benchmarks.history import AFTERWARDS
from tests.benchmarks.rounds import Comparison, Contestant, Options, Sample, interleaved, say
from tests.benchmarks.vaults import vault_of
from wardtui.domain.moments import local_day
from wardtui.services.ports import Unit
from wardtui.services.report_daily import report_daily
from wardtui.services.report_hours import report_hours
from wardtui.services.report_league import report_league
from wardtui.store.unit import VaultUnit
from wardtui.store.vault import OpenVault

ROUNDS = 3

TODAY_BUDGET = 1.0
"""Of reading every case."""

YESTERDAY_BUDGET = 4.0
LEAGUE_BUDGET = 13.0
HOURS_BUDGET = 5.0
"""Of reading every event."""

_DAY = local_day(AFTERWARDS)
_YESTERDAY, _BRIEFING = _DAY - timedelta(days=1), _DAY - timedelta(days=7)


def run(options: Options) -> list[Comparison]:
    """Measure a large vault."""
    with vault_of(options.residents, options) as kept, OpenVault(kept.folder, kept.key) as vault:
        say("measuring reports …")
        now = AFTERWARDS
        taken = interleaved(
            {
                "every case": _reading(vault, "cases"),
                "every event": _reading(vault, "events"),
                "today": _asking(vault, lambda unit: report_daily(unit, _DAY, None, now)),
                "yesterday": _asking(vault, lambda unit: report_daily(unit, _YESTERDAY, None, now)),
                "league": _asking(
                    vault, lambda unit: report_league(unit, _DAY, _BRIEFING, None, now)
                ),
                "hours": _asking(vault, report_hours),
            },
            ROUNDS,
            clock=process_time,
        )
    size = f"{options.residents:,} residents"
    cases, events = taken["every case"], taken["every event"]
    return [
        _comparison(f"daily report of today, {size}", taken["today"], cases, TODAY_BUDGET),
        _comparison("daily report of yesterday", taken["yesterday"], events, YESTERDAY_BUDGET),
        _comparison(
            "league table, today and a week before", taken["league"], events, LEAGUE_BUDGET
        ),
        _comparison("hours of all calls and visits", taken["hours"], events, HOURS_BUDGET),
    ]


def _asking(vault: OpenVault, report: Callable[[Unit], object]) -> Contestant:
    def ask() -> None:
        vault.read(report)

    return ask


def _reading(vault: OpenVault, table: str) -> Contestant:
    """Every document of a table as bytes."""

    def read(unit: Unit) -> None:
        assert isinstance(unit, VaultUnit)
        for _ in unit.database.table(table).in_bytes():
            pass

    return lambda: vault.read(read)


def _comparison(what: str, measured: Sample, floor: Sample, budget: float) -> Comparison:
    say(f"  {what}: {measured.median:.2f} s of processor time, reading {floor.median:.2f} s")
    return Comparison(what, measured, floor, budget)
