"""What an error says to people: the thing, the reason and the remedy."""

from datetime import datetime
from enum import Enum

import msgspec

from wardtui.domain.errors import WardtuiError
from wardtui.domain.moments import local
from wardtui.domain.vocabulary import ValueFault
from wardtui.i18n import N_, tr
from wardtui.i18n.labels import has_label, label
from wardtui.wording import (
    cleaning_errors,
    escalate_errors,
    handoff_errors,
    list_errors,
    outbox_errors,
    policy_errors,
    printing_errors,
    session_errors,
    trust_errors,
    work_errors,
)


class Explanation(msgspec.Struct, frozen=True):
    """An error in words."""

    code: str
    message: str
    remedy: str


_TEXTS: dict[str, tuple[str, str]] = {
    **cleaning_errors.TEXTS,
    **escalate_errors.TEXTS,
    **handoff_errors.TEXTS,
    **policy_errors.TEXTS,
    **printing_errors.TEXTS,
    **list_errors.TEXTS,
    **trust_errors.TEXTS,
    **work_errors.TEXTS,
    **session_errors.TEXTS,
    **outbox_errors.TEXTS,
    "no_vault": (
        N_("There is no vault in {folder}."),
        N_("Make one with: wardtui init — or name another folder with --home."),
    ),
    "vault_exists": (
        N_("There is a vault in {folder} already."),
        N_("Use it, or name another folder with --home. Nothing was changed."),
    ),
    "wrong_passphrase": (
        N_("The passphrase does not open this vault."),
        N_("Check Caps Lock and the keyboard layout, or use the recovery code."),
    ),
    "passphrase_missing": (
        N_("The vault is locked and no passphrase was given."),
        N_("Use --passphrase-file FILE or WARDTUI_PASSPHRASE, or start it in a terminal."),
    ),
    "empty_passphrase": (
        N_("The passphrase is empty."),
        N_("Choose several words that only you would put together."),
    ),
    "keys_missing": (
        N_("The database in {folder} is there, but the file that holds its keys is missing."),
        N_("Put it back from a backup: wardtui vault restore FILE. Nothing was touched."),
    ),
    "database_missing": (
        N_("The database in {folder} is gone; its keys are still there."),
        N_("Put it back from a backup: wardtui vault restore"),
    ),
    "database_empty": (
        N_("The vault's database {file} is empty: nothing of what was saved is in it."),
        N_("Put it back from a backup: wardtui vault restore"),
    ),
    "vault_too_new": (
        N_("This vault was written by a newer wardtui (layout {schema}; this one reads {known})."),
        N_("Update wardtui. Nothing was touched."),
    ),
    "backup_unreadable": (
        N_("The backup {file} is damaged, or is none."),
        N_("Take another one. Nothing was changed."),
    ),
    "backup_too_new": (
        N_("The backup {file} was written by a newer wardtui."),
        N_("Update wardtui. Nothing was changed."),
    ),
    "not_a_backup": (
        N_("{file} is there already and is no backup."),
        N_("Choose another name. Nothing was changed."),
    ),
    "backup_old_keys": (
        N_("The backup {file} still opens with an old passphrase or recovery code."),
        N_("Delete it, or change the passphrase once more: wardtui vault passphrase"),
    ),
    "no_backup": (
        N_("There is no backup in {folder} to restore from."),
        N_("Name one: wardtui vault restore FILE. Nothing was changed."),
    ),
    "pages_torn": (
        N_("{count} places of the database are damaged."),
        N_("Put it back from a backup: wardtui vault restore — what can be read is kept."),
    ),
    "events_unreadable": (
        N_("{count} entries cannot be read."),
        N_("Put the vault back from a backup: wardtui vault restore"),
    ),
    "cases_differ": (
        N_("{count} cases are not what their entries say."),
        N_("Make them again with: wardtui vault rebuild"),
    ),
    "entries_lost": (
        N_("{count} entries saved here by {saved_at} are no longer in the database."),
        N_("What was sent comes back with a sync; log again what is missing."),
    ),
    "new_passphrase_missing": (
        N_("No new passphrase was given."),
        N_("Use --new-passphrase-file FILE or WARDTUI_NEW_PASSPHRASE, or do it in a terminal."),
    ),
    "wipe_not_meant": (
        N_("This would delete the vault in {folder} with its backups, for ever."),
        N_("If you mean it, say so with --yes."),
    ),
    "wipe_unsent": (
        N_("{count} entries were never sent to the server."),
        N_("Call wardtui sync first, or delete them too with --force."),
    ),
    "vault_closed": (
        N_("The vault was closed meanwhile."),
        N_("Open it again; what was saved is safe."),
    ),
    "vault_busy": (
        N_("The vault is being written by another process."),
        N_("Wait a moment and do it again."),
    ),
    "disk_failed": (
        N_("The disk cannot read or write {file}."),
        N_("Make a copy of the folder at once and check the disk."),
    ),
    "weak_passphrase": (
        N_("A passphrase has at least {minimum} characters."),
        N_("Choose several words that only you would put together."),
    ),
    "passphrases_differ": (
        N_("The two passphrases are not the same."),
        N_("Start again and type the same one twice."),
    ),
    "passphrase_file": (
        N_("The passphrase file {file} cannot be read."),
        N_("Check its name and that you may read it."),
    ),
    "vault_in_use": (
        N_("Another wardtui (process {pid}, {purpose}) has been writing here since {since}."),
        N_("Finish it first. Commands that only read work beside it."),
    ),
    "key_slots_damaged": (
        N_("The key file {file} of the vault is damaged or missing."),
        N_("Put it back from a backup: wardtui vault restore FILE. Nothing was touched."),
    ),
    "database_unreadable": (
        N_("The vault's database {file} is damaged or belongs to another key."),
        N_("Put it back from a backup: wardtui vault restore — what can be read is kept."),
    ),
    "malformed_event": (
        N_("An event in the vault cannot be read."),
        N_("Put the vault back from a backup: wardtui vault restore"),
    ),
    "unknown_list_format": (
        N_("{file} does not end in .xlsx or .csv."),
        N_("Give the file such a name."),
    ),
    "cannot_write": (
        N_("{file} cannot be opened or written."),
        N_("Check that the folder is there and that you may use it."),
    ),
    "disk_full": (
        N_("The disk is full. What was saved before is safe; this was not saved."),
        N_("Free some space and do it again."),
    ),
    "unknown_resident": (
        N_("Nobody has the id {resident}."),
        N_("Look the id up with: wardtui list --query NAME"),
    ),
    "not_known_here": (
        N_("The server knows nobody with the id {resident}."),
        N_("Give the whole id, as wardtui show NAME --json gives it on a laptop."),
    ),
    "id_too_short": (
        N_("“{resident}” is too little of an id."),
        N_("Give at least the last {minimum} characters."),
    ),
    "ambiguous_resident": (
        N_("{count} ids end in {resident}."),
        N_("Give more characters of the id."),
    ),
    "note_too_long": (
        N_("The note has {length} characters; {limit} are kept."),
        N_("Shorten it to what has to be done."),
    ),
    "time_in_future": (
        N_("{time} lies in the future."),
        N_("Give the time at which it happened, or leave it out for now."),
    ),
    "time_in_past": (
        N_("{time} lies before the contact itself."),
        N_("Give a time that is still to come."),
    ),
    "bad_time": (
        N_("{text} is not a time."),
        N_("Write it like 19h30, tomorrow 7pm, sat, +2d, 22/11/2026 19h30 or 2026-11-22T19:30."),
    ),
    "step_or_failure": (
        N_("An enrolment has either a step or a failure."),
        N_("Give exactly one of --step and --failure."),
    ),
    "wrong_step": (N_("{need} has no step {step}."), N_("Its steps are: {steps}.")),
    "need_not_listed": (
        N_("The resident is not listed with {need}."),
        N_("Listed needs: {needs}."),
    ),
    "nothing_to_undo": (
        N_("There is nothing left to undo."),
        N_("Only actions of this device can be undone here."),
    ),
    "nothing_to_redo": (
        N_("There is nothing to bring back."),
        N_("Only what was taken back just before can be brought back."),
    ),
    "undo_needs_confirmation": (
        N_("This would take back an import of {residents} records."),
        N_("Say so with --yes."),
    ),
    "undo_assignment_needs_confirmation": (
        N_("This would take back an assignment (cases or areas: {count})."),
        N_("Say so with --yes."),
    ),
    "undo_policy_needs_confirmation": (
        N_("This would take back the policy {policy} and what it has moved (cases: {cases})."),
        N_("Say so with --yes."),
    ),
    "undo_campaign_needs_confirmation": (
        N_("This would take back the campaign that ends on {end}, for the whole ward."),
        N_("Say so with --yes."),
    ),
    "built_on": (
        N_("The import cannot be undone: {residents} of its residents have been worked on."),
        N_("Undo that work first, or correct single records."),
    ),
    "foreign_ward": (
        N_("This device does not work in the ward {ward}."),
        N_("Its wards are: {wards}. Leave --ward out, or give one of them."),
    ),
    "other_server": (
        N_("This vault is paired with another server: {url}."),
        N_("If it has moved, call: wardtui server URL — else make another vault with --home DIR."),
    ),
    "not_paired": (
        N_("This device is not paired with a server."),
        N_("Ask for a code and call: wardtui pair URL CODE. Everything stays saved here."),
    ),
    "other_officer": (
        N_("This vault belongs to another officer of that server."),
        N_("Make a vault of your own with --home DIR."),
    ),
    "bad_server_address": (
        N_("{url} is not the address of a server."),
        N_("Write it like https://server.example"),
    ),
    "server_unreachable": (
        N_("The server {server} does not answer."),
        N_(
            "Check the network and the address; what waits stays saved and goes with the next sync."
        ),
    ),
    "server_busy": (
        N_("The server cannot do this now (status {status})."),
        N_("Try again later; what waits stays saved."),
    ),
    "answer_unreadable": (
        N_("What answered is not a wardtui server."),
        N_("Check the address. Nothing was changed."),
    ),
    "stale_server": (
        N_("The server answers with old data; nothing was taken from it."),
        N_("Try again later. If it stays so, tell whoever runs the server."),
    ),
    "restored_server": (
        N_("The server's database is another one with every answer."),
        N_("Tell whoever runs the server. What this device holds stays saved."),
    ),
    "pairing_code_refused": (
        N_("The server does not take this pairing code."),
        N_("A code works once and for 15 minutes. Ask for a new one."),
    ),
    "device_taken": (
        N_("The server knows this device as another officer's."),
        N_("Make a vault of your own with --home DIR."),
    ),
    "too_many_tries": (N_("Too many wrong pairing codes."), N_("Wait a minute and try again.")),
    "token_unknown": (
        N_("The server no longer knows this device."),
        N_("Ask for a new code and pair again. What waits stays saved."),
    ),
    "device_revoked": (
        N_("The server has revoked this device."),
        N_(
            "Ask your leader for a new code and pair again. What waits stays saved here; "
            "the server keeps it aside for a leader to decide."
        ),
    ),
    "upgrade_required": (
        N_("This wardtui is too old to read from the server."),
        N_("Update wardtui. Go on recording: what you record is saved and is sent all the same."),
    ),
    "unknown_device": (
        N_("No laptop and no officer has the id {device}."),
        N_("Look it up with: wardtui devices"),
    ),
    "server_refused": (
        N_("The server refused the request (status {status})."),
        N_("Update wardtui, or tell whoever runs the server."),
    ),
    "port_in_use": (
        N_("{host}:{port} cannot be listened on: it is taken or not an address of this machine."),
        N_("Choose another port with --port, or stop what listens there."),
    ),
    "bad_database_address": (
        N_("That is not the address of a database."),
        N_("Write it like sqlite:///central.db or postgresql://USER@HOST/NAME"),
    ),
    "central_database_missing": (
        N_("There is no central database at {database}."),
        N_("Name it with --database, or make one: wardtui central init"),
    ),
    "central_database_unusable": (
        N_("The database {database} cannot be opened or is not a wardtui one."),
        N_("Check its address, whether its server answers, and the rights to it."),
    ),
    "central_database_newer": (
        N_("A newer wardtui has changed the database (to {revision}); this one leaves it alone."),
        N_("Update wardtui on this machine too, or restore the backup of before the update."),
    ),
    "bad_certificate": (
        N_("The certificate {file} and its key cannot be used together."),
        N_("Give both in PEM: --tls-cert with the whole chain, --tls-key with its own key."),
    ),
    "central_not_installed": (
        N_("The central server is not installed with this wardtui."),
        N_("Install it with: pip install 'wardtui[central]'"),
    ),
    "demo_server": (
        N_("The demo's own server did not start."),
        N_("Check that 127.0.0.1 may be used, and try again."),
    ),
    "unknown_officer": (
        N_("No officer has the id or the name {officer}."),
        N_("Look the officers up with: wardtui officers — new ones come with a sync."),
    ),
    "ambiguous_officer": (
        N_("{count} officers are meant by {officer}."),
        N_("Give the id, or more of its end: wardtui officers"),
    ),
    "officer_not_in_ward": (
        N_("The officer does not work in the ward {ward}."),
        N_("Choose an officer of that ward: wardtui officers"),
    ),
    "role_not_allowed": (
        N_("Only a leader may do this."),
        N_("A case at level 1 you can take yourself, or give back; else ask your leader."),
    ),
    "assign_to_whom": (
        N_("It is not said to whom."),
        N_("Add --to with the officer's id or name, or --to none to give back."),
    ),
    "assign_what": (
        N_("It is not said what is to be given."),
        N_("Name residents by their ids, or one area with --area; not both."),
    ),
    "nobody_named": (
        N_("No resident is named whose case is to be given."),
        N_("Look the ids up with: wardtui list --query NAME"),
    ),
    "area_not_listed": (
        N_("Nobody is listed in {area}."),
        N_("Write it as the list does, like Tổ 5; see: wardtui list"),
    ),
    "bad_ward_code": (
        N_("{ward} is not a code of a ward."),
        N_("Use letters, digits, - and _ only, like PHUONG-MAU."),
    ),
    "batch_too_large": (
        N_("The server, or a proxy in front of it, does not take even one event."),
        N_("Tell whoever runs the server; what waits stays saved."),
    ),
    "officer_name_missing": (
        N_("The officer has no name."),
        N_("Add --name with the officer's name."),
    ),
    "ward_missing": (N_("An officer works in at least one ward."), N_("Add --ward CODE.")),
    "settings_unreadable": (
        N_("The settings file {file} cannot be read: {reason}"),
        N_("Correct that line, or delete the file to start with the defaults."),
    ),
    "no_terminal": (
        N_("The screen needs a terminal."),
        N_("Start wardtui in a terminal window, or use its commands: wardtui --help"),
    ),
    "dumb_terminal": (
        N_('The screen needs a terminal that can place text; this one says TERM="{term}".'),
        N_(
            "Start wardtui in an ordinary terminal window, or set TERM. "
            "The commands work here: wardtui list"
        ),
    ),
    "internal": (
        N_("Something went wrong inside wardtui. What was saved is safe."),
        N_("Do it again; if it stays so, send the file {file} (it holds no personal data)."),
    ),
    "bad_usage": (
        N_("The command line is not right: {reason}"),
        N_("See: {help} --help"),
    ),
}


def explain(error: WardtuiError) -> Explanation:
    """An error in the language that is spoken."""
    message, remedy = _TEXTS.get(error.code, _TEXTS["server_refused"])
    facts = _Facts({name: _words(fact) for name, fact in error.facts.items()})
    if error.code == "bad_mapping":
        reason = list_errors.MAPPING_REASONS.get(facts["reason"], "")
        facts["reason"] = tr(reason) if reason else facts["reason"]
    if error.code == "policy_faulty":
        facts["faults"] = _faults(error)
    return Explanation(error.code, tr(message).format_map(facts), tr(remedy).format_map(facts))


def _faults(error: WardtuiError) -> str:
    # Loaded with their vocabularies for such a file only.
    from wardtui.domain.policy_faults import PolicyFaulty
    from wardtui.wording.policy_faults import faults_text

    return faults_text(error.faults) if isinstance(error, PolicyFaulty) else ""


class _Facts(dict[str, str]):
    """Facts of an error; one that is not known is shown as such, for a message must always come."""

    def __missing__(self, name: str) -> str:
        return "?"


def explained() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(_TEXTS)


def _words(fact: object) -> str:
    if fact == "tui":
        return tr("the screen")
    if isinstance(fact, ValueFault):
        return label(fact)
    if isinstance(fact, Enum) and has_label(fact):
        return f"{label(fact)} ({fact.value})"
    if isinstance(fact, tuple):
        return ", ".join(_words(one) for one in fact)
    if isinstance(fact, datetime):
        return f"{local(fact):%H:%M %d/%m}"
    return str(fact)
