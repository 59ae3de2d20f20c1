"""Questions that a page can ask of the data. A kind is a file, which declares KIND; nothing else needs an edit."""

from checks.registry import Registry
from weirdness.services.question import Question

KINDS: Registry[Question] = Registry(__name__, Question)
