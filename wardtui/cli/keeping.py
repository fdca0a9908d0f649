"""Making a vault and looking after it, from the command line."""

from datetime import timedelta
from pathlib import Path

import typer

from wardtui.cli.run import current
from wardtui.i18n import ntr, tr


def init_vault() -> None:
    """Make a vault."""
    from wardtui.bootstrap import new_vault

    run = current()
    home = run.places.home
    made = new_vault(home, run.passphrase(new=True))
    run.answer(
        {"home": str(home), "device": made.device, "recovery_code": made.recovery_code},
        tr("The vault is in {home}.", home=home) + "\n\n" + _recovery_text(made.recovery_code),
    )


def _recovery_text(code: str) -> str:
    return tr(
        "Recovery code: {code}\n\n"
        "Write it down and keep it apart from this laptop. It is shown only now and opens\n"
        "the vault when the passphrase is forgotten.",
        code=code,
    )


def show_status() -> None:
    """Say what stands about the vault."""
    from wardtui.cli.vault_texts import status_text
    from wardtui.services.status import read_status
    from wardtui.store.keeping import look_at

    run = current()
    home = run.places.home
    with run.desk() as desk:
        inside = desk.vault.read(lambda unit: read_status(unit, desk.tools.clock))
        lost = [*inside.lost, *desk.vault.newly_lost]
    files = look_at(home)
    document = {
        "home": str(home),
        "residents": inside.residents,
        "events": inside.events,
        "waiting": inside.waiting,
        "rejected": inside.rejected,
        "forgotten": inside.forgotten,
        "lost": lost,
        "device": inside.device,
        "paired": inside.server,
        "clock_was": inside.clock_was,
        "bytes": files.bytes,
        "kdf": files.kdf,
        "writer": files.writer,
        "backups": files.backups,
        "aside": files.aside,
        "retention_days": run.settings.retention_days,
    }
    run.answer(document, status_text(inside, files, home))


def verify_vault() -> None:
    """Check everything."""
    import msgspec

    from wardtui.domain.errors import Damaged, WardtuiError
    from wardtui.services.verify import lost_problem
    from wardtui.services.verify import verify as look
    from wardtui.store.keeping import damaged_backups
    from wardtui.wording.errors import explain

    run = current()
    with run.desk() as desk:
        torn = desk.vault.check_pages()
        problems: list[WardtuiError] = []
        if torn:
            problems.append(Damaged("pages_torn", count=len(torn)))
        found = None
        if not torn:
            found = desk.vault.read(lambda unit: look(unit, run.progress))
            problems += found.problems
            problems += [lost_problem(one) for one in desk.vault.newly_lost]
    problems += damaged_backups(run.places.home)
    told = [explain(problem) for problem in problems]
    document = {
        "ok": not problems,
        "events": found.events if found else None,
        "cases": found.cases if found else None,
        "problems": [msgspec.structs.asdict(one) for one in told],
    }
    if told:
        text = "\n".join(f"{one.message} {one.remedy}" for one in told)
    else:
        text = tr("Everything is well: {events} entries.", events=found.events if found else 0)
    run.answer(document, text)
    if problems:
        raise typer.Exit(Damaged.EXIT)


def back_up_vault(output: Path | None) -> None:
    """Write a backup."""
    from wardtui.store.keeping import back_up, tidy

    run = current()
    home, now = run.places.home, run.tools.clock.now()
    with run.desk() as desk:
        done = back_up(home, desk.vault, now, output.absolute() if output else None)
    if output is None:
        tidy(home, now, _retention())
    run.answer(
        {
            "file": str(done.file),
            "made_at": done.manifest.made_at,
            "bytes": done.bytes,
            "sha256": done.manifest.sha256,
        },
        tr("The backup is in {file}. It opens with the passphrase of this vault.", file=done.file),
    )


def _retention() -> timedelta:
    return timedelta(days=current().settings.retention_days)


def restore_vault(file: Path | None, *, salvage: bool) -> None:
    """Put the vault back from a backup."""
    from wardtui.cli.vault_texts import restored_text
    from wardtui.store.restore import restore as put_back

    run = current()
    home, tools = run.places.home, run.tools
    done = put_back(
        home,
        file.absolute() if file else None,
        run.passphrase(),
        tools.ids,
        tools.clock.now(),
        salvage=salvage,
    )
    run.answer(done, restored_text(done))


def change_secret(new_passphrase_file: Path | None, *, recovery_code: bool) -> None:
    """Change the passphrase, or the recovery code."""
    from wardtui.store.keeping import change_passphrase, change_recovery_code
    from wardtui.store.writer_lock import WriterLock

    run = current()
    run.need_vault()
    home = run.places.home
    secret = run.passphrase()
    new = None if recovery_code else run.new_passphrase(new_passphrase_file)
    with WriterLock(home, "passphrase", run.tools.clock.now(), wait=0):
        if new is None:
            done = change_recovery_code(home, secret)
        else:
            done = change_passphrase(home, secret, new)
    if done.recovery_code is None:
        text = tr(
            "From now on only the new passphrase opens this vault, and its backups in this folder."
        )
    else:
        text = _recovery_text(done.recovery_code)
    run.answer(done, text)
    if done.unchanged_backups:
        run.say(
            tr(
                "The old one still opens these backups, which are damaged. Delete them: {files}",
                files=", ".join(done.unchanged_backups),
            )
        )
        raise typer.Exit(1)


def rebuild_vault() -> None:
    """Make the read models again."""
    from wardtui.services.rebuild import rebuild as make_again

    run = current()
    with run.desk(writing="rebuild") as desk:
        done = desk.vault.write(lambda unit: make_again(unit, run.progress))
    run.answer(
        done,
        tr(
            "{cases} cases were made again; {differed} had been different.",
            cases=done.cases,
            differed=done.differed,
        ),
    )


def purge_vault() -> None:
    """Forget whose time is over."""
    from wardtui.services.forget import purge as forget_people
    from wardtui.store.keeping import tidy

    run = current()
    now, retention = run.tools.clock.now(), _retention()
    with run.desk(writing="purge") as desk:
        done = forget_people(desk.vault, now, retention)
    deleted = tidy(run.places.home, now, retention)
    lines = [
        ntr("{count} resident was forgotten.", "{count} residents were forgotten.", done.forgotten)
    ]
    if done.unconfirmed:
        lines.append(
            ntr(
                "{count} more stays until the server has everything about them.",
                "{count} more stay until the server has everything about them.",
                done.unconfirmed,
            )
        )
    document = {
        "forgotten": done.forgotten,
        "unconfirmed": done.unconfirmed,
        "backups_deleted": deleted,
    }
    run.answer(document, "\n".join(lines))


def wipe_vault(*, yes: bool, force: bool) -> None:
    """Delete the vault."""
    from wardtui.domain.errors import Refused
    from wardtui.store.wiping import wipe as delete
    from wardtui.store.writer_lock import WriterLock

    run = current()
    run.need_vault()
    home = run.places.home
    if not yes:
        raise Refused("wipe_not_meant", folder=str(home))
    if not force:
        with run.desk() as desk:
            paired = desk.vault.read(lambda unit: unit.state.pairing) is not None
            waiting = desk.vault.read(lambda unit: unit.events.count_waiting())
        if paired and waiting:
            raise Refused("wipe_unsent", count=waiting)
    with WriterLock(home, "wipe", run.tools.clock.now(), wait=0):
        delete(home)
    run.answer({"wiped": True}, tr("The vault is deleted."))
