"""The Python client, against a real server and against servers that misbehave."""
