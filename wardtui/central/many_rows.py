"""Inserting many rows by the quickest way that a database has.

SQLAlchemy makes the parameters of each row anew, and the driver sends PostgreSQL a message for
each: with a batch of events that took longer than all that is decided about them.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Table

Row = Sequence[Any]
"""One value a column, in the order of the table's columns."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert some rows, all or none."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        connection.exec_driver_sql(*_with_marks(connection.dialect, table, rows))


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    driver: Any = connection.connection.driver_connection
    statement, types = _copying(connection.dialect, table)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


@cache
def _copying(dialect: Dialect, table: Table) -> tuple[str, list[str]]:
    """The statement, and what PostgreSQL calls the types of the columns."""
    types = [one.type.compile(dialect).partition("(")[0].lower() for one in table.c]
    return f"COPY {table.name} ({_names(table)}) FROM STDIN (FORMAT BINARY)", types


def _with_marks(
    dialect: Dialect, table: Table, rows: Sequence[Row]
) -> tuple[str, list[tuple[Any, ...]]]:
    """The statement for SQLite's driver, and its parameters."""
    marks = ", ".join("?" for _ in table.c)
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for place, column in enumerate(table.c):
        write = column.type.dialect_impl(dialect).bind_processor(dialect)
        if isinstance(column.type, DateTime) and write is not None:
            # Rows of a commit share their time.
            texts = {value: write(value) for value in set(columns[place])}
            columns[place] = [texts[value] for value in columns[place]]
    return (
        f"INSERT INTO {table.name} ({_names(table)}) VALUES ({marks})",  # noqa: S608  no input
        list(zip(*columns, strict=True)),
    )


def _names(table: Table) -> str:
    return ", ".join(table.c.keys())
