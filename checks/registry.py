"""A kind is a file: a registry scans a folder, takes the one object each module declares, once per name."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


class Registry(Mapping[str, T], Generic[T]):
    """Name to kind for every module of `package`, each declaring `attribute`; scanned at first use."""

    def __init__(self, package: str, kind: type[T], attribute: str = "KIND") -> None:
        self.package, self.kind, self.attribute = package, kind, attribute

    @cached_property
    def _kinds(self) -> dict[str, T]:
        found: dict[str, T] = {}
        for module in iter_modules(import_module(self.package).__path__, f"{self.package}."):
            item = getattr(import_module(module.name), self.attribute)
            if not isinstance(item, self.kind):
                raise TypeError(f"{module.name}.{self.attribute} is not a {self.kind.__name__}.")
            if item.name in found:
                raise ValueError(f"Two files in {self.package} declare the kind {item.name}.")
            found[item.name] = item
        return found

    def __getitem__(self, name: str) -> T:
        return self._kinds[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)
