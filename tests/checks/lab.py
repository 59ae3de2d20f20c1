"""A schema of a real PostgreSQL with tables of a test's own, read by a role that may only SELECT."""

from itertools import count
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from checks import DatabaseSource

_numbers = count(1)
_RELATIONS = """
    SELECT oid, relname, relkind::text FROM pg_class
    WHERE relnamespace = to_regnamespace(%s) AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
"""


class Lab:
    def __init__(self, servers, port):
        self.owner = psycopg2.connect(servers["DATABASE_URL"])
        self.owner.autocommit = True
        self.reader = urlsplit(servers["WEIRDNESS_TEST_APP_URL"])
        self.schema, self.port = f"lab_{next(_numbers)}", port
        self.known = set()

    def __enter__(self):
        self.execute("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; SET timezone = 'Asia/Tokyo'")
        self.execute("GRANT USAGE ON SCHEMA {schema} TO {reader}")
        self.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {reader}")
        self.execute("SET search_path = {schema}")
        return self

    def __exit__(self, *error):
        self.execute("DROP SCHEMA {schema} CASCADE")
        self.owner.close()

    def execute(self, statement, *values):
        names = {"schema": sql.Identifier(self.schema), "reader": sql.Identifier(self.reader.username)}
        with self.owner.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(**names), values or None)
        self._take_back()

    def _take_back(self):
        """The tests' own database gives the reader more than SELECT on what its owner makes; here it must not."""
        reader = sql.Identifier(self.reader.username)
        with self.owner.cursor() as cursor:
            cursor.execute(_RELATIONS, [self.schema])
            made = set(cursor.fetchall()) - self.known
            for _, name, kind in made:
                rights = (
                    "ALL ON SEQUENCE" if kind == "S" else "INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON"
                )
                taken = sql.SQL(f"REVOKE {rights} {{}}.{{}} FROM {{}}")
                cursor.execute(taken.format(sql.Identifier(self.schema), sql.Identifier(name), reader))
        self.known |= made

    def asked(self, question):
        """What the owner is answered."""
        with self.owner.cursor() as cursor:
            cursor.execute(question.format(schema=self.schema))
            return cursor.fetchall()

    def end(self, process):
        """Ends a connection of the reader, as whoever runs a database may."""
        with psycopg2.connect(self.reader.geturl()) as other, other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [process])

    def source(self, table="data", **changes):
        given = {
            "dialect": "postgresql",
            "host": "127.0.0.1",
            "port": self.port,
            "database": self.reader.path[1:],
            "user": self.reader.username,
            "table": table,
            "schema": self.schema,
            "password": self.reader.password,
            "allowed": ("127.0.0.1",),
        }
        return DatabaseSource(**given | changes)

    def keep(self, query, table="data"):
        """A table of the query's rows, as a source."""
        with self.owner.cursor() as cursor:
            cursor.execute(f'CREATE TABLE "{table}" AS {query}')
        self._take_back()
        return self.source(table)
