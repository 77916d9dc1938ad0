"""All tables of a room made at once, for a new database."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Tables(Operation):
    """Operations that make a room's tables, taken together: what they leave in the end is made, step by step nothing.

    Django works out every model anew after each operation, and each is tied to nearly all others: ten seconds for what
    takes one. Only for operations on models that are created here.
    """

    reduces_to_sql = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """As a migration would write it."""
        return self.__class__.__qualname__, [self.operations], {}

    def describe(self) -> str:
        """For the list of what a migration does."""
        return f"Make {len(self._created)} tables"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The state after all of them; models are worked out when they are asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Makes each table as it is in the end."""
        for name in self._created:
            model = to_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Removes them, the last one first."""
        for name in reversed(self._created):
            model = from_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    @property
    def _created(self) -> list[str]:
        return [operation.name for operation in self.operations if isinstance(operation, CreateModel)]
