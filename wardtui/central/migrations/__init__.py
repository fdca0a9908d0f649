"""How the database of every earlier version becomes that of this one (Alembic)."""
