"""What a check-up says: for every finding what was found, and what to do.

Findings that are errors too are told in the words of the error.
"""

from wardtui.i18n import N_

TEXTS: dict[str, tuple[str, str]] = {
    "program": (
        N_("wardtui {version}, Python {python}, SQLCipher {sqlcipher}, {system}."),
        "",
    ),
    "not_a_terminal": (
        N_("This was not called in a window of its own, so nothing can be said of the window."),
        N_("Call wardtui doctor in the window in which you work, without > or | behind it."),
    ),
    "terminal": (N_("{columns} × {lines}, {colours} colours, TERM={term}."), ""),
    "window_small": (
        N_("The window has {columns} × {lines} characters; 60 × 16 are needed, 80 × 24 are good."),
        N_("Make the window larger, or its letters smaller (Ctrl and minus)."),
    ),
    "no_colour": (
        N_("NO_COLOR is set: the screens are drawn without colours."),
        N_("If you did not want that, take NO_COLOR out of the settings of your shell."),
    ),
    "few_colours": (
        N_("This window says that it has {colours} colours only."),
        N_("If the colours are hard to read: wardtui config theme sixteen"),
    ),
    "not_utf8": (
        N_("The system writes {encoding}, not UTF-8: Vietnamese letters lose their marks."),
        N_(
            "Linux: set LANG=vi_VN.UTF-8 or C.UTF-8. Windows: use Windows Terminal, and set "
            "PYTHONUTF8=1."
        ),
    ),
    "letters_wide": (
        N_("The window draws one Vietnamese letter in {cells} places: columns will be crooked."),
        N_("Set the window's encoding to UTF-8, or use another terminal."),
    ),
    "frames_wide": (
        N_("The window draws a line of a frame {cells} places wide: frames will be crooked."),
        N_("Call: wardtui config ascii frames"),
    ),
    "sample": (
        N_("Read this line with your own eyes: {sample}"),
        N_(
            "A letter that is a box or a question mark: choose another font, or wardtui config "
            "ascii letters. A frame that is not closed: wardtui config ascii frames"
        ),
    ),
    "clock": (
        N_("It is {now} in Vietnam by this laptop."),
        N_("Compare with a telephone; the server could not be asked."),
    ),
    "clock_same": (N_("It is {now} in Vietnam; the server says the same, within {seconds} s."), ""),
    "clock_fixed": (
        N_("The clock was fixed at {now} by WARDTUI_NOW or --now."),
        N_("That is for rehearsals. To work, take WARDTUI_NOW away."),
    ),
    "time_zone": (
        N_("The time zone of this laptop is {offset_minutes}, that of Vietnam UTC+7."),
        N_(
            "wardtui always counts in Vietnamese time. If it is not {now} there now, set the "
            "time zone first, then the time."
        ),
    ),
    "clock_gone_back": (
        N_("The clock has gone back: the last entry was saved at {was}."),
        N_("Set date and time, or days and deadlines will be wrong. Nothing is refused."),
    ),
    "clock_off": (
        N_("By the server the clock of this laptop is {off}."),
        N_("Set date and time, best: automatically. Nothing is refused because of it."),
    ),
    "settings": (N_("They can be read."), ""),
    "settings_unknown": (
        N_("Not known to this wardtui: {names}."),
        N_("Look for a slip of the keys; wardtui config shows every name. They are passed over."),
    ),
    "keys_unused": (
        N_("Own keys that cannot be used, for: {names}."),
        N_("Choose other keys under [keys]; the file is named by: wardtui config"),
    ),
    "themes": (N_("{count} themes; {name} is shown here."), ""),
    "theme_unusable": (
        N_("The theme file {file} cannot be used: {reason}"),
        N_("Correct it, or delete it; the other themes work."),
    ),
    "theme_missing": (
        N_("The theme {name} of the settings is not there; the usual one is shown."),
        N_("Choose another: F3 on the screen, or wardtui theme list"),
    ),
    "disk": (
        N_("{folder}: {free_bytes} free; what is saved is on the disk within {seconds} s."),
        "",
    ),
    "disk_full": (
        N_("There is no room left on the disk of {folder}: nothing can be saved."),
        N_("Empty the recycle bin, delete or move large files, then call this again."),
    ),
    "disk_low": (
        N_("Only {free_bytes} are free on the disk of {folder}."),
        N_("Make room soon: backups, and one day every entry, need it."),
    ),
    "cannot_write": (
        N_("Nothing can be written in {folder}."),
        N_(
            "See that the folder belongs to your account and is not write-protected. The list "
            "can be read all the same."
        ),
    ),
    "disk_slow": (
        N_("Saving in {folder} took {seconds} s."),
        N_(
            "A stick or network drive? Move the vault onto the laptop's own disk. If it is there, "
            "make a backup and have the disk checked."
        ),
    ),
    "folder_open": (
        N_("Other accounts of this laptop may enter {folder}. What is in it is encrypted."),
        N_("Close it: chmod 700 and the folder's name."),
    ),
    "folder_copied": (
        N_("{folder} lies where {service} copies everything elsewhere."),
        N_("Move the vault to a folder of its own: copying beside wardtui can damage it."),
    ),
    "no_vault": (
        N_("There is no vault in {folder} yet."),
        N_("Call wardtui, which guides you; or name the folder where it is with --home."),
    ),
    "vault": (N_("It opens and every page is whole: {residents} cases, {events} entries."), ""),
    "vault_not_opened": (
        N_("It was not looked into, for no passphrase was given."),
        N_("To have it looked at too, call wardtui doctor and type the passphrase."),
    ),
    "vault_writer": (
        N_("wardtui ({purpose}) has been writing here since {since}, as process {pid}."),
        N_("If no window shows it any more, end that process or restart the laptop."),
    ),
    "code_unread": (
        N_("The recovery code was never confirmed."),
        N_("Make a new one and write it down: wardtui vault passphrase --recovery-code"),
    ),
    "unfinished": (
        N_("Something was being made here when wardtui ended ({count})."),
        N_("Nothing is lost. It is cleared away by the next opening, backup or restore."),
    ),
    "aside": (
        N_("{count} earlier vaults lie beside this one, moved aside by a restore."),
        N_("When you miss nothing, leave them: they are deleted after 30 days."),
    ),
    "fault_noted": (
        N_("wardtui wrote down a fault of its own on {day}."),
        N_("Send the file fault.log beside the settings; it holds no personal data."),
    ),
    "saved_missed": (
        N_("{count} saved entries are no longer in the database."),
        N_("Call wardtui sync: what was sent comes back. Log again what is missing."),
    ),
    "not_taken": (
        N_("The server did not take {count} entries."),
        N_("See why, and settle them: S on the screen, or wardtui outbox"),
    ),
    "no_backup_yet": (
        N_("There is none yet."),
        N_("Make one, best onto a stick: wardtui vault backup -o FILE"),
    ),
    "backups": (N_("{count}, the newest of {day}."), ""),
    "backup_old": (
        N_("The newest is of {day}."),
        N_("Make one, best onto a stick: wardtui vault backup -o FILE"),
    ),
    "network": (N_("This laptop has a way into a network."), ""),
    "no_network": (
        N_("This laptop is in no network now."),
        N_("Go on working: everything is saved, and sent when there is a line."),
    ),
    "proxy": (N_("The way leads through the proxy {proxy}, by {source}."), ""),
    "not_paired_yet": (
        N_("This vault is paired with no server; everything stays on this laptop."),
        N_("To work with others ask your leader for a code, then: wardtui pair URL CODE"),
    ),
    "server_not_asked": (
        N_("Not asked: which server it is stands in the vault."),
        N_("Call wardtui doctor once more and type the passphrase."),
    ),
    "name_unknown": (
        N_("No address is known for the name {host}."),
        N_(
            "Open another page to see whether the internet works. If it does, ask for the "
            "server's address: wardtui server URL"
        ),
    ),
    "server": (
        N_("{server} answered in {milliseconds} ms and knows this laptop; protocol {protocol}."),
        "",
    ),
    "server_pinned": (
        N_(
            "{server} answered in {milliseconds} ms with the agreed certificate and knows this "
            "laptop; protocol {protocol}."
        ),
        "",
    ),
    "server_authority": (
        N_(
            "{server} answered in {milliseconds} ms with a certificate of its own authority and "
            "knows this laptop; protocol {protocol}."
        ),
        "",
    ),
    "server_older": (
        N_("{server} runs an older wardtui than this laptop."),
        N_("Tell whoever runs the server. What it does not know it passes on untouched."),
    ),
    "upgrade_soon": (
        N_("{server} runs a newer wardtui than this laptop."),
        N_("Update wardtui soon: after the next one nothing could be read from there any more."),
    ),
    "line_open": (
        N_("The line to {server} is not encrypted: everybody on it can read everything."),
        N_("Ask whoever runs the server for an address with https://, then: wardtui server URL"),
    ),
    "never_synced": (
        N_("Nothing was ever exchanged; {count} entries wait."),
        N_("When there is a line: wardtui sync"),
    ),
    "sync_old": (
        N_("The last exchange was {days} days ago; {count} entries wait."),
        N_("When there is a line: wardtui sync — or take a stick: wardtui bundle write FILE"),
    ),
    "synced": (N_("The last exchange was at {when}; {count} entries wait."), ""),
}
