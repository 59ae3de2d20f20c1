"""A schema of a real PostgreSQL with tables of a test's own, read by a role that may only SELECT."""

from itertools import count
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from checks import DatabaseSource

_numbers = count(1)


class Lab:
    def __init__(self, servers, port):
        self.owner = psycopg2.connect(servers["DATABASE_URL"])
        self.owner.autocommit = True
        self.reader = urlsplit(servers["WEIRDNESS_TEST_APP_URL"])
        self.schema, self.port = f"lab_{next(_numbers)}", port

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
        return self.source(table)
