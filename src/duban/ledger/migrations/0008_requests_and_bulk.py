import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0007_search_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="step",
            name="token",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="filing",
            name="voided_by",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.step"
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="struck_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.request",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="struck_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.request",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="one_person",
            field=models.BooleanField(default=False, verbose_name="由申请人本人决定"),
        ),
        migrations.RemoveConstraint(model_name="request", name="request_two_people"),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    ("state", "taken_back"),
                    ("one_person", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="request_two_people",
            ),
        ),
        migrations.AlterField(
            model_name="deadline",
            name="source",
            field=models.CharField(
                choices=[
                    ("plan", "方案"),
                    ("extension", "延期批准"),
                    ("order", "责令"),
                    ("erratum", "更正"),
                    ("back", "撤回"),
                ],
                default="plan",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("token", models.UUIDField(editable=False, unique=True)),
                ("verb", models.CharField(max_length=32, verbose_name="步骤")),
                ("said", models.JSONField(default=dict)),
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
            options={"verbose_name": "批量办理", "ordering": ["-pk"]},
        ),
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("ordinal", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=60)),
                ("tried", models.BooleanField(default=False)),
                ("told", models.JSONField(default=dict)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="ledger.bulkrun"
                    ),
                ),
                (
                    "step",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.step",
                    ),
                ),
            ],
            options={
                "ordering": ["run", "ordinal"],
                "constraints": [
                    models.UniqueConstraint(fields=["run", "number"], name="bulk_number_once"),
                    models.UniqueConstraint(fields=["run", "ordinal"], name="bulk_place"),
                ],
            },
        ),
    ]
