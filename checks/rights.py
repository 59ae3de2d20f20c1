"""What else than reading a role of PostgreSQL may do: nothing of it is needed here."""

from typing import Any

from checks.dialect import Ask

_WRITABLE = """
    WITH writable AS (
        SELECT quote_ident(n.nspname) AS home, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')
        AND c.relkind IN ('r', 'p', 'v', 'f') AND NOT c.relispartition
        AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
            OR has_any_column_privilege(c.oid, 'INSERT, UPDATE') OR pg_has_role(c.relowner, 'USAGE'))
    )
    SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user), (SELECT count(*) FROM writable),
        home, name FROM (SELECT) AS always LEFT JOIN writable ON TRUE
    ORDER BY home <> quote_ident(?), name LIMIT 1
"""


def writes(ask: Ask, schema: str) -> dict[str, Any] | None:
    """`superuser`, how many `tables` can be written to or are owned, the `first` of them (if it can be, in `schema`).

    None: the role may only read. Names are quoted as SQL needs them.
    """
    [(superuser, tables, home, first)] = ask(_WRITABLE, [schema])
    if not superuser and not tables:
        return None
    return {"superuser": bool(superuser), "tables": tables, "first": first or "", "schema": home or "public"}
