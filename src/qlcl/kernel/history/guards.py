"""Triggers that make both engines refuse to change the history.

SQLite's `OR REPLACE` slips past UPDATE and DELETE triggers, so inserts over existing keys are refused too;
PostgreSQL's row triggers miss TRUNCATE, so a statement trigger refuses it. Table rebuilds drop triggers:
they are put back after every migration, and `verify` asserts that they stand.
"""

from collections.abc import Iterator

from django.db import connection

#: table -> (refuse UPDATE, refuse DELETE, keys under which nothing may be inserted again)
_TABLES: dict[str, tuple[str, bool, tuple[tuple[str, ...], ...]]] = {
    "kernel_event": ("always", True, (("id",), ("chain_id", "seq"))),
    "kernel_seal": ("always", True, (("id",), ("event_id", "model", "object_id"))),
    "kernel_eventtext": ("always", False, (("event_id",),)),
    "kernel_sealtext": ("always", False, (("seal_id",),)),
    "kernel_chain": ("rewind", True, (("id",), ("key",))),
}

_FUNCTION = "qlcl_refuse_history_change"
_BODY = "BEGIN RAISE EXCEPTION 'qlcl: history refuses % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = '23000'; END;"
_REWIND = "NEW.id <> OLD.id OR NEW.key <> OLD.key OR NEW.seq < OLD.seq"


def install() -> None:
    """Puts every trigger (back); safe to repeat."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $body${_BODY}$body$"
            )
            for name, table, sql in _postgresql():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(sql)
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        else:
            for name, _table, sql in _sqlite():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(sql)


def missing() -> list[str]:
    """The triggers that do not stand as written, as `table.trigger`."""
    if connection.vendor == "postgresql":
        return _missing_on_postgresql()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        standing = dict(cursor.fetchall())
    return [f"{table}.{name}" for name, table, sql in _sqlite() if standing.get(name) != sql]


def _missing_on_postgresql() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [_FUNCTION])
        sources = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgenabled = 'A' AND p.proname = %s AND NOT t.tgisinternal",
            [_FUNCTION],
        )
        standing = set(cursor.fetchall())
    lost = [f"{table}.{name}" for name, table, _sql in _postgresql() if (name, table) not in standing]
    return lost if sources == [_BODY] else [*lost, f"function {_FUNCTION}"]


def _sqlite() -> Iterator[tuple[str, str, str]]:
    for table, (update, delete, keys) in _TABLES.items():
        condition = f"WHEN {_REWIND} " if update == "rewind" else ""
        parts = [("update", f"BEFORE UPDATE ON {table} {condition}")]
        if delete:
            parts.append(("delete", f"BEFORE DELETE ON {table} "))
        exists = " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{column} = NEW.{column}' for column in key)})"
            for key in keys
        )
        parts.append(("replace", f"BEFORE INSERT ON {table} WHEN {exists} "))
        for verb, head in parts:
            name = f"{table}_no_{verb}"
            refusal = f"SELECT RAISE(ABORT, 'qlcl: history refuses {verb} on {table}')"
            yield name, table, f"CREATE TRIGGER {name} {head}BEGIN {refusal}; END"


def _postgresql() -> Iterator[tuple[str, str, str]]:
    for table, (update, delete, _keys) in _TABLES.items():
        condition = f" WHEN ({_REWIND})" if update == "rewind" else ""
        parts = [("update", f"BEFORE UPDATE ON {table} FOR EACH ROW{condition}")]
        if delete:
            parts.append(("delete", f"BEFORE DELETE ON {table} FOR EACH ROW"))
        parts.append(("truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"))
        for verb, head in parts:
            name = f"{table}_no_{verb}"
            yield name, table, f"CREATE TRIGGER {name} {head} EXECUTE FUNCTION {_FUNCTION}()"
