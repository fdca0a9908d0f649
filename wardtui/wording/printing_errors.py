"""What errors of printing letters and sheets say: thing, reason and remedy."""

from wardtui.i18n import N_

TEXTS: dict[str, tuple[str, str]] = {
    "template_unusable": (
        N_("The template {file} cannot be used: {reason}"),
        N_(
            "Correct it in Word, or take it out of its folder: then the one that comes with "
            "wardtui is used. No file was written."
        ),
    ),
    "not_a_document_name": (
        N_("{file} does not end in {suffix}."),
        N_("Give the file such a name."),
    ),
    "not_a_page_name": (
        N_("{file} ends neither in .html nor in .txt."),
        N_("Give the file such a name. No file was written."),
    ),
}
