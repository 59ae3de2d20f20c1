"""The demo: real data, an invented cast, and their past, told through the verbs. Doors do not import it."""
