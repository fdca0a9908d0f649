"""What in a policy file cannot be although every single value can: levels, rules and call hours."""

from wardtui.domain.policy import PAUSE_OVER
from wardtui.domain.policy_faults import PolicyFaultKind
from wardtui.domain.policy_shape import Shapes, Table
from wardtui.domain.toml_lines import Path

CONDITIONS = (
    "failed_attempts",
    "refusals",
    "broken_promises",
    "missed_bookings",
    "days_without_contact",
    "days_to_deadline",
    "unanswered",
)
"""Keys of a rule, any of which is enough for it."""

_OF_ATTEMPTS = ("distinct_days", "time_slots")
"""Keys that say more about failed attempts."""


def add_faults_of_sense(policy: Table, shapes: Shapes) -> None:
    """Adds what is wrong to ``shapes``. Where a value is wrong already, nothing follows from it.

    :param policy: the file as far as its values are right
    """
    _Sense(policy, shapes).check()


class _Sense:
    def __init__(self, policy: Table, shapes: Shapes) -> None:
        self._policy = policy
        self._shapes = shapes

    def check(self) -> None:
        self._levels()
        places_of_ids: dict[str, Path] = {}
        for rule in self._policy.tables("rules"):
            self._rule_id(rule, places_of_ids)
            self._conditions(rule)
            self._from_levels(rule)
        self._call_hours(self._policy.table("contact"))

    def _levels(self) -> None:
        before = 0
        for place, level in enumerate(self._policy.tables("levels"), start=1):
            number = level.number("level")
            if number is None:
                number = place
            elif number != before + 1:
                why = PolicyFaultKind.LEVEL_OUT_OF_ORDER
                self._wrong(level, "level", why, number, at_least=place, at_most=place)
            before = number
            answers = "answer_working_days" in level.values
            if place == 1 and answers:
                self._wrong(level, "answer_working_days", PolicyFaultKind.ANSWER_TIME_AT_FIRST)
            elif place > 1 and not answers and self._is_sure(level, "answer_working_days"):
                self._wrong(level, "answer_working_days", PolicyFaultKind.ANSWER_TIME_MISSING)

    def _rule_id(self, rule: Table, places: dict[str, Path]) -> None:
        found = rule.text("id")
        if found is None:
            return
        place = (*rule.path, "id")
        first = places.setdefault(found, place)
        if found == PAUSE_OVER:
            self._wrong(rule, "id", PolicyFaultKind.RULE_ID_RESERVED, found)
        elif first != place:
            first_line = self._shapes.line(first)
            self._wrong(rule, "id", PolicyFaultKind.RULE_ID_TWICE, found, first_line=first_line)

    def _conditions(self, rule: Table) -> None:
        more = [key for key in _OF_ATTEMPTS if rule.values.get(key)]
        attempts = rule.number("failed_attempts")
        if attempts is None:
            if self._is_sure(rule, "failed_attempts"):
                for key in more:
                    self._wrong(rule, key, PolicyFaultKind.NEEDS_FAILED_ATTEMPTS)
        else:
            days = rule.number("distinct_days")
            if days is not None and days > attempts:
                why = PolicyFaultKind.MORE_DAYS_THAN_ATTEMPTS
                self._wrong(rule, "distinct_days", why, days, at_most=attempts)
        # Not "== False": no days to the deadline are a condition.
        given = [key for key in CONDITIONS if rule.values.get(key, False) is not False]
        if not given and not more and not self._shapes.is_doubtful(rule.path):
            self._shapes.wrong(rule.path, PolicyFaultKind.RULE_WITHOUT_CONDITION)

    def _from_levels(self, rule: Table) -> None:
        levels = self._policy.tables("levels")
        numbers = {level.number("level") for level in levels}
        known = sorted(number for number in numbers if number is not None)
        if None in numbers or not known:
            return
        for place, number in rule.numbers("from_levels"):
            kind = None
            if number not in known:
                kind = PolicyFaultKind.NO_SUCH_LEVEL
            elif number == known[-1]:
                kind = PolicyFaultKind.FROM_TOP_LEVEL
            if kind is not None:
                allowed = tuple(map(str, known[:-1]))
                path = (*rule.path, "from_levels", place)
                self._shapes.wrong(path, kind, number, allowed=allowed)

    def _call_hours(self, contact: Table) -> None:
        start, end = contact.time("calls_from"), contact.time("calls_until")
        if start is not None and end is not None and start >= end:
            self._wrong(contact, "calls_until", PolicyFaultKind.CALL_HOURS_REVERSED, end)

    def _is_sure(self, table: Table, key: str) -> bool:
        return not self._shapes.is_doubtful((*table.path, key))

    def _wrong(
        self, table: Table, key: str, kind: PolicyFaultKind, found: object = None, **facts: int
    ) -> None:
        self._shapes.wrong((*table.path, key), kind, found, **facts)
