"""Triggers that let the state of a record take its known steps and refuse every other one, whoever tries."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# table: steps "from>to"; a new record comes from nothing
STEPS = {
    "market_jobpost": (">draft", ">open", "draft>open", "draft>closed", "open>closed"),
    "market_proposal": (">submitted", "submitted>withdrawn", "submitted>declined"),
    "market_offer": (">made", "made>withdrawn", "made>declined", "made>accepted"),
    "market_contract": (">active", "active>ended"),
}
# The words by which the market knows the refusal, on both engines.
REFUSAL = "market: no such step"

_POSTGRESQL_FUNCTION = f"""
CREATE FUNCTION market_guard_state() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    step text := '>' || NEW.state;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = NEW.state THEN
            RETURN NEW;
        END IF;
        step := OLD.state || step;
    END IF;
    IF NOT step = ANY (TG_ARGV) THEN
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$guard$
"""


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_POSTGRESQL_FUNCTION)
    for table, steps in STEPS.items():
        listed = ", ".join(f"'{step}'" for step in steps)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_state BEFORE INSERT OR UPDATE ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION market_guard_state({listed})"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_state BEFORE UPDATE ON {table}"
                f" WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({listed})"
                f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_first_state BEFORE INSERT ON {table}"
                f" WHEN '>' || NEW.state NOT IN ({listed})"
                f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in STEPS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_state ON {table}")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_state")
            schema_editor.execute(f"DROP TRIGGER {table}_first_state")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION market_guard_state()")


class Migration(migrations.Migration):
    dependencies = [("market", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
