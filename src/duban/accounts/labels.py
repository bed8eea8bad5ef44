"""How the record calls people by their names."""

from __future__ import annotations

from duban.accounts.models import NamedPerson, Person
from duban.journal import labels

labels.register_column("person", Person, "display_name")
labels.register_column("read.person", Person, "display_name")
labels.register_column("named_person", NamedPerson, "name")
