"""Small policy files for tests, and what is wrong with one."""

import pytest

from wardtui.domain.policy_faults import PolicyFault, PolicyFaultKind, PolicyFaulty
from wardtui.domain.policy_reader import read_policy

HEAD = 'name = "mau"\ntitle = { vi = "Mẫu" }\n'
FIRST = '[[levels]]\nlevel = 1\ntitle = { vi = "Khu vực" }\nrole = "officer"\n'
SECOND = (
    '[[levels]]\nlevel = 2\ntitle = { vi = "Phường" }\nrole = "leader"\nanswer_working_days = 3\n'
)
GOOD = HEAD + FIRST + SECOND
RULE = '[[rules]]\nid = "declined"\nrefusals = 2\n'


def faults_of(text: str) -> tuple[PolicyFault, ...]:
    with pytest.raises(PolicyFaulty) as caught:
        read_policy(text)
    return caught.value.faults


def kinds_of(text: str) -> list[tuple[int, PolicyFaultKind, str]]:
    return [(one.line, one.kind, one.path) for one in faults_of(text)]


def the_fault(text: str) -> PolicyFault:
    (fault,) = faults_of(text)
    return fault


def rule(*lines: str) -> str:
    """A good policy with a rule whose lines begin on line 14."""
    return GOOD + '[[rules]]\nid = "mau"\n' + "".join(f"{line}\n" for line in lines)
