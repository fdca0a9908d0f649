"""Runs the migrations on the connection that ``wardtui.central.schema`` hands over."""

from alembic import context

from wardtui.central.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite too: the whole step happens, or nothing of it. ``database`` begins transactions itself.
    transactional_ddl=True,
    # SQLite cannot change a column: Alembic copies the table instead.
    render_as_batch=True,
)
context.run_migrations()
