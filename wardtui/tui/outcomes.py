"""Which outcomes the log panel offers for a channel, and under which key.

Digits come first: they are never composed by a Vietnamese input method, and a cold hand finds them.
Every outcome of the vocabulary can be reached by some channel (a test holds it).
"""

from wardtui.domain.vocabulary import Channel, Outcome

_KEYS = "1234567890abdegikopqtuwxyz"
"""Without the letters that open something else or that Telex takes as tones (s f r j)."""

HOUSEHOLD_KEY = "h"
"""In the panel: for everybody behind the same door."""

_AGREED = (
    Outcome.APPOINTMENT_MADE,
    Outcome.AGREED_NO_DATE,
    Outcome.NOT_NOW,
    Outcome.DECLINED,
)
_OTHER = (
    Outcome.SELF_BOOKED,
    Outcome.HOME_VISIT_REQUESTED,
    Outcome.GUARDIAN_NEEDED,
    Outcome.NEEDS_DATA_FIX,
    Outcome.DONE_ELSEWHERE,
    Outcome.MOVED_AWAY,
    Outcome.HANDED_OVER,
    Outcome.DEATH_REPORTED,
    Outcome.ATTENDED,
    Outcome.MISSED,
    Outcome.CAPTURE_FAILED,
)
_OFFERED: dict[Channel, tuple[Outcome, ...]] = {
    Channel.CALL: (
        Outcome.NO_ANSWER,
        Outcome.BUSY,
        Outcome.UNREACHABLE,
        Outcome.WRONG_NUMBER,
        Outcome.MESSAGE_LEFT,
        Outcome.CALLBACK_REQUESTED,
        *_AGREED,
        *_OTHER,
    ),
    Channel.VISIT: (
        Outcome.NOT_HOME,
        Outcome.NO_ACCESS,
        Outcome.ADDRESS_NOT_FOUND,
        Outcome.MESSAGE_LEFT,
        Outcome.LETTER_DELIVERED,
        Outcome.CALLBACK_REQUESTED,
        *_AGREED,
        *_OTHER,
    ),
    Channel.LETTER: (Outcome.LETTER_DELIVERED, Outcome.ADDRESS_NOT_FOUND, Outcome.NO_ACCESS),
    Channel.MESSAGE: (Outcome.MESSAGE_LEFT, Outcome.NO_ANSWER, Outcome.UNREACHABLE, *_AGREED),
}


def offered(channel: Channel) -> list[tuple[str, Outcome]]:
    """Key and outcome, in the order in which they are shown."""
    return list(zip(_KEYS, _OFFERED[channel], strict=False))
