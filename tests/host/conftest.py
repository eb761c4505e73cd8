"""A private bus, and a folder of stand-in programs."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.host.buses import Daemon
from tests.host.programs import Programs

BUSES = ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS")


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Point both buses at a socket that does not exist, and be on a bare console."""
    address = f"unix:path={tmp_path}/absent"
    for name in BUSES:
        monkeypatch.setenv(name, address)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return address


@pytest.fixture
def daemon(nowhere: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Daemon]:
    """Run a private bus, and take it for the system's and the session's."""
    assert nowhere
    program = shutil.which("dbus-daemon")
    if sys.platform != "linux" or program is None:
        pytest.skip("there is no dbus-daemon here: install the package dbus to run this test")
    with tempfile.TemporaryDirectory() as folder:  # a socket's path must be short
        running = Daemon(program, Path(folder))
        for name in BUSES:
            monkeypatch.setenv(name, running.address)
        yield running
        running.end()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Put a folder of stand-ins in front of the real programs."""
    if sys.platform == "win32":
        pytest.skip("the stand-ins are shell scripts, which Windows does not run")
    folder = tmp_path / "programs"
    folder.mkdir()
    return Programs(folder, monkeypatch)
