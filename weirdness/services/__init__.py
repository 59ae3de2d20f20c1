"""Verbs: one keyword-only, typed function each. The actor and `now` are arguments; a change, its event and what it
owes are one transaction. Pages, API, commands and tasks only translate."""
