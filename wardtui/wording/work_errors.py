"""What the errors of daily work say: logging, details, views."""

from wardtui.i18n import N_

TEXTS: dict[str, tuple[str, str]] = {
    "time_too_far": (
        N_("{day} is more than {days} days ahead."),
        N_("Agree on an earlier time, or pause the case. Nothing was saved."),
    ),
    "bad_note": (
        N_("The note speaks about the person: {words}."),
        N_("Write only what has to be done. Nothing was changed."),
    ),
    "nothing_to_detail": (
        N_("This contact does not count any more."),
        N_("Log it again, then add what is missing."),
    ),
    "need_listed": (
        N_("The resident lacks {need} already."),
        N_("Record the enrolment with: wardtui enrol. Nothing was changed."),
    ),
    "bad_view_name": (
        N_("A view needs a name of at most {limit} letters."),
        N_("Type one, for example: Evening calls"),
    ),
    "too_many_views": (
        N_("There are {limit} views already, one under every digit."),
        N_("Choose one that you no longer need with its digit, then press Ctrl+D."),
    ),
    "unknown_view": (
        N_("There is no view called {name}."),
        N_("Views: {views}"),
    ),
    "no_views": (
        N_("There is no view called {name}."),
        N_("None is kept yet. On the screen press f, choose whom to show, and keep it there."),
    ),
}
