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
        N_(
            "One row has to hold the headings, among them the name and two more columns; "
            "or say with --mapping FILE what the columns mean."
        ),
    ),
    "protected_file": (
        N_("{file} opens with a password only."),
        N_("Open it in a spreadsheet program, save it without a password and import that."),
    ),
    "file_too_large": (
        N_(
            "Reading {file} takes more memory or time than a list can need (limit {limit} MB): "
            "it is very large, damaged, or something stands far outside the list."
        ),
        N_("Copy the list alone into a new workbook and save it as .xlsx."),
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

MAPPING_REASONS: dict[str, str] = {
    "unreadable": N_("it cannot be read"),
    "not_toml": N_("it is no TOML"),
    "unknown_key": N_("no such setting"),
    "wrong_type": N_("a value of another kind is needed"),
    "unknown_meaning": N_("no such meaning"),
    "unknown_need": N_("no such need"),
    "unknown_area": N_("that is no area; write Tổ 5 or Thôn Đoài"),
    "bad_letter": N_("columns are named by letters, like H or AB"),
    "bad_row": N_("no such row"),
    "forbidden_column": N_("such a column must not be stored"),
}
"""Why a mapping file is not right, by the code of its error."""
