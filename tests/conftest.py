"""What every test of every room gets without asking for it."""

from __future__ import annotations

import asyncio
import asyncio.runners
import gc
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# How long an example takes says what else the machine does; speed is measured in `tests/bench`.
# The examples are the same every time, as the campaign's seeds: what fails here fails for
# everybody, and a change is not blamed for another run's luck. `search` looks for what is new.
settings.register_profile("reprise", settings(), deadline=None, derandomize=True, max_examples=25)
settings.register_profile("thorough", settings.get_profile("reprise"), max_examples=300)
settings.register_profile("search", settings(), deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("reprise")  # `make test-long` says another

# Tens of thousands of collected items never die before the end; looking through them again and
# again for garbage takes a tenth of the time.
gc.disable()

# A shell that puts a command into the background has it ignore Ctrl-C, and all that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Look for garbage from here on, but not among what was collected."""
    gc.freeze()  # to look through all of it once first takes a second of each worker
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def nobody_s_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no test depend on what the person at this computer has chosen for herself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        yield


@pytest.fixture(autouse=True)
def no_task_is_left_behind() -> Iterator[None]:
    """Fail a test whose event loop closes while a task of its own is still pending.

    A loop's runner (`asyncio.run`, pytest-asyncio) cancels what is left and says nothing; a task
    that nobody waits for is how a belt keeps being written to after a session has ended.
    """
    left: list[str] = []
    cancel_all_tasks = vars(asyncio.runners)["_cancel_all_tasks"]

    def note_and_cancel(loop: asyncio.AbstractEventLoop) -> None:
        left.extend(repr(task) for task in asyncio.all_tasks(loop))
        cancel_all_tasks(loop)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio.runners, "_cancel_all_tasks", note_and_cancel)
        yield
    if left:
        pytest.fail("the test left tasks behind:\n" + "\n".join(left), pytrace=False)
