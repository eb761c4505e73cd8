"""One controller for one treadmill: a lock by its address, which goes with the process."""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from platformdirs import user_runtime_path

from controller.words.catalogue import tr

_SOCKET: Final = "unix:"


class TreadmillBusy(Exception):  # noqa: N818  # blame is in the name (law 7)
    """Another session has the treadmill, or nobody can say so; one sentence with a remedy."""


def look_for_others(address: str | None, world: str | None = None) -> None:
    """Look whether another session has this treadmill, or any when none is named.

    A connected treadmill does not advertise: a search would only find nothing.

    Raises:
        TreadmillBusy: it has.
    """
    for path in _folder(world).glob(_name(address or "*", world)):
        lock = FileLock(path, blocking=False)
        try:
            with lock:
                continue
        except Timeout:
            raise _busy() from None
        except OSError:
            continue  # one that cannot be opened is found out by `hold_treadmill`


@contextmanager
def hold_treadmill(address: str, world: str | None = None) -> Iterator[None]:
    """Hold the lock of a treadmill (of that simulated world) while the block runs.

    Raises:
        TreadmillBusy: another process holds it, or no lock can be made.
    """
    lock = FileLock(_folder(world) / _name(address, world), blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise _busy() from None
    except OSError as error:
        raise TreadmillBusy(
            tr(
                "{place}: no lock can be made for the treadmill ({reason}); free some space there."
            ).format(place=error.filename or _folder(world), reason=error.strerror)
        ) from error
    try:
        yield
    finally:
        lock.release()


def _busy() -> TreadmillBusy:
    return TreadmillBusy(
        tr(
            "Another session of Reprise has the treadmill, or still watches its belt; "
            "close that session, or wait for 20 seconds."
        )
    )


def _name(address: str, world: str | None) -> str:
    return re.sub(r"[^0-9A-Za-z*]+", "-", f"{world or 'radio'}-{address}")[-120:] + ".lock"


def _folder(world: str | None) -> Path:
    """Return a folder of this user that is there and can be written, if there is any.

    The lock of a simulated world lies beside its socket, and goes with the world.
    """
    if world is not None and world.startswith(_SOCKET):
        return Path(world.removeprefix(_SOCKET)).parent
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a system without XDG_RUNTIME_DIR has another folder
        folder = Path(user_runtime_path("reprise"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir())
    return folder
