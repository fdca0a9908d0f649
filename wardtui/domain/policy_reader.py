"""A policy as the text of its file: TOML that people write, and back.

The keys are the fields of ``wardtui.domain.policy``: on top name and title, then the tables
``[calendar]`` and ``[contact]``, and ``[[levels]]`` and ``[[rules]]`` in their order.
"""

import re
import tomllib
from datetime import date, time

import msgspec

from wardtui.domain.policy import Policy
from wardtui.domain.policy_faults import PolicyFault, PolicyFaultKind, PolicyFaulty
from wardtui.domain.policy_sense import add_faults_of_sense
from wardtui.domain.policy_shape import Shapes
from wardtui.domain.text import nfc
from wardtui.domain.toml_lines import lines_of

LIMIT = 64 * 1024
"""Bytes of a policy file."""

_AT_LINE = re.compile(r"at line (\d+)")
_ENDLESS_NUMBER = re.compile(r"[0-9_]{4000,}")
_BYTE_ORDER_MARK = "\ufeff"
_WIDEST = 90
"""Columns of a list on one line; a longer one has a line for each element."""


def read_policy(text: str) -> Policy:
    """The policy that a text describes.

    :raises PolicyFaulty: with everything that is wrong with it
    """
    text = nfc(text).removeprefix(_BYTE_ORDER_MARK)
    if len(text.encode(errors="surrogatepass")) > LIMIT:
        raise PolicyFaulty((PolicyFault(line=1, kind=PolicyFaultKind.TOO_LARGE, at_most=LIMIT),))
    try:
        document = tomllib.loads(text)
        shapes = Shapes(lines_of(text))
    except (ValueError, RecursionError) as error:
        fault = PolicyFault(line=_line_of(error, text), kind=PolicyFaultKind.SYNTAX)
        raise PolicyFaulty((fault,)) from error
    add_faults_of_sense(shapes.policy(document), shapes)
    if shapes.faults:
        raise PolicyFaulty(tuple(sorted(shapes.faults, key=lambda fault: fault.line)))
    return msgspec.convert(document, Policy)


def _line_of(error: Exception, text: str) -> int:
    """The line that an error of tomllib names; it names none for the end and for a huge number."""
    if found := _AT_LINE.search(str(error)):
        return int(found[1])
    huge = None if isinstance(error, tomllib.TOMLDecodeError) else _ENDLESS_NUMBER.search(text)
    before = text[: huge.start()] if huge else text.rstrip("\n")
    return before.count("\n") + 1


def write_policy(policy: Policy) -> str:
    """A policy as the text of its file; read again it is the same policy."""
    content = msgspec.to_builtins(policy, builtin_types=(date, time))
    top: list[str] = []
    tables: list[str] = []
    for key, value in content.items():
        if key == "title" or not _holds_tables(value):
            top.append(f"{key} = {_value(value)}")
        elif isinstance(value, dict):
            tables += ["", f"[{key}]", *_pairs(value)]
        else:
            for one in value:
                tables += ["", f"[[{key}]]", *_pairs(one)]
    return "\n".join([*top, *tables]) + "\n"


def _holds_tables(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list | tuple) and any(isinstance(one, dict) for one in value)
    )


def _pairs(table: dict[str, object]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items()]


def _value(value: object) -> str:
    match value:
        case dict():
            return "{ " + ", ".join(_pairs(value)) + " }"
        case list() | tuple():
            elements = [_value(one) for one in value]
            line = "[" + ", ".join(elements) + "]"
            if len(line) <= _WIDEST:
                return line
            return "[\n" + "".join(f"  {one},\n" for one in elements) + "]"
        case bool():
            return str(value).lower()
        case str():
            return _quoted(value)
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
