from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_usernames_whatever_their_case")]

    operations = [
        migrations.AddField("person", "first_password_until", models.DateTimeField(blank=True, null=True)),
    ]
