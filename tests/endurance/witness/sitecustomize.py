"""Notes when renewals of the lease leave the front end and when they reach the controller.

No journal tells of a renewal that came in time. Python imports a module of this name as it starts,
if it is on the PYTHONPATH; one line is written for each call, in ns of `time.monotonic_ns`, into a
file of the folder that `WITNESS` names. The controller's first line is when its lease began.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any


def _note(owner: Any, names: tuple[str, ...], file: Path) -> None:
    out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def noting(plain: Any) -> Any:
        def noted(*args: Any, **fields: Any) -> Any:
            os.write(out, b"%d\n" % time.monotonic_ns())
            return plain(*args, **fields)

        return noted

    for name in names:
        setattr(owner, name, noting(getattr(owner, name)))


def _watch(folder: Path) -> None:
    words = " ".join(sys.orig_argv)
    if "controller.cli.session.child" in words:
        from controller.session.lease import Lease  # noqa: PLC0415  # in this process alone

        _note(Lease, ("begin", "renew"), folder / f"taken-{os.getpid()}")
    elif "controller.cli.main" in words:
        from controller.operator.supervisor import Supervisor  # noqa: PLC0415  # the same

        _note(Supervisor, ("renew",), folder / f"sent-{os.getpid()}")


if "WITNESS" in os.environ:
    _watch(Path(os.environ["WITNESS"]))
