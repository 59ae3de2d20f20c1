"""What a verb refuses, in words for the person at the door."""


class Refused(Exception):
    """Bad input: `problems` maps a field's name to the sentence shown beside it."""

    def __init__(self, **problems: str) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class NotAllowed(Exception):
    """The person may not do this; the text says who may."""


class Conflict(Exception):
    """The state moved on meanwhile; the text says what happened and by whom. Nothing was overwritten."""
