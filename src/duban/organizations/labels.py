"""How the record calls units and regions by their names."""

from __future__ import annotations

from duban.journal import labels
from duban.organizations.models import Body, Region

labels.register_column("body", Body, "name")
labels.register_column("region", Region, "name")
