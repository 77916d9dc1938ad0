"""Indexes for what looks at what was done; drops those that others begin with, without writing millions of rows anew."""

import django.db.models.deletion
from django.db import migrations, models

COLUMNS = ("agency_id", "evidence_id", "system_id")


def drop(apps, editor):
    """Drops the index of the column alone."""
    table = apps.get_model("duties", "Duty")._meta.db_table
    with editor.connection.cursor() as cursor:
        known = editor.connection.introspection.get_constraints(cursor, table)
    for name, found in known.items():
        alone = found["columns"] and len(found["columns"]) == 1 and found["columns"][0] in COLUMNS
        if alone and found["index"] and not (found["unique"] or found["primary_key"] or found["foreign_key"]):
            editor.execute(f"DROP INDEX {editor.quote_name(name)}")


def restore(apps, editor):
    """Makes them again."""
    table = apps.get_model("duties", "Duty")._meta.db_table
    for column in COLUMNS:
        editor.execute(f"CREATE INDEX {editor.quote_name(f'{table}_{column}')} ON {table} ({column})")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("duties", "0006_find_statutory_duties"),
        ("kernel", "0001_initial"),
        ("organisations", "0002_settings"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, restore)],
            state_operations=[
                migrations.AlterField(
                    model_name="duty",
                    name=name,
                    field=models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="duties", to=to
                    ),
                )
                for name, to in (("agency", "organisations.agency"), ("system", "organisations.qualitysystem"))
            ]
            + [
                migrations.AlterField(
                    model_name="duty",
                    name="evidence",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                    ),
                )
            ],
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", False)),
                fields=["agency", "outcome", "closed_on"],
                name="duties_agency_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("evidence__isnull", False)), fields=["evidence"], name="duties_evidence"
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("explained_on__isnull", False)),
                fields=["agency", "explained_on"],
                name="duties_explained",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("by_hand", True), ("closed_on", models.F("opened_on"))),
                fields=["agency", "closed_on"],
                name="duties_closed_at_once",
            ),
        ),
    ]
