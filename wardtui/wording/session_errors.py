"""What the errors of sessions and bookings say."""

from wardtui.i18n import N_

TEXTS: dict[str, tuple[str, str]] = {
    "unknown_session": (
        N_("There is no session {session}."),
        N_("See which there are: wardtui sessions list. Nothing was changed."),
    ),
    "session_id_too_short": (
        N_("“{session}” is too little of an id to name a session."),
        N_("Give at least the last {minimum} characters. Nothing was changed."),
    ),
    "ambiguous_session": (
        N_("{count} sessions have an id that ends in {session}."),
        N_("Give more of it: wardtui sessions list. Nothing was changed."),
    ),
    "session_ends_first": (
        N_("The session would end ({end}) before it starts ({start})."),
        N_("Give an end behind the start. Nothing was changed."),
    ),
    "session_without_place": (
        N_("A session needs a place."),
        N_("Say where it is, as people would find it. Nothing was changed."),
    ),
    "bad_capacity": (
        N_("{count} is no number of seats, devices or minutes for a session ({what})."),
        N_("Give a number from 1 to {most}. Nothing was changed."),
    ),
    "nothing_to_change": (
        N_("Nothing about the session {session} would be another."),
        N_("Say what is to change: place, start, end, devices, seats or note."),
    ),
    "session_is_cancelled": (
        N_("The session {session} does not take place."),
        N_("Choose another: wardtui sessions list. Nothing was changed."),
    ),
    "session_is_over": (
        N_("The session {session} ended at {end}."),
        N_("Choose one that is to come. Whoever was there: wardtui attended."),
    ),
    "seats_taken": (
        N_("{taken} people are booked into the session {session}; it would have {seats} seats."),
        N_("Leave it more time or devices, give the seats yourself, or move some people first."),
    ),
    "session_full": (
        N_("The session {session} is full: {capacity} seats, {waiting} waiting."),
        N_("Choose another, or put them on its waiting list: --waiting. Nothing was changed."),
    ),
    "nothing_to_book": (
        N_("The case {resident} has nothing to book: {status}."),
        N_("Open it again first (wardtui reopen), or leave it out. Nothing was changed."),
    ),
    "need_is_met": (
        N_("They do not lack this: {needs}."),
        N_("Still to be done: {unmet}. Nothing was changed."),
    ),
    "booked_there": (
        N_("They are booked into the session {session} already: {state}."),
        N_("Give another time with --at to change it. Nothing was changed."),
    ),
    "came_already": (
        N_("It was noted before that they came to the session {session}."),
        N_("Record the result: wardtui enrol. Nothing was changed."),
    ),
    "too_early_to_come": (
        N_("They are expected on {day}: until that day nobody can have come."),
        N_("Note it on the day itself; a session that is on another day is changed first."),
    ),
    "too_early_to_miss": (
        N_("They are expected at {time}: until then they can still come."),
        N_("Note it after that time. If they have called it off, cancel the booking instead."),
    ),
    "not_booked": (
        N_("They are not booked there."),
        N_("See what they are booked for: wardtui show. Nothing was changed."),
    ),
    "home_not_approved": (
        N_("No leader has approved yet that the team goes to {short}."),
        N_("Ask a leader to approve it: wardtui home approve {short}. Nothing was changed."),
    ),
    "booking_time": (
        N_("{time} is no time for this booking: it is missing, over, or outside the session."),
        N_("Give a time that is to come and lies within the session. Nothing was changed."),
    ),
    "no_home_service": (
        N_("Nobody has proposed a service at home for {short}."),
        N_("Log it first: wardtui log … --need-support home_service. Nothing was changed."),
    ),
    "leaders_decide_home": (
        N_("A leader decides to whom the team goes."),
        N_("Ask your team leader; they see everybody who was proposed. Nothing was changed."),
    ),
    "built_on_seat": (
        N_("This cannot be undone: somebody else has the seat in the session {session} by now."),
        N_("Book them anew, or put them on the waiting list. Nothing was changed."),
    ),
    "no_route": (
        N_("People come to the session {session} ({kind}); the team does not go to them."),
        N_("Choose one at home, in a hospital or in a centre. Nothing was changed."),
    ),
    "route_unchanged": (
        N_("Whoever was named is on the route of the session {session} already."),
        N_("To give everybody on it a new time window: --again. Nothing was changed."),
    ),
    "route_too_long": (
        N_("The session {session} is over before the team has been at {count} of the doors."),
        N_("Plan the whole route again (--again), take fewer, or end the session later."),
    ),
    "no_door": (
        N_("The case {resident} has no address, so nobody knows who shares its door."),
        N_("Ask for the address, and put it right: wardtui correct. Nothing was changed."),
    ),
    "no_directory": (
        N_("This laptop is not paired, so no officers are known who could be on duty."),
        N_("Pair it first: wardtui pair URL CODE — then sync. Nothing was changed."),
    ),
    "leaders_assign_duties": (
        N_("A leader says who is on duty."),
        N_("Ask your team leader. Nothing was changed."),
    ),
    "no_such_post": (
        N_("There is no {duty} in this shift: {shift}."),
        N_("At night there is data cleaning only. Nothing was changed."),
    ),
    "bad_roster_length": (
        N_("A roster has no {days} days."),
        N_("Give a number of days from 1 to {most}."),
    ),
    "session_too_long": (
        N_("A session lasts at most {days} days."),
        N_("Give an earlier end, or open one session for each day. Nothing was changed."),
    ),
    "not_your_session": (
        N_("Somebody else opened the session {session}."),
        N_("Ask them or a leader to change it. Nothing was changed."),
    ),
    "session_unasked": (
        N_("Either a session is named, or what they booked themself, with its time and place."),
        N_("Give a session, or --self with --at (and --place). Nothing was changed."),
    ),
}
