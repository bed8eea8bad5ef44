"""Secrets of authenticators are sealed, names of documents may be asked for, and handovers draw a line."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from duban.accounts.sealing import begin, opened, seal


def seal_all(apps, schema_editor):
    begin()
    factors = apps.get_model("accounts", "SecondFactor").objects.using(schema_editor.connection.alias)
    for factor in factors.iterator():
        factors.filter(pk=factor.pk).update(sealed_secret=seal(factor.sealed_secret))


def open_all(apps, schema_editor):
    factors = apps.get_model("accounts", "SecondFactor").objects.using(schema_editor.connection.alias)
    for factor in factors.iterator():
        factors.filter(pk=factor.pk).update(sealed_secret=opened(factor.sealed_secret))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_inherited_posts")]

    operations = [
        migrations.RenameField("secondfactor", "secret", "sealed_secret"),
        migrations.AlterField("secondfactor", "sealed_secret", models.CharField(max_length=300)),
        migrations.AddField("person", "charged_from", models.DateField(blank=True, null=True)),
        migrations.CreateModel(
            name="NamedPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("post", models.CharField(blank=True, max_length=200, verbose_name="职务")),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "namedperson", models.UniqueConstraint(fields=("name", "post"), name="named_person_once")
        ),
        migrations.RunPython(seal_all, open_all, elidable=True),
    ]
