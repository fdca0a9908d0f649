"""What errors of importing lists say: thing, reason and remedy."""

from wardtui.i18n import N_

TEXTS: dict[str, tuple[str, str]] = {
    "file_missing": (N_("There is no file {file}."), N_("Check the name and the folder.")),
    "foreign_file": (
        N_("{file} is neither a spreadsheet nor a text table."),
        N_("Give an .xlsx, .xls, .ods, .csv or .tsv file."),
    ),
    "unreadable_file": (
        N_("{file} cannot be read as a list: it is damaged or of another kind."),
        N_("Open it in a spreadsheet program and save it as .xlsx again."),
    ),
    "no_list_found": (
        N_("No list was found in the file."),
        N_("One row has to hold the headings, among them the name and two more columns."),
    ),
    "protected_file": (
        N_("{file} opens with a password only."),
        N_("Open it in a spreadsheet program, save it without a password and import that."),
    ),
    "file_too_large": (
        N_("{file} is too large to be read as a list (more than {limit} MB)."),
        N_("Save the sheet with the list alone in a file of its own."),
    ),
    "legacy_text": (
        N_("The text of the file is in the old encoding {encoding}, not in Unicode."),
        N_(
            "Converted, its headings read: {sample}. If that is right, import it with "
            "--encoding {encoding}. Nothing was changed."
        ),
    ),
    "bad_mapping": (
        N_("The mapping file {file} is not right, line {line}: {key} ({reason})."),
        N_("See the guide for what may stand in it. Nothing was changed."),
    ),
    "plan_stale": (
        N_("The list of residents has changed since this was looked at."),
        N_("Look at it again before importing. Nothing was changed."),
    ),
    "stopped": (
        N_("Stopped."),
        N_("Nothing was changed."),
    ),
}
