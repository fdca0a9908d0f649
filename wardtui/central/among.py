"""Asking for many values with one parameter.

A statement with a parameter for each value is made, read and planned anew for every number of them,
which cost more than finding the rows; SQLite takes only so many besides.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, String, any_, bindparam, literal, text
from sqlalchemy.dialects.postgresql import ARRAY

_TEXTS = ARRAY(String)
_EACH = text("SELECT value FROM json_each(:wanted)")


def among(
    connection: Connection, column: ColumnElement[Any], values: Iterable[str]
) -> ColumnElement[bool]:
    """Whether a column has one of some texts."""
    wanted = sorted(values)
    if connection.dialect.name == "postgresql":
        return column == any_(literal(wanted, _TEXTS))
    values = msgspec.json.encode(wanted).decode()
    return column.in_(_EACH.bindparams(bindparam("wanted", values, String, unique=True)))
