"""One test for many cases: thousands of small ones take longer to gather and tell than to run."""

from __future__ import annotations

import functools
import inspect
from itertools import product
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def within(**axes: Iterable[object]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try a test with the product of these arguments; what failed is told together, case by case.

    For what is pure and short. What has a fixture of its own is better off with `parametrize`.
    """
    cases = [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def every(*args: object, **others: object) -> None:
            assert cases, "an axis without a value would test nothing"
            failed: list[BaseException] = []
            for case in cases:
                try:
                    test(*args, **others, **case)
                except (Exception, pytest.fail.Exception) as failure:  # noqa: BLE001  # told below
                    failure.add_note(f"with {case}")
                    failed.append(failure)
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(cases)} cases", failed)

        signature = inspect.signature(test)
        kept = [each for name, each in signature.parameters.items() if name not in axes]
        every.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        return every

    return decorate
