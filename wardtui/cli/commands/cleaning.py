"""``correct``, ``close``, ``reopen``, ``merge``, ``split``, ``flags``, ``settle``: clean data."""

from typing import TYPE_CHECKING, Annotated

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.domain.errors import BadInput
from wardtui.domain.resident import Field
from wardtui.domain.vocabulary import CloseReason, Flag
from wardtui.i18n import tr

if TYPE_CHECKING:
    from wardtui.services.recording import Saved

_ALIASES = {"phone": Field.PHONES}


class UnknownField(BadInput):
    """A record has no such field, or none that can be corrected."""

    CODE = "unknown_field"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    _add_records(app)
    _add_people(app)
    _add_flags(app)


def _add_records(app: typer.Typer) -> None:
    @command(app, tr("Put a field of a resident's record right; no list overwrites it any more."))
    def correct(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        field: Annotated[
            str, typer.Argument(metavar="FIELD", help=tr("Which field, for example phone."))
        ],
        value: Annotated[str, typer.Argument(help=tr("What is right; '' empties the field."))],
        why: Annotated[str | None, typer.Option(help=tr("Why."))] = None,
    ) -> None:
        from wardtui.domain.typed_values import free_text, typed_value
        from wardtui.services.correct_record import CorrectRecord, correct_record
        from wardtui.services.find_resident import find_resident

        run = current()
        which, today = _field(field), run.today
        with run.desk(writing="correct") as desk:
            case = desk.vault.read(lambda unit: find_resident(unit, resident))
            wanted = CorrectRecord(
                resident=case.id,
                field=which,
                value=typed_value(which, value, case.resident, today),
                why=free_text(why),
            )
            saved = desk.vault.write(lambda unit: correct_record(unit, wanted, desk.tools))
        _answer(saved)

    @command(app, tr("Close a case in which nothing is to be done any more."))
    def close(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        reason: Annotated[CloseReason, typer.Option(help=tr("Why."))],
    ) -> None:
        from wardtui.services.close_case import close_case
        from wardtui.services.find_resident import find_resident

        with current().desk(writing="close") as desk:
            saved = desk.vault.write(
                lambda unit: close_case(unit, find_resident(unit, resident).id, reason, desk.tools)
            )
        _answer(saved)

    @command(app, tr("Open a closed case again."))
    def reopen(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        reason: Annotated[str | None, typer.Option(help=tr("Why."))] = None,
    ) -> None:
        from wardtui.domain.typed_values import free_text
        from wardtui.services.close_case import reopen_case
        from wardtui.services.find_resident import find_resident

        why = free_text(reason)
        with current().desk(writing="reopen") as desk:
            saved = desk.vault.write(
                lambda unit: reopen_case(unit, find_resident(unit, resident).id, desk.tools, why)
            )
        _answer(saved)


def _add_people(app: typer.Typer) -> None:
    @command(app, tr("Say that two records are one person."))
    def merge(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        into: Annotated[str, typer.Option(help=tr("Whose record stays."))],
        take: Annotated[
            list[str] | None,
            typer.Option(
                metavar="FIELD", help=tr("Field to take from the other record; may be repeated.")
            ),
        ] = None,
    ) -> None:
        from wardtui.services.find_resident import find_resident
        from wardtui.services.merge_residents import merge_residents

        fields = tuple(map(_field, take or ()))
        with current().desk(writing="merge") as desk:
            one = desk.vault.read(lambda unit: find_resident(unit, resident).id)
            other = desk.vault.read(lambda unit: find_resident(unit, into).id)
            saved = desk.vault.write(
                lambda unit: merge_residents(unit, one, other, desk.tools, fields)
            )
        _answer(saved)

    @command(app, tr("Take merges back: one person becomes the records that it was made of."))
    def split(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
    ) -> None:
        from wardtui.services.find_resident import find_resident
        from wardtui.services.merge_residents import split_person

        with current().desk(writing="split") as desk:
            saved = desk.vault.write(
                lambda unit: split_person(unit, find_resident(unit, resident).id, desk.tools)
            )
        _answer(saved)

    @command(app, tr("Say that two who look alike are two people."), "tell-apart")
    def tell_apart_(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        other: Annotated[str, typer.Argument(help=tr("The other one's id, or the end of it."))],
    ) -> None:
        from wardtui.services.find_resident import find_resident
        from wardtui.services.merge_residents import tell_apart

        with current().desk(writing="tell-apart") as desk:
            saved = desk.vault.write(
                lambda unit: tell_apart(
                    unit,
                    find_resident(unit, resident).id,
                    find_resident(unit, other).id,
                    desk.tools,
                )
            )
        _answer(saved)


def _add_flags(app: typer.Typer) -> None:
    @command(app, tr("What is wrong with the records, by kind and area."))
    def flags(
        kind: Annotated[
            str | None, typer.Option(help=tr("Only this kind: a flag, or conflict."))
        ] = None,
        area: Annotated[str | None, typer.Option(help=tr("Only this area."))] = None,
        limit: Annotated[int | None, typer.Option(min=1, help=tr("So many at most."))] = None,
        reveal: Annotated[
            bool, typer.Option("--reveal", help=tr("Show numbers unmasked; this is recorded."))
        ] = False,
    ) -> None:
        from wardtui.cli.flag_texts import faults_text
        from wardtui.domain.roster.areas import read_area
        from wardtui.services.access_log import note_reveal
        from wardtui.services.data_quality import check_kind, find_faults, look_at
        from wardtui.services.view import fault_document

        run = current()
        wanted = check_kind(kind)
        where = read_area(area) or area if area else None
        with run.desk() as desk:
            faults = desk.vault.read(lambda unit: find_faults(unit, wanted, where))
            shown = faults.found[:limit]
            details = desk.vault.read(lambda unit: [look_at(unit, one) for one in shown])
            if reveal:
                note_reveal(desk.vault, "flags", len({one.resident for one in shown}))
        found = [one for one in details if one is not None]
        document = {
            "total": len(faults.found),
            "by_kind": faults.by_kind,
            "flags": [fault_document(one, reveal=reveal) for one in found],
        }
        run.answer(document, faults_text(faults, found, reveal=reveal))

    @command(app, tr("Say that a flagged record was looked into and stands as it is."))
    def settle(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        flag: Annotated[Flag, typer.Argument(help=tr("Which flag."))],
        use_proposal: Annotated[
            bool,
            typer.Option("--use-proposal", help=tr("Correct the record to what is proposed.")),
        ] = False,
    ) -> None:
        from wardtui.services.clear_flag import clear_flag, use_proposal_for
        from wardtui.services.find_resident import find_resident

        work = use_proposal_for if use_proposal else clear_flag
        with current().desk(writing="settle") as desk:
            saved = desk.vault.write(
                lambda unit: work(unit, find_resident(unit, resident).id, flag, desk.tools)
            )
        _answer(saved)


def _field(name: str) -> Field:
    found = _ALIASES.get(name)
    if found is not None:
        return found
    try:
        return Field(name)
    except ValueError as error:
        raise UnknownField(field=name, fields=tuple(field.value for field in Field)) from error


def _answer(saved: "Saved") -> None:
    from wardtui.services.view import case_document
    from wardtui.wording.results import saved_text

    document = {
        "event": saved.event,
        "events": [event.id for event in saved.events],
        "saved": True,
        "case": case_document(saved.case),
    }
    current().answer(document, saved_text(saved))
