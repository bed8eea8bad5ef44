"""The three administrators are kept apart by the database itself: a person whose roles on any day would include one of
them and anything else is refused, whoever writes the row."""

from django.db import migrations

_ADMINS = "('system_admin', 'security_admin', 'audit_admin')"
_CLASH = f"""
    EXISTS (
        SELECT 1 FROM accounts_membership AS other
        WHERE other.person_id = NEW.person_id AND other.id <> COALESCE(NEW.id, -1) AND other.role <> NEW.role
          AND (other.role IN {_ADMINS} OR NEW.role IN {_ADMINS})
          AND (other.until IS NULL OR other.until >= NEW.since)
          AND (NEW.until IS NULL OR NEW.until >= other.since)
    )
"""
_SQLITE = [
    f"""
    CREATE TRIGGER accounts_administrators_apart_{event.lower()} BEFORE {event} ON accounts_membership
    WHEN {_CLASH}
    BEGIN SELECT RAISE(ABORT, 'administrators_apart'); END
    """
    for event in ("INSERT", "UPDATE")
]
_POSTGRESQL = [
    f"""
    CREATE FUNCTION accounts_administrators_apart() RETURNS trigger AS $$
    BEGIN
        PERFORM 1 FROM accounts_person WHERE id = NEW.person_id FOR UPDATE;
        IF {_CLASH} THEN
            RAISE EXCEPTION 'administrators_apart' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER accounts_administrators_apart BEFORE INSERT OR UPDATE ON accounts_membership
    FOR EACH ROW EXECUTE FUNCTION accounts_administrators_apart()
    """,
]
_BACK = {
    "sqlite": [f"DROP TRIGGER accounts_administrators_apart_{event}" for event in ("insert", "update")],
    "postgresql": [
        "DROP TRIGGER accounts_administrators_apart ON accounts_membership",
        "DROP FUNCTION accounts_administrators_apart",
    ],
}


def date_what_is_there(apps, schema_editor):
    """Accounts made before approval existed are approved, and hold their roles since they were made."""
    for person in apps.get_model("accounts", "Person").objects.all():
        person.approved_at = person.created_at
        person.save(update_fields=["approved_at"])
        person.memberships.update(since=person.created_at.date())


def forwards(apps, schema_editor):
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in _BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_dates_deputies_security"),
    ]

    operations = [
        migrations.RunPython(date_what_is_there, migrations.RunPython.noop),
        migrations.RunPython(forwards, backwards),
    ]
