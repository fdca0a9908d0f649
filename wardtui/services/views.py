"""Views of the worklist that are kept in the vault, for what an officer looks at every evening."""

import msgspec

from wardtui.domain.errors import BadInput
from wardtui.domain.text import search_fold
from wardtui.domain.worklist_filter import Filter
from wardtui.services.ports import Unit
from wardtui.services.records import SavedView

MOST_VIEWS = 9
"""One under every digit."""

NAME_LIMIT = 40


class BadViewName(BadInput):
    """A view needs a name of a few words."""

    CODE = "bad_view_name"


class UnknownView(BadInput):
    """No view has this name."""

    CODE = "unknown_view"


class TooManyViews(BadInput):
    """There is no digit left for one more view."""

    CODE = "too_many_views"


def views(unit: Unit) -> tuple[SavedView, ...]:
    """The views of this vault, in the order in which they were kept."""
    return unit.state.settings.views


def find_view(unit: Unit, name: str) -> SavedView | None:
    """The view of a name, with or without its marks."""
    wanted = search_fold(name).strip()
    return next((one for one in views(unit) if search_fold(one.name).strip() == wanted), None)


def need_view(unit: Unit, name: str) -> SavedView:
    """The view of a name.

    :raises UnknownView: when there is none
    """
    found = find_view(unit, name)
    if found is None:
        known = tuple(one.name for one in views(unit))
        raise UnknownView(None if known else "no_views", name=name[:NAME_LIMIT], views=known)
    return found


def narrowed(kept: Filter, given: Filter) -> Filter:
    """A view's filter with what is asked for besides; of one field what is asked for counts."""
    nothing = Filter()
    asked = {
        name: value
        for name, value in msgspec.structs.asdict(given).items()
        if value != getattr(nothing, name)
    }
    return msgspec.structs.replace(kept, **asked)


def keep_view(unit: Unit, view: SavedView) -> tuple[SavedView, ...]:
    """Keep a view in place of one of the same name, or behind the others.

    :raises BadViewName: when it has none, or one that is too long
    :raises TooManyViews: when there are ``MOST_VIEWS`` already
    """
    name = " ".join(view.name.split())
    if not name or len(name) > NAME_LIMIT:
        raise BadViewName(limit=NAME_LIMIT)
    view = msgspec.structs.replace(view, name=name)
    before = find_view(unit, name)
    kept = [view if one == before else one for one in views(unit)]
    if before is None:
        if len(kept) >= MOST_VIEWS:
            raise TooManyViews(limit=MOST_VIEWS)
        kept.append(view)
    return _write(unit, tuple(kept))


def drop_view(unit: Unit, name: str) -> tuple[SavedView, ...]:
    """Keep a view no longer; one that is not there is none."""
    found = find_view(unit, name)
    return _write(unit, tuple(one for one in views(unit) if one != found))


def _write(unit: Unit, kept: tuple[SavedView, ...]) -> tuple[SavedView, ...]:
    unit.state.settings = msgspec.structs.replace(unit.state.settings, views=kept)
    return kept
