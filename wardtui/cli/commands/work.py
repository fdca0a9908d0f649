"""``log``, ``enrol`` and ``undo``: what officers do all evening."""

from typing import Annotated

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current, spoken_time
from wardtui.domain.vocabulary import (
    Channel,
    ContactPerson,
    Failure,
    Need,
    Outcome,
    Reason,
    Step,
    SupportNeed,
)
from wardtui.i18n import tr


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Log a call, visit, letter or message."))
    def log(
        channel: Annotated[Channel, typer.Argument(help=tr("How they were tried."))],
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        outcome: Annotated[Outcome, typer.Option(help=tr("What came of it."))],
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
            str | None, typer.Option(metavar="TIME", help=tr("When they said they would come."))
        ] = None,
        call_back: Annotated[
            str | None, typer.Option(metavar="TIME", help=tr("When to call back."))
        ] = None,
        note: Annotated[
            str | None,
            typer.Option(help=tr("Only what has to be done, no remarks about the person.")),
        ] = None,
        household: Annotated[
            bool, typer.Option("--household", help=tr("For everybody behind the same door."))
        ] = False,
        at: Annotated[
            str | None, typer.Option(metavar="TIME", help=tr("When it happened; now unless given."))
        ] = None,
    ) -> None:
        from wardtui.domain.events import ContactLogged
        from wardtui.services.find_resident import find_resident
        from wardtui.services.log_contact import LogContact, log_contact
        from wardtui.services.view import case_document
        from wardtui.wording.results import saved_text

        run = current()
        contact = ContactLogged(
            channel=channel,
            outcome=outcome,
            with_whom=with_,
            reasons=tuple(reason or ()),
            support_needs=tuple(need_support or ()),
            promised_for=spoken_time(promise),
            call_back_at=spoken_time(call_back),
            note=note,
        )
        moment = spoken_time(at, past=True)
        with run.desk(writing="log") as desk:
            saved = desk.vault.write(
                lambda unit: log_contact(
                    unit,
                    LogContact(
                        resident=find_resident(unit, resident).id,
                        contact=contact,
                        household=household,
                        at=moment,
                    ),
                    desk.tools,
                )
            )
        document = {
            "event": saved.event,
            "events": [event.id for event in saved.events],
            "saved": True,
            "case": case_document(saved.case),
        }
        run.answer(document, saved_text(saved))

    @command(app, tr("Record a step of enrolment, or why it failed."))
    def enrol(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        need: Annotated[Need, typer.Option(help=tr("Which need."))],
        step: Annotated[Step | None, typer.Option(help=tr("The step that was reached."))] = None,
        failure: Annotated[Failure | None, typer.Option(help=tr("Why it did not succeed."))] = None,
        at: Annotated[
            str | None, typer.Option(metavar="TIME", help=tr("When it happened; now unless given."))
        ] = None,
    ) -> None:
        from wardtui.services.find_resident import find_resident
        from wardtui.services.record_enrolment import RecordEnrolment, record_enrolment
        from wardtui.services.view import case_document
        from wardtui.wording.results import saved_text

        run = current()
        moment = spoken_time(at, past=True)
        with run.desk(writing="enrol") as desk:
            saved = desk.vault.write(
                lambda unit: record_enrolment(
                    unit,
                    RecordEnrolment(
                        resident=find_resident(unit, resident).id,
                        need=need,
                        step=step,
                        failure=failure,
                        at=moment,
                    ),
                    desk.tools,
                )
            )
        document = {"event": saved.event, "saved": True, "case": case_document(saved.case)}
        run.answer(document, saved_text(saved))

    @command(app, tr("Take back the newest action of this device."))
    def undo(
        yes: Annotated[
            bool,
            typer.Option(
                "--yes", help=tr("Also take back an import, assignments, a policy or a campaign.")
            ),
        ] = False,
        redo: Annotated[
            bool, typer.Option("--redo", help=tr("Bring back what was taken back last."))
        ] = False,
    ) -> None:
        from wardtui.services import undo as undoing
        from wardtui.services.view import case_document
        from wardtui.wording.results import undone_text

        run = current()
        with run.desk(writing="undo") as desk:
            undone = desk.vault.write(
                lambda unit: (
                    undoing.redo(unit, desk.tools)
                    if redo
                    else undoing.undo(unit, desk.tools, confirmed=yes)
                )
            )
        cases = undone.saved.cases
        document = {
            "event": undone.saved.event,
            "saved": True,
            "undone": [one.event.id for one in undone.of],
            "case": case_document(cases[0]) if len(cases) == 1 else None,
        }
        what = undone_text(undone)
        text = (
            tr("Brought back: {what}", what=what) if redo else tr("Taken back: {what}", what=what)
        )
        run.answer(document, text)
