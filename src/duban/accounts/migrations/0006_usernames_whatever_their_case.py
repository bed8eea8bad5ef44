import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """Fang and fang are one name, also for two who ask at the same moment."""

    dependencies = [("accounts", "0005_sealed_secrets_named_people")]

    operations = [
        migrations.AddConstraint(
            "person",
            models.UniqueConstraint(
                django.db.models.functions.text.Lower("username"), name="person_username_once"
            ),
        ),
    ]
