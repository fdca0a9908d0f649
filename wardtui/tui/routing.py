"""Asking on which route people come, and putting them on it."""

from typing import TYPE_CHECKING

from wardtui.domain.errors import WardtuiError
from wardtui.domain.home_service import HomeStage
from wardtui.domain.ids import ResidentId, SessionId
from wardtui.i18n import ntr, tr
from wardtui.i18n.labels import label
from wardtui.services.put_on_route import RouteTooLong, RouteUnchanged, put_on_route, routes
from wardtui.services.sessions import Listed
from wardtui.tui.screens.ask import AskScreen
from wardtui.tui.screens.pick import Pick, PickScreen
from wardtui.wording.errors import explain
from wardtui.wording.home_service import on_route_text
from wardtui.wording.sessions import hours_text, seats_text

if TYPE_CHECKING:
    from wardtui.tui.screens.home_service import HomeServiceScreen

_MAY_GO = (HomeStage.APPROVED, HomeStage.ON_ROUTE)


async def ask_for_route(screen: "HomeServiceScreen") -> None:
    """Ask for a session whose team goes to people, and put those on it who are approved."""
    asked = screen.targets()
    going = [one.case.id for one in asked if one.stage in _MAY_GO]
    if not going:
        screen.tell(tr("Only whom a leader has approved can be put on a route."), wrong=True)
        return
    now = screen.session.now()
    found = await screen.session.read(lambda unit: routes(unit, now))
    if not found:
        screen.tell(
            tr("No session is planned whose team goes to people. Open one first, at home say."),
            wrong=True,
        )
        return

    async def chosen(place: int) -> None:
        await _put(screen, found[place].session.id, going, left_out=len(asked) - len(going))

    title = ntr(
        "Put {count} person on which route?", "Put {count} people on which route?", len(going)
    )
    picks = [Pick(_route_text(screen, one)) for one in found]
    await screen.app.push_screen(PickScreen(title, picks, chosen))


def _route_text(screen: "HomeServiceScreen", one: Listed) -> str:
    when = hours_text(one.session, screen.session.now())
    return f"{when} · {label(one.session.kind)} · {seats_text(one)} · {one.session.place}"


async def _put(
    screen: "HomeServiceScreen",
    session: SessionId,
    going: list[ResidentId],
    *,
    left_out: int,
    again: bool = False,
) -> None:
    try:
        saved = await screen.session.change(
            lambda unit, tools: put_on_route(unit, session, going, tools, again=again)
        )
    except (RouteTooLong, RouteUnchanged) as error:
        if again:
            screen.tell_error(error)
        else:
            await _ask_for_all(screen, error, session, going, left_out)
        return
    except WardtuiError as error:
        screen.tell_error(error)
        return
    text = f"✓ {on_route_text(len({one.resident for one in saved.events}))}"
    if left_out:
        text += " · " + ntr(
            "{count} not approved, left out", "{count} not approved, left out", left_out
        )
    screen.recorded(saved, text)


async def _ask_for_all(
    screen: "HomeServiceScreen",
    error: WardtuiError,
    session: SessionId,
    going: list[ResidentId],
    left_out: int,
) -> None:
    """Who is on the route keeps their window unless somebody says otherwise: they were told it."""

    async def sure() -> None:
        await _put(screen, session, going, left_out=left_out, again=True)

    question = tr("Plan the whole route again? Whoever was told a time is to be told the new one.")
    await screen.app.push_screen(AskScreen(f"{explain(error).message} {question}", sure))
