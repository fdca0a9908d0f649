"""``outbox``: what waits to be sent, and the ways out of what was not taken."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import structs

from wardtui.cli.options import command, with_common_options
from wardtui.cli.run import current, spoken_time
from wardtui.domain.vocabulary import Channel, ContactPerson, Outcome, Reason, SupportNeed
from wardtui.i18n import ntr, tr

if TYPE_CHECKING:
    from wardtui.services.outbox import Handled
    from wardtui.services.outbox_view import Outbox


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    entry = typer.Argument(metavar="EVENT", help=tr("Id of the entry, or the end of it."))
    outbox = typer.Typer(
        help=tr("What waits to be sent, and what was not taken."),
        rich_markup_mode=None,
        invoke_without_command=True,
    )
    app.add_typer(outbox, name="outbox")

    @outbox.callback()
    @with_common_options
    def show(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            _show()

    @command(outbox, tr("Send what was not taken once more, as it is."))
    def resend(event: Annotated[str, entry]) -> None:
        from wardtui.services.outbox import resend as offer_again

        run = current()
        with run.desk(writing="outbox") as desk:
            done = desk.vault.write(lambda unit: offer_again(unit, event))
        count = len(done.events)
        run.answer(
            _handled(done),
            ntr(
                "{count} entry waits to be sent again.",
                "{count} entries wait to be sent again.",
                count,
            ),
        )

    @command(outbox, tr("Log a contact that was not taken anew, with what is given changed."))
    def edit(
        event: Annotated[str, entry],
        channel: Annotated[Channel | None, typer.Option(help=tr("How they were tried."))] = None,
        outcome: Annotated[Outcome | None, typer.Option(help=tr("What came of it."))] = None,
        reason: Annotated[
            list[Reason] | None, typer.Option(help=tr("Why it is not done yet; may be repeated."))
        ] = None,
        need_support: Annotated[
            list[SupportNeed] | None, typer.Option(help=tr("What they need; may be repeated."))
        ] = None,
        with_: Annotated[
            ContactPerson | None, typer.Option("--with", help=tr("Who was spoken to."))
        ] = None,
        promise: Annotated[
            str | None,
            typer.Option(metavar="TIME", help=tr("When they said they would come; “” for none.")),
        ] = None,
        call_back: Annotated[
            str | None, typer.Option(metavar="TIME", help=tr("When to call back; “” for none."))
        ] = None,
        note: Annotated[
            str | None,
            typer.Option(help=tr("Only what has to be done; “” for none.")),
        ] = None,
    ) -> None:
        from wardtui.services.edit_rejected import contact_to_edit, edit_contact
        from wardtui.services.view import case_document
        from wardtui.wording.results import saved_text

        run = current()
        given = {
            "channel": channel,
            "outcome": outcome,
            "reasons": None if reason is None else tuple(reason),
            "support_needs": None if need_support is None else tuple(need_support),
            "with_whom": with_,
        }
        changes: dict[str, Any] = {name: one for name, one in given.items() if one is not None}
        for name, text in (("promised_for", promise), ("call_back_at", call_back)):
            if text is not None:
                changes[name] = spoken_time(text or None)
        if note is not None:
            changes["note"] = note or None
        with run.desk(writing="outbox") as desk:
            saved = desk.vault.write(
                lambda unit: edit_contact(
                    unit,
                    event,
                    structs.replace(contact_to_edit(unit, event), **changes),
                    desk.tools,
                )
            )
        document = {
            "event": saved.event,
            "events": [one.id for one in saved.events],
            "saved": True,
            "case": case_document(saved.case),
        }
        run.answer(document, saved_text(saved))

    @command(outbox, tr("Let go what was not taken; it stays in the history with the reason."))
    def discard(
        event: Annotated[str, entry],
        reason: Annotated[
            str,
            typer.Option(
                metavar="REASON",
                help=tr("done_again, not_needed, mistake, not_ours, or a few words of your own."),
            ),
        ],
    ) -> None:
        from wardtui.services.outbox import discard as let_go
        from wardtui.services.records import DiscardReason

        run = current()
        known = reason in set(DiscardReason)
        why = DiscardReason(reason) if known else DiscardReason.OTHER
        note = None if known else reason
        with run.desk(writing="outbox") as desk:
            done = desk.vault.write(lambda unit: let_go(unit, event, why, desk.tools, note))
        count = len(done.events)
        run.answer(
            _handled(done),
            ntr(
                "{count} entry discarded; it stays in the history.",
                "{count} entries discarded; they stay in the history.",
                count,
            ),
        )

    @command(outbox, tr("Take a discard back: the entry needs attention again."))
    def reopen(event: Annotated[str, entry]) -> None:
        from wardtui.services.outbox import take_up

        run = current()
        with run.desk(writing="outbox") as desk:
            done = desk.vault.write(lambda unit: take_up(unit, event, desk.tools))
        count = len(done.events)
        run.answer(
            _handled(done),
            ntr(
                "{count} entry needs attention again.",
                "{count} entries need attention again.",
                count,
            ),
        )


def _show() -> None:
    from wardtui.services.outbox_view import read_outbox
    from wardtui.wording.outbox import outbox_lines

    run = current()
    with run.desk() as desk:
        found = desk.vault.read(read_outbox)
        now = desk.tools.clock.now()
    run.answer(_document(found), "\n".join(outbox_lines(found, now)))


def _document(outbox: "Outbox") -> dict[str, Any]:
    """What was discarded stands there only when there is any."""
    document: dict[str, Any] = {
        "pending": outbox.waiting.count,
        "rejected": [
            {
                "event": one.event.id,
                "code": one.code,
                "message": one.message,
                "type": one.event.type,
                "action": one.event.action,
                "resident": one.event.resident,
                "at": one.at,
            }
            for group in outbox.not_taken
            for one in group.events
        ],
    }
    discarded = [
        {
            "event": one.event.id,
            "code": one.code,
            "reason": one.discard.reason,
            "note": one.discard.note,
            "instead": one.discard.instead,
            "by": one.discard.by,
            "at": one.discard.at,
        }
        for group in outbox.discarded
        for one in group.events
        if one.discard is not None
    ]
    return {**document, "discarded": discarded} if discarded else document


def _handled(done: "Handled") -> dict[str, Any]:
    return {"events": [one.event.id for one in done.events]}
