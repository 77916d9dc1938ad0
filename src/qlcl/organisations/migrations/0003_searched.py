"""An index that holds all that search looks at, in the order of its hits: living agencies first, then by name."""

from typing import Any

from django.db import migrations, models
from django.db.models import F


class AddIndexLivingFirst(migrations.AddIndex):
    """SQLite puts an empty day first by itself, and refuses to be told; PostgreSQL has to be told."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        living_first = F("valid_until").asc(nulls_first=True)
        index = models.Index(
            F("province"), living_first, F("name_sort"), F("name_fold"), F("code"), name=self.index.name
        )
        schema_editor.add_index(to_state.apps.get_model(app_label, self.model_name), index)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_settings")]

    operations = [
        AddIndexLivingFirst(
            model_name="agency",
            index=models.Index(
                F("province"), F("valid_until"), F("name_sort"), F("name_fold"), F("code"), name="agency_searched"
            ),
        ),
    ]
