"""The rows of a session while they are being filled in, and the session that they describe."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time

import msgspec

from wardtui.domain.moments import VIETNAM, local
from wardtui.domain.roster.areas import read_area
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.session_events import MOST_DEVICES
from wardtui.domain.sessions import Session
from wardtui.domain.slots import seats_in
from wardtui.domain.spoken_time import read_spoken
from wardtui.domain.usual_hours import usual_hours
from wardtui.domain.when import BadTime
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import weekday
from wardtui.i18n.labels import label
from wardtui.services.plan_session import ChangeSession, OpenSession, seats_after_change
from wardtui.tui.screens.form import FormRow, WrongRow
from wardtui.tui.typed_hours import read_hour

KINDS = tuple(SessionKind)

_DAY_MINUTES = 24 * 60

_MINUTES_THAT_ARE_TYPED = range(5, 31, 5)
"""What people give for each person when they plan; other numbers come of seats set by hand."""


class Planned(msgspec.Struct, frozen=True):
    """What the rows say."""

    kind: SessionKind
    place: str
    start: datetime
    end: datetime
    devices: int
    minutes_each: int
    areas: tuple[str, ...]

    @property
    def seats(self) -> int:
        """Devices times slots."""
        return seats_in(self.start, self.end, self.devices, self.minutes_each)


class SessionForm:
    """The rows of a new session, or of one that is to change. Of what is there, the kind stays."""

    def __init__(
        self,
        now: datetime,
        places: Sequence[tuple[SessionKind, str]],
        session: Session | None = None,
        said: Session | None = None,
    ) -> None:
        """Begin with what is usual, with what is planned, or with what somebody wanted.

        :param places: where sessions of each kind were before, the newest first
        :param session: the one that is to change; a new one unless given
        :param said: how somebody wanted the session to be
        """
        self._now = now
        self._places = places
        self._session = session
        self._note = said.note if said is not None else None
        self.kind = FormRow(tr("Kind"), choices=[label(one) for one in KINDS])
        self.place = FormRow(tr("Place"), hint=tr("As people find it."))
        self.day = FormRow(tr("Day"), hint=tr("For example: 25/11, tomorrow, sat"))
        hours = tr("For example: 18, 18:30, 7pm")
        self.start = FormRow(tr("From"), hint=hours)
        self.end = FormRow(tr("Until"), hint=hours)
        self.devices = FormRow(tr("Devices"), "1", hint=tr("Capture kits that are there."))
        self.minutes = FormRow(tr("Minutes each"), hint=tr("For one person at a device."))
        self.areas = FormRow(
            tr("Only for"), hint=tr("For example: Tổ 5, Tổ 6. Empty: for everybody.")
        )
        hours_and_seats = (self.day, self.start, self.end, self.devices, self.minutes)
        if session is None:
            self.rows: tuple[FormRow, ...] = (self.kind, self.place, *hours_and_seats, self.areas)
            self.kind.chosen = KINDS.index(SessionKind.WARD_EVENING)
            if said is None:
                self.follow_kind()
        else:
            self.rows = (self.place, *hours_and_seats)
            if said is not None:
                self.minutes.touched = said.capacity != session.capacity
        begin = said or session
        if begin is not None:
            self._begin_with(begin)

    def _begin_with(self, session: Session) -> None:
        self.kind.chosen = KINDS.index(session.kind)
        self.place.text = session.place
        self.areas.text = ", ".join(session.areas)
        self.devices.text = str(session.devices)
        self.minutes.text = str(max(1, round(session.slot_minutes)))
        self._set_hours(session.start, session.end)
        self._suggest_places()

    def _set_hours(self, start: datetime, end: datetime) -> None:
        start, end = local(start), local(end)
        for row, text in (
            (self.day, f"{start:%d/%m/%Y}"),
            (self.start, f"{start:%H:%M}"),
            (self.end, f"{end:%H:%M}"),
        ):
            if not row.touched:
                row.text = text

    def follow_kind(self) -> None:
        """What nobody has touched is what is usual for the kind."""
        kind = KINDS[self.kind.chosen]
        usual = usual_hours(kind, self._now)
        self._set_hours(usual.start, usual.end)
        if not self.minutes.touched:
            self.minutes.text = str(usual.minutes_each)
        if not self.place.touched:
            self.place.text = next((place for one, place in self._places if one is kind), "")
        self._suggest_places()

    def _suggest_places(self) -> None:
        kind = KINDS[self.kind.chosen]
        in_order = sorted(self._places, key=lambda one: one[0] is not kind)
        self.place.suggestions = tuple(dict.fromkeys(place for _, place in in_order))

    def read(self) -> Planned:
        """The session that the rows describe.

        :raises WrongRow: at the first row that cannot be taken
        """
        place = self.place.text.strip()
        if not place:
            reason = tr("it is empty. Say where it is, as people would find it.")
            raise WrongRow(self.place, reason)
        day = self.read_day()
        start = datetime.combine(day, _read_hour(self.start, self._now), VIETNAM)
        end = datetime.combine(day, _read_hour(self.end, self._now), VIETNAM)
        if end <= start:
            first = f"{start:%H:%M}"
            reason = tr("it would end before it starts. Give a time after {start}.", start=first)
            raise WrongRow(self.end, reason)
        devices = _read_number(self.devices, MOST_DEVICES)
        minutes = _read_number(self.minutes, _DAY_MINUTES)
        kind = KINDS[self.kind.chosen]
        return Planned(kind, place, start, end, devices, minutes, self.read_areas())

    def read_day(self) -> date:
        """The day.

        :raises WrongRow: when what is typed is none
        """
        try:
            return local(read_spoken(self.day.text.strip(), self._now)).date()
        except BadTime as error:
            text = self.day.text
            reason = tr("“{text}” is no day. Write it like 25/11, tomorrow or sat.", text=text)
            raise WrongRow(self.day, reason) from error

    def read_areas(self) -> tuple[str, ...]:
        """For whom it is meant; empty means everybody.

        :raises WrongRow: when one of them is no area
        """
        found = []
        for text in filter(None, (one.strip() for one in re.split("[,;]", self.areas.text))):
            area = read_area(text)
            if area is None:
                reason = tr(
                    "“{text}” is no group or hamlet. Write it like Tổ 5 or Thôn Đoài.", text=text
                )
                raise WrongRow(self.areas, reason)
            found.append(area)
        return tuple(dict.fromkeys(found))

    def meaning(self, row: FormRow) -> str:
        """How what is typed is understood; a question mark when it is not."""
        readers: dict[int, Callable[[], str]] = {
            id(self.day): self._day_text,
            id(self.start): lambda: f"{_read_hour(self.start, self._now):%H:%M}",
            id(self.end): lambda: f"{_read_hour(self.end, self._now):%H:%M}",
            id(self.areas): lambda: ", ".join(self.read_areas()) or tr("everybody"),
        }
        reader = readers.get(id(row))
        if reader is None:
            return ""
        try:
            told = reader()
        except WrongRow:
            return "?"
        return "" if told == row.text else told

    def _day_text(self) -> str:
        day = self.read_day()
        text = f"{weekday(day)} {day:%d/%m/%Y}"
        over = tr("over")
        return f"{text} · {over}" if day < local(self._now).date() else text

    def total(self) -> str:
        """The seats that the session would have."""
        try:
            planned = self.read()
        except WrongRow:
            return tr("Seats: ?")
        count = self._seats(planned)
        seats = ntr("{count} seat", "{count} seats", count)
        devices = ntr("{count} device", "{count} devices", planned.devices)
        length = (planned.end - planned.start).total_seconds() / 60
        each = planned.minutes_each if count == planned.seats else length * planned.devices / count
        minutes = tr("{count} min each", count=round(each))
        return f"= {seats} · {devices} · {minutes}"

    def to_open(self) -> OpenSession:
        """The session to open.

        :raises WrongRow: when a row cannot be taken
        """
        planned = self.read()
        return OpenSession(
            kind=planned.kind,
            place=planned.place,
            start=planned.start,
            end=planned.end,
            devices=planned.devices,
            minutes_each=planned.minutes_each,
            areas=planned.areas,
            note=self._note,
        )

    def _seats(self, planned: Planned) -> int:
        """Those of a session that is there stay as they were set by hand, until somebody says how
        long each person takes."""
        session, each = self._session, planned.minutes_each
        if session is None or self.minutes.touched:
            return planned.seats
        if (planned.start, planned.end, planned.devices) == _hours(session):
            return session.capacity
        if each in _MINUTES_THAT_ARE_TYPED and seats_in(*_hours(session), each) == session.capacity:
            return planned.seats
        hours = planned.start, planned.end
        return seats_after_change(session, *hours, planned.devices, self._now)

    def to_change(self, session: Session) -> ChangeSession:
        """What is to be another, with the seats that were shown.

        :raises WrongRow: when a row cannot be taken
        """
        planned = self.read()
        return ChangeSession(
            session=session.id,
            place=planned.place,
            start=planned.start,
            end=planned.end,
            devices=planned.devices,
            capacity=self._seats(planned),
            note=self._note,
        )


def _hours(session: Session) -> tuple[datetime, datetime, int]:
    return session.start, session.end, session.devices


def _read_hour(row: FormRow, now: datetime) -> time:
    try:
        return read_hour(row.text, now)
    except BadTime as error:
        reason = tr("“{text}” is no time of day. Write it like 18, 18:30 or 7pm.", text=row.text)
        raise WrongRow(row, reason) from error


def _read_number(row: FormRow, most: int) -> int:
    text = row.text.strip()
    if not text.isdecimal() or not 1 <= int(text) <= most:
        reason = tr(
            "“{text}” does not do. Write a number from 1 to {most}.", text=row.text, most=most
        )
        raise WrongRow(row, reason)
    return int(text)
