"""Why a file gives no list."""

from wardtui.domain.errors import BadInput, Damaged


class FileMissing(BadInput):
    """The file is not there."""

    CODE = "file_missing"


class ForeignFile(BadInput):
    """The file is of a kind that holds no list."""

    CODE = "foreign_file"


class UnreadableFile(Damaged):
    """The file's name promises a list, its content is none."""

    CODE = "unreadable_file"


class ProtectedFile(BadInput):
    """The workbook is encrypted and opens with a password only."""

    CODE = "protected_file"


class FileTooLarge(BadInput):
    """Reading the file would take more memory or time than a ward's list can need.

    Facts: ``file``, and ``limit`` in megabytes.
    """

    CODE = "file_too_large"
