"""``policy``: which policy moves cases up, what another one would do, and publishing it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wardtui.cli.options import command, group
from wardtui.cli.run import Run, current, spoken_time
from wardtui.i18n import tr

if TYPE_CHECKING:
    from wardtui.domain.policy import InForce, Policy

_TELL_EVERY_SECONDS = 2.0


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    policy = group(app, "policy", tr("What moves cases up: look at it, try it, publish it."))

    @command(policy, tr("The policies that there are, and which one counts."), "list")
    def list_() -> None:
        from wardtui.cli.policy_documents import list_document
        from wardtui.cli.policy_texts import list_text
        from wardtui.services.policies import shipped_names, shipped_policy
        from wardtui.services.use_policy import policies_in_force

        run = current()
        with run.desk() as desk:
            wards = desk.vault.read(policies_in_force)
            now = desk.tools.clock.now()
        shipped = [shipped_policy(name) for name in shipped_names()]
        run.answer(list_document(shipped, wards), list_text(shipped, wards, now))

    @command(policy, tr("A policy in words; the one in force unless named."))
    def show(
        name: Annotated[
            str | None, typer.Argument(metavar="[NAME|FILE]", help=tr("Which policy."))
        ] = None,
        toml: Annotated[
            bool, typer.Option("--toml", help=tr("As a file that can be changed."))
        ] = False,
    ) -> None:
        from wardtui.cli.policy_documents import policy_document
        from wardtui.cli.policy_texts import policy_text

        run = current()
        with _faults_told(run):
            found = _in_force(run).policy if name is None else _named(name)
        text = _as_file(found) if toml else policy_text(found)
        run.answer(policy_document(found), text)

    @command(policy, tr("Read a policy file: explain it, and say what is wrong or odd."))
    def check(file: Annotated[Path, typer.Argument(help=tr("File of the policy (TOML)."))]) -> None:
        from wardtui.cli.policy_documents import checked_document
        from wardtui.cli.policy_files import policy_in
        from wardtui.cli.policy_texts import checked_text

        run = current()
        with _faults_told(run):
            found = policy_in(file)
        run.answer(checked_document(found), checked_text(found))

    @command(policy, tr("What if: which cases would stand where under another policy."), "try")
    def try_(
        name: Annotated[str, typer.Argument(metavar="NAME|FILE", help=tr("Which policy."))],
        deadline: Annotated[
            str | None, typer.Option(metavar="DAY", help=tr("The last day of the campaign."))
        ] = None,
        limit: Annotated[int, typer.Option(min=0, help=tr("Cases to print, at most."))] = 20,
    ) -> None:
        from wardtui.cli.policy_documents import tried_document
        from wardtui.cli.policy_texts import wrapped
        from wardtui.services.long_work import LongWork
        from wardtui.services.try_policy import try_policy
        from wardtui.services.use_policy import with_deadline
        from wardtui.wording.policy_try import try_text

        run = current()
        with _faults_told(run):
            wanted = with_deadline(_named(name), _day(deadline))
        with run.desk() as desk:
            now = desk.tools.clock.now()
            total = desk.vault.read(lambda unit: unit.cases.count())
            tell = LongWork(_telling(run, total)).stage("trying")
            tried = desk.vault.read(lambda unit: try_policy(unit, wanted, now, tell))
        run.answer(tried_document(tried), wrapped(try_text(tried, limit)))

    @command(policy, tr("Put a policy into force for the ward, from now on."))
    def use(
        name: Annotated[str, typer.Argument(metavar="NAME|FILE", help=tr("Which policy."))],
        deadline: Annotated[
            str | None, typer.Option(metavar="DAY", help=tr("The last day of the campaign."))
        ] = None,
        ward: Annotated[
            str | None, typer.Option(metavar="CODE", help=tr("For which ward."))
        ] = None,
    ) -> None:
        from wardtui.cli.policy_documents import used_document
        from wardtui.cli.policy_texts import used_text
        from wardtui.domain.ids import WardCode
        from wardtui.services.use_policy import use_policy, with_deadline

        run = current()
        with _faults_told(run):
            wanted = with_deadline(_named(name), _day(deadline))
        where = WardCode(ward) if ward else None
        with run.desk(writing="policy use") as desk:
            used = desk.vault.write(lambda unit: use_policy(unit, wanted, where, desk.tools))
        run.answer(used_document(used), used_text(used))


def _named(text: str) -> "Policy":
    from wardtui.cli.policy_files import named_policy

    return named_policy(text)


def _in_force(run: Run) -> "InForce":
    from wardtui.services.use_policy import policy_here

    with run.desk() as desk:
        return desk.vault.read(policy_here)


def _as_file(policy: "Policy") -> str:
    """The policy as the text of its file: one that comes with wardtui has its comments."""
    from wardtui.domain.policy_reader import write_policy
    from wardtui.services.policies import shipped_names, shipped_policy, shipped_text

    if policy.name in shipped_names() and shipped_policy(policy.name) == policy:
        return shipped_text(policy.name).rstrip("\n")
    return write_policy(policy).rstrip("\n")


def _day(text: str | None) -> date | None:
    from wardtui.domain.moments import local_day

    said = spoken_time(text)
    return None if said is None else local_day(said)


@contextmanager
def _faults_told(run: Run) -> Iterator[None]:
    """Tell everything that is wrong with a policy file, not only that something is."""
    from wardtui.domain.policy_faults import PolicyFaulty

    try:
        yield
    except PolicyFaulty as error:
        from wardtui.cli.policy_documents import faulty_document

        told = faulty_document(error)
        if run.json:
            run.answer(told, "")
        else:
            run.say("{message}\n{remedy}".format_map(told["error"]))
        raise typer.Exit(error.EXIT) from error


def _telling(run: Run, total: int) -> Callable[[str, int], None]:
    """Says now and then how far it has come; nothing about a vault that is done in a blink."""
    last = time.monotonic()

    def watch(_: str, done: int) -> None:
        nonlocal last
        now = time.monotonic()
        if run.json or now - last < _TELL_EVERY_SECONDS:
            return
        last = now
        run.say(tr("{count} of {total} cases…", count=done, total=total))

    return watch
