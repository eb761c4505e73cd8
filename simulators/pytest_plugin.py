"""pytest's plugin: the fixture ``treadmill``, and virtual time for the tests that ask for it.

It is loaded by every pytest that runs beside an installed Reprise, in other people's projects too.
So it imports nothing but the standard library and pytest, until a test asks for a treadmill; and
even then nothing of ``controller`` or ``plans``, whose names a project may well have for itself.

A test that asks for a treadmill is run on a loop of its own, whose time is virtual, and so are its
async fixtures. It needs no plugin for asyncio, and is none of theirs if there is one:
pytest-asyncio in either mode, and anyio, would run it on real time, where no belt moves.
"""

from __future__ import annotations

import inspect
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from simulators.fixture import TimeOfTest, Treadmills

_TIME: Final = pytest.StashKey["TimeOfTest"]()
_FIXTURE: Final = "_treadmill_time"
_MOST_LINES: Final = 200
"""Of what happened to the treadmills, shown under a test that fails."""


@pytest.fixture
def treadmill(_treadmill_time: TimeOfTest) -> Treadmills:
    """Give simulated treadmills beneath bleak, on virtual time.

    ``belt = treadmill("urevo-e1l")``; docs/simulators.md, "In your own tests", is the manual.
    """
    return _treadmill_time.treadmills


@pytest.fixture
def _treadmill_time(request: pytest.FixtureRequest) -> Iterator[TimeOfTest]:
    """Keep the test's loop from before its first async fixture until behind its last."""
    from simulators.fixture import TimeOfTest  # noqa: PLC0415  # see above

    if not inspect.iscoroutinefunction(request.function):
        pytest.fail(
            "a test that asks for a treadmill has to be async: its time is virtual, and moves only "
            f'while the test waits. Write "async def {request.node.originalname}".',
            pytrace=False,
        )
    time = request.node.stash[_TIME] = TimeOfTest()
    yield time
    del request.node.stash[_TIME]
    time.close()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Run an async fixture of a test that has treadmills on the test's own loop."""
    __tracebackhide__ = True
    made = _synchronous(fixturedef.func)
    if made is None or fixturedef.scope != "function" or _FIXTURE not in request.fixturenames:
        return (yield)
    time: TimeOfTest = request.getfixturevalue(_FIXTURE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fixturedef, "func", partial(made, time, fixturedef.func, request))
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Run a test that has treadmills on its own loop."""
    __tracebackhide__ = True
    time = item.stash.get(_TIME, None)
    if time is None or not isinstance(item, pytest.Function):
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(item, "obj", partial(_run, time, item.obj))
        # pytest-asyncio's items have a runtest of their own, for a loop of their own.
        patch.setattr(item, "runtest", partial(pytest.Function.runtest, item))
        try:
            return (yield)
        finally:
            told = time.treadmills.told()
            left_out = [f"({len(told) - _MOST_LINES} more before)"] * (len(told) > _MOST_LINES)
            item.add_report_section("call", "treadmill", "\n".join(left_out + told[-_MOST_LINES:]))


def _run(time: TimeOfTest, function: Callable[..., Any], **arguments: object) -> None:
    __tracebackhide__ = True
    time.run(function(**arguments))


def _synchronous(function: Callable[..., Any]) -> Callable[..., Any] | None:
    """Return what calls an async fixture's function from outside a loop; None if it is not one."""
    if inspect.iscoroutinefunction(function):
        return _returned
    return _yielded if inspect.isasyncgenfunction(function) else None


def _returned(
    time: TimeOfTest,
    function: Callable[..., Any],
    _request: pytest.FixtureRequest,
    **arguments: object,
) -> object:
    return time.run(function(**arguments))


def _yielded(
    time: TimeOfTest,
    function: Callable[..., Any],
    request: pytest.FixtureRequest,
    **arguments: object,
) -> object:
    values = function(**arguments)

    async def finish() -> None:
        async for _ in values:
            raise RuntimeError(f"the fixture {request.fixturename} yields more than once")

    found = time.run(anext(values))
    request.addfinalizer(lambda: time.run(finish()))
    return found
