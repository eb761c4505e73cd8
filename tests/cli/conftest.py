"""What the command's tests share with those of the computer's room: private buses and programs."""

from __future__ import annotations

from tests.host.conftest import daemon, nowhere, programs

__all__ = ["daemon", "nowhere", "programs"]
