"""The daily report: as text to send, and as the document of the contract."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from wardtui.domain.bands import AgeBand, Residency
from wardtui.domain.figures import Figures, Tally
from wardtui.domain.moments import end_of_shift, local
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
        **_whole(reported),
    }


def wards_document(whole: Reported, wards: Sequence[Reported]) -> dict[str, Any]:
    """The reports of several wards, and what they add up to."""
    return {
        "date": whole.report.day.isoformat(),
        "wards": [daily_document(one) for one in wards],
        **_whole(whole),
    }


def _whole(reported: Reported) -> dict[str, Any]:
    report = reported.report
    return {
        "total": msgspec.to_builtins(report.total),
        "sessions_today": report.sessions_today,
        "data_state": msgspec.to_builtins(reported.state),
        "signed": {
            "officer": reported.officer,
            "at": None if reported.at is None else local(reported.at).isoformat(),
        },
    }


def daily_text(reported: Reported, wards: Sequence[Reported] = ()) -> str:
    """The report as lines that can be pasted into a message: short, and without columns.

    :param wards: those that it adds up, if it is one of several
    """
    report = reported.report
    lines = [heading(reported, wards), "", *ward_lines(reported), ""]
    if wards:
        lines.append(tr("By ward:"))
        lines += (_part_text(one.report.ward or tr("no ward"), one.report.total) for one in wards)
        lines.append("")
    if report.areas:
        lines.append(tr("By area:"))
        lines += (_part_text(one.area or tr("no area"), one.figures) for one in report.areas)
        lines.append("")
    return "\n".join([*lines, *signature(reported)])


def _part_text(name: str, figures: Figures) -> str:
    return tr(
        "- {area}: {rate}, today {today}, left {remaining}; tried {tried}, reached {reached}",
        area=name,
        rate=rate_text(figures.done_total, figures.eligible),
        today=figures.done_today,
        remaining=figures.remaining,
        tried=figures.contacted_today,
        reached=figures.reached_today,
    )


def ward_lines(reported: Reported) -> list[str]:
    """The figures of the ward as a whole."""
    total = reported.report.total
    lines = [*_done(total), "", *_people(total), "", *_work(reported)]
    if total.remaining:
        lines += ["", *_reasons(total)]
    return lines


def heading(reported: Reported, wards: Sequence[Reported] = ()) -> str:
    """Which day and which ward, or how many."""
    report = reported.report
    title = tr("DAILY REPORT {day}", day=f"{report.day:%d/%m/%Y}")
    if wards:
        return f"{title} - " + tr("{count} wards", count=len(wards))
    return f"{title} - {report.ward}" if report.ward else title


def signature(reported: Reported) -> list[str]:
    """Who made the report and when, and what it knows."""
    report, state = reported.report, reported.state
    at_its_end = end_of_shift(report.day)
    known = (
        tr("As of the last sync {when}", when=moment(state.last_sync, at_its_end))
        if state.last_sync
        else tr("Not synchronised yet")
    )
    lines = [known + "; " + tr("{count} events not sent yet", count=state.pending) + "."]
    if reported.at is not None:
        at = moment(reported.at, at_its_end)
        lines.append(
            tr("Made by {officer}, {when}.", officer=reported.officer, when=at)
            if reported.officer
            else tr("Made {when}.", when=at)
        )
    return lines


def rate_text(part: int, whole: int) -> str:
    """A count with what it is of, and the rate: ``12/40 (30.0%)``."""
    return f"{part}/{whole}" + (f" ({percent(part / whole)})" if whole else "")


def _done(total: Figures) -> Iterator[str]:
    yield tr(
        "Done: {done} of {eligible} ({rate}), today {today}. Remaining: {remaining}.",
        done=total.done_total,
        eligible=total.eligible,
        rate=percent(total.done_total / total.eligible if total.eligible else 0.0),
        today=total.done_today,
        remaining=total.remaining,
    )
    for name, tally in (
        (tr("Cards"), total.card),
        (tr("VNeID level 2"), total.account),
        (tr("VNeID activated"), total.activation),
    ):
        if tally.eligible:
            yield _tally_text(name, tally)
    if total.account_level1:
        yield tr("At VNeID level 1: {count}.", count=total.account_level1)


def _people(total: Figures) -> Iterator[str]:
    yield from _groups(total.by_residency, Residency)
    yield from _groups(total.by_age, AgeBand)


def _groups(tallies: Mapping[str, Tally], kind: type[StrEnum]) -> Iterator[str]:
    for one in kind:
        tally = tallies[one.value]
        if tally.eligible:
            name = label(one)
            yield _tally_text(name[:1].upper() + name[1:], tally)


def _tally_text(name: str, tally: Tally) -> str:
    return tr(
        "{name}: {rate}, today {today}, left {remaining}.",
        name=name,
        rate=rate_text(tally.done_total, tally.eligible),
        today=tally.done_today,
        remaining=tally.remaining,
    )


def _work(reported: Reported) -> Iterator[str]:
    report = reported.report
    total = report.total
    attempts = total.attempts_today
    yield tr(
        "Contacted today: {contacted} residents, {reached} reached.",
        contacted=total.contacted_today,
        reached=total.reached_today,
    )
    yield tr(
        "Attempts today: {calls} calls, {visits} visits, {letters} letters, {messages} messages.",
        calls=attempts.call,
        visits=attempts.visit,
        letters=attempts.letter,
        messages=attempts.message,
    )
    yield tr("Contacted so far: {rate}.", rate=rate_text(total.contacted_total, total.eligible))
    yield tr(
        "Invited, not yet come: {rate} of those left; not yet invited: {not_invited}.",
        rate=rate_text(total.invited_not_come, total.remaining),
        not_invited=total.not_invited,
    )
    yield tr(
        "Sessions today: {sessions}, people who came: {came}, files taken: {files}.",
        sessions=report.sessions_today,
        came=total.came_today,
        files=total.files_today,
    )
    home, facility = total.home_service, total.facility_service
    yield tr(
        "Booked: {booked}. Home service: {proposed} proposed, {done} done. "
        "Data to correct: {flags}.",
        booked=total.booked,
        proposed=home.proposed,
        done=home.done,
        flags=total.data_flags_open,
    )
    if facility.proposed:
        yield tr(
            "In facilities: {proposed} proposed, {done} done.",
            proposed=facility.proposed,
            done=facility.done,
        )
    if total.data_flags_settled:
        yield tr("Data put right: {count}.", count=total.data_flags_settled)
    if total.escalated:
        levels = ", ".join(
            tr("level {level}: {count}", level=level, count=count)
            for level, count in total.escalated.items()
        )
        yield tr("Handed up: {levels}.", levels=levels)


def _reasons(total: Figures) -> Iterator[str]:
    yield tr("Remaining by reason:")
    for kind, count, objective in (
        (tr("objective"), total.remaining_objective, True),
        (tr("other"), total.remaining_other, False),
    ):
        if not count:
            continue
        yield f"- {kind}: {rate_text(count, total.remaining)}"
        for code, number in total.remaining_by_reason.items():
            reason = Reason(code)
            if reason.objective is objective:
                yield f"    {label(reason)}: {number}"
