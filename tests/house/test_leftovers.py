"""The fixture that looks for tasks left behind, tried on tests that leave one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

LEAVES_ONE = """
import asyncio
import pytest

@pytest.mark.asyncio
async def test_async():
    asyncio.create_task(asyncio.sleep(60))

def test_sync():
    async def main():
        asyncio.create_task(asyncio.sleep(60))
    asyncio.run(main())
"""

LEAVES_NONE = """
import asyncio
import pytest

@pytest.mark.asyncio
async def test_async():
    await asyncio.create_task(asyncio.sleep(0))

def test_sync():
    async def main():
        task = asyncio.create_task(asyncio.sleep(60))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("source", "outcome"),
    [(LEAVES_ONE, "2 passed, 2 errors"), (LEAVES_NONE, "2 passed")],
    ids=["left", "none left"],
)
def test_a_task_left_behind_fails_the_test(source: str, outcome: str, tmp_path: Path) -> None:
    """Both ways of running a coroutine are watched, and a test that cleans up is left alone."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nasyncio_mode = strict\nasyncio_default_fixture_loop_scope = function\n"
    )
    (tmp_path / "test_it.py").write_text(source)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.strip().splitlines()[-1].startswith(outcome), run.stdout
