"""Names of Textual's that we override: one that is gone is said, and not silently without effect.

Some are its own business, which a small release may change. An override that nobody calls any more
would leave the stop to the message loop alone, or a traceback on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import TypeVar

from controller.words.catalogue import tr


class TextualChanged(Exception):  # noqa: N818  # blame is in the name (law 7)
    """The Textual that is installed is not the one that the screens are built on. One sentence."""


_F = TypeVar("_F", bound=Callable[..., object])


def overrides(owner: type[object]) -> Callable[[_F], _F]:
    """Return a decorator for a method that takes the place of one of ``owner``.

    Raises:
        TextualChanged: when it is applied, where there is no such method.
    """

    def check(method: _F) -> _F:
        name = getattr(method, "__name__", "")
        if not callable(getattr(owner, name, None)):
            told = tr(
                "Textual {version} has no {name}, which the screens are built on; "
                "install the version that requirements.txt names, or run with --plain."
            )
            told = told.format(version=version("textual"), name=f"{owner.__name__}.{name}")
            raise TextualChanged(told)
        return method

    return check
