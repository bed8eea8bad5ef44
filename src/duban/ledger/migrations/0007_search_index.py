from django.db import migrations

from duban.ledger.searching.folding import fold
from duban.ledger.searching.index import rebuild


def fold_and_index(apps, schema_editor):
    Finding = apps.get_model("ledger", "Finding")
    rows = Finding.objects.order_by("pk").values_list("pk", "search_text")
    for pk, text in list(rows):
        if fold(text) != text:
            Finding.objects.filter(pk=pk).update(search_text=text)
    rebuild(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("ledger", "0006_search_and_order")]

    operations = [migrations.RunPython(fold_and_index, migrations.RunPython.noop, elidable=True)]
