"""What can go wrong while a dataset is asked; every str() is a plain sentence or two, never a traceback."""


class CheckError(Exception):
    """Base of every error of this house."""


class SourceUnreadable(CheckError):
    """The data cannot be read; names the file relative to its root and says what to do."""


class SuiteInvalid(CheckError):
    """A suite cannot be accepted as written; `reasons` holds one sentence per fault."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class EngineGone(CheckError):
    """The check engine is not running or vanished before it answered; trying again later is right."""


class OverBudget(CheckError):
    """The work was stopped at its deadline or its memory limit."""


class EngineFault(CheckError):
    """The work ended in a way nobody foresaw; says in a sentence what is known of it."""


BY_NAME: dict[str, type[CheckError]] = {
    kind.__name__: kind for kind in (SourceUnreadable, SuiteInvalid, EngineGone, OverBudget, EngineFault)
}
