"""A fleet as bytes, for another process or another computer, and unpacked once in each of them."""

from __future__ import annotations

import copyreg
import pickle
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from simulators.fleet.lives import live_one

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulators.fleet.lives import Fleet, Lived

K = TypeVar("K")
V = TypeVar("V")


def packed(fleet: Fleet) -> bytes:
    """Return it as bytes."""
    return pickle.dumps(fleet)


def live_packed(number: int, fleet: bytes) -> Lived:
    """Live through the months of one runner of a packed fleet."""
    return live_one(number, _unpacked(fleet))


@lru_cache(maxsize=1)
def _unpacked(fleet: bytes) -> Fleet:
    found: Fleet = pickle.loads(fleet)  # noqa: S301  # what `packed` has made, in our own hands
    return found


def _view(mapping: dict[K, V]) -> MappingProxyType[K, V]:
    return MappingProxyType(mapping)


def _reduced(
    view: MappingProxyType[K, V],
) -> tuple[Callable[[dict[K, V]], MappingProxyType[K, V]], tuple[dict[K, V]]]:
    return _view, (dict(view),)


copyreg.pickle(MappingProxyType, _reduced)  # plans and policies have such views
