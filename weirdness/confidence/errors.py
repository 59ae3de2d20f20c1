"""How this package says no: one error class, always with a sentence that says what to mend."""


class Refused(ValueError):
    """The numbers given cannot be what they claim to be; the message says which and what to do."""
