"""The daily report: as text to send, and as the document of the contract."""

from typing import Any

import msgspec

from wardtui.domain.figures import Figures
from wardtui.domain.moments import end_of_shift
from wardtui.domain.vocabulary import Reason
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label
from wardtui.i18n.numbers import percent
from wardtui.services.report_daily import Reported


def daily_document(reported: Reported) -> dict[str, Any]:
    """The report under the keys that other programs rely on."""
    report = reported.report
    return {
        "date": report.day.isoformat(),
        "ward": report.ward,
        "areas": [{"area": one.area, **msgspec.to_builtins(one.figures)} for one in report.areas],
        "total": msgspec.to_builtins(report.total),
        "data_state": msgspec.to_builtins(reported.state),
    }


def daily_text(reported: Reported) -> str:
    """The report as lines that can be pasted into a message."""
    report, state = reported.report, reported.state
    total = report.total
    lines = [
        tr("DAILY REPORT {day}", day=f"{report.day:%d/%m/%Y}")
        + (f" - {report.ward}" if report.ward else ""),
        "",
        *_figures(total),
        "",
    ]
    if total.remaining_by_reason:
        lines.append(tr("Remaining by reason:"))
        for kind, objective in ((tr("objective"), True), (tr("other"), False)):
            found = {
                Reason(code): count
                for code, count in total.remaining_by_reason.items()
                if Reason(code).objective is objective
            }
            if found:
                lines.append(f"- {kind} ({sum(found.values())}):")
                lines += [f"    {label(reason)}: {count}" for reason, count in found.items()]
        lines.append("")
    area = tr("Area")
    width = max([len(area), *(len(one.area or "") for one in report.areas)])
    heads = (tr("elig."), tr("done"), tr("left"), tr("tried"), tr("reach."))
    lines.append(f"{area:{width}} " + " ".join(f"{head:>6}" for head in heads))
    nowhere = tr("no area")
    for one in report.areas:
        f = one.figures
        cells = (f.eligible, f.done_total, f.remaining, f.contacted_today, f.reached_today)
        lines.append(f"{one.area or nowhere:{width}} " + " ".join(f"{cell:6}" for cell in cells))
    lines.append("")
    lines.append(
        tr("As of the last sync {when}", when=moment(state.last_sync, end_of_shift(report.day)))
        if state.last_sync
        else tr("Not synchronised yet")
    )
    lines[-1] += "; " + tr("{count} events not sent yet", count=state.pending) + "."
    return "\n".join(lines)


def _figures(total: Figures) -> list[str]:
    rate = total.done_total / total.eligible if total.eligible else 0.0
    attempts = total.attempts_today
    return [
        tr(
            "Done: {done} of {eligible} ({rate}), today {today}. Remaining: {remaining}.",
            done=total.done_total,
            eligible=total.eligible,
            rate=percent(rate),
            today=total.done_today,
            remaining=total.remaining,
        ),
        tr(
            "Contacted today: {contacted} residents, {reached} reached.",
            contacted=total.contacted_today,
            reached=total.reached_today,
        ),
        tr(
            "Attempts today: {calls} calls, {visits} visits, {letters} letters, "
            "{messages} messages.",
            calls=attempts.call,
            visits=attempts.visit,
            letters=attempts.letter,
            messages=attempts.message,
        ),
        tr(
            "Booked: {booked}. Home service: {proposed} proposed, {done} done. "
            "Data to correct: {flags}.",
            booked=total.booked,
            proposed=total.home_service.proposed,
            done=total.home_service.done,
            flags=total.data_flags_open,
        ),
    ]
