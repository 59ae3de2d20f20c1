"""Query logs: handed in or read from a database, line by line, and what of them became looks (docs/query-logs.md)."""
