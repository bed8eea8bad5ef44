"""Tables on their way in: the sheet that was chosen, and what was said of their words."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0013_sites_dates_and_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="importdraft",
            name="sheet",
            field=models.CharField(blank=True, max_length=120, verbose_name="工作表"),
        ),
        migrations.AddField(
            model_name="importdraft",
            name="stages",
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name="TableWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=[("unit", "单位"), ("stage", "所处阶段")], max_length=8)),
                ("said", models.CharField(max_length=200)),
                ("answer", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "表格用词",
                "constraints": [models.UniqueConstraint(fields=("kind", "said"), name="table_word_once")],
            },
        ),
    ]
