"""What stands about a vault, and what was done to it, for people at a prompt."""

from pathlib import Path

from wardtui.domain.moments import local
from wardtui.i18n import ntr, tr
from wardtui.i18n.numbers import file_size
from wardtui.services.status import Status
from wardtui.store.keeping import Standing
from wardtui.store.restore import Restored
from wardtui.wording.warnings import clock_text


def status_text(inside: Status, files: Standing, home: Path) -> str:
    """What stands about a vault; a line each."""
    rows = [
        (tr("Vault"), f"{home} · {file_size(files.bytes)}"),
        (tr("Residents"), _residents(inside)),
        (tr("Entries"), _entries(inside)),
        (tr("Server"), inside.server or tr("not paired")),
        (tr("Backups"), _backups(files)),
        (tr("Key"), _key(files)),
    ]
    if files.writer is not None:
        since = f"{local(files.writer.since):%H:%M %d/%m}"
        writer = tr("process {pid} since {since}", pid=files.writer.pid, since=since)
        rows.append((tr("Writing now"), writer))
    if files.aside:
        rows.append((tr("Moved aside"), ", ".join(files.aside)))
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:{width}}  {text}" for name, text in rows]
    if inside.lost:
        missed = sum(lost.last - lost.first + 1 for lost in inside.lost)
        lines.append(
            ntr(
                "{count} saved entry was missed. Look with: wardtui vault verify",
                "{count} saved entries were missed. Look with: wardtui vault verify",
                missed,
            )
        )
    if inside.clock_was is not None:
        lines.append(clock_text(inside.clock_was))
    return "\n".join(lines)


def _residents(inside: Status) -> str:
    text = ntr("{count} case", "{count} cases", inside.residents)
    if inside.forgotten:
        text += " · " + ntr(
            "{count} done and forgotten", "{count} done and forgotten", inside.forgotten
        )
    return text


def _entries(inside: Status) -> str:
    text = str(inside.events)
    if inside.waiting:
        text += " · " + tr("{count} not sent", count=inside.waiting)
    if inside.rejected:
        text += " · " + ntr("{count} not taken", "{count} not taken", inside.rejected)
    return text


def _backups(files: Standing) -> str:
    if not files.backups:
        return tr("none yet; make one with: wardtui vault backup")
    return tr("{count}, the newest: {name}", count=len(files.backups), name=files.backups[0])


def _key(files: Standing) -> str:
    mib, passes = files.kdf.memory_kib // 1024, files.kdf.iterations
    return tr("Argon2id, {mib} MiB, {passes} passes", mib=mib, passes=passes)


def restored_text(done: Restored) -> str:
    """What a restore did."""
    if done.backup is None or done.made_at is None:
        lines = [tr("There was no backup. What could be read of the damaged vault is back.")]
    else:
        made = f"{local(done.made_at):%H:%M %d/%m/%Y}"
        lines = [tr("The vault is back as it was at {time}.", time=made)]
    lines.append(
        ntr("{count} case", "{count} cases", done.residents)
        + " · "
        + ntr("{count} entry", "{count} entries", done.events)
    )
    if done.salvaged:
        lines.append(
            ntr(
                "{count} entry that the backup did not have was read from the vault before.",
                "{count} entries that the backup did not have were read from the vault before.",
                done.salvaged,
            )
        )
    if done.newer:
        lines.append(
            ntr(
                "{count} newer entry of the vault before is not in it. "
                "To have that vault back: wardtui vault restore FOLDER",
                "{count} newer entries of the vault before are not in it. "
                "To have that vault back: wardtui vault restore FOLDER",
                done.newer,
            )
        )
    if done.aside is not None:
        lines.append(tr("The vault before was moved to {folder}", folder=done.aside))
    return "\n".join(lines)
