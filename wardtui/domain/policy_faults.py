"""What can be wrong with a policy file."""

from enum import StrEnum

import msgspec

from wardtui.domain.errors import BadInput


class PolicyFaultKind(StrEnum):
    """Why something in a policy file cannot be."""

    TOO_LARGE = "too_large"
    SYNTAX = "syntax"
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    WRONG_TYPE = "wrong_type"
    OUT_OF_RANGE = "out_of_range"
    NOT_IN_VOCABULARY = "not_in_vocabulary"
    BAD_NAME = "bad_name"
    BAD_LENGTH = "bad_length"
    """A text with too few or too many signs."""
    NOT_PRINTABLE = "not_printable"
    """A text with line breaks or control characters."""
    BAD_NUMBER = "bad_number"
    """A list with too few or too many elements."""
    TWICE = "twice"
    """A list that names the same thing twice."""
    LEVEL_OUT_OF_ORDER = "level_out_of_order"
    """The levels are 1, 2, 3 and so on."""
    ANSWER_TIME_MISSING = "answer_time_missing"
    ANSWER_TIME_AT_FIRST = "answer_time_at_first"
    RULE_WITHOUT_CONDITION = "rule_without_condition"
    RULE_ID_TWICE = "rule_id_twice"
    RULE_ID_RESERVED = "rule_id_reserved"
    NEEDS_FAILED_ATTEMPTS = "needs_failed_attempts"
    """Days or time slots of attempts, without how many attempts."""
    MORE_DAYS_THAN_ATTEMPTS = "more_days_than_attempts"
    NO_SUCH_LEVEL = "no_such_level"
    FROM_TOP_LEVEL = "from_top_level"
    CALL_HOURS_REVERSED = "call_hours_reversed"


class ValueShape(StrEnum):
    """What kind of value a key has."""

    TEXT = "text"
    WHOLE_NUMBER = "whole_number"
    YES_OR_NO = "yes_or_no"
    DATE = "date"
    TIME = "time"
    CODE = "code"
    LIST = "list"
    TABLE = "table"
    TABLES = "tables"


class PolicyFault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong, and where."""

    line: int
    """From 1; where the table begins that lacks something."""
    kind: PolicyFaultKind
    path: str = ""
    """Like ``rules[2].failed_attempts``: the second rule's. Empty: the file itself."""
    found: str | None = None
    """What stands there."""
    nearest: str | None = None
    """The known key or code that is most like it."""
    allowed: tuple[str, ...] = ()
    """What may stand there."""
    shape: ValueShape | None = None
    at_least: int | None = None
    at_most: int | None = None
    """The same as ``at_least`` where exactly one number is right."""
    first_line: int | None = None
    """Where the same thing stands for the first time."""

    @property
    def key(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


class PolicyFaulty(BadInput):
    """A policy file is not right; ``faults`` holds everything that is wrong, by line.

    Facts: ``count`` of the faults, ``line`` of the first.
    """

    CODE = "policy_faulty"

    def __init__(self, faults: tuple[PolicyFault, ...]) -> None:
        self.faults = faults
        super().__init__(count=len(faults), line=faults[0].line)
