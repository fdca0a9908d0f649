"""``campaign``: what the ward wants to have done by when."""

from typing import TYPE_CHECKING, Annotated

import typer

from wardtui.cli.options import command, group
from wardtui.cli.run import current, spoken_time
from wardtui.domain.vocabulary import Need
from wardtui.i18n import tr

if TYPE_CHECKING:
    from datetime import date


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    campaign = group(app, "campaign", tr("What the ward wants to have done by when."))

    @command(campaign, tr("The campaign of the ward."))
    def show() -> None:
        from wardtui.reports.campaign import campaign_document, campaign_text
        from wardtui.services.publish_campaign import campaign_here

        run = current()
        with run.desk() as desk:
            found = desk.vault.read(campaign_here)
        run.answer(campaign_document(found), campaign_text(found))

    @command(campaign, tr("Set the campaign of the ward, for every laptop; for leaders."), "set")
    def set_(
        start: Annotated[str, typer.Option(metavar="DAY", help=tr("The first day."))],
        end: Annotated[str, typer.Option(metavar="DAY", help=tr("The last day."))],
        target: Annotated[
            list[str] | None,
            typer.Option(
                metavar="[AREA=]N|P%",
                help=tr(
                    "How many are to be done in an area, as a number or a percentage; without "
                    "AREA in every other one. Everybody unless given."
                ),
            ),
        ] = None,
        need: Annotated[
            list[Need] | None,
            typer.Option(help=tr("Only this need; all that somebody has unless given.")),
        ] = None,
        area: Annotated[
            list[str] | None, typer.Option(help=tr("Only this area; all unless given."))
        ] = None,
    ) -> None:
        from wardtui.cli.campaign_targets import read_campaign
        from wardtui.reports.campaign import campaign_document, campaign_text
        from wardtui.services.publish_campaign import publish_campaign

        run = current()
        wanted = read_campaign(_day(start), _day(end), target or (), need or (), area or ())
        with run.desk(writing="campaign set") as desk:
            done = desk.vault.write(lambda unit: publish_campaign(unit, wanted, desk.tools))
        saved = done.saved
        document = {**campaign_document(done.campaign), "event": saved and saved.event}
        said = (
            tr("Nothing to change: this campaign counts already.")
            if saved is None
            else tr("Saved. Every laptop of the ward works for it after its next sync.")
        )
        run.answer(document, f"{said}\n\n{campaign_text(done.campaign)}")


def _day(text: str) -> "date":
    from wardtui.domain.moments import local_day
    from wardtui.domain.when import BadTime

    said = spoken_time(text)
    if said is None:
        raise BadTime(text=text)
    return local_day(said)
