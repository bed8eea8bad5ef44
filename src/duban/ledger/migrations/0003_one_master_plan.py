"""One master plan for each inspection. Where two stood, the first keeps the name; later ones become special plans."""

from django.db import migrations, models


def keep_the_first(apps, schema_editor):
    plans = apps.get_model("ledger", "Plan").objects.using(schema_editor.connection.alias)
    seen = set()
    for plan in plans.filter(kind="master").order_by("pk"):
        if plan.inspection_id in seen:
            plans.filter(pk=plan.pk).update(kind="special")
        seen.add(plan.inspection_id)


class Migration(migrations.Migration):
    # The rows are changed before the index is made; PostgreSQL would refuse both in one transaction.
    atomic = False

    dependencies = [("ledger", "0002_verbose_names")]

    operations = [
        migrations.RunPython(keep_the_first, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "master")), fields=("inspection",), name="one_master_plan"
            ),
        ),
    ]
