import django.db.models.deletion
import json

from django.db import migrations, models

import duban.journal.models


def write_canonically(apps, schema_editor):
    """SQLite keeps a payload as text: from now on the very text that was hashed. PostgreSQL keeps what it means."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, payload FROM journal_entry WHERE payload IS NOT NULL")
        rows = [(json.dumps(json.loads(text), cls=duban.journal.models.Canonical), pk) for pk, text in cursor.fetchall()]
        cursor.executemany("UPDATE journal_entry SET payload = %s WHERE id = %s", rows)


class Migration(migrations.Migration):

    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DailyHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("streams", models.PositiveBigIntegerField()),
                ("entries", models.PositiveBigIntegerField()),
                ("previous_digest", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={"ordering": ["day"]},
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("streams", models.PositiveBigIntegerField()),
                ("entries", models.PositiveBigIntegerField()),
                ("heads", models.PositiveIntegerField()),
                ("seconds", models.FloatField()),
                ("breaks", models.JSONField(default=list)),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.CreateModel(
            name="HeadPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveIntegerField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "daily_head",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="journal.dailyhead"
                    ),
                ),
                (
                    "stream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="journal.stream"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="headplace",
            constraint=models.UniqueConstraint(fields=("stream", "sequence"), name="head_place_once"),
        ),
        migrations.AlterField(
            model_name="entry",
            name="payload",
            field=models.JSONField(encoder=duban.journal.models.Canonical, null=True),
        ),
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["actor", "-id"], name="entry_actor")
        ),
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["verb", "-id"], name="entry_verb")),
        migrations.RunPython(write_canonically, migrations.RunPython.noop),
    ]
