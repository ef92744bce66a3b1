"""Triggers that let the state of a record take its known steps and refuse every other one, whoever tries.

SQLite rebuilds a table for many a change, and its triggers go with the old one: a migration that changes a guarded
table takes its guard down first and puts it up again at the end. The function behind them on PostgreSQL was made by
the migration `guard_states`.
"""

from collections.abc import Mapping

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from vestibule.market.states import NO_SUCH_STEP


def put_up(schema_editor: BaseDatabaseSchemaEditor, guarded: Mapping[str, tuple[str, ...]]) -> None:
    """Guard tables. `guarded` gives each its steps as "from>to"; a new record comes from nothing."""
    for table, steps in guarded.items():
        listed = ", ".join(f"'{step}'" for step in steps)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_state BEFORE INSERT OR UPDATE ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION market_guard_state({listed})"
            )
            continue
        schema_editor.execute(
            f"CREATE TRIGGER {table}_state BEFORE UPDATE ON {table}"
            f" WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({listed})"
            f" BEGIN SELECT RAISE(ABORT, '{NO_SUCH_STEP}'); END"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_first_state BEFORE INSERT ON {table}"
            f" WHEN '>' || NEW.state NOT IN ({listed})"
            f" BEGIN SELECT RAISE(ABORT, '{NO_SUCH_STEP}'); END"
        )


def take_down(schema_editor: BaseDatabaseSchemaEditor, guarded: Mapping[str, tuple[str, ...]]) -> None:
    """Let these tables go unguarded."""
    for table in guarded:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_state ON {table}")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_state")
            schema_editor.execute(f"DROP TRIGGER {table}_first_state")
