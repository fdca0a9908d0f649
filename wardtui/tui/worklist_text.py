"""What the worklist says of itself: the line over it, and what to do when it is empty."""

from wardtui.i18n import ntr, tr
from wardtui.tui.facets import filter_text
from wardtui.tui.view import SORTS, View


def summary_text(view: View, shown: int | None, selected: int, above: int, *, typing: bool) -> str:
    """How many cases are shown, in which order, and by what they were chosen.

    :param shown: none while they are still being counted
    :param above: cases that were handed up to whoever works here
    """
    if shown is None:
        return f" / {view.query}▏ · …"
    count = (
        ntr("{count} case", "{count} cases", shown)
        if view.with_done
        else ntr("{count} case to be done", "{count} cases to be done", shown)
    )
    if typing:
        return f" / {view.query}▏ · {count}"
    parts = [count]
    if selected:
        parts.append(ntr("{count} selected", "{count} selected", selected))
    parts.append(tr(SORTS[view.sort]))
    if view.query:
        parts.append(f"/ {view.query}")
    only = filter_text(view.only)
    if only:
        parts.append(f"▽ {only}")
    if above:
        parts.append(ntr("{count} handed up (b)", "{count} handed up (b)", above))
    return " " + " · ".join(parts)


def empty_text(view: View, total: int, *, paired: bool) -> str:
    """What to do when no case is shown.

    :param total: how many cases there are at all
    :param paired: whether there is a server from which a list may come
    """
    if not total and paired:
        return tr(
            "No list yet.\n\nPress s to get the ward's list from the server,\n"
            "or i to import one from a file."
        )
    if not total:
        return tr(
            "No list yet.\n\nPress i to import one from a file,\n"
            "or pair with your ward's server:  wardtui pair URL CODE"
        )
    if view.query or filter_text(view.only):
        return tr("Nobody is found. Esc shows everybody again.")
    return tr("Everything is done here. → shows the next area, a shows finished cases.")
