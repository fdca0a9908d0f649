"""How far the campaign has come: as text and as a document."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from wardtui.domain.burn_up import AreaPace, BurnUp, Outlook, Pace, SlotRate
from wardtui.domain.forecast import Band
from wardtui.domain.moments import end_of_shift
from wardtui.domain.vocabulary import Reason
from wardtui.i18n import N_, tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label
from wardtui.i18n.numbers import one_decimal, percent
from wardtui.reports.burn_chart import BAND, DONE, TARGET, curve
from wardtui.reports.campaign import campaign_document
from wardtui.services.report_daily import DataState
from wardtui.services.report_progress import Progressed

_OUTLOOKS = {
    Outlook.REACHED: N_("reached"),
    Outlook.ON_TRACK: N_("on track"),
    Outlook.AT_RISK: N_("! at risk"),
    Outlook.WILL_NOT_MAKE_IT: N_("!! won't make it"),
    Outlook.TOO_EARLY: N_("too early to tell"),
    Outlook.MISSED: N_("! missed"),
}
_NAMED = 5
"""Areas and reasons that are named where most are."""
_AREA = 12
"""Cells of an area's name, so that a line of the table has 76 at most."""
_WIDTH, _HEIGHT = 72, 12
"""Of the curve in a text."""


def outlook_text(outlook: Outlook) -> str:
    """Whether a target will be reached."""
    return tr(_OUTLOOKS[outlook])


def progress_document(progressed: Progressed) -> dict[str, Any]:
    """The campaign for other programs. Paces are residents a day; null where there is none."""
    burn = progressed.burn_up
    return {
        "date": burn.day.isoformat(),
        "counted_to": burn.full.isoformat(),
        "ward": progressed.ward,
        "campaign": campaign_document(burn.campaign),
        "areas": [{"area": one.area, **_pace_document(one.pace)} for one in burn.areas],
        "total": _pace_document(burn.total),
        "burn_up": msgspec.to_builtins(burn.days),
        "remaining_by_area": {
            one.area or "": one.pace.remaining for one in most_left(burn) if one.pace.remaining
        },
        "remaining_by_reason": burn.remaining_by_reason,
        "slots": msgspec.to_builtins(burn.slots),
        "data_state": msgspec.to_builtins(progressed.state),
    }


def wards_progress_document(
    day: date, wards: Sequence[Progressed], state: DataState
) -> dict[str, Any]:
    """The campaigns of several wards, and what can be added up of them.

    :param state: of all of them
    """
    paces = [one.burn_up.total for one in wards]
    return {
        "date": day.isoformat(),
        "wards": [progress_document(one) for one in wards],
        "total": {
            "eligible": sum(one.eligible for one in paces),
            "done": sum(one.done for one in paces),
            "target": sum(one.target for one in paces),
            "remaining": sum(one.remaining for one in paces),
        },
        "data_state": msgspec.to_builtins(state),
    }


def _pace_document(pace: Pace) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(pace)
    for name in ("needed", "kept"):
        value = found.pop(name)
        found[f"pace_{name}"] = None if value is None else round(value, 2)
    return {**found, "remaining": pace.remaining}


def most_left(burn: BurnUp) -> list[AreaPace]:
    """The areas, those with most remaining residents first."""
    return sorted(burn.areas, key=lambda one: -one.pace.remaining)


def best_slots(burn: BurnUp) -> list[SlotRate]:
    """The time slots in which somebody was tried, those with the best contact rate first."""
    tried = [one for one in burn.slots if one.tried]
    return sorted(tried, key=lambda one: -one.reached / one.tried)


def progress_text(progressed: Progressed) -> str:
    """The campaign as lines that can be pasted into a message."""
    burn = progressed.burn_up
    lines = [title_text(progressed), "", *summary_lines(burn), ""]
    if burn.days:
        lines += [*curve(burn, _WIDTH, _HEIGHT), legend_text(burn), ""]
    lines += [*area_lines(burn), "", *help_lines(burn), "", state_text(progressed.state, burn.day)]
    return "\n".join(lines)


def title_text(progressed: Progressed) -> str:
    """From when to when, and as of which day."""
    campaign = progressed.burn_up.campaign
    ward = f" - {progressed.ward}" if progressed.ward else ""
    return (
        tr(
            "CAMPAIGN {start} to {end}, as of {day}",
            start=f"{campaign.start:%d/%m}",
            end=f"{campaign.end:%d/%m/%Y}",
            day=f"{progressed.burn_up.day:%d/%m}",
        )
        + ward
    )


def summary_lines(burn: BurnUp) -> list[str]:
    """Where it stands, at which pace, and where that leads."""
    total, end = burn.total, f"{burn.campaign.end:%d/%m}"
    rate = total.done / total.eligible if total.eligible else 0.0
    lines = [
        tr(
            "Done: {done} of {eligible} ({rate}). Target: {target}. Remaining: {remaining}.",
            done=total.done,
            eligible=total.eligible,
            rate=percent(rate),
            target=total.target,
            remaining=total.remaining,
        )
    ]
    if total.needed is not None:
        lines.append(
            tr(
                "Pace: {needed} a day needed until {end}, {kept} kept in the last 7 days.",
                needed=one_decimal(total.needed),
                kept=_decimal(total.kept),
                end=end,
            )
        )
    if total.forecast is not None and total.outlook is not Outlook.REACHED:
        lines.append(
            tr(
                "Forecast for {end}: {low} to {high} done in 80 of 100 cases, {middle} likely.",
                end=end,
                low=total.forecast.low,
                middle=total.forecast.middle,
                high=total.forecast.high,
            )
        )
    lines.append(tr("Target: {outlook}", outlook=outlook_text(total.outlook)))
    return lines


def legend_text(burn: BurnUp) -> str:
    """What the signs of the curve stand for."""
    text = tr("{done} done   {target} target", done=DONE, target=TARGET)
    if burn.total.forecast is not None:
        text += "   " + tr("{sign} forecast, 80 of 100 cases", sign=BAND)
    return text


def area_name(one: AreaPace) -> str:
    """What an area is called."""
    return one.area or tr("no area")


def area_lines(burn: BurnUp) -> list[str]:
    """The areas as a table of at most 76 cells."""
    names = [area_name(one) for one in burn.areas]
    area, forecast = tr("Area"), tr("forecast")
    width = min(_AREA, max(len(name) for name in [area, *names]))
    heads = (tr("elig."), tr("done"), tr("target"), tr("left"), tr("needed"), tr("kept"))
    lines = [f"{area:{width}} {_row(heads)} {forecast:>8}"]
    for name, one in zip(names, burn.areas, strict=True):
        pace = one.pace
        figures = (
            str(pace.eligible),
            str(pace.done),
            str(pace.target),
            str(pace.remaining),
            _decimal(pace.needed),
            _decimal(pace.kept),
        )
        shown = name if len(name) <= width else name[: width - 1] + "…"
        lines.append(
            f"{shown:{width}} {_row(figures)} {_band(pace.forecast):>8} "
            f"{outlook_text(pace.outlook)}"
        )
    return lines


def _row(cells: Sequence[str]) -> str:
    widths = (5, 5, 6, 5, 6, 5)
    return " ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))


def _band(band: Band | None) -> str:
    return "–" if band is None else f"{band.low}–{band.high}"


def _decimal(value: float | None) -> str:
    return "–" if value is None else one_decimal(value)


def help_lines(burn: BurnUp) -> list[str]:
    """Where the remaining are, why, and when people answer."""
    return [tr("What helps most:"), *(f"- {line}" for line in _helps(burn))]


def _helps(burn: BurnUp) -> Iterator[str]:
    areas = [one for one in most_left(burn) if one.pace.remaining][:_NAMED]
    if not areas:
        yield tr("nobody remains")
        return
    named = ", ".join(f"{area_name(one)} ({one.pace.remaining})" for one in areas)
    yield tr("most remain in: {areas}", areas=named)
    reasons = sorted(burn.remaining_by_reason.items(), key=lambda one: -one[1])[:_NAMED]
    yield tr(
        "their reasons: {reasons}",
        reasons=", ".join(f"{label(Reason(code))} ({count})" for code, count in reasons),
    )
    slots = best_slots(burn)
    if slots:
        yield tr(
            "people answer: {slots}",
            slots=", ".join(
                f"{label(one.slot)} {percent(one.reached / one.tried)} ({one.reached}/{one.tried})"
                for one in slots
            ),
        )


def state_text(state: DataState, day: date) -> str:
    """How complete the figures are."""
    when = (
        tr("As of the last sync {when}", when=moment(state.last_sync, end_of_shift(day)))
        if state.last_sync
        else tr("Not synchronised yet")
    )
    return f"{when}; " + tr("{count} events not sent yet", count=state.pending) + "."
