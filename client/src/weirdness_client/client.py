"""The way in: an installation, and whose looks and flags these are."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Any, TypeVar, cast

from weirdness_client.dataset import Dataset
from weirdness_client.http import Door
from weirdness_client.memory import Memory

Function = TypeVar("Function", bound=Callable[..., Any])
SECONDS = 2.0


class Weirdness:
    """`url`: where Weirdness is. `token`: yours; what is said with it is said by you.

    `seconds`: how long an answer may take. `strict`: raise when a look could not be told, instead of a warning.
    """

    def __init__(self, url: str, token: str, *, seconds: float = SECONDS, strict: bool = False) -> None:
        self._door, self._memory = Door(url, token), Memory()
        self._seconds, self._strict = seconds, strict

    @classmethod
    def from_environment(cls, *, seconds: float = SECONDS, strict: bool = False) -> Weirdness:
        """From WEIRDNESS_URL and WEIRDNESS_TOKEN, so that no token stands in a notebook."""
        missing = [name for name in ("WEIRDNESS_URL", "WEIRDNESS_TOKEN") if not os.environ.get(name)]
        if missing:
            raise ValueError(f"The environment does not say {' and '.join(missing)}.")
        return cls(os.environ["WEIRDNESS_URL"], os.environ["WEIRDNESS_TOKEN"], seconds=seconds, strict=strict)

    def __repr__(self) -> str:
        return f"Weirdness({self._door.url!r})"

    def dataset(self, key: str) -> Dataset:
        """One dataset by its key, such as nyc/flights."""
        return Dataset(self._door, self._memory, key, seconds=self._seconds, strict=self._strict)

    def uses(self, *keys: str) -> Uses:
        """For `with` and as a decorator: these datasets were used, and all was fine, when the block or function ends.

        One that ends with an error tells nothing.
        """
        return Uses([self.dataset(key) for key in keys])


class Uses:
    """What `Weirdness.uses` gives."""

    def __init__(self, datasets: list[Dataset]) -> None:
        self.datasets = datasets

    def __enter__(self) -> Uses:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._tell()

    def __call__(self, function: Function) -> Function:
        if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
            raise TypeError(f"{function.__name__} yields bit by bit. Decorate the function that uses all of it.")
        wrapped = self._awaited(function) if inspect.iscoroutinefunction(function) else self._called(function)
        return cast("Function", wrapped)

    def _called(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def inner(*args: Any, **kwargs: Any) -> Any:
            result = function(*args, **kwargs)
            self._tell()
            return result

        return inner

    def _awaited(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        async def inner(*args: Any, **kwargs: Any) -> Any:
            result = await function(*args, **kwargs)
            self._tell()
            return result

        return inner

    def _tell(self) -> None:
        for each in self.datasets:
            each.used(stacklevel=3)
