"""What a fault of a policy file says: the line, the reason and the remedy."""

from collections.abc import Iterable

from wardtui.domain.policy_faults import PolicyFault, PolicyFaultKind, ValueShape
from wardtui.i18n import N_, tr

_SHAPES: dict[ValueShape, str] = {
    ValueShape.TEXT: N_('a text in quotation marks, like "unreachable"'),
    ValueShape.WHOLE_NUMBER: N_("a whole number without quotation marks, like 3"),
    ValueShape.YES_OR_NO: N_("true or false, without quotation marks"),
    ValueShape.DATE: N_("a date without quotation marks, like 2026-12-31"),
    ValueShape.TIME: N_("a time without quotation marks, like 07:00:00"),
    ValueShape.CODE: N_('a code in quotation marks, like "evening"'),
    ValueShape.LIST: N_('a list in square brackets, like ["evening", "weekend"]'),
    ValueShape.TABLE: N_('a table, like { vi = "…", en = "…" }'),
    ValueShape.TABLES: N_("tables, each under its own heading, like [[rules]]"),
}

_TOO_SHORT = N_("the list is too short. Give at least {at_least}.")
_NO_SUCH_KEY = N_("there is no such key. Remove the line.")
_OTHER_KEYS = N_("there is no such key. Possible here: {allowed}.")
_NEAREST_KEY = N_("there is no such key. Is {nearest} meant?")

_REASONS: dict[PolicyFaultKind, str] = {
    PolicyFaultKind.TOO_LARGE: N_("the file is larger than {at_most} bytes. Shorten it."),
    PolicyFaultKind.SYNTAX: N_(
        "this cannot be read as TOML. Check quotation marks, brackets and the sign =. A key stands "
        "only once, and a time has seconds, like 07:00:00."
    ),
    PolicyFaultKind.MISSING_KEY: N_("this is missing. Add it as in the policies of wardtui."),
    PolicyFaultKind.WRONG_TYPE: N_("a value of another kind is needed: {shape}."),
    PolicyFaultKind.OUT_OF_RANGE: N_(
        "{found} is not possible. Give a number from {at_least} to {at_most}."
    ),
    PolicyFaultKind.NOT_IN_VOCABULARY: N_("“{found}” is not known. Give one of: {allowed}."),
    PolicyFaultKind.BAD_NAME: N_(
        "“{found}” cannot be a name. Use at most 40 small letters without accents and digits, "
        "joined by {sign} only."
    ),
    PolicyFaultKind.BAD_LENGTH: N_(
        "the text has {found} letters. Use from {at_least} to {at_most}, not only spaces."
    ),
    PolicyFaultKind.NOT_PRINTABLE: N_(
        "the text holds a line break or a sign that cannot be shown. Type it again on one line."
    ),
    PolicyFaultKind.BAD_NUMBER: N_("the list has {found} entries. Keep at most {at_most}."),
    PolicyFaultKind.TWICE: N_("{found} is in the list already, on line {first_line}. Remove one."),
    PolicyFaultKind.LEVEL_OUT_OF_ORDER: N_(
        "levels are numbered 1, 2, 3… in their order. Here {at_least} is due, not {found}."
    ),
    PolicyFaultKind.ANSWER_TIME_MISSING: N_(
        "every level above the first has an answer time. Add: answer_working_days = 3"
    ),
    PolicyFaultKind.ANSWER_TIME_AT_FIRST: N_(
        "the first level has no answer time; its work has due times of its own. Remove the line."
    ),
    PolicyFaultKind.RULE_WITHOUT_CONDITION: N_(
        "the rule has no condition, so it would never move a case. Add one, like refusals = 2."
    ),
    PolicyFaultKind.RULE_ID_TWICE: N_(
        "there is a rule “{found}” on line {first_line} already. Give this one another id."
    ),
    PolicyFaultKind.RULE_ID_RESERVED: N_(
        "wardtui itself uses the name “{found}”. Give the rule another id."
    ),
    PolicyFaultKind.NEEDS_FAILED_ATTEMPTS: N_(
        "this says more about failed attempts. Add failed_attempts, or remove the line."
    ),
    PolicyFaultKind.MORE_DAYS_THAN_ATTEMPTS: N_(
        "{at_most} attempts cannot be on {found} days. Give at most {at_most}, or more attempts."
    ),
    PolicyFaultKind.NO_SUCH_LEVEL: N_("there is no level {found}. Possible here: {allowed}."),
    PolicyFaultKind.FROM_TOP_LEVEL: N_(
        "level {found} is the highest; no case goes up from it. Possible here: {allowed}."
    ),
    PolicyFaultKind.CALL_HOURS_REVERSED: N_(
        "calls cannot end at {found}, before they begin. Correct calls_from or calls_until."
    ),
}


def fault_text(fault: PolicyFault) -> str:
    """A fault in one or two sentences."""
    reason = tr(
        _reason(fault),
        found=fault.found or "",
        nearest=fault.nearest,
        allowed=", ".join(fault.allowed) or tr("none"),
        shape=tr(_SHAPES[fault.shape]) if fault.shape else "",
        at_least=fault.at_least,
        at_most=fault.at_most,
        first_line=fault.first_line,
        sign="-" if fault.path == "name" else "_",
    )
    if not fault.path:
        return tr("Line {line}: {reason}", line=fault.line, reason=reason)
    return tr("Line {line}, {path}: {reason}", line=fault.line, path=fault.path, reason=reason)


def faults_text(faults: Iterable[PolicyFault]) -> str:
    """Faults, a line each."""
    return "\n".join(map(fault_text, faults))


def _reason(fault: PolicyFault) -> str:
    if fault.kind is PolicyFaultKind.UNKNOWN_KEY:
        if fault.nearest:
            return _NEAREST_KEY
        return _OTHER_KEYS if fault.allowed else _NO_SUCH_KEY
    if fault.kind is PolicyFaultKind.BAD_NUMBER and int(fault.found or 0) < (fault.at_least or 0):
        return _TOO_SHORT
    return _REASONS[fault.kind]
